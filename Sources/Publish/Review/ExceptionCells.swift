import Definitions
import Model
import Tabular

/// What stands in a cell of the workbook of exceptions.
enum ExceptionCell: Hashable {
    case text(String)
    /// With Excel's format for it.
    case number(Decimal, format: String)
    case date(CivilDate)
    case blank
}

/// Cells of the workbook of exceptions, from the same facts as every other report.
struct ExceptionCells {
    let cells: FindingCells
    private let language: Language
    /// Position of each finding in the order of the report, from 1.
    private var places: [Int]

    init(_ publication: Publication, order: [Int]) {
        cells = FindingCells(publication, identified: true)
        language = publication.pipeline.language
        places = Array(repeating: 0, count: publication.findings.count)
        for (i, at) in order.enumerated() { places[at] = i + 1 }
    }

    private var reader: FindingReader { cells.reader }

    func cell(_ column: ExceptionColumn, of finding: Finding, at: Int) -> ExceptionCell {
        switch column {
        case .review(let column): cell(column, of: finding, at: at)
        case .state: .text((reader.publication.reviews[at]?.state ?? .open).title[language])
        case .place: text(place(finding))
        case .figures: figures(at)
        }
    }

    private func cell(_ column: ReviewColumn, of finding: Finding, at: Int) -> ExceptionCell {
        switch column {
        case .rank: return .number(Decimal(mantissa: Int128(places[at]), scale: 0), format: "0")
        case .severity: return .text(reader.rule(finding).severity.words[language])
        case .impact: return share(cells.text(.named(.impact), of: finding, at: at))
        case .area: return text((reader.area(finding) ?? reader.sender(finding))?.name[language])
        case .message: return text(message(finding, at: at))
        case .normalized: return normalized(finding)
        case .expected:
            guard finding.context == nil else { return text(cells.wording.expectedText(finding, language)) }
            return value(finding.expected, of: finding)
        case .difference:
            guard finding.context == nil else { return text(cells.wording.differenceText(finding, language)) }
            return value(finding.difference, of: finding)
        case .dataset:
            return text(reader.dataset(finding).map { $0.title.isEmpty ? $0.name : $0.title[language] })
        case .field: return text(cells.wording.fieldTitle(finding)?[language])
        case .sender: return text(reader.sender(finding)?.name[language])
        case .row, .line:
            let number = column == .row ? reader.place(finding).row : reader.place(finding).line
            return number > 0 ? .number(Decimal(mantissa: Int128(number), scale: 0), format: "0") : .blank
        case .column: return text(columnLetters(reader.place(finding).column))
        case .disposition, .correctedValue, .waivedUntil, .confirmedBy, .reason, .by, .date:
            return answer(column, at: at)
        default:
            guard let name = FindingAttribute.Name(rawValue: column.rawValue) else { return .blank }
            return text(cells.text(.named(name), of: finding, at: at))
        }
    }

    /// Those that change most; a reader who needs all of them has the page.
    private func figures(_ at: Int) -> ExceptionCell {
        let touched = reader.touchedFigures(at)
        let shown = touched.count > 2 ? 1 : touched.count
        var lines = touched.prefix(shown).map { figure in
            figure.share.isEmpty ? figure.name[language] : "\(figure.name[language]) \(figure.share)"
        }
        if shown < touched.count {
            let rest = touched.count - shown
            lines.append(say("另 \(rest) 项", "and \(rest) more"))
        }
        return text(lines.joined(separator: "\n"))
    }

    /// An exception in one line: its place in the report, what is wrong, the figure that it changes most, whom to ask.
    func summary(_ at: Int) -> String {
        let finding = reader.publication.findings[at]
        var words = ["\(places[at]). \(cells.wording.message(finding, language))"]
        if let figure = reader.touchedFigures(at).first {
            words.append(
                say(
                    "影响：\(figure.name[language]) \(figure.share)。", "Effect: \(figure.name[language]) \(figure.share).")
            )
        }
        let respondent = reader.respondent(finding)[language]
        words.append(say("向\(respondent)核实。", "Ask: \(respondent)."))
        return cellText(words.joined(separator: language == .zh ? "" : " "))
    }

    private func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

    /// The decision that holds, or that only lacks a confirmation. One that does not hold any more would, sent in again
    /// unseen, be taken for a new one: it stands in the message.
    private func answer(_ column: ReviewColumn, at: Int) -> ExceptionCell {
        guard let review = reader.publication.reviews[at], let answer = review.answer, holds(review.state) else {
            return .blank
        }
        switch column {
        case .disposition: return text(answer.disposition?.title[language])
        case .correctedValue: return text(answer.correctedValue)
        case .waivedUntil: return answer.waivedUntil.map { .date($0) } ?? .blank
        case .confirmedBy: return text(answer.confirmedBy)
        case .reason: return text(answer.reason)
        case .by: return text(answer.by)
        case .date: return answer.date.map { .date($0) } ?? .blank
        default: return .blank
        }
    }

    private func holds(_ state: ReviewState) -> Bool {
        switch state {
        case .answered, .sentBack, .proposed: true
        case .open, .explained, .reopened, .expired: false
        }
    }

    private func message(_ finding: Finding, at: Int) -> String {
        let message = cells.wording.message(finding, language)
        guard let review = reader.publication.reviews[at], review.answer != nil, !holds(review.state) else {
            return message
        }
        let old = ReviewCells.text(.reason, review, language)
        return old.isEmpty ? message : "\(message)\n\(old)"
    }

    private func text(_ text: String?) -> ExceptionCell {
        guard let text, !text.isEmpty else { return .blank }
        return .text(cellText(text))
    }

    /// A share of 1, in percent.
    private func share(_ text: String) -> ExceptionCell {
        guard !text.isEmpty else { return .blank }
        guard let number = Decimal(text) else { return .text(text) }
        return .number(number, format: "0.00%")
    }

    private func normalized(_ finding: Finding) -> ExceptionCell {
        let field = reader.field(finding)
        if let number = amount(finding, field: field), let text = reader.typed(finding, field: field),
            let value = Decimal(text)
        {
            return self.number(value, number.unit)
        }
        return text(cells.wording.fittedText(finding, field: field, language))
    }

    private func value(_ value: FindingValue?, of finding: Finding) -> ExceptionCell {
        guard case .number(let number) = value else { return text(cells.wording.text(value, of: finding, language)) }
        return self.number(number, amount(finding, field: reader.field(finding))?.unit)
    }

    /// Whether a field holds numbers, and their unit.
    private func amount(_ finding: Finding, field: Int) -> (unit: Unit?, Void)? {
        guard let dataset = reader.dataset(finding), dataset.fields.indices.contains(field) else { return nil }
        switch dataset.fields[field].type {
        case .number, .integer: return (dataset.fields[field].unit, ())
        default: return nil
        }
    }

    /// Sorts and computes as a number, and says its unit. Spreadsheets keep fifteen digits: more stay text.
    private func number(_ number: Decimal, _ unit: Unit?) -> ExceptionCell {
        let text = number.shortest
        guard text.utf8.count(where: { $0 >= 0x30 && $0 <= 0x39 }) <= 15 else {
            return .text(fitted(number, unit)[language])
        }
        let decimals = text.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
        let digits = decimals > 0 ? "#,##0." + String(repeating: "0", count: decimals) : "#,##0"
        return .number(number, format: unit.map { "\(digits)\"\($0.symbol)\"" } ?? digits)
    }

    /// Where it is, as one reads it to somebody on the telephone.
    private func place(_ finding: Finding) -> String {
        let place = reader.place(finding)
        guard let file = reader.file(place)?.name else { return "" }
        let sheet = reader.sheet(place)
        let letters = columnLetters(place.column)
        var parts = [file]
        if !sheet.isEmpty { parts.append(sheet) }
        switch language {
        case .zh:
            let row = place.row > 0 ? "第 \(place.row) 行" : ""
            let column = letters.isEmpty ? "" : "\(letters) 列"
            parts.append([row, column].filter { !$0.isEmpty }.joined(separator: " "))
        case .en:
            let row = place.row > 0 ? "row \(place.row)" : ""
            let column = letters.isEmpty ? "" : "column \(letters)"
            parts.append([row, column].filter { !$0.isEmpty }.joined(separator: ", "))
        }
        return parts.filter { !$0.isEmpty }.joined(separator: " › ")
    }
}
