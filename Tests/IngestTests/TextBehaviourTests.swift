import Definitions
import Foundation
import Ingest
import Model
import Tabular
import Testing

/// What programs and people really write into text files, beyond what CSVTests, EncodingTests and RelativesTests have.
@Suite struct TextBehaviourTests {
    private let three = dataset(of: "甲列", "乙列", "丙列")

    @Test("behaviour 1: one table in every encoding is one table")
    func readsEveryEncodingAlike() throws {
        let text = "甲列,乙列,丙列\r\n1,合肥市,\"瑶海区\r\n明光路\"\r\n2,镕基,𠮷野\r\n"
        let wide = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let tables = try [
            Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8), GB18030.encode(text) ?? [], [0xFF, 0xFE] + wide,
            [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] },
        ].map { bytes in
            let temporary = try TemporaryFile(bytes)
            return try read(temporary.file, three)
        }
        #expect(tables[0].records == [["1", "合肥市", "瑶海区\n明光路"], ["2", "镕基", "𠮷野"]])
        for table in tables { #expect(table == tables[0]) }
    }

    @Test("behaviour 16: CRLF, CR and LF within quotes are LF; rows and lines are counted apart")
    func joinsLineEnds() throws {
        let table = try read("甲列,乙列,丙列\r\n1,\"a\r\nb\rc\nd\",\"\r\n\"\r\n2,\"x\"\"\r\n\"\"y\",z\r\n", three)
        #expect(table.records == [["1", "a\nb\nc\nd", "\n"], ["2", "x\"\n\"y", "z"]])
        #expect(table.rows == [2, 3])
        #expect(table.lines == [2, 7])
    }

    @Test("behaviours 5, 6, 10, 11, 20 and 32: text exports are read as shown, to the letter")
    func keepsWhatIsShown() throws {
        let shown = [
            ["9.13401007901223E+017", "9.134E+17", "913401007901223400"], ["0620", "620", "030001"],
            ["2024年3月5日", "45356", "2024/03/05"], ["12.5%", "0.125", "12%"], ["#DIV/0!", "Err:502", "#N/A"],
            ["2.68", "", "123,456.78"], ["TRUE", "FALSE", "98765.39999999999"],
        ]
        let lines = shown.map { $0.map { $0.contains(",") ? "\"\($0)\"" : $0 }.joined(separator: ",") }
        let table = try read("甲列,乙列,丙列\n" + lines.joined(separator: "\n") + "\n", three)
        #expect(table.records == shown)
        #expect(table.kinds.joined().allSatisfy { $0 == .text })
    }

    @Test(
        "behaviour 38: a text export begins at the first used cell; places are those of the file, records are the same")
    func readsATableWhereverItBegins() throws {
        let names = ["甲列", "乙列", "丙列"]
        func cells(_ texts: [String], row: Int) -> String {
            texts.enumerated().map { column, text in
                "<c r=\"\(["C", "D", "E"][column])\(row)\" t=\"str\"><v>\(text)</v></c>"
            }.joined()
        }
        let rows = "<row r=\"5\">\(cells(names, row: 5))</row><row r=\"6\">\(cells(["1", "二", "3"], row: 6))</row>"
        let workbook = try TemporaryFile(Workbook(rows: rows).bytes)
        let placed = try read(workbook.file, three)
        let shifted = try read("甲列,乙列,丙列\n1,二,3\n", three)
        #expect(placed.records == shifted.records)
        #expect(placed.rows == [6])
        #expect(shifted.rows == [2])
        let found = try survey(workbook.file, vocabulary: HeaderVocabulary([three]))
        #expect(found.sheets[0].layout?.columns.map(\.position) == [2, 3, 4])
    }

    @Test("behaviour 41: what looks like a formula stays exactly the text that it is")
    func keepsFormulasOfText() throws {
        let cells = ["=cmd|' /C calc'!A0", "@SUM(1)", "+1+1", "\t=1", "-5", "=北京"]
        let lines = cells.enumerated().map { "\($0.offset),\"\($0.element)\",x" }
        let table = try read("甲列,乙列,丙列\n" + lines.joined(separator: "\n"), three)
        #expect(table.records.map { $0[1] } == cells)
    }

    @Test("behaviour 42: rare characters survive in every encoding that has them")
    func keepsRareCharacters() throws {
        // Ext-B, private use, emoji, a zero-width space, a byte order mark within a cell.
        let cells = ["𠮷", "\u{E000}", "🏭", "a\u{200B}b", "x\u{FEFF}y", "㐂"]
        let text = "甲列,乙列,丙列\n" + cells.map { "1,\($0),2\n" }.joined()
        let wide: [UInt8] = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let encodings: [[UInt8]] = [Array(text.utf8), GB18030.encode(text) ?? [], [0xFF, 0xFE] + wide]
        for bytes in encodings {
            let temporary = try TemporaryFile(bytes)
            #expect(try read(temporary.file, three).records.map { $0[1] } == cells)
        }
        let rows = cells.map { "<row><c t=\"inlineStr\"><is><t>\($0)</t></is></c></row>" }.joined()
        let header = "<row>" + ["甲列", "乙列", "丙列"].map { "<c t=\"str\"><v>\($0)</v></c>" }.joined() + "</row>"
        let workbook = try TemporaryFile(Workbook(rows: header + rows).bytes)
        #expect(try read(workbook.file, three).records.map { $0[0] } == cells)
    }

    @Test("behaviour 45: a hundred thousand columns and a cell without end are refused by their limits (CSV)")
    func boundsText() throws {
        let wide = "甲列,乙列,丙列\n" + String(repeating: ",", count: 100_000) + "\n"
        let columns = #expect(throws: FileProblem.self) { try read(wide, three) }
        #expect(columns?.detail.en?.contains("set columns under limits") == true)
        #expect(columns?.place.row == 2)
        var limits = Limits()
        limits.cellBytes = 1_000
        let long = try TemporaryFile("甲列,乙列,丙列\n1,\"\(String(repeating: "a", count: 2_000))\",x\n")
        let cell = #expect(throws: FileProblem.self) { try read(long.file, three, mode: ReadMode(limits: limits)) }
        #expect(cell?.detail.en?.contains("set cell_bytes under limits") == true)
        #expect(cell?.place.row == 2)
        #expect(try read(long.file, three).records.first?[1].utf8.count == 2_000)
    }
}
