public import Model

/// How deliveries of a dataset follow each other.
public enum History: String, Hashable, Sendable, CaseIterable {
    /// The same key in a later delivery revises.
    case cumulative
    /// A register sent whole each time: the state on a day is read, per sender, from the first delivery that ends on or
    /// after it, else from the last before it.
    case snapshot
    /// Each delivery restates its sender's years: records that it no longer has are withdrawn.
    case replaceYear = "replace-year"
}

/// What a dataset of `kind: figures` gives: figures that are stated, not computed from records.
public enum FiguresGiven: String, Hashable, Sendable, CaseIterable {
    /// Indicators' values: GDP, a city's average, a forecast.
    case values
    /// What is to be reached.
    case targets
    /// What was released before.
    case published
}

/// What an error keeps out.
public enum Rejects: String, Hashable, Sendable, CaseIterable {
    /// The whole record.
    case record
    /// The field becomes missing; only indicators that use it lose the record.
    case field
}

/// One file of `datasets/`.
public struct DatasetDefinition: Hashable, Sendable {
    public var name: String
    public var title: LocalizedText
    /// Globs over file names and sheet names that nominate tables; the header decides.
    public var files: [String]
    /// nil: its rows are records.
    public var gives: FiguresGiven?
    /// The first month of which statements that accumulate speak: those of February may hold January.
    public var firstMonth = 1
    public var history: History
    public var primaryKey: [String]
    /// Fields with a role, by name; nil where the dataset has none.
    public var area: String?
    public var date: String?
    public var subject: String?
    /// The area field that says whose version of a record stands where several senders have it.
    public var authority: String?
    /// What becomes of records that were taken back after they had been counted.
    public var revoked: RevokedDefinition?
    public var frequency: Frequency
    /// Default for the rules of this dataset that do not say; nil = record for keys and required fields, else field.
    public var rejects: Rejects?
    public var fields: [FieldDefinition]
    public var derive: [DeriveDefinition]
    public var rules: [RuleDefinition]
    /// Overrides of built-in rules of the dataset itself (`unique`, `superseded_rejected`, `ragged_row`, …).
    public var builtIn: [String: RuleOverride]
    /// nil: every table is tidy.
    public var unpivot: UnpivotDefinition?
    public var place: SourcePlace

    public init(
        name: String, title: LocalizedText, files: [String], history: History, primaryKey: [String], area: String?,
        date: String?, subject: String?, frequency: Frequency, rejects: Rejects?, fields: [FieldDefinition],
        derive: [DeriveDefinition], rules: [RuleDefinition], builtIn: [String: RuleOverride],
        authority: String? = nil, revoked: RevokedDefinition? = nil, place: SourcePlace
    ) {
        self.revoked = revoked
        self.authority = authority
        self.name = name
        self.title = title
        self.files = files
        self.history = history
        self.primaryKey = primaryKey
        self.area = area
        self.date = date
        self.subject = subject
        self.frequency = frequency
        self.rejects = rejects
        self.fields = fields
        self.derive = derive
        self.rules = rules
        self.builtIn = builtIn
        self.place = place
    }

    public func fieldIndex(_ name: String) -> Int? { fields.firstIndex { $0.name == name } }
}

/// `revoked:` of a dataset.
public struct RevokedDefinition: Hashable, Sendable {
    public enum Mode: String, Hashable, Sendable, CaseIterable {
        /// The record is as if it had never been: the period that it was in changes.
        case restate
        /// The record stays where it is, and is taken off in the month in which it was revoked. Of what does not add up
        /// (distinct subjects, means, extremes, stocks) it is left out, as by `restate`.
        case deduct
    }
    /// Which records are revoked.
    public var when: SourceText
    /// The date field that says since when; nil: only for `restate`.
    public var on: String?
    public var mode: Mode
    public var place: SourcePlace

    public init(when: SourceText, on: String?, mode: Mode, place: SourcePlace) {
        self.when = when
        self.on = on
        self.mode = mode
        self.place = place
    }
}

/// The types a field may have in a definition.
public enum FieldType: String, Hashable, Sendable, CaseIterable {
    case string, integer, number, date, period, boolean, code, uscc, area
    /// A number in whatever unit stands beside it; held as text that `StatedNumber` reads.
    case amount
}

/// A column of the input. Vocabulary: Table Schema's where it has one.
public struct FieldDefinition: Hashable, Sendable {
    public var name: String
    public var title: LocalizedText
    public var aliases: [String]
    public var type: FieldType
    /// Numbers: unit of the held value. Integers may have one too (家, 人).
    public var unit: Unit?
    /// Digits after the point of the held value, in `unit`; 0...18.
    public var decimals: Int
    /// Taken, with a note, where the file states no unit. nil: a silent column is an error.
    public var unitIfSilent: Unit?
    /// Dates: `%Y-%m-%d` and the like, holds for the text as found. nil: every spelling of domain.md.
    public var format: String?
    /// Name of a code list, for `.code`.
    public var codelist: String?
    public var constraints: Constraints
    /// Overrides of built-in rules, by kind: required, type, check_digit, pattern, minimum, maximum, codes, …
    public var builtIn: [String: RuleOverride]
    /// For `.uscc`: who knows the codes and their names.
    public var register: RegisterDefinition?
    public var place: SourcePlace

    public init(
        name: String, title: LocalizedText, aliases: [String], type: FieldType, unit: Unit?, decimals: Int,
        unitIfSilent: Unit?, format: String?, codelist: String?, constraints: Constraints,
        builtIn: [String: RuleOverride], place: SourcePlace
    ) {
        self.name = name
        self.title = title
        self.aliases = aliases
        self.type = type
        self.unit = unit
        self.decimals = decimals
        self.unitIfSilent = unitIfSilent
        self.format = format
        self.codelist = codelist
        self.constraints = constraints
        self.builtIn = builtIn
        self.place = place
    }
}

extension FieldDefinition {
    /// The `format` of a period that may also be written as months since January: of figures, which speak of the year to
    /// date where they do not say otherwise.
    public static let toDate = "to-date"
    /// The `format` of an area that may have units below it whose figures are published: figures speak of cities too.
    public static let anyArea = "any"
}

/// Table Schema's constraints.
public struct Constraints: Hashable, Sendable {
    public var required = false
    /// XML Schema regular expression, over the whole text as found.
    public var pattern: SourceText?
    /// Bounds as stated, in the field's `unit` (numbers), as a day (dates).
    public var minimum: SourceText?
    public var maximum: SourceText?
    public var enumeration: [String]?
    public var minLength: Int?
    public var maxLength: Int?
    /// Texts that say that there is no value, in place of those that the program knows (`—`, `无`, …); blank cells always
    /// do. nil: those that the program knows.
    public var missingValues: [String]?

    public init() {}
}

/// What a definition says of a rule that the program has by itself.
public struct RuleOverride: Hashable, Sendable {
    public var id: String?
    public var severity: Severity?
    public var rejects: Rejects?
    public var message: LocalizedText?
    public var place: SourcePlace

    public init(
        id: String? = nil, severity: Severity? = nil, rejects: Rejects? = nil, message: LocalizedText? = nil,
        place: SourcePlace
    ) {
        self.id = id
        self.severity = severity
        self.rejects = rejects
        self.message = message
        self.place = place
    }
}

/// A field computed from the record's others.
public struct DeriveDefinition: Hashable, Sendable {
    public var name: String
    public var title: LocalizedText
    /// nil: the expression's own type.
    public var type: FieldType?
    public var expression: SourceText
    public var place: SourcePlace

    public init(name: String, title: LocalizedText, type: FieldType?, expression: SourceText, place: SourcePlace) {
        self.name = name
        self.title = title
        self.type = type
        self.expression = expression
        self.place = place
    }
}

/// A rule that a definition states: an expression that must hold, or a question over time or the whole.
public struct RuleDefinition: Hashable, Sendable {
    public var id: String
    public var title: LocalizedText
    public var severity: Severity
    public var rejects: Rejects?
    /// The field it is filed under.
    public var field: String?
    public var check: SourceText
    public var expected: SourceText?
    public var difference: SourceText?
    /// May hold `{field}`, `{expected}`, `{difference}`, `{value}`.
    public var message: LocalizedText
    /// nil: `check` is the expression; else only words for it.
    public var series: SeriesRuleDefinition?
    public var place: SourcePlace

    public init(
        id: String, title: LocalizedText, severity: Severity, rejects: Rejects?, field: String?, check: SourceText,
        expected: SourceText?, difference: SourceText?, message: LocalizedText, place: SourcePlace
    ) {
        self.id = id
        self.title = title
        self.severity = severity
        self.rejects = rejects
        self.field = field
        self.check = check
        self.expected = expected
        self.difference = difference
        self.message = message
        self.place = place
    }
}

/// `codelists/<name>.csv`: columns code, zh, en, aliases (separated by `|`).
public struct Codelist: Hashable, Sendable {
    public var name: String
    public var entries: [Entry]

    public struct Entry: Hashable, Sendable {
        public var code: String
        public var name: LocalizedText
        public var aliases: [String]

        public init(code: String, name: LocalizedText, aliases: [String]) {
            self.code = code
            self.name = name
            self.aliases = aliases
        }
    }

    public init(name: String, entries: [Entry]) {
        self.name = name
        self.entries = entries
    }
}
