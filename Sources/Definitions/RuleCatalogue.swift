public import Model

/// Rules that the program has by itself; a definition may rename them and change their severity.
public enum BuiltInRule: String, Hashable, Sendable, CaseIterable {
    // Of a field.
    case required, type, pattern, minimum, maximum, enumeration, length
    case checkDigit = "check_digit"
    case codes
    case areaUnknown = "unknown"
    /// A code that a spreadsheet program turned into a number (9.13E+17, fifteen digits and zeros).
    case damaged
    /// No unit in cell, header, unit line, and none to be taken silently: the column is not read.
    case unitMissing = "unit_missing"
    /// No unit stated, `unit_if_silent` taken.
    case unitSilent = "unit_silent"
    /// Values repaired without doubt (width, spaces, thousands separators, spellings of dates, historic codes).
    case repaired
    /// A marker for missing (`—`, `…`, `不详`) was read as missing.
    case missingMarker = "missing_marker"
    /// Some cells of a column of shares say `%`, others do not.
    case mixedPercent = "mixed_percent"
    // Of a dataset.
    case unique
    /// The newest version of a record was rejected; the last accepted one stands.
    case revisionRejected = "revision_rejected"
    case columnMissing = "column_missing"
    case columnRepeated = "column_repeated"
    case columnUnknown = "column_unknown"
    case raggedRow = "ragged_row"
    /// No table of this dataset was delivered.
    case notDelivered = "not_delivered"
    /// A later delivery that restates its sender's year is without the record.
    case withdrawn
    /// A sender's last snapshot is older than the state that is read from it.
    case carriedForward = "carried_forward"
    /// A stated total does not equal the records it sums.
    case controlTotal = "control_total"
    /// A part (其中) is larger than what it is part of.
    case ofWhich = "of_which"
    /// Cells are blank where a workbook would show one merged cell: the text above cannot be proven to be theirs.
    case stubUnproven = "stub_unproven"
    /// Rows whose date lies outside the period that the table's title block states.
    case statedPeriod = "stated_period"
    /// The same record with other values in two files, neither of which is the newer.
    case authority
    // Of a dataset of figures.
    /// No indicator has the name.
    case indicatorUnknown = "indicator_unknown"
    /// A stated figure that is of nothing: its unit is missing or measures something else, its time ends before it begins.
    case figureUnusable = "figure_unusable"
    /// What was published is not what the records give, whatever its last digit was rounded from.
    case publishedDiffers = "published_differs"
    /// Published growth that the value and the base published with it do not give, or that no whole base gives.
    case publishedGrowth = "published_growth"
    // Of a file.
    case fileEmpty = "empty"
    case fileUnreadable = "unreadable"
    /// Not what its name says, or no spreadsheet.
    case fileForeign = "foreign"
    /// No dataset, or several, would take the table.
    case fileUnmatched = "unmatched"
    case fileAmbiguous = "ambiguous"
    /// A quote that RFC 4180 does not allow, read literally.
    case looseQuote = "loose_quote"
    case hidden
    /// Positions below cells merged downwards were counted anew, and confirmed.
    case layoutReconstructed = "layout_reconstructed"
    /// XML Spreadsheet 2003 without its namespace, as home-made exporters write it: read by the names alone.
    case namespaceMissing = "namespace_missing"
    /// A text export beside the workbook that it was made from: the workbook has the word.
    case textCopy = "text_copy"
    // Of a filled review.
    /// It has no column of exceptions, or none of answers.
    case answerColumns = "answer_columns"
    /// What stands in the column of exceptions is the name of none.
    case answerUnknown = "answer_unknown"
    /// No disposition, or a word that is none.
    case answerDisposition = "answer_disposition"
    /// A correction without a value, or of something that a value cannot be put into.
    case answerValue = "answer_value"
    /// A date that cannot be read, or a waiver without one.
    case answerDate = "answer_date"
    /// A correction that nobody has confirmed, or not on a stated day.
    case answerUnconfirmed = "answer_unconfirmed"
    /// An answer that has no effect: an error that is confirmed, a file that is to be excluded.
    case answerIneffective = "answer_ineffective"
    /// Answers to one exception that do not agree, none of which is dated later.
    case answerContradiction = "answer_contradiction"
    /// An answer that was changed on a later day.
    case answerChanged = "answer_changed"
    /// A sender's file that decides.
    case answerOfSender = "answer_of_sender"
    /// An answer to an exception that is none (any more).
    case answerObsolete = "answer_obsolete"

    public enum Scope: Hashable, Sendable { case field, dataset, file, review }

    /// Asked of datasets of figures only.
    public var isOfFigures: Bool {
        switch self {
        case .indicatorUnknown, .figureUnusable, .publishedDiffers, .publishedGrowth: true
        default: false
        }
    }

    public var scope: Scope {
        switch self {
        case .required, .type, .pattern, .minimum, .maximum, .enumeration, .length, .checkDigit, .codes, .areaUnknown,
            .damaged, .unitMissing, .unitSilent, .repaired, .missingMarker, .mixedPercent:
            .field
        case .unique, .revisionRejected, .columnMissing, .columnRepeated, .columnUnknown, .raggedRow, .notDelivered,
            .withdrawn, .carriedForward, .controlTotal, .ofWhich, .stubUnproven, .statedPeriod, .authority,
            .indicatorUnknown,
            .figureUnusable, .publishedDiffers, .publishedGrowth:
            .dataset
        case .fileEmpty, .fileUnreadable, .fileForeign, .fileUnmatched, .fileAmbiguous, .looseQuote, .hidden,
            .layoutReconstructed, .namespaceMissing, .textCopy:
            .file
        case .answerColumns, .answerUnknown, .answerDisposition, .answerValue, .answerDate, .answerUnconfirmed,
            .answerIneffective, .answerContradiction, .answerChanged, .answerOfSender, .answerObsolete:
            .review
        }
    }

    public var severity: Severity {
        switch self {
        case .unitSilent, .repaired, .missingMarker, .columnUnknown, .withdrawn, .carriedForward, .looseQuote, .hidden,
            .layoutReconstructed, .namespaceMissing, .answerChanged, .answerOfSender, .answerObsolete:
            .note
        case .mixedPercent, .authority, .revisionRejected, .controlTotal, .ofWhich, .stubUnproven, .statedPeriod,
            .fileUnmatched, .fileAmbiguous, .textCopy,
            .notDelivered, .indicatorUnknown, .publishedDiffers, .publishedGrowth, .answerUnconfirmed,
            .answerIneffective, .answerContradiction:
            .query
        default: .error
        }
    }

    /// What an error of this kind keeps out where nothing is said. A record whose key or required field cannot be read, or is
    /// not as it must be, is no better than one that lacks it: the last good version of it stands.
    func rejects(isNeeded: Bool) -> Rejects {
        switch self {
        case .unique, .raggedRow, .figureUnusable: .record
        // Of a column that is not read every record lacks the field, which `required` says.
        case .unitMissing: .field
        default: isNeeded ? .record : .field
        }
    }
}

/// One rule of a run: every finding comes from one.
public struct Rule: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case builtIn(BuiltInRule)
        /// Position in the dataset's `rules`.
        case expression(Int)
        /// Position in the pipeline's rules over figures.
        case macro(Int)
    }
    public var id: String
    public var kind: Kind
    public var severity: Severity
    public var rejects: Rejects
    /// Position in the pipeline's datasets, −1 for files and figures.
    public var dataset: Int
    /// Position in the dataset's fields (derived ones behind), −1 for none.
    public var field: Int
    public var title: LocalizedText
    /// The definition's message; empty: the program's own wording for the kind.
    public var message: LocalizedText

    public init(
        id: String, kind: Kind, severity: Severity, rejects: Rejects, dataset: Int, field: Int, title: LocalizedText,
        message: LocalizedText
    ) {
        self.id = id
        self.kind = kind
        self.severity = severity
        self.rejects = rejects
        self.dataset = dataset
        self.field = field
        self.title = title
        self.message = message
    }
}

/// All rules of a pipeline, in a fixed order: files, reviews, then per dataset its own, its fields', its expressions, then those
/// over figures.
public struct RuleCatalogue: Hashable, Sendable {
    public let rules: [Rule]
    private let builtIn: [Key: Int]
    private let macroStart: Int

    private struct Key: Hashable { var dataset: Int, field: Int, kind: Rule.Kind }

    public init(_ pipeline: PipelineDefinition) {
        var list: [Rule] = []
        for kind in BuiltInRule.allCases where kind.scope == .file {
            list.append(RuleCatalogue.rule(kind, prefix: "file", dataset: -1, field: -1, overrides: [:], rejects: nil))
        }
        for kind in BuiltInRule.allCases where kind.scope == .review {
            list.append(
                RuleCatalogue.rule(kind, prefix: "review", dataset: -1, field: -1, overrides: [:], rejects: nil))
        }
        for (d, dataset) in pipeline.datasets.enumerated() {
            for kind in BuiltInRule.allCases
            where kind.scope == .dataset && (!kind.isOfFigures || dataset.gives != nil) {
                list.append(
                    RuleCatalogue.rule(
                        kind, prefix: dataset.name, dataset: d, field: -1, overrides: dataset.builtIn,
                        rejects: dataset.rejects))
            }
            let isNeeded = dataset.fields.map {
                $0.constraints.required || dataset.primaryKey.contains($0.name)
            }
            for (f, field) in dataset.fields.enumerated() {
                for kind in BuiltInRule.allCases where kind.scope == .field {
                    list.append(
                        RuleCatalogue.rule(
                            kind, prefix: "\(dataset.name).\(field.name)", dataset: d, field: f,
                            overrides: field.builtIn, rejects: dataset.rejects,
                            isNeeded: isNeeded[f] || kind == .required))
                }
            }
            for (r, rule) in dataset.rules.enumerated() {
                let field = rule.field.flatMap { name in
                    dataset.fieldIndex(name)
                        ?? dataset.derive.firstIndex { $0.name == name }.map { dataset.fields.count + $0 }
                }
                list.append(
                    Rule(
                        id: rule.id, kind: .expression(r), severity: rule.severity,
                        rejects: rule.rejects ?? dataset.rejects
                            ?? (field.map { $0 < isNeeded.count && isNeeded[$0] } == true ? .record : .field),
                        dataset: d, field: field ?? -1, title: rule.title, message: rule.message))
            }
        }
        macroStart = list.count
        for (position, rule) in pipeline.macroRules.enumerated() {
            list.append(
                Rule(
                    id: rule.id, kind: .macro(position), severity: rule.severity, rejects: .field, dataset: -1,
                    field: -1, title: rule.title, message: rule.message))
        }
        rules = list
        var table: [Key: Int] = [:]
        for (i, rule) in list.enumerated() {
            var field = rule.field
            if case .expression = rule.kind { field = -1 }
            table[Key(dataset: rule.dataset, field: field, kind: rule.kind)] = i
        }
        builtIn = table
    }

    private static func rule(
        _ kind: BuiltInRule, prefix: String, dataset: Int, field: Int, overrides: [String: RuleOverride],
        rejects: Rejects?, isNeeded: Bool = false
    ) -> Rule {
        let change = overrides[kind.rawValue]
        return Rule(
            id: change?.id ?? "\(prefix).\(kind.rawValue)", kind: .builtIn(kind),
            severity: change?.severity ?? kind.severity,
            rejects: change?.rejects ?? rejects ?? kind.rejects(isNeeded: isNeeded), dataset: dataset,
            field: field, title: LocalizedText(), message: change?.message ?? LocalizedText())
    }

    public subscript(index: Int) -> Rule { rules[index] }

    /// Position of a rule over figures.
    public func index(macro position: Int) -> Int { macroStart + position }

    /// Position of a built-in rule; `dataset` and `field` are −1 where its scope has none.
    public func index(_ kind: BuiltInRule, dataset: Int = -1, field: Int = -1) -> Int {
        builtIn[Key(dataset: dataset, field: field, kind: .builtIn(kind))] ?? 0
    }

    /// Position of the rule that the dataset's definition states at `position`.
    public func index(expression position: Int, dataset: Int) -> Int {
        builtIn[Key(dataset: dataset, field: -1, kind: .expression(position))] ?? 0
    }
}
