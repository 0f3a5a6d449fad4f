import Foundation
import Ingest
import Tabular

/// What a workbook holds, whatever wrote it.
struct Truth: Decodable {
    enum Value: Decodable {
        case text(String)
        case number(Double)
        case boolean(Bool)
        case date(String)
        case error(String)

        private struct Day: Decodable { var date: String }

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let flag = try? container.decode(Bool.self) {
                self = .boolean(flag)
            } else if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else {
                self = .date(try container.decode(Day.self).date)
            }
        }

        var text: String? { if case .text(let text) = self { text } else { nil } }
    }

    struct Sheet: Decodable {
        var name: String
        /// `visible`, `hidden`, `veryHidden`.
        var state: String
        var hidden_rows: [Int]
        var hidden_cols: [String]
        var cells: [String: Value]
        var formats: [String: String]

        var lastRow: Int { cells.keys.compactMap { Int($0.drop { $0.isLetter }) }.max() ?? 0 }

        func columns(_ stated: [String]) -> [String] {
            stated.isEmpty ? "ABCDEF".compactMap { cells["\($0)1"]?.text } : stated
        }

        /// What a cell holds. `isAuthored`: a library wrote the formulas without their results.
        func expected(_ column: Int, _ row: Int, isAuthored: Bool) -> Expected {
            let name = "\(SheetLetters.name(column))\(row)"
            let isPercent = formats[name]?.contains("%") == true
            // `=北京` is a text.
            guard cells[name]?.text?.hasPrefix("=") == true, name != "K11" else {
                return Expected(value: cells[name], isPercent: isPercent)
            }
            if isAuthored { return Expected(value: nil, isPercent: isPercent, isUncached: true) }
            return Expected(value: Truth.cached["\(self.name)!\(name)"], isPercent: isPercent)
        }

        var hiddenContent: String? {
            var parts = state == "visible" ? [] : [name]
            if let first = hidden_rows.first, let last = hidden_rows.last { parts.append("\(first):\(last)") }
            parts += hidden_cols.map { "\($0):\($0)" }
            return parts.isEmpty ? nil : parts.joined(separator: ", ")
        }
    }

    struct Expectation: Decodable {
        var title: String?
        var unit: String?
        var columns: [String]?
        var header_rows: [Int]?
        var record_rows: [Int]?
        var subtotal_rows: [Int]?
        var total_rows: [Int]?
        var note_rows: [Int]?
        var signature_rows: [Int]?
        var blank_rows: [Int]?

        var headerRows: [Int]? { header_rows }
        var recordRows: [Int]? { record_rows }

        var classes: [RowClass: Int] {
            let counts: [RowClass: Int] = [
                .title: (header_rows?.first ?? 1) - 1, .header: header_rows?.count ?? 0,
                .subtotal: subtotal_rows?.count ?? 0, .total: total_rows?.count ?? 0, .note: note_rows?.count ?? 0,
                .signature: signature_rows?.count ?? 0, .blank: blank_rows?.count ?? 0,
            ]
            return counts.filter { $0.value > 0 }
        }
    }

    var sheets: [Sheet]
    var expect: Expectation

    /// Results of formulas, which the truth file has as formulas.
    static let cached: [String: Value] = [
        "汇总!B2": .number(100.5), "汇总!C2": .number(201), "汇总!D2": .number(301.5), "汇总!E2": .number(1),
        "汇总!F2": .text("正常"),
        "汇总!B3": .number(2000), "汇总!C3": .number(4000), "汇总!D3": .number(6000), "汇总!E3": .number(1),
        "汇总!F3": .text("正常"),
        "汇总!B4": .error("#DIV/0!"), "汇总!C4": .error("#N/A"), "汇总!D4": .error("#VALUE!"), "汇总!E4": .error("#DIV/0!"),
        "汇总!F4": .boolean(true), "汇总!B5": .date("2024-03-05"), "汇总!D5": .text("012"), "汇总!E5": .number(0.67),
        "汇总!F5": .text("第一行\n第二行"),
    ]

    static func read(_ workbook: String) throws -> Truth {
        let url = URL(fileURLWithPath: sample("\(workbook).truth.json").path)
        return try JSONDecoder().decode(Truth.self, from: Data(contentsOf: url))
    }
}

/// What a cell holds, and how it can be kept.
struct Expected: CustomStringConvertible {
    var value: Truth.Value?
    var isPercent: Bool
    var isUncached = false

    var description: String { isUncached ? "no result" : value.map { "\($0)" } ?? "nothing" }

    /// Whether a reader finds it. `asText`: a text export may show a number with its format, as long as it says the same
    /// number.
    func isKept(in cell: Found, asText: Bool) -> Bool {
        let (text, kind) = (cell.text, cell.kind)
        if isUncached { return kind == .uncached && text.isEmpty }
        switch value {
        case nil: return text.isEmpty && kind == .text
        case .text(let wanted): return kind == .text && text == wanted.replacing("\r\n", with: "\n")
        case .error(let wanted): return kind == (asText ? .text : .error) && text == wanted
        case .number(let wanted) where asText:
            // Behaviour 5: a text of eighteen digits that were a number looks like what was typed, and is not.
            return kind == .text && abs(wanted) < 1e15 && Expected.isSame(Expected.shown(text), wanted)
        case .number(let wanted):
            guard kind == (isPercent ? .percent : .number), let found = Double(text) else { return false }
            return Expected.isSame(found, wanted)
        case .boolean(let wanted):
            return asText
                ? kind == .text && text == (wanted ? "TRUE" : "FALSE")
                : kind == .boolean && text == (wanted ? "1" : "0")
        case .date(let wanted): return kind == .date && text == wanted
        }
    }

    /// Behaviour 31: the sixteenth and seventeenth digit of a fraction are noise; those of a long code are not.
    private static func isSame(_ found: Double?, _ wanted: Double) -> Bool {
        guard let found else { return false }
        return abs(wanted) < 1e15 ? abs(found - wanted) <= abs(wanted) * 1e-15 : found == wanted
    }

    /// `12.5%`, `123,456.78`.
    private static func shown(_ text: String) -> Double? {
        let digits = text.replacing(",", with: "")
        guard digits.hasSuffix("%") else { return Double(digits) }
        return Double(digits.dropLast()).map { $0 / 100 }
    }
}
