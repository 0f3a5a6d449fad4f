import Definitions
import Foundation
import Ingest
import Model
import Tabular
import Testing

/// What programs really write into xlsx and ods, beyond what XLSXTests and ODSTests have.
@Suite struct WorkbookBehaviourTests {
    private let three = dataset(of: "甲列", "乙列", "丙列")
    private let header = "<row>" + ["甲列", "乙列", "丙列"].map { "<c t=\"str\"><v>\($0)</v></c>" }.joined() + "</row>"

    private func read(_ workbook: Workbook, limits: Limits = Limits()) throws -> ReadTable {
        let temporary = try TemporaryFile(workbook.bytes, name: "a.xlsx")
        return try withExtendedLifetime(temporary) {
            try IngestTests.read(temporary.file, three, mode: ReadMode(limits: limits))
        }
    }

    private func refusal(_ bytes: [UInt8], limits: Limits = Limits()) throws -> FileProblem? {
        let temporary = try TemporaryFile(bytes, name: "a.xlsx")
        return #expect(throws: FileProblem.self) {
            try IngestTests.read(temporary.file, three, mode: ReadMode(limits: limits))
        }
    }

    @Test("behaviour 5: numbers of workbooks are read by their digits, never through a double")
    func keepsTheDigitsOfNumbers() throws {
        let numbers = ["9.13401007901223E+17", "913401007901223424", "9.13401007901223E+017", "620"]
        let rows = numbers.map { "<row><c t=\"str\"><v>k</v></c><c><v>\($0)</v></c></row>" }.joined()
        let table = try read(Workbook(rows: header + rows))
        #expect(table.records.map { $0[1] } == numbers)
        #expect(table.kinds.allSatisfy { $0[1] == .number })
    }

    @Test("behaviour 19: a formula without a stored result is marked, an empty text as result is none")
    func tellsNoResultFromAnEmptyOne() throws {
        let rows = """
            <row><c t="str"><v>a</v></c><c><f>1+1</f><v></v></c><c><f>1+1</f></c></row>\
            <row><c t="str"><v>b</v></c><c t="str"><f>""</f><v></v></c><c><f>1+1</f><v>2</v></c></row>\
            <row><c t="str"><v>c</v></c><c><f t="shared" si="0"/><v>7</v></c><c t="e"><f>NA()</f><v>#N/A</v></c></row>
            """
        let table = try read(Workbook(rows: header + rows))
        #expect(table.records == [["a", "", ""], ["b", "", "2"], ["c", "7", "#N/A"]])
        #expect(table.kinds == [[.text, .uncached, .uncached], [.text, .text, .number], [.text, .number, .error]])
    }

    @Test("behaviour 17: a number shown as a day of the week is a date, AM and PM are times")
    func knowsDaysOfTheWeek() throws {
        for (format, text) in [("[$-804]aaaa;@", "2024-03-05"), ("aaa", "2024-03-05"), ("h:mm AM/PM", "12:00:00")] {
            let value = text.contains(":") ? "0.5" : "45356"
            let rows = "<row><c t=\"str\"><v>k</v></c><c s=\"3\"><v>\(value)</v></c></row>"
            let formats = "<numFmt numFmtId=\"164\" formatCode=\"\(format)\"/>"
            #expect(
                try read(Workbook(rows: header + rows, formats: formats)).records == [["k", text, ""]], "\(format)")
        }
    }

    @Test("behaviour 14: a styled cell in the last row and column of a sheet, or blank rows before it, are nothing")
    func passesOverPadding() throws {
        let rows = """
            <row r="2"><c t="str"><v>a</v></c><c s="1"/><c s="1"/><c r="XFD2" s="1"/></row><row r="3"/>\
            <row r="1048576"><c r="XFD1048576" s="1"/></row>
            """
        let table = try read(Workbook(rows: header + rows))
        #expect(table.records == [["a", "", ""]])
        #expect(table.rowCount == 2)
        #expect(table.notRecords == [.header: 1])
    }

    @Test("behaviour 46: a part that is no worksheet is an empty sheet, and takes nothing from the others")
    func keepsSheetsApartFromOtherParts() throws {
        var book = Workbook(rows: header + "<row><c t=\"str\"><v>a</v></c></row>")
        for at in book.parts.indices {
            book.parts[at].text = book.parts[at].text.replacing(
                "</sheets>", with: "<sheet name=\"图\" sheetId=\"2\" q:id=\"chart\"/></sheets>")
            if book.parts[at].name == "xl/_rels/workbook.xml.rels",
                let sheet = book.parts[at].text.firstMatch(of: #/<Relationship Id="s"[^>]*\/>/#)
            {
                let other = String(sheet.0).replacing("Id=\"s\"", with: "Id=\"chart\"").replacing(
                    "sheet1", with: "sheet2")
                book.parts[at].text = book.parts[at].text.replacing(
                    "</Relationships>", with: other + "</Relationships>")
            }
        }
        book.parts.append(("xl/worksheets/sheet2.xml", "<chartsheet/>"))
        #expect(try read(book).records == [["a", "", ""]])
    }

    @Test("behaviour 37: _x000D_ of shared, inline and formula texts is decoded, _x005F_ escapes, other words stay")
    func decodesEscapes() throws {
        let rows = """
            <row><c t="s"><v>0</v></c><c t="inlineStr"><is><t>a_x000D_\nb</t></is></c><c t="str"><f>A1</f><v>c_x0009_d</v></c></row>\
            <row><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>3</v></c></row>
            """
        let strings = """
            <si><t>重庆市_x000D_\n南岸区</t></si><si><t>_x005F_x000D_</t></si><si><t>_x000d_x_X000D_</t></si><si><t>a_x00_ _xZZZZ_</t></si>
            """
        #expect(
            try read(Workbook(rows: header + rows, strings: strings)).records == [
                ["重庆市\n南岸区", "a\nb", "c\td"], ["_x000D_", "\nx_X000D_", "a_x00_ _xZZZZ_"],
            ])
    }

    @Test("behaviour 34: runs of rich text are joined, phonetic readings left out, in shared and inline texts")
    func joinsRuns() throws {
        let run =
            "<r><rPr><b/></rPr><t>合</t></r><r><t xml:space=\"preserve\"> 同</t></r><rPh sb=\"0\" eb=\"1\"><t>ゴウ</t></rPh><phoneticPr/>"
        let rows = "<row><c t=\"s\"><v>0</v></c><c t=\"inlineStr\"><is>\(run)</is></c></row>"
        #expect(try read(Workbook(rows: header + rows, strings: "<si>\(run)</si>")).records == [["合 同", "合 同", ""]])
    }

    @Test(
        "behaviour 35: truth values are 1 and 0; a number under of:=TRUE() stays the number that LibreOffice made of it"
    )
    func readsTruthValues() throws {
        let rows = "<row><c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c><c t=\"b\"><f>TRUE()</f><v>1</v></c></row>"
        let table = try read(Workbook(rows: header + rows))
        #expect(table.records == [["1", "0", "1"]])
        #expect(table.kinds == [[.boolean, .boolean, .boolean]])
    }

    @Test("behaviour 31: seventeen digits are kept as written; whether they are noise is for the type to say")
    func keepsSeventeenDigits() throws {
        let numbers = ["12345.678900000001", "98765.39999999999", "123456.780000000000001", "9007199254740990"]
        let rows = numbers.map { "<row><c t=\"str\"><v>k</v></c><c><v>\($0)</v></c></row>" }.joined()
        #expect(try read(Workbook(rows: header + rows)).records.map { $0[1] } == numbers)
    }

    @Test("behaviour 30: a sheet's name is text, whatever it looks like")
    func keepsNamesOfSheets() throws {
        for (escaped, name) in [
            ("A&amp;B&lt;'1'&gt;", "A&B<'1'>"), ("../../etc/passwd", "../../etc/passwd"), ("CON", "CON"),
        ] {
            var workbook = Workbook(rows: header + "<row><c t=\"str\"><v>k</v></c></row>")
            workbook.parts[1].text = workbook.parts[1].text.replacing("name=\"表\"", with: "name=\"\(escaped)\"")
            let temporary = try TemporaryFile(workbook.bytes)
            let found = try survey(temporary.file, vocabulary: HeaderVocabulary([three]))
            #expect(found.sheets.map(\.name) == [name])
            #expect(try IngestTests.read(temporary.file, three).records == [["k", "", ""]])
        }
    }

    @Test("behaviour 44: a DOCTYPE within any part of a container is refused")
    func refusesDoctypesInParts() throws {
        let doctype = "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>"
        let sound = Workbook(rows: header + "<row><c t=\"s\"><v>0</v></c></row>", strings: "<si><t>k</t></si>")
        for part in sound.parts.indices {
            var workbook = sound
            workbook.parts[part].text = doctype + workbook.parts[part].text
            #expect(
                try refusal(workbook.bytes)?.detail.en?.contains("DOCTYPE") == true, "\(sound.parts[part].name)")
        }
    }

    @Test("behaviour 45: shared strings beyond their limit, an index of 2^31, 100,000 columns are refused at once")
    func refusesWhatIsTooMuch() throws {
        var limits = Limits()
        limits.sharedStrings = 1_000
        let strings = String(repeating: "<si><t>a</t></si>", count: 1_001)
        let many = Workbook(rows: header, strings: strings)
        #expect(try refusal(many.bytes, limits: limits)?.detail.en?.contains("shared_strings") == true)
        let wide = Workbook(rows: header + "<row>" + String(repeating: "<c/>", count: 100_000) + "</row>")
        #expect(try refusal(wide.bytes)?.detail.en?.contains("set columns under limits") == true)
        for row in ["<row r=\"2147483648\"/>", "<row r=\"99999999999\"/>", "<row r=\"0\"/>"] {
            #expect(try refusal(Workbook(rows: header + row).bytes)?.rule == .fileUnreadable, "\(row)")
        }
        let merge = "<mergeCells><mergeCell ref=\"A3:XFD1048576\"/></mergeCells>"
        let merged = Workbook(rows: header + "<row><c t=\"str\"><v>k</v></c></row>", behind: merge)
        #expect(try read(merged).records == [["k", "", ""]])
    }

    @Test("behaviour 46: every way in which a container breaks refuses that file", arguments: 0..<40)
    func refusesWhatIsCutOffAnywhere(part: Int) throws {
        let whole = Workbook(rows: header + "<row><c t=\"str\"><v>k</v></c></row>").bytes
        let problem = try refusal(Array(whole.prefix(whole.count * part / 40)))
        #expect(problem?.detail.zh?.isEmpty == false)
    }

    @Test("behaviour 47: a workbook of empty sheets is empty")
    func saysThatAWorkbookIsEmpty() throws {
        #expect(try refusal(Workbook(rows: "").bytes)?.rule == .fileEmpty)
        #expect(try refusal(Workbook(rows: "<row r=\"1\"><c r=\"A1\" s=\"1\"/></row>").bytes)?.rule == .fileEmpty)
        #expect(try read(Workbook(rows: header)).records.isEmpty)
    }
}
