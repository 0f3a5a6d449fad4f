import Definitions
import Ingest
import Model
import Tabular
import Testing

@Suite struct XLSXTests {
    private let three = dataset(of: "甲列", "乙列", "丙列")
    private let header = """
        <row><c t="inlineStr"><is><t>甲列</t></is></c><c t="inlineStr"><is><t>乙列</t></is></c><c t="str"><v>丙列</v></c></row>
        """

    private func read(_ workbook: Workbook, limits: Limits = Limits()) throws -> ReadTable {
        let temporary = try TemporaryFile(workbook.bytes)
        return try withExtendedLifetime(temporary) {
            try IngestTests.read(temporary.file, three, mode: ReadMode(limits: limits))
        }
    }

    private func refusal(_ bytes: [UInt8], limits: Limits = Limits()) throws -> FileProblem? {
        let temporary = try TemporaryFile(bytes)
        return #expect(throws: FileProblem.self) {
            try IngestTests.read(temporary.file, three, mode: ReadMode(limits: limits))
        }
    }

    @Test("behaviours 34 and 37: rich text and readings; _x000D_ is decoded, _x005F_ escapes (xlsx)")
    func readsTypesAndPlaces() throws {
        let rows = """
            <row r="2"><c t="s"><v>0</v></c><c><v>12345.678900000001</v></c><c s="1"><v>45356</v></c></row>
            <row r="4"><c r="A4" t="s"><v>1</v></c><c r="C4" t="e"><v>#DIV/0!</v></c></row>
            <row><c t="b"><v>1</v></c><c s="2"><v>0.125</v></c><c><f>A1</f><v></v></c></row>
            <row><c t="str"><f>""</f><v></v></c><c t="d"><v>2024-03-05</v></c><c s="3"><v>1.5</v></c></row>
            """
        let strings = """
            <si><r><t>富</t></r><r><rPr/><t xml:space="preserve"> 文_x000D_
            本_x005F_x000D_</t></r><rPh sb="0" eb="1"><t>フ</t></rPh></si><si><t>b</t></si>
            """
        let table = try read(
            Workbook(
                rows: header + rows, strings: strings,
                formats: "<numFmt numFmtId=\"164\" formatCode=\"[红色]&quot;d&quot;0.00\"/>"))
        #expect(
            table.records == [
                ["富 文\n本_x000D_", "12345.678900000001", "2024-03-05"], ["b", "", "#DIV/0!"], ["1", "0.125", ""],
                ["", "2024-03-05", "1.5"],
            ])
        #expect(
            table.kinds == [
                [.text, .number, .date], [.text, .text, .error], [.boolean, .percent, .uncached],
                [.text, .date, .number],
            ])
        #expect(table.rows == [2, 4, 5, 6])
        #expect(table.notRecords == [.header: 1, .blank: 1])
    }

    @Test("behaviours 17 and 36: serials of both date systems, times of day and durations (xlsx)")
    func convertsSerialsOfBothDateSystems() throws {
        func dates(_ workbook: String) throws -> [[String]] {
            let rows = [("1", "59"), ("1", "60"), ("1", "61.75"), ("4", "0.354166666666667"), ("5", "1.5")].map {
                "<row><c t=\"str\"><v>k</v></c><c s=\"\($0.0)\"><v>\($0.1)</v></c></row>"
            }
            return try read(Workbook(rows: header + rows.joined(), workbook: workbook)).records
        }
        // 1900-02-29 never was: serial 60 stays the number that it is.
        #expect(try dates("").map { $0[1] } == ["1900-02-28", "60", "1900-03-01T18:00:00", "08:30:00", "36:00:00"])
        #expect(
            try dates("<workbookPr date1904=\"1\"/>").map { $0[1] }
                == ["1904-02-29", "1904-03-01", "1904-03-02T18:00:00", "08:30:00", "36:00:00"])
    }

    @Test("behaviour 39: strict workbooks and any prefix (xlsx)")
    func readsStrictWorkbooksAndAnyPrefix() throws {
        var workbook = Workbook(
            rows: header + "<row><c t=\"str\"><v>k</v></c></row>", main: "http://purl.oclc.org/ooxml/spreadsheetml/main"
        )
        #expect(try read(workbook).records == [["k", "", ""]])
        workbook.parts[4].text = workbook.parts[4].text.replacing("<", with: "<x:").replacing("<x:/", with: "</x:")
            .replacing("xmlns=", with: "xmlns:x=")
        #expect(try read(workbook).records == [["k", "", ""]])
    }

    @Test("behaviour 22: a stub fills the rows of its merge and no other, a merged amount fills none (xlsx)")
    func fillsStubsWithinTheirMergeOnly() throws {
        func row(_ number: Int, _ cells: [(String, String)]) -> String {
            "<row r=\"\(number)\">" + cells.map { "<c r=\"\($0.0)\(number)\" t=\"str\"><v>\($0.1)</v></c>" }.joined()
                + "</row>"
        }
        let rows =
            row(2, [("A", "瑶海区"), ("B", "x"), ("C", "100")]) + row(3, [("B", "y")]) + row(4, [("B", "z")])
        let table = try read(
            Workbook(
                rows: header + rows,
                before: "<dimension ref=\"A1:XFD1048576\"/><cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols>",
                behind: "<mergeCells><mergeCell ref=\"A2:A3\"/><mergeCell ref=\"C2:C4\"/></mergeCells>"))
        // An amount merged over rows is not an amount of each.
        #expect(table.records == [["瑶海区", "x", "100"], ["瑶海区", "y", ""], ["", "z", ""]])
    }

    @Test func refusesPositionsThatCannotBe() throws {
        for (rows, word) in [
            ("<row r=\"1\"/>", "row number"), ("<row r=\"3\"><c r=\"A4\"><v>1</v></c></row>", "A4"),
            ("<row><c r=\"A2\"><v>1</v></c><c r=\"A2\"><v>2</v></c></row>", "twice"),
            ("<row><c t=\"s\"><v>7</v></c></row>", "shared string"),
            ("<row><c r=\"XFE2\"><v>1</v></c></row>", "columns"),
            ("<row r=\"4294967297\"/>", "rows"),
        ] {
            #expect(try refusal(Workbook(rows: header + rows).bytes)?.detail.en?.contains(word) == true, "\(rows)")
        }
    }

    @Test("behaviour 45: each limit of a workbook is named")
    func namesEachLimit() throws {
        let row = "<row><c t=\"str\"><v>kkk</v></c><c><v>1</v></c></row>"
        let workbook = Workbook(rows: header + row + row, strings: "<si><t>a</t></si><si><t>b</t></si>").bytes
        for (change, name) in [
            ({ $0.cells = 4 }, "cells"), ({ $0.columns = 2 }, "columns"), ({ $0.rows = 2 }, "rows"),
            ({ $0.cellBytes = 2 }, "cell_bytes"), ({ $0.sharedStrings = 1 }, "shared_strings"),
            ({ $0.inflatedBytes = 300 }, "inflated_bytes"), ({ $0.nesting = 3 }, "nesting"),
            ({ $0.sheets = 0 }, "sheets"),
        ] as [((inout Limits) -> Void, String)] {
            var limits = Limits()
            change(&limits)
            #expect(
                try refusal(workbook, limits: limits)?.detail.en?.contains("set \(name) under limits") == true,
                "\(name)")
        }
    }

    @Test("behaviour 45: a bomb is refused while it inflates (zip)")
    func refusesABombWhileItInflates() throws {
        var entries = Workbook(rows: header).entries
        let bomb = Zip.bomb(
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">", runs: 80_000)
        entries[4] = Zip.Entry("xl/worksheets/sheet1.xml", deflated: bomb.bytes, size: bomb.size)
        var limits = Limits()
        limits.compressionRatio = 100
        #expect(try refusal(Zip(entries).bytes, limits: limits)?.detail.en?.contains("compression ratio") == true)
    }

    @Test("behaviour 46: cut off, wrong checksum, entries twice, encrypted, relations that lead outside")
    func refusesBrokenContainers() throws {
        let sound = Workbook(rows: header + "<row><c t=\"str\"><v>k</v></c></row>")
        func refused(_ word: String, _ change: (inout [Zip.Entry]) -> Void) throws {
            var entries = sound.entries
            change(&entries)
            #expect(try refusal(Zip(entries).bytes)?.detail.en?.contains(word) == true, "\(word)")
        }
        try refused("CRC") { $0[4].checksum = 1 }
        try refused("duplicate") { $0.append($0[4]) }
        try refused("duplicate") { $0.append(Zip.Entry("XL\\worksheets\\sheet1.xml", "x")) }
        try refused("password") { $0[4].flags |= 1 }
        try refused("not there") { $0.remove(at: 4) }
        try refused("DOCTYPE") { $0[3].data = Array("<!DOCTYPE a [<!ENTITY b \"c\">]>".utf8) + $0[3].data }
        try refused("sheet1.xml malformed XML at line 1") { $0[4].data.removeLast(5) }
        for target in ["../../sheet1.xml", "http://example.org/sheet1.xml"] {
            let outside = Workbook(rows: header, target: target)
            #expect(try refusal(outside.bytes)?.detail.en?.contains("leads outside") == true)
        }
        #expect(try refusal(Array(sound.bytes.dropLast(40)))?.rule == .fileUnreadable)
        #expect(try refusal(Array(sound.bytes.prefix(60)))?.detail.en?.contains("broken") == true)
    }

    @Test("behaviours 10 and 36: the last second of a day is of that day; the noise of a double is not (xlsx)")
    func keepsTheDayOfATime() throws {
        let cells = [
            "s=\"1\"><v>45657.999999</v>", "s=\"1\"><v>45657.9999999999</v>", "s=\"1\"><v>45657.354166666667</v>",
            "t=\"d\"><v>2024-12-31T23:59:59.7</v>", "t=\"d\"><v>2024-12-31T23:59:59.9999999</v>",
        ]
        let rows = cells.map { "<row><c t=\"str\"><v>k</v></c><c \($0)</c></row>" }
        #expect(
            try read(Workbook(rows: header + rows.joined())).records.map { $0[1] }
                == [
                    "2024-12-31T23:59:59", "2025-01-01", "2024-12-31T08:30:00", "2024-12-31T23:59:59",
                    "2024-12-31T23:59:59",
                ])
    }

    @Test("behaviour 28: containers that hold something else are named")
    func namesContainersThatHoldSomethingElse() throws {
        func words(_ entries: [Zip.Entry]) throws -> String { try refusal(Zip(entries).bytes)?.detail.en ?? "" }
        #expect(try words([Zip.Entry("a.csv", "1,2")]).contains("an archive"))
        var word = Workbook(rows: "")
        word.parts[0].text = word.parts[0].text.replacing("xl/workbook.xml", with: "word/document.xml")
        #expect(try words(word.entries).contains("text document"))
        word.parts[0].text = word.parts[0].text.replacing("word/document.xml", with: "xl/workbook.bin")
        #expect(try words(word.entries).contains("xlsb"))
    }
}
