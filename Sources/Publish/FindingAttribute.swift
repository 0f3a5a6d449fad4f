import Definitions
import Model
import Tabular

/// What a column about findings can show: the columns of exceptions.csv, a few more, and any field of the record.
enum FindingAttribute: Hashable {
    case named(Name)
    /// The text found in a field of the record; by dataset, −1 where it has no such field.
    case raw([Int])
    /// The typed value of a field of the record.
    case value([Int])

    enum Name: String, Hashable, CaseIterable {
        case exceptionID = "exception_id"
        case rule, severity, level, dataset, period, sender, area, subject, delivery, file, sheet, row, line, column
        case field, value, normalized, expected, difference, impact, rank, suggestion, message, disposition, reason
        case by, date
        /// The figures that its record feeds, with the part of each that it may change.
        case figures
        // Of the workbook, and of tables.
        case explanation
        case proposedValue = "proposed_value"
        case filledInBy = "filled_in_by"
        case correctedValue = "corrected_value"
        case waivedUntil = "waived_until"
        case confirmedBy = "confirmed_by"
        case caseID = "case"
        case reviewState = "review_state"
        // For tables only.
        case ruleTitle = "rule_title"
        case datasetTitle = "dataset_title"
        case fieldTitle = "field_title"
        case fieldPosition = "field_position"
        case areaName = "area_name"
        case senderName = "sender_name"
        case count
    }

    /// nil for a word that no finding knows, or a field that no dataset has.
    init?(_ text: String, _ publication: Publication) {
        if let name = Name(rawValue: text) {
            self = .named(name)
            return
        }
        let parts = text.split(separator: ".", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        let fields = publication.schemas.map { $0.index(of: String(parts[1])) ?? -1 }
        guard fields.contains(where: { $0 >= 0 }) else { return nil }
        switch parts[0] {
        case "raw": self = .raw(fields)
        case "value": self = .value(fields)
        default: return nil
        }
    }

}

/// Cells of tables about findings.
struct FindingCells {
    let reader: FindingReader
    let wording: FindingWording
    /// One per finding; empty where no column asks.
    let names: [ExceptionName]
    /// One per finding; empty where no column asks.
    let ranks: [Int]
    private let language: Language
    private let titles: [LocalizedText]

    init(_ publication: Publication, identified: Bool, ranked: Bool = false) {
        reader = FindingReader(publication)
        ranks = ranked ? reader.ranks() : []
        wording = FindingWording(reader)
        names = identified ? publication.exceptionNames() : []
        language = publication.pipeline.language
        titles = publication.catalogue.rules.map { title(of: $0, publication.pipeline) }
    }

    /// Appends the cell of a finding; `at` is its position in the publication.
    func append(_ attribute: FindingAttribute, of finding: Finding, at: Int, to csv: inout CSVWriter) {
        switch attribute {
        case .raw(let fields):
            guard let field = field(fields, of: finding), let evidence = finding.evidence else { csv.empty(); return }
            csv.free(
                field < evidence.fieldCount
                    ? reader.raw(evidence, row: Int(finding.evidenceRow), field: field)
                    : ArraySlice((reader.typed(finding, field: field) ?? "").utf8))
        case .named(.value): csv.free(reader.raw(finding))
        case .named(.row), .named(.line), .named(.column), .named(.fieldPosition):
            if let number = number(attribute, of: finding), number > 0 { csv.field(number) } else { csv.empty() }
        default:
            let text = text(attribute, of: finding, at: at)
            if FindingCells.isFree(attribute) { csv.free(text) } else { csv.field(text) }
        }
    }

    /// The cell as text.
    func text(_ attribute: FindingAttribute, of finding: Finding, at: Int) -> String {
        switch attribute {
        case .raw(let fields):
            guard let field = field(fields, of: finding) else { return "" }
            return finding.evidence?.raw(row: Int(finding.evidenceRow), field: field) ?? ""
        case .value(let fields):
            return field(fields, of: finding).flatMap { reader.typed(finding, field: $0) } ?? ""
        case .named(let name): return text(name, of: finding, at: at)
        }
    }

    private func text(_ name: FindingAttribute.Name, of finding: Finding, at: Int) -> String {
        switch name {
        case .exceptionID: names.isEmpty ? "" : names[at].versionID
        case .caseID: names.isEmpty ? "" : names[at].caseID
        case .rule: reader.rule(finding).id
        case .ruleTitle: titles[Int(finding.rule)][language]
        case .severity: reader.rule(finding).severity.rawValue
        case .level: reader.level(finding)
        case .dataset: reader.dataset(finding)?.name ?? ""
        case .datasetTitle: reader.dataset(finding)?.title[language] ?? ""
        case .period: reader.period(finding)?.description ?? ""
        case .sender: reader.sender(finding)?.code ?? ""
        case .senderName: reader.sender(finding)?.name[language] ?? ""
        case .area: reader.area(finding)?.code ?? ""
        case .areaName: reader.area(finding)?.name[language] ?? ""
        case .subject: reader.subject(finding)
        case .delivery: reader.file(reader.place(finding))?.delivery ?? ""
        case .file: reader.file(reader.place(finding))?.name ?? ""
        case .sheet: reader.sheet(reader.place(finding))
        case .field: reader.fieldName(finding)
        case .fieldTitle: wording.fieldTitle(finding)?[language] ?? ""
        case .value: String(decoding: reader.raw(finding), as: UTF8.self)
        case .normalized: reader.typed(finding, field: reader.field(finding)) ?? ""
        case .expected: reader.expected(finding)
        case .difference: reader.difference(finding)
        case .suggestion: finding.suggestion ?? ""
        case .message: wording.message(finding, language)
        case .count: String(finding.count)
        case .row, .line, .column, .fieldPosition:
            number(.named(name), of: finding).flatMap { $0 > 0 ? String($0) : nil } ?? ""
        case .impact: FindingCells.share(reader.publication.impacts.score(at))
        case .figures: figures(at)
        case .rank: ranks.isEmpty ? "" : String(ranks[at])
        case .disposition, .reason, .by, .date, .explanation, .proposedValue, .filledInBy, .correctedValue,
            .waivedUntil, .confirmedBy, .reviewState:
            ReviewCells.text(name, reader.publication.reviews[at], language)
        }
    }

    /// `contract_value 340102 2024-Q4 ytd contract_type=service 0.05; …`, the most affected first.
    private func figures(_ at: Int) -> String {
        reader.impact(at).effects.map { effect in
            let (figure, pipeline) = (effect.figure, reader.pipeline)
            var words = [
                pipeline.indicators[figure.indicator].id, pipeline.areas[figure.area].code, "\(figure.period)",
                figure.quantity.rawValue,
            ]
            words += zip(figure.breakdown, figure.category).map { "\($0)=\($1)" }
            return (words + [FindingCells.share(effect.share)]).joined(separator: " ")
        }.joined(separator: "; ")
    }

    /// A part of a figure with up to six decimals: `0.05` for 5%; empty where there is none.
    static func share(_ score: Double) -> String {
        guard score > 0 else { return "" }
        let digits = Decimal(mantissa: Int128((min(score, 1e15) * 1e6).rounded()), scale: 6).shortest
        return digits == "0" ? "0.000001" : digits
    }

    /// The number behind an attribute that is one, for ordering.
    func number(_ attribute: FindingAttribute, of finding: Finding, at: Int = -1) -> Int64? {
        switch attribute {
        case .named(.rank): ranks.indices.contains(at) ? Int64(ranks[at]) : 0
        case .named(.impact): at < 0 ? 0 : Int64((min(reader.publication.impacts.score(at), 9e8) * 1e9).rounded())
        case .named(.row): reader.place(finding).row
        case .named(.line): reader.place(finding).line
        case .named(.column): Int64(reader.place(finding).column)
        case .named(.fieldPosition): Int64(reader.field(finding) + 1)
        case .named(.count): finding.count
        default: nil
        }
    }

    /// Attributes that are numbers for every finding.
    static func isNumber(_ attribute: FindingAttribute) -> Bool {
        switch attribute {
        case .named(.row), .named(.line), .named(.column), .named(.fieldPosition), .named(.count), .named(.rank),
            .named(.impact):
            true
        default: false
        }
    }

    /// Attributes that may hold what respondents wrote; never codes of the pipeline, numbers or dates of ours.
    private static func isFree(_ attribute: FindingAttribute) -> Bool {
        switch attribute {
        case .raw, .value: true
        case .named(let name):
            switch name {
            case .subject, .delivery, .file, .sheet, .value, .normalized, .expected, .suggestion, .message, .reason,
                .by, .explanation, .proposedValue, .filledInBy, .correctedValue, .confirmedBy:
                true
            default: false
            }
        }
    }

    private func field(_ fields: [Int], of finding: Finding) -> Int? {
        guard let evidence = finding.evidence, fields.indices.contains(Int(evidence.dataset)),
            fields[Int(evidence.dataset)] >= 0
        else { return nil }
        return fields[Int(evidence.dataset)]
    }
}
