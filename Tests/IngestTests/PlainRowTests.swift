import Definitions
import Foundation
import Ingest
import Model
import Tabular
import TestSupport
import Testing

/// Rows that are read without libxml2 are read as libxml2 would, or left to it. Files with damage of every kind are read
/// both ways: the same cells, or both refuse.
@Suite struct PlainRowTests {
    private static let three = dataset(of: "甲列", "乙列", "丙列")
    private static let rounds = 200

    @Test(arguments: ["excel", "wps", "libreoffice"])
    func readsDamagedXMLAsItsParserDoes(_ writer: String) throws {
        var generator = SeededGenerator(seed: 0x5EED_0001)
        let whole = Array(Self.xml(writer).utf8)
        try compare(whole, "as written", pieceBytes: 256 << 10)
        for round in 0..<Self.rounds {
            let damaged = Self.damage(whole, &generator)
            try compare(damaged, "\(writer), round \(round)", pieceBytes: [90, 700, 5000, 65536][round % 4])
        }
    }

    @Test(arguments: ["shared", "inline", "styled"])
    func readsDamagedWorksheetsAsTheirParserDoes(_ form: String) throws {
        var generator = SeededGenerator(seed: 0x5EED_0002)
        let whole = Array(Self.worksheetRows(form).utf8)
        for round in 0..<Self.rounds {
            let rows = round == 0 ? whole : Self.damage(whole, &generator)
            guard let text = String(bytes: rows, encoding: .utf8) else { continue }
            let strings = (0..<40).map { "<si><t>文\($0)</t></si>" }.joined()
            try compare(
                Workbook(rows: text, strings: strings).bytes, "worksheet, round \(round)",
                pieceBytes: [90, 700, 5000, 65536][round % 4])
        }
    }

    @Test func readsDamagedStringsAsTheirParserDoes() throws {
        var generator = SeededGenerator(seed: 0x5EED_0003)
        // More than one chunk of the parser's.
        let strings = (0..<2600).map { number in
            switch number % 13 {
            case 3: "<si><t xml:space=\"preserve\"> 文\(number)&amp;</t></si>"
            case 5: "<si>\n<r><t>富</t></r><r><rPr/><t>\(number)</t></r><rPh sb=\"0\" eb=\"1\"><t>フ</t></rPh></si>\n"
            case 7: "<si><t>a_x000D_\n\(number)_x005F_</t></si>"
            case 9: "<si><t/></si><si/>"
            default: "<si><t>文本 \(number)</t></si>"
            }
        }
        let whole = Array(strings.joined().utf8)
        let header = ["甲列", "乙列", "丙列"].map { "<c t=\"str\"><v>\($0)</v></c>" }.joined()
        let rows = (0..<900).map { "<row><c t=\"s\"><v>\($0 * 3)</v></c><c t=\"s\"><v>\($0 * 3 + 1)</v></c></row>" }
        for round in 0..<Self.rounds {
            let damaged = round == 0 ? whole : Self.damage(whole, &generator)
            guard let text = String(bytes: damaged, encoding: .utf8) else { continue }
            let few = round == 0 ? rows : Array(rows[(round * 3)..<(round * 3 + 90)])
            try compare(
                Workbook(rows: "<row>\(header)</row>" + few.joined(), strings: text).bytes, "strings, round \(round)",
                pieceBytes: 65536, placed: false)
        }
    }

    /// Dates are written by two ways too: every serial number comes out as one day.
    @Test(arguments: ["", "<workbookPr date1904=\"1\"/>"])
    func readsEverySerialNumberAsItsParserDoes(workbook: String) throws {
        var generator = SeededGenerator(seed: 0x5EED_0004)
        var serials = ["0", "00", "1", "59", "60", "61", "0060", "2958465", "2958466", "2957003", "2957004", "9999999"]
        serials += ["12345678", "45356.0", "45356.5", "45356.999999999", "-1", "4.5E4", " 45356", "45356 ", "四"]
        serials += (0..<3000).map { _ in String(Int.random(in: 1...2_958_465, using: &generator)) }
        let header = ["甲列", "乙列", "丙列"].map { "<c t=\"str\"><v>\($0)</v></c>" }.joined()
        let rows = serials.enumerated().map { at, serial in
            "<row r=\"\(at + 2)\"><c r=\"A\(at + 2)\" t=\"str\"><v>k</v></c><c r=\"B\(at + 2)\" s=\"1\"><v>\(serial)</v></c><c s=\"4\"><v>\(serial)</v></c></row>"
        }
        try compare(
            Workbook(rows: "<row>\(header)</row>" + rows.joined(), workbook: workbook).bytes, "serials",
            pieceBytes: 65536)
    }

    /// A comment, a processing instruction or a CDATA section that looks like rows is none.
    @Test(arguments: [
        "<!-- <Row><Cell><Data ss:Type=\"String\">x</Data></Cell></Row> -->",
        "<?x <Row><Cell><Data ss:Type=\"String\">x</Data></Cell></Row> ?>",
        "<Row><Cell><Data ss:Type=\"String\"><![CDATA[</Data></Cell></Row><Row><Cell>]]></Data></Cell></Row>",
        "<Row xmlns=\"urn:x\"><Cell><Data ss:Type=\"String\">x</Data></Cell></Row>",
        "<Row><Cell><Data ss:Type=\"String\">a&#10;b&#x4E2D;&amp;&lt;&#38;amp;</Data></Cell></Row>",
        "<Row><Cell><Data ss:Type=\"String\">a]]>b</Data></Cell></Row>",
        "<Row><Cell><Data ss:Type=\"String\">a\u{FFFE}b</Data></Cell></Row>",
        "<Row><Cell ss:Index=\"2\" ss:Index=\"3\"><Data ss:Type=\"String\">a</Data></Cell></Row>",
        "<Row><Cell ss:Index=\"1\"><Data ss:Type=\"Duration\">a</Data></Cell></Row>",
        "<Row>text<Cell><Data ss:Type=\"String\">a</Data></Cell></Row>",
    ])
    func leavesToTheParserWhatIsNotPlain(_ insertion: String) throws {
        let parts = Self.xml("excel").split(separator: "<Row>", omittingEmptySubsequences: false)
        for place in [3, 20] {
            let text =
                parts[..<place].joined(separator: "<Row>") + insertion + "<Row>"
                + parts[place...].joined(separator: "<Row>")
            for pieceBytes in [120, 65536] { try compare(Array(text.utf8), insertion, pieceBytes: pieceBytes) }
        }
    }

    @Test func tellsTheLineOfAnErrorBehindManyPlainRows() throws {
        let text = Self.xml("excel").replacing("</Table>", with: "<Row><Cell></Row></Table>")
        let file = try TemporaryFile(text.utf8, name: "a.xml")
        let problem = #expect(throws: FileProblem.self) { try read(file.file, Self.three) }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let line = (lines.firstIndex { $0.contains("<Cell></Row>") } ?? 0) + 1
        #expect(problem?.place.line == Int64(line))
    }

    // MARK: Both ways

    /// - Parameter placed: a refusal names the same line. libxml2 does not count those of a section that is never closed,
    ///   so there it depends on how much it was given at once.
    private func compare(_ bytes: [UInt8], _ what: String, pieceBytes: Int, placed: Bool = true) throws {
        let file = try TemporaryFile(bytes, name: "a.xml")
        var plain = outcome(file.file, ReadMode(), pieceBytes)
        var careful = outcome(file.file, ReadMode(careful: true), pieceBytes)
        if !placed { (plain, careful) = (plain.unplaced, careful.unplaced) }
        #expect(plain == careful, "\(what)")
    }

    private enum Outcome: Equatable {
        case table(ReadTable)
        case refused(BuiltInRule, Int64)

        var unplaced: Outcome { if case .refused(let rule, _) = self { .refused(rule, 0) } else { self } }
    }

    private func outcome(_ file: InputFile, _ mode: ReadMode, _ pieceBytes: Int) -> Outcome {
        do throws(FileProblem) {
            return .table(try read(file, Self.three, mode: mode, pieceBytes: pieceBytes))
        } catch {
            return .refused(error.rule, error.place.line)
        }
    }

    // MARK: Documents

    private static func xml(_ writer: String) -> String {
        let cells: (Int) -> String
        var styles = ""
        switch writer {
        case "wps":
            styles = "<Styles><Style ss:ID=\"s1\"><NumberFormat ss:Format=\"yyyy-mm-dd\"/></Style></Styles>"
            cells = { row in
                """
                <Cell ss:StyleID="s0"><Data ss:Type="String">k\(row)</Data></Cell><Cell ss:Index="2" ss:StyleID="s1">\
                <Data ss:Type="Number">\(41000 + row)</Data></Cell>
                """
            }
        case "libreoffice":
            cells = { row in
                """
                <Cell><Data ss:Type="String">k&amp;\(row) 甲</Data></Cell><Cell><Data ss:Type="Number">\(row).5</Data>\
                </Cell><Cell ss:Index="20"/>
                """
            }
        default:
            cells = { row in
                """
                <Cell><Data ss:Type="String">k\(row)&lt;乙&gt;</Data></Cell>
                    <Cell><Data ss:Type="Number">\(row * 17)</Data></Cell>
                    <Cell><Data ss:Type="DateTime">2024-0\(1 + row % 9)-1\(row % 10)T00:00:00.000</Data></Cell>
                """
            }
        }
        let header = ["甲列", "乙列", "丙列"].map { "<Cell><Data ss:Type=\"String\">\($0)</Data></Cell>" }.joined()
        let open = writer == "libreoffice" ? "<Row ss:AutoFitHeight=\"0\" ss:Height=\"14.9102\">" : "<Row>"
        let end = writer == "libreoffice" ? "" : "\n"
        return """
            <?xml version="1.0"?>
            <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
            \(styles)<Worksheet ss:Name="表"><Table>
            <Row>\(header)</Row>\(end)\((1...40).map { open + cells($0) + "</Row>" }.joined(separator: end))
            </Table></Worksheet></Workbook>
            """
    }

    private static func worksheetRows(_ form: String) -> String {
        let header = ["甲列", "乙列", "丙列"].map { "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }.joined()
        let rows = (2...40).map { row in
            switch form {
            case "styled":
                """
                <row r="\(row)"><c r="A\(row)" s="0" t="s"><v>\(row - 2)</v></c><c r="B\(row)" s="4"><v>\(row).5</v></c>\
                <c r="C\(row)" s="\(row % 7)" t="\(["n", "str", "b", "e", "d"][row % 5])"><v>\(row)</v></c><c r="AB\(row)" s="1"/></row>
                """
            default:
                "<row r=\"\(row)\" spans=\"1:3\">"
                    + (form == "inline"
                        ? "<c r=\"A\(row)\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> k\(row) 甲</t></is></c>"
                        : "<c r=\"A\(row)\" t=\"s\"><v>\(row - 2)</v></c>")
                    + "<c r=\"B\(row)\" s=\"1\"><v>\(45000 + row)</v></c><c r=\"C\(row)\"><v>\(row).25</v></c></row>"
            }
        }
        return "<row r=\"1\">\(header)</row>" + rows.joined()
    }

    // MARK: Damage

    private static let tokens = [
        "<Row>", "</Row>", "<Row ss:Index=\"50\">", "<Row ss:Hidden=\"1\">", "<Cell/>", "</Cell>",
        "<Cell ss:Index=\"3\"/>",
        "<Cell ss:Index=\"0\"/>", "<!--", "-->", "<!-- x -->", "<![CDATA[", "]]>", "&amp;", "&#10;", "&bogus;", "&",
        "<", ">",
        "\"", " ", "\n", "\r", "\r\n", "\t", "\u{1}", "\u{FFFE}", "𠮷", "ss:MergeDown=\"1\" ", " ss:MergeAcross=\"1\"",
        "<?pi x?>",
        "<row r=\"3\">", "</row>", "<c r=\"B5\"/>", "<v>", "</v>", "<c/>", " t=\"s\"", " t=\"b\"", " s=\"1\"",
        " s=\"99\"",
        "<f>A1</f>", "<x:y xmlns:x=\"urn:x\"/>", "9", "99999999999", "<Data ss:Type=\"Error\">#N/A</Data>", "_x000D_",
        "</Table>",
    ]

    /// One to three pieces cut out, doubled or put in.
    private static func damage(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0...Int.random(in: 0...2, using: &generator) {
            let at = Int.random(in: 0..<bytes.count, using: &generator)
            let end = min(bytes.count, at + Int.random(in: 0...24, using: &generator))
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes.removeSubrange(at..<end)
            case 1: bytes.insert(contentsOf: bytes[at..<end], at: at)
            case 2: bytes[at] = UInt8.random(in: .min ... .max, using: &generator)
            default: bytes.insert(contentsOf: tokens[Int.random(in: tokens.indices, using: &generator)].utf8, at: at)
            }
        }
        return bytes
    }
}
