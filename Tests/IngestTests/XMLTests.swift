import Definitions
import Ingest
import Model
import Tabular
import Testing

@Suite struct XMLTests {
    let three = dataset(of: "甲列", "乙列", "丙列")

    private func workbook(_ rows: String, before: String = "", prefix: String = "", table: String = "") -> String {
        let p = prefix.isEmpty ? "" : prefix + ":"
        let declaration = prefix.isEmpty ? "xmlns" : "xmlns:" + prefix
        return """
            <?xml version="1.0"?>
            <?mso-application progid="Excel.Sheet"?>
            <\(p)Workbook \(declaration)="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:html="http://www.w3.org/TR/REC-html40">
            \(before)
            <\(p)Worksheet ss:Name="表"><\(p)Table \(table)>
            \(rows)
            </\(p)Table></\(p)Worksheet></\(p)Workbook>
            """
    }

    private let header = """
        <Row><Cell><Data ss:Type="String">甲列</Data></Cell><Cell><Data ss:Type="String">乙列</Data></Cell><Cell><Data ss:Type="String">丙列</Data></Cell></Row>
        """

    private func cell(_ text: String, _ type: String = "String", _ attributes: String = "") -> String {
        "<Cell \(attributes)><Data ss:Type=\"\(type)\">\(text)</Data></Cell>"
    }

    @Test func readsTypesAndKeepsNumbersAsWritten() throws {
        let table = try read(
            workbook(
                header + "<Row>" + cell("0620") + cell("12345.678900000001", "Number")
                    + cell("2024-03-05T00:00:00.000", "DateTime") + "</Row><Row>" + cell("k") + cell("1", "Boolean")
                    + cell("#DIV/0!", "Error") + "</Row>"), three)
        #expect(table.records == [["0620", "12345.678900000001", "2024-03-05"], ["k", "1", "#DIV/0!"]])
        #expect(table.kinds == [[.text, .number, .date], [.text, .boolean, .error]])
        #expect(table.rows == [2, 3])
        #expect(table.lineCount == 0)
    }

    @Test("behaviour 12: gaps by Index are cells and rows that are not there")
    func placesSparseCellsAndRows() throws {
        let table = try read(
            workbook(
                header + "<Row>" + cell("a") + cell("c", "String", "ss:Index=\"3\"") + "</Row><Row ss:Index=\"6\">"
                    + cell("d") + cell("e") + "</Row>"), three)
        #expect(table.records == [["a", "", "c"], ["d", "e", ""]])
        #expect(table.rows == [2, 6])
        #expect(table.notRecords == [.header: 1, .blank: 3])
        #expect(table.rowCount == 6)
    }

    @Test(
        "behaviour 12: behind a cell merged across the next column is further on, below one merged downwards it is taken"
    )
    func placesCellsBesideAndBelowMerges() throws {
        let table = try read(
            workbook(
                header + "<Row>" + cell("a", "String", "ss:MergeDown=\"1\"") + cell("b") + cell("c")
                    + "</Row><Row>" + cell("e", "String", "ss:Index=\"2\"") + "</Row><Row>"
                    + cell("f", "String", "ss:MergeAcross=\"1\"") + cell("g") + "</Row>"), three)
        #expect(table.records == [["a", "b", "c"], ["a", "e", ""], ["f", "", "g"]])
    }

    @Test func refusesACellWithinAMerge() throws {
        let text = workbook(
            header + "<Row>" + cell("a", "String", "ss:MergeDown=\"1\"") + cell("b") + "</Row><Row>" + cell("c")
                + "</Row>")
        let problem = #expect(throws: FileProblem.self) { try read(text, three) }
        #expect(problem?.rule == .fileUnreadable)
        #expect(problem?.place.row == 3)
    }

    @Test("behaviour 34: rich text is joined, comments and names are left out (XML 2003)")
    func joinsRichTextAndLeavesCommentsOut() throws {
        let rich = """
            <Row><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">A<B>合</B><Font>同&amp;</Font> &#10;x</ss:Data>\
            <Comment ss:Author="x"><ss:Data xmlns="http://www.w3.org/TR/REC-html40">not this</ss:Data></Comment><NamedCell ss:Name="n"/></Cell></Row>
            """
        #expect(try read(workbook(header + rich), three).records == [["A合同& \nx", "", ""]])
    }

    @Test("behaviour 19: formulas by their stored value; one without is marked (XML 2003)")
    func readsFormulasByTheirStoredValue() throws {
        let table = try read(
            workbook(
                header + "<Row>" + cell("a") + cell("30", "Number", "ss:Formula=\"=SUM(R[-2]C:R[-1]C)\"")
                    + "<Cell ss:Formula=\"=1+1\"/></Row>"), three)
        #expect(table.records == [["a", "30", ""]])
        #expect(table.kinds == [[.text, .number, .uncached]])
    }

    @Test func knowsPercentagesAndDatesByTheirFormat() throws {
        let styles = """
            <Styles><Style ss:ID="Default"/><Style ss:ID="p"><NumberFormat ss:Format="0.0%"/></Style>
            <Style ss:ID="q" ss:Parent="p"/><Style ss:ID="d"><NumberFormat ss:Format="yyyy\\-m\\-d"/></Style></Styles>
            """
        let table = try read(
            workbook(
                header + "<Row ss:StyleID=\"d\">" + cell("45356", "Number")
                    + cell("0.125", "Number", "ss:StyleID=\"q\"")
                    + cell("45356.5", "Number") + "</Row>", before: styles), three)
        #expect(table.records == [["2024-03-05", "0.125", "2024-03-05T12:00:00"]])
        #expect(table.kinds == [[.date, .percent, .date]])
    }

    @Test("behaviour 39: elements are told by namespace, whatever the prefix (XML 2003)")
    func knowsElementsByNamespaceNotByPrefix() throws {
        var text = workbook(header + "<Row>" + cell("a") + "</Row>", prefix: "sheet")
        for name in ["Row", "Cell", "Data"] {
            text = text.replacing("<\(name)", with: "<sheet:\(name)").replacing("</\(name)", with: "</sheet:\(name)")
        }
        #expect(try read(text, three).records == [["a", "", ""]])
    }

    @Test("behaviour 40: malformed XML is refused with line and column")
    func refusesMalformedXMLWithItsPlace() throws {
        let text = workbook(header + "<Row>" + cell("a & b") + "</Row>")
        let problem = #expect(throws: FileProblem.self) { try read(text, three) }
        #expect(problem?.rule == .fileUnreadable)
        #expect(problem?.place.line == 6 || problem?.place.line == 5)
        #expect((problem?.place.column ?? 0) > 0)
        let cut = #expect(throws: FileProblem.self) { try read(String(workbook(header).dropLast(20)), three) }
        #expect(cut?.rule == .fileUnreadable)
    }

    @Test("behaviour 44: a DOCTYPE is refused before its entities are expanded")
    func refusesEveryDoctype() throws {
        let doctype = "<!DOCTYPE Workbook [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>\n<Workbook"
        let text = workbook(header + "<Row>" + cell("&b;") + "</Row>").replacing("<Workbook", with: doctype)
        let problem = #expect(throws: FileProblem.self) { try read(text, three) }
        #expect(problem?.detail.en?.contains("DOCTYPE") == true)
    }

    @Test("behaviour 45: an index of 2^31 is refused by its limit, a merge of 17 G cells costs nothing")
    func boundsPositions() throws {
        for cells in [
            "<Row>" + cell("a", "String", "ss:Index=\"2147483647\"") + "</Row>", "<Row ss:Index=\"4294967297\"/>",
        ] {
            let problem = #expect(throws: FileProblem.self) { try read(workbook(header + cells), three) }
            #expect(problem?.detail.en?.contains("limit") == true)
        }
        // A merge of 17 G cells costs nothing.
        let merge = "<Row>" + cell("a", "String", "ss:MergeAcross=\"16383\" ss:MergeDown=\"1048575\"") + "</Row>"
        #expect(try read(workbook(header + merge), three).records == [["a", "", ""]])
    }

    @Test("behaviour 45: long cells are read, endless nesting is refused")
    func readsLongTextAndRefusesWhatWouldHaveToBeGathered() throws {
        let long = String(repeating: "长", count: 4 << 20)
        let temporary = try TemporaryFile(workbook(header + "<Row>" + cell(long) + "</Row>"))
        #expect(try read(temporary.file, three).records.first?.first?.utf8.count == 12 << 20)
        let deep = String(repeating: "<a>", count: 1000) + String(repeating: "</a>", count: 1000)
        let problem = #expect(throws: FileProblem.self) { try read(workbook(deep + header), three) }
        #expect(problem?.detail.en?.contains("nesting") == true)
    }

    @Test("behaviour 1: a declared gb2312 is read as GB18030")
    func readsGB2312AsGB18030() throws {
        let text = workbook(header + "<Row>" + cell("镕") + "</Row>").replacing(
            "<?xml version=\"1.0\"?>", with: "<?xml version=\"1.0\" encoding=\"gb2312\"?>")
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            bytes += scalar.isASCII ? [UInt8(scalar.value)] : try #require(GB18030.decoder.pair(of: scalar))
        }
        let temporary = try TemporaryFile(bytes)
        // 镕 is not in GB 2312.
        #expect(try read(temporary.file, three).records == [["镕", "", ""]])
    }

    @Test("behaviour 18: hidden sheets are read and told (XML 2003)")
    func readsSeveralSheetsAndTellsHiddenOnes() throws {
        let second = """
            <Worksheet ss:Name="A&amp;B"><Table><Row><Cell><Data ss:Type="String">x</Data></Cell></Row></Table>
            <WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>
            <Worksheet ss:Name="空"><Table/></Worksheet></Workbook>
            """
        let text = workbook(header + "<Row>" + cell("a") + "</Row>").replacing("</Workbook>", with: second)
        let survey = try survey(text, three)
        #expect(survey.sheets.map(\.name) == ["表", "A&B", "空"])
        #expect(survey.sheets.map(\.hidden) == [false, true, false])
        #expect(survey.sheets.map(\.isEmpty) == [false, false, true])
        #expect(try read(text, three).records == [["a", "", ""]])
    }

    @Test func makesPiecesOfLongSheets() throws {
        let rows = (0..<10_000).map { "<Row>" + cell("k\($0)") + cell("\($0)", "Number") + "</Row>" }.joined(
            separator: "\n")
        let temporary = try TemporaryFile(workbook(header + rows))
        var pieces = 0
        let table = try read(temporary.file, three, pieces: &pieces)
        #expect(pieces > 1)
        #expect(table.records.count == 10_000)
        #expect(table.rows == Array(2...10_001))
        #expect(table.records[9_999] == ["k9999", "9999", ""])
    }

    /// Files beyond 32 MiB of one sheet are parsed once, by the reader: what is wrong at their end must still be found.
    @Test func readsLargeFilesOnce() throws {
        let comment = Array("<!--".utf8) + [UInt8](repeating: 0x2E, count: 1017) + Array("-->".utf8)
        let filler = (0..<(33 << 10)).flatMap { _ in comment }
        let rows = (0..<100).map { "<Row>" + cell("k\($0)") + "</Row>" }.joined()
        let head = Array(workbook(header + rows).replacing("</Workbook>", with: "").utf8) + filler
        let good = try TemporaryFile(head + Array("</Workbook>".utf8))
        #expect(try read(good.file, three).records.count == 100)
        let bad = try TemporaryFile(head + Array("</Work>".utf8))
        #expect(try survey(bad.file, vocabulary: HeaderVocabulary([three])).sheets.count == 1)
        let problem = #expect(throws: FileProblem.self) { try read(bad.file, three) }
        #expect(problem?.rule == .fileUnreadable)
        let two = try TemporaryFile(head + Array("<Worksheet ss:Name=\"x\"><Table/></Worksheet></Workbook>".utf8))
        #expect(try survey(two.file, vocabulary: HeaderVocabulary([three])).sheets.map(\.name) == ["表", "x"])
    }

    @Test("behaviour 13: what LibreOffice wrote below vertical merges stands in the right columns")
    func readsLibreOfficeBelowMergesToTheRightColumns() throws {
        let wanted = dataset(of: "县(市、区)", "本年完成投资/合计", "同比增长")
        let survey = try survey(sample("w1_invest.xml"), vocabulary: HeaderVocabulary([wanted]))
        let layout = try #require(survey.sheets[0].layout)
        #expect(survey.sheets[0].name == "表1 投资")
        #expect(layout.headerRows == 3...4)
        #expect(
            layout.columns.map(\.path) == [
                "序号", "县(市、区)", "计划总投资", "本年完成投资/合计", "本年完成投资/#建筑安装", "本年完成投资/#设备购置", "同比增长(%)", "备注",
            ])
        let table = try read(sample("w1_invest.xml"), wanted)
        #expect(table.rows == [5, 6, 9, 10])
        #expect(
            table.records == [
                ["甲县", "45678.9", "0.125"], ["乙县", "12,345.60", "-0.031"], ["丙市(县级)", "0", ""], ["丁区", "", "—"],
            ])
        #expect(table.kinds[0] == [.text, .number, .percent])
        #expect(
            table.notRecords == [.title: 2, .header: 2, .subtotal: 2, .blank: 2, .total: 1, .note: 2, .signature: 1])
    }

    @Test func readsTheSameDirectoryFromEveryFormat() throws {
        let wanted = dataset(of: "单位详细名称", "统一社会信用代码", "行政区划代码")
        let csv = try read(sample("w2_directory.csv"), wanted)
        #expect(csv.records.count == 10)
        #expect(csv.rows == Array(2...11))
        #expect(csv.records[0] == ["某某科技有限公司", "91110000600037341L", "110108"])
        #expect(try read(sample("w2_directory.gb18030.csv"), wanted) == csv)
        let xml = try read(sample("w2_directory.xml"), wanted)
        #expect(xml.rows == csv.rows)
        #expect(xml.records.map { $0[0] } == csv.records.map { $0[0] })
        #expect(xml.records.map { $0[2] } == csv.records.map { $0[2] })
    }
}
