import Definitions
import Model
import Tabular

/// What stands in a cell of the workbook of exceptions.
enum ExceptionCell: Hashable {
    case text(String)
    /// With Excel's format for it.
    case number(Decimal, format: String)
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
        case .rank: return .number(Decimal(mantissa: Int128(places[at]), scale: 0), format: "0")
        case .severity: return .text(reader.rule(finding).severity.words[language])
        case .impact: return share(cells.text(.named(.impact), of: finding, at: at))
        case .area:
            let area = reader.area(finding) ?? reader.sender(finding)
            return text(area?.name[language])
        case .subject: return text(reader.subject(finding))
        case .message: return text(cells.wording.message(finding, language))
        case .value: return text(String(decoding: reader.raw(finding), as: UTF8.self))
        case .normalized: return normalized(finding)
        case .expected: return value(finding.expected, of: finding)
        case .difference: return value(finding.difference, of: finding)
        case .suggestion: return text(cells.text(.named(.suggestion), of: finding, at: at))
        case .place: return text(place(finding))
        case .figures: return .blank
        case .rule: return text(reader.rule(finding).id)
        case .dataset:
            return text(reader.dataset(finding).map { $0.title.isEmpty ? $0.name : $0.title[language] })
        case .field: return text(cells.wording.fieldTitle(finding)?[language])
        case .period: return text(reader.period(finding)?.description)
        case .sender: return text(reader.sender(finding)?.name[language])
        case .file: return text(reader.file(reader.place(finding))?.name)
        case .sheet: return text(reader.sheet(reader.place(finding)))
        case .row:
            let row = reader.place(finding).row
            return row > 0 ? .number(Decimal(mantissa: Int128(row), scale: 0), format: "0") : .blank
        case .column: return text(columnLetters(reader.place(finding).column))
        case .disposition: return text(cells.text(.named(.disposition), of: finding, at: at))
        case .reason: return text(cells.text(.named(.reason), of: finding, at: at))
        case .by: return text(cells.text(.named(.by), of: finding, at: at))
        case .date: return text(cells.text(.named(.date), of: finding, at: at))
        case .explanation, .proposedValue, .filledInBy, .correctedValue, .waivedUntil, .confirmedBy: return .blank
        case .exceptionID: return .text(cells.ids[at])
        }
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
