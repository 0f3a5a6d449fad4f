import Definitions
import Foundation
import Ingest
import Model
import Tabular
import Testing

/// What programs really write into XML Spreadsheet 2003, beyond what XMLTests has.
@Suite struct XMLBehaviourTests {
    private let three = dataset(of: "甲列", "乙列", "丙列")
    private static let spreadsheet = "urn:schemas-microsoft-com:office:spreadsheet"

    /// As Excel writes it.
    private func excel(_ rows: String, before: String = "", table: String = "") -> String {
        """
        <?xml version="1.0"?>
        <?mso-application progid="Excel.Sheet"?>
        <Workbook xmlns="\(Self.spreadsheet)"
         xmlns:o="urn:schemas-microsoft-com:office:office"
         xmlns:x="urn:schemas-microsoft-com:office:excel"
         xmlns:ss="\(Self.spreadsheet)"
         xmlns:html="http://www.w3.org/TR/REC-html40">
        \(before)
         <Worksheet ss:Name="表">
          <Table \(table)>
        \(rows)
          </Table>
         </Worksheet>
        </Workbook>
        """
    }

    private let header = """
           <Row><Cell><Data ss:Type="String">甲列</Data></Cell><Cell><Data ss:Type="String">乙列</Data></Cell><Cell><Data
              ss:Type="String">丙列</Data></Cell></Row>
        """

    private func cell(_ text: String, _ type: String = "String", _ attributes: String = "") -> String {
        "<Cell\(attributes.isEmpty ? "" : " ")\(attributes)><Data ss:Type=\"\(type)\">\(text)</Data></Cell>"
    }

    private func row(_ cells: String..., style: String? = nil) -> String {
        "<Row\(style.map { " ss:StyleID=\"\($0)\"" } ?? "")>\(cells.joined())</Row>"
    }

    private func refusal(_ bytes: some Sequence<UInt8>, limits: Limits = Limits()) throws -> FileProblem? {
        let temporary = try TemporaryFile(bytes, name: "a.xml")
        return #expect(throws: FileProblem.self) {
            try read(temporary.file, three, mode: ReadMode(limits: limits))
        }
    }

    @Test(
        "behaviour 17: WPS writes dates as numbers; the style is the cell's, else the row's, the column's, the table's")
    func findsTheStyleOfANumber() throws {
        let styles = """
            <Styles><Style ss:ID="Default" ss:Name="Normal"><NumberFormat/></Style>
            <Style ss:ID="s50"><NumberFormat ss:Format="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/></Style>
            <Style ss:ID="s51"><NumberFormat ss:Format="0.00_ "/></Style><Style ss:ID="s52"><NumberFormat ss:Format="Percent"/></Style></Styles>
            """
        let columns = "<Column ss:Index=\"2\" ss:StyleID=\"s52\" ss:Span=\"0\"/>"
        let rows =
            row(cell("41689", "Number"), cell("0.5", "Number"), cell("41689.5", "Number"))
            + row(cell("7", "Number"), cell("7", "Number"), cell("7", "Number", "ss:StyleID=\"s50\""), style: "s51")
        let table = try read(
            excel(columns + header + rows, before: styles, table: "ss:StyleID=\"s50\""), three)
        #expect(table.records == [["2014-02-19", "0.5", "2014-02-19T12:00:00"], ["7", "7", "1900-01-07"]])
        #expect(table.kinds == [[.date, .percent, .date], [.number, .number, .date]])
    }

    @Test("behaviour 17: a DateTime is civil in both date systems, a number with a date's style counts from its own")
    func countsFromTheOriginOfTheWorkbook() throws {
        let before = """
            <ExcelWorkbook xmlns="urn:schemas-microsoft-com:office:excel"><Date1904/></ExcelWorkbook>
            <Styles><Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style></Styles>
            """
        let dates = row(cell("2024-03-05T00:00:00.000", "DateTime"), cell("43894", "Number", "ss:StyleID=\"d\""))
        #expect(try read(excel(header + dates, before: before), three).records == [["2024-03-05", "2024-03-05", ""]])
        let other = before.replacing("<Date1904/>", with: "")
        #expect(try read(excel(header + dates, before: other), three).records == [["2024-03-05", "2020-03-04", ""]])
    }

    @Test("behaviour 36: times and durations have the origin, or a day that is none, for their date")
    func readsTimesAndDurations() throws {
        let styles = """
            <Styles><Style ss:ID="t"><NumberFormat ss:Format="Short Time"/></Style><Style ss:ID="h"><NumberFormat ss:Format="[h]:mm"/></Style></Styles>
            """
        let rows =
            row(
                cell("1899-12-31T08:30:00.000", "DateTime", "ss:StyleID=\"t\""),
                cell("1900-01-01T12:00:00.000", "DateTime", "ss:StyleID=\"h\""),
                cell("1899-12-31T36:15:00.000", "DateTime", "ss:StyleID=\"h\""))
            + row(
                cell("0.354166666666667", "Number", "ss:StyleID=\"t\""), cell("1.5", "Number", "ss:StyleID=\"h\""),
                cell("2024-03-05T14:29:59.999", "DateTime"))
        let table = try read(excel(header + rows, before: styles), three)
        #expect(
            table.records == [["08:30:00", "36:00:00", "36:15:00"], ["08:30:00", "36:00:00", "2024-03-05T14:30:00"]])
        #expect(table.kinds == [[.text, .text, .text], [.text, .text, .date]])
    }

    @Test("behaviours 20 and 35: LibreOffice types errors as text and writes of:=TRUE(); Excel types both")
    func readsErrorsAndTruthValuesOfEveryWriter() throws {
        let rows =
            row(
                cell("#DIV/0!", "String", "ss:Formula=\"of:=1/0\""),
                cell("Err:502", "String", "ss:Formula=\"of:=VALUE(&quot;x&quot;)\""),
                cell("1", "Boolean", "ss:Formula=\"of:=TRUE()\""))
            + row(cell("#N/A", "Error"), cell("0", "Boolean"), cell("#DIV/0!", "String"))
        let table = try read(excel(header + rows), three)
        #expect(table.records == [["#DIV/0!", "Err:502", "1"], ["#N/A", "0", "#DIV/0!"]])
        #expect(table.kinds == [[.error, .error, .boolean], [.error, .boolean, .text]])
    }

    @Test("behaviour 39: OpenOffice mixes ss:Worksheet with a default namespace; another prefix for ss is as good")
    func mixesPrefixes() throws {
        let mixed = excel(header + row(cell("a"), cell("c", "String", "ss:Index=\"3\""))).replacing(
            "<Worksheet", with: "<ss:Worksheet"
        ).replacing("</Worksheet", with: "</ss:Worksheet")
        #expect(try read(mixed, three).records == [["a", "", "c"]])
        let renamed = mixed.replacing("ss:", with: "表:").replacing("xmlns:ss", with: "xmlns:表")
        #expect(try read(renamed, three).records == [["a", "", "c"]])
        let foreign = excel("<z:Row xmlns:z=\"urn:z\">\(cell("x"))</z:Row>" + header + row(cell("a")))
        #expect(try read(foreign, three).records == [["a", "", ""]])
    }

    @Test("behaviour 39: a file without any namespace is read by its names, and says so")
    func readsFilesWithoutNamespaces() throws {
        let text = excel(header + row(cell("a"), cell("c", "String", "ss:Index=\"3\"")))
        let root = try #require(text.firstRange(of: #/<Workbook[^>]*>/#))
        let bare = text.replacingCharacters(in: root, with: "<Workbook>").replacing("ss:", with: "")
            .replacing("x:", with: "")
        #expect(try read(bare, three).records == [["a", "", "c"]])
        #expect(try survey(bare, three).lacksNamespace)
        #expect(try !survey(text, three).lacksNamespace)
        // Attributes with their prefix, as some leave them.
        let prefixed = text.replacingCharacters(
            in: root, with: "<Workbook xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">"
        ).replacing("<x:", with: "<").replacing("</x:", with: "</")
        #expect(try read(prefixed, three).records == [["a", "", "c"]])
        // A workbook of another namespace is no such file.
        let other = text.replacingCharacters(in: root, with: "<Workbook xmlns=\"urn:z\">").replacing("ss:", with: "")
            .replacing("x:", with: "")
        #expect(throws: FileProblem.self) { try survey(other, three) }
    }

    @Test("behaviour 40: home-made XML that is none is refused with its place, and nothing of it counts")
    func refusesMalformedXML() throws {
        let sound = excel(header + row(cell("a")) + row(cell("好")))
        let utf16 = sound.replacing("<?xml version=\"1.0\"?>", with: "<?xml version=\"1.0\" encoding=\"UTF-16\"?>")
        let cases: [(String, [UInt8], Int64?)] = [
            ("a bare ampersand", Array(sound.replacing(">a<", with: ">a & b<").utf8), 12),
            ("0x0B", Array(sound.replacing(">a<", with: ">a\u{0B}<").utf8), 12),
            ("a line before the declaration", Array(("\n" + sound).utf8), nil),
            ("cut off", Array(sound.utf8.dropLast(30)), nil),
            ("an end that is none", Array(sound.replacing("</Table>", with: "</Tabel>").utf8), nil),
            ("UTF-16 declared, UTF-8 written", Array(utf16.utf8), nil),
            ("UTF-8 declared, GBK written", GB18030.encode(sound) ?? [], nil),
            ("an attribute twice", Array(sound.replacing("ss:Name=", with: "ss:Name=\"x\" ss:Name=").utf8), nil),
        ]
        for (name, bytes, line) in cases {
            // libxml2 forgives what it can know; a refusal must say where.
            guard let problem = try refusalOrSameCells(bytes, as: [["a", "", ""], ["好", "", ""]]) else { continue }
            #expect(problem.rule == .fileUnreadable, "\(name)")
            #expect(problem.place.line > 0, "\(name)")
            if let line { #expect(problem.place.line == line, "\(name)") }
            #expect(problem.detail.en?.contains("malformed XML at line") == true, "\(name): \(problem.detail.en ?? "")")
        }
    }

    /// A file that a parser takes all the same must have given exactly these cells.
    private func refusalOrSameCells(_ bytes: [UInt8], as records: [[String]]) throws -> FileProblem? {
        let temporary = try TemporaryFile(bytes, name: "a.xml")
        do throws(FileProblem) {
            let table = try read(temporary.file, three)
            #expect(table.records == records)
            return nil
        } catch {
            return error
        }
    }

    @Test("behaviour 44: a DOCTYPE is refused in UTF-16 too, a billion laughs cost nothing, nothing is fetched")
    func refusesDoctypesOfEveryKind() throws {
        let laughs = (1...9).map { "<!ENTITY l\($0) \"" + String(repeating: "&l\($0 - 1);", count: 10) + "\">" }
            .joined()
        let kinds = [
            "<!DOCTYPE Workbook [<!ENTITY l0 \"ha\">\(laughs)]>",
            "<!DOCTYPE Workbook SYSTEM \"http://127.0.0.1:9/x.dtd\">",
            "<!DOCTYPE Workbook [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
            "<!DOCTYPE Workbook [<!ENTITY % p SYSTEM \"file:///etc/passwd\">%p;]>", "<!DOCTYPE Workbook>",
        ]
        for kind in kinds {
            let text = excel(header + row(cell("&l9;&x;"))).replacing("<Workbook", with: kind + "<Workbook")
            #expect(try refusal(text.utf8)?.detail.en?.contains("DOCTYPE") == true, "\(kind)")
            let wide = ("\u{FEFF}" + text.replacing("?>", with: " encoding=\"UTF-16\"?>")).utf16.flatMap {
                [UInt8($0 & 0xFF), UInt8($0 >> 8)]
            }
            #expect(try refusal(wide)?.rule == .fileUnreadable, "\(kind)")
        }
        // XInclude is an element like any other that is not known.
        let include =
            "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"file:///etc/passwd\" parse=\"text\"/>"
        let included = excel(header + row("<Cell><Data ss:Type=\"String\">a\(include)</Data></Cell>"))
        #expect(try read(included, three).records == [["a", "", ""]])
    }

    @Test(
        "behaviour 45: each limit of an XML file is named",
        arguments: [
            ("nesting", 3), ("columns", 2), ("rows", 1), ("cell_bytes", 5), ("sheets", 0), ("cells", 3),
        ]) func namesEachLimit(name: String, bound: Int) throws
    {
        var limits = Limits()
        switch name {
        case "nesting": limits.nesting = bound
        case "columns": limits.columns = bound
        case "rows": limits.rows = bound
        case "cell_bytes": limits.cellBytes = bound
        case "sheets": limits.sheets = bound
        default: limits.cells = bound
        }
        let problem = try refusal(excel(header + row(cell("a"), cell("b"))).utf8, limits: limits)
        #expect(problem?.detail.en?.contains("set \(name) under limits") == true, "\(problem?.detail.en ?? "")")
    }

    @Test("behaviour 47: a sheet without a table is empty, not an error of the file")
    func readsSheetsWithoutTable() throws {
        let text = excel(header + row(cell("a"))).replacing(
            " <Worksheet ss:Name=\"表\">",
            with: " <Worksheet ss:Name=\"空\"/><Worksheet ss:Name=\"也空\"><Table/></Worksheet><Worksheet ss:Name=\"表\">")
        let found = try survey(text, three)
        #expect(found.sheets.map(\.name) == ["空", "也空", "表"])
        #expect(found.sheets.map(\.isEmpty) == [true, true, false])
        #expect(try read(text, three, sheet: 2).records == [["a", "", ""]])
        #expect(try refusal(excel("").utf8)?.rule == .fileEmpty)
    }

    @Test(
        "behaviours 16 and 33: &#10; of Excel and a raw line end of LibreOffice are one; white space between tags is none"
    )
    func keepsTheWhiteSpaceOfText() throws {
        let rows = row(cell("甲&#10;乙"), cell("甲\n乙"), cell("甲&#13;&#10;乙")) + row(cell(" a   b "), cell("甲&#9;乙"))
        let table = try read(excel(header + rows), three)
        #expect(table.records == [["甲\n乙", "甲\n乙", "甲\n乙"], [" a   b ", "甲\t乙", ""]])
    }
}
