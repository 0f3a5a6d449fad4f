import Definitions
import Foundation
import Ingest
import Model
import Tabular
import Testing

/// Workbooks of a bureau as several programs wrote them: each must yield the cells and row classes of its truth file, but
/// for the losses of that writer, all of which are in one table.
@Suite struct TruthTests {
    struct Export: Sendable, CustomStringConvertible {
        var writer: String
        var workbook: String
        var ending: String
        var description: String { "\(writer)/\(workbook).\(ending)" }
    }

    static let exports =
        ["w1_invest", "w2_directory", "w3_multisheet"].flatMap { book in
            [("authored", "xlsx"), ("lo-xlsx", "xlsx"), ("gnm-xlsx", "xlsx"), ("lo-ods", "ods"), ("lo-fods", "fods")]
                .map {
                    Export(writer: $0.0, workbook: book, ending: $0.1)
                }
        }.filter { !($0.writer == "gnm-xlsx" && $0.workbook == "w3_multisheet") }

    /// What a writer leaves of a cell, and the behaviour of spreadsheets that it is an instance of.
    struct Loss: Sendable {
        var writers: [String]
        /// Sheet and cell.
        var cell: String
        var left: String
        var kind: CellKind
        var behaviour: Int

        init(_ writers: [String], _ cell: String, _ left: String, _ kind: CellKind, behaviour: Int) {
            self.writers = writers
            self.cell = cell
            self.left = left
            self.kind = kind
            self.behaviour = behaviour
        }
    }

    static let losses: [Loss] = [
        // Fifteen significant digits of a code that was typed as a number.
        Loss(["lo-xlsx", "lo-ods", "lo-fods"], "名录!B3", "9.13401007901223E+017", .number, behaviour: 5),
        Loss(["lo-xlsx", "lo-ods", "lo-fods"], "名录!E3", "3.40104198503121E+017", .number, behaviour: 5),
        // Truth values of an xlsx become numbers.
        Loss(["lo-ods", "lo-fods"], "1月!C4", "1", .number, behaviour: 35),
        Loss(["lo-ods", "lo-fods"], "2月!C4", "0", .number, behaviour: 35),
        Loss(["lo-ods", "lo-fods"], "汇总!F4", "1", .number, behaviour: 35),
        // An empty result is written as no result.
        Loss(["lo-ods", "lo-fods"], "汇总!C5", "", .uncached, behaviour: 19),
        // The program's own number of an error.
        Loss(["lo-ods", "lo-fods"], "汇总!D4", "Err:502", .error, behaviour: 20),
    ]

    @Test(arguments: exports) func yieldsItsTruth(_ export: Export) throws {
        let truth = try Truth.read(export.workbook)
        let file = sample(export.description)
        for (position, sheet) in truth.sheets.enumerated() where !sheet.cells.isEmpty {
            let columns = sheet.columns(truth.expect.columns ?? [])
            // The first column only numbers the rows.
            let dataset = dataset(columns.enumerated().map { field("f\($0.offset)", $0.element) }, key: ["f1"])
            let survey = try survey(file, vocabulary: HeaderVocabulary([dataset]))
            let found = survey.sheets[position]
            #expect(found.name == sheet.name)
            #expect(found.hidden == (sheet.state != "visible"), "\(sheet.name)")
            if truth.sheets.count == 1 {
                #expect(found.layout?.columns.map(\.path) == truth.expect.columns)
                #expect(found.layout?.title == truth.expect.title.map { sheet.cells[$0]?.text ?? "" })
                #expect(found.layout?.unit == truth.expect.unit.flatMap { Unit(named: $0) })
            }
            #expect(found.hiddenContent == sheet.hiddenContent, "\(sheet.name)")
            guard found.layout != nil else {
                #expect(sheet.cells.keys.allSatisfy { $0.hasSuffix("1") }, "\(sheet.name) has no table")
                continue
            }
            let table = try read(file, dataset, sheet: position)
            let header = truth.expect.headerRows?.last ?? 1
            let rows = truth.expect.recordRows ?? Array(header..<max(header, sheet.lastRow)).map { $0 + 1 }
            #expect(table.rows == rows, "\(sheet.name)")
            if truth.expect.recordRows != nil {
                #expect(table.notRecords == truth.expect.classes)
                #expect(table.records.count + table.notRecords.values.reduce(0, +) == table.rowCount)
            }
            for (record, row) in rows.enumerated() where record < table.records.count {
                for column in columns.indices {
                    let name = "\(letters[column])\(row)"
                    let left = Self.losses.first {
                        $0.cell == "\(sheet.name)!\(name)" && $0.writers.contains(export.writer)
                    }
                    let (text, kind) = (table.records[record][column], table.kinds[record][column])
                    if let left {
                        #expect(text == left.left && kind == left.kind, "\(sheet.name)!\(name): \(text) \(kind)")
                    } else {
                        let formula = sheet.cells[name]?.text?.hasPrefix("=") == true && name != "K11"
                        let isUncached = formula && export.writer == "authored"
                        let expected = formula ? Truth.cached["\(sheet.name)!\(name)"] : sheet.cells[name]
                        let isPercent = sheet.formats[name]?.contains("%") == true
                        #expect(
                            isUncached
                                ? kind == .uncached && text.isEmpty : matches(text, kind, expected, isPercent),
                            "\(sheet.name)!\(name): \(text) \(kind), not \(String(describing: expected))")
                    }
                }
            }
        }
    }

    private let letters = "ABCDEFGHIJKLMN".map(String.init)

    private func matches(_ text: String, _ kind: CellKind, _ expected: Truth.Value?, _ isPercent: Bool) -> Bool {
        switch expected {
        case nil: text.isEmpty && kind == .text
        case .text(let wanted):
            kind == .text && text == wanted.replacing("\r\n", with: "\n")
        case .error(let wanted): kind == .error && text == wanted
        case .number(let wanted): kind == (isPercent ? .percent : .number) && Double(text) == wanted
        case .boolean(let wanted): kind == .boolean && text == (wanted ? "1" : "0")
        case .date(let wanted): kind == .date && text == wanted
        }
    }
}

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
        var state: String
        var hidden_rows: [Int]
        var hidden_cols: [String]
        var cells: [String: Value]
        var formats: [String: String]

        var lastRow: Int { cells.keys.compactMap { Int($0.drop { $0.isLetter }) }.max() ?? 0 }

        func columns(_ stated: [String]) -> [String] {
            stated.isEmpty ? "ABCDEF".compactMap { cells["\($0)1"]?.text } : stated
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
