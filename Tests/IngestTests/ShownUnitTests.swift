import Definitions
import Ingest
import Model
import Tabular
import Testing

/// Units that only a number format shows.
@Suite struct ShownUnitTests {
    private let wanted = dataset(
        [
            field("contract_no", "合同编号"), field("value", "成交额", unit: Unit("元", .money)),
            field("count", "企业数", unit: Unit("家", .count("家"))),
        ], key: ["contract_no"])

    /// The unit of the number that a cell with this format holds, below a header with the unit `stated`, of a field that
    /// says `silent`: "-" where nothing says one, "?" where it cannot be told.
    private func held(_ format: String, stated: String? = nil, silent: String? = nil, _ unit: String = "元") throws
        -> String
    {
        var value = field("value", "成交额", unit: Unit(named: unit))
        value.unitIfSilent = silent.flatMap { Unit(named: $0) }
        let wanted = dataset([field("contract_no", "合同编号"), value, field("count", "企业数")], key: ["contract_no"])
        let temporary = try TemporaryFile(xlsx("成交额" + (stated.map { "（\($0)）" } ?? ""), format, ["7"]))
        let survey = try survey(temporary.file, vocabulary: HeaderVocabulary([wanted]))
        let binding = bind(try #require(survey.sheets[0].layout), sheet: 0, dataset: wanted, index: 0)
        if binding.contradictingFormats[1] != nil { return "?" }
        let cell = try read(temporary.file, wanted).records[0][1]
        #expect(cell.hasPrefix("7"))
        return cell.count > 1 ? String(cell.dropFirst()) : binding.units[1]?.symbol ?? "-"
    }

    @Test(
        "behaviour 2: a format states the unit of what it shows, and what is held follows from how much less it shows")
    func readsFormats() throws {
        for (format, unit) in [
            ("#,##0.00\"万元\"", "万元"), ("0.00_ \"万元\"_ ", "万元"), ("0.00\\万\\元", "万元"), ("General\"万元\"", "万元"),
            ("G/通用格式\"万元\"", "万元"), ("#,##0.00[$元-804]", "元"), ("#,##0.00\"元\";[红色]-#,##0.00\"元\";\"-\"", "元"),
            // As many places as the point is put to the left; a comma is a thousand.
            ("0!.0000\"万元\"", "元"), ("0\\.0,\"万元\"", "元"), ("0!.0,\"万\"", "元"), ("0.00,,\"百万\"", "元"),
            ("0\\!.0000\"万元\"", "元"),
            ("0.00,,\"百万元\"", "元"), ("0,,.00\"亿元\"", "?"), ("#,##0.0,\"K\"", "元"),
            ("[>=100000000]0!.00,,\"亿元\";[>=10000]0!.0,\"万元\";0\"元\"", "元"), ("[>=10000]0!.0,\"万\";0", "元"),
            // Nothing is said by these.
            ("#,##0.00", "-"), ("\"¥\"#,##0.00", "-"), ("_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ", "-"), ("0\"号\"", "-"),
            ("@", "-"), ("0.00E+00", "-"), ("#,##0_);(#,##0)", "-"),
            // Not what is known, or not one thing.
            ("0.00\"美元\"", "?"), ("#,##0.00\\ [$€-407]", "?"), ("0.00\"万元\";-0.00\"元\"", "?"), ("0!.0000,\"万元\"", "?"),
        ] {
            #expect(try held(format) == unit, "\(format)")
        }
    }

    @Test(
        "behaviour 2: a header speaks of what is shown or of what is held; where neither can be, the unit cannot be told"
    )
    func comparesWithTheHeader() throws {
        #expect(try held("0!.0000", stated: "万元") == "元")
        #expect(try held("#,##0,", stated: "千元") == "元")
        #expect(try held("0!.0000", silent: "万元") == "元")
        #expect(try held("0!.0000\"万元\"", stated: "元") == "元")
        #expect(try held("0!.0000\"万元\"", stated: "万元") == "元")
        #expect(try held("0.00\"万\"", stated: "元") == "万元")
        #expect(try held("0.00\"元\"", stated: "元") == "元")
        for (format, header) in [
            ("0.00\"元\"", "万元"), ("0.00\"万元\"", "元"), ("0!.0000", "元"), ("#,##0,", "万元"), ("0.00\"万元\"", "亿元"),
        ] {
            #expect(try held(format, stated: header) == "?", "\(format) below \(header)")
        }
        #expect(try held("0\"个\"", stated: "家", "家") == "家")
        #expect(try held("0.0,\"千家\"", "家") == "家")
        #expect(try held("0.00\"%\"", "%") == "%")
        #expect(try held("0.00\"元\"", "%") == "?")
    }

    // MARK: Files

    /// Rows of three cells below the header, of which the second has a number format.
    private func xlsx(_ header: String, _ format: String, _ values: [String]) -> [UInt8] {
        let escaped = format.replacing("\"", with: "&quot;")
        let rows = values.map { "<row><c t=\"str\"><v>A\($0)</v></c><c s=\"3\"><v>\($0)</v></c><c><v>3</v></c></row>" }
        let head = ["合同编号", header, "企业数"].map { "<c t=\"str\"><v>\($0)</v></c>" }.joined()
        return Workbook(
            rows: "<row>\(head)</row>" + rows.joined(),
            formats: "<numFmt numFmtId=\"164\" formatCode=\"\(escaped)\"/>"
        ).bytes
    }

    private func xml(_ header: String, _ format: String, _ values: [String]) -> [UInt8] {
        let escaped = format.replacing("\"", with: "&quot;")
        func row(_ cells: [String]) -> String { "<Row>" + cells.joined() + "</Row>" }
        func text(_ text: String) -> String { "<Cell><Data ss:Type=\"String\">\(text)</Data></Cell>" }
        let rows = values.map {
            row([
                text("A\($0)"), "<Cell ss:StyleID=\"u\"><Data ss:Type=\"Number\">\($0)</Data></Cell>",
                "<Cell><Data ss:Type=\"Number\">3</Data></Cell>",
            ])
        }
        let uri = "urn:schemas-microsoft-com:office:spreadsheet"
        return Array(
            ("<?xml version=\"1.0\"?><Workbook xmlns=\"\(uri)\" xmlns:ss=\"\(uri)\"><Styles><Style ss:ID=\"u\"><NumberFormat ss:Format=\"\(escaped)\"/></Style></Styles><Worksheet ss:Name=\"a\"><Table>"
                + row(["合同编号", header, "企业数"].map(text)) + rows.joined() + "</Table></Worksheet></Workbook>").utf8)
    }

    private func fods(_ header: String, _ digits: String, _ values: [String]) -> [UInt8] {
        func text(_ text: String) -> String {
            "<table:table-cell office:value-type=\"string\"><text:p>\(text)</text:p></table:table-cell>"
        }
        func number(_ value: String, _ style: String = "") -> String {
            "<table:table-cell\(style) office:value-type=\"float\" office:value=\"\(value)\"><text:p>\(value)</text:p></table:table-cell>"
        }
        func row(_ cells: [String]) -> String { "<table:table-row>" + cells.joined() + "</table:table-row>" }
        let rows = values.map { row([text("A\($0)"), number($0, " table:style-name=\"ce1\""), number("3")]) }
        return Array(
            """
            <?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:automatic-styles><number:number-style style:name="N1">\(digits)</number:number-style><style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/></office:automatic-styles><office:body><office:spreadsheet><table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings><table:table table:name="a">\(row(["合同编号", header, "企业数"].map(text)) + rows.joined())</table:table></office:spreadsheet></office:body></office:document>
            """.utf8)
    }

    private func amounts(_ bytes: [UInt8]) throws -> (unit: String?, cells: [String], contradiction: String?) {
        let temporary = try TemporaryFile(bytes)
        let survey = try survey(temporary.file, vocabulary: HeaderVocabulary([wanted]))
        let layout = try #require(survey.sheets[0].layout)
        let binding = bind(layout, sheet: 0, dataset: wanted, index: 0)
        let table = try read(temporary.file, wanted)
        return (binding.units[1]?.symbol, table.records.map { $0[1] }, binding.contradictingFormats[1])
    }

    @Test(
        "behaviour 2: a unit that only the number format shows is the column's; a header's stays, and each cell has its own"
    )
    func readsFiles() throws {
        let factor =
            "<number:number number:decimal-places=\"2\" number:display-factor=\"1000000\"/><number:text>百万</number:text>"
        let plain = "<number:number number:decimal-places=\"2\" number:grouping=\"true\"/><number:text>万元</number:text>"
        let point =
            "<number:number number:min-integer-digits=\"5\"><number:embedded-text number:position=\"4\">.</number:embedded-text></number:number>"
        let libreOffice =
            "<number:number number:decimal-places=\"4\"><number:embedded-text number:position=\"0\">!</number:embedded-text></number:number>"
        for (i, bytes) in [
            xlsx("成交额", "#,##0.00\"万元\"", ["12.5", "3"]), xml("成交额", "#,##0.00\"万元\"", ["12.5", "3"]),
            fods("成交额", plain, ["12.5", "3"]),
        ].enumerated() {
            let found = try amounts(bytes)
            #expect(found.unit == "万元", "format \(i)")
            #expect(found.cells == ["12.5", "3"])
        }
        for (i, bytes) in [
            xlsx("成交额", "0.00,,\"百万\"", ["12500000"]), xml("成交额", "0.00,,\"百万\"", ["12500000"]),
            fods("成交额", factor, ["12500000"]),
        ].enumerated() {
            #expect(try amounts(bytes).unit == "元", "format \(i)")
        }
        for (i, bytes) in [
            xlsx("成交额（万元）", "0!.0000", ["125000"]), xml("成交额（万元）", "0!.0000", ["125000"]),
            fods("成交额（万元）", point, ["125000"]),
            fods("成交额（万元）", libreOffice, ["125000"]),
        ].enumerated() {
            let found = try amounts(bytes)
            #expect(found.unit == "万元", "format \(i)")
            #expect(found.cells == ["125000元"], "format \(i)")
        }
        for (i, bytes) in [
            xlsx("成交额（元）", "#,##0.00\"万元\"", ["12.5"]), xml("成交额（元）", "#,##0.00\"万元\"", ["12.5"]),
            fods("成交额（元）", plain, ["12.5"]),
        ].enumerated() {
            let found = try amounts(bytes)
            #expect(found.unit == nil, "format \(i)")
            #expect(found.contradiction?.contains("万元") == true)
        }
    }

    @Test("behaviour 2: a cell far down whose format contradicts the header is none that can be read")
    func refusesLateCells() throws {
        let style = "<c s=\"3\"><v>7</v></c>"
        let rows = (0..<80).map { i in
            "<row><c t=\"str\"><v>A\(i)</v></c>\(i == 79 ? style : "<c><v>5</v></c>")<c><v>3</v></c></row>"
        }
        let head = ["合同编号", "成交额（元）", "企业数"].map { "<c t=\"str\"><v>\($0)</v></c>" }.joined()
        let bytes = Workbook(
            rows: "<row>\(head)</row>" + rows.joined(),
            formats: "<numFmt numFmtId=\"164\" formatCode=\"0&quot;万元&quot;\"/>"
        ).bytes
        let found = try amounts(bytes)
        #expect(found.unit == "元")
        #expect(found.cells.prefix(79).allSatisfy { $0 == "5" })
        #expect(found.cells.last == "7 （0\"万元\"）")
    }

    @Test("behaviour 17: the date system of a workbook is that of its bare serials too")
    func tellsTheDateSystem() throws {
        func origin(_ bytes: [UInt8]) throws -> Int32 {
            let temporary = try TemporaryFile(bytes)
            return try survey(temporary.file, vocabulary: HeaderVocabulary([wanted])).serialOrigin
        }
        let head = ["合同编号", "成交额", "企业数"].map { "<c t=\"str\"><v>\($0)</v></c>" }.joined()
        let rows = "<row>\(head)</row><row><c><v>1</v></c></row>"
        #expect(try origin(Workbook(rows: rows).bytes) == -25_569)
        #expect(try origin(Workbook(rows: rows, workbook: "<workbookPr date1904=\"1\"/>").bytes) == -24_107)
        let plain = String(decoding: xml("成交额", "0", ["1"]), as: UTF8.self)
        #expect(try origin(Array(plain.utf8)) == -25_569)
        let mac = plain.replacing(
            "<Styles>",
            with: "<ExcelWorkbook xmlns=\"urn:schemas-microsoft-com:office:excel\"><Date1904/></ExcelWorkbook><Styles>")
        #expect(try origin(Array(mac.utf8)) == -24_107)
        #expect(try origin(fods("成交额", "<number:number/>", ["1"])) == -24_107)
    }
}
