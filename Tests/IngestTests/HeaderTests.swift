import Definitions
import Ingest
import Model
import Testing

/// Headers of several levels, with merges and without.
@Suite struct HeaderTests {
    private func paths(_ text: String, _ wanted: DatasetDefinition) throws -> [String] {
        try #require(try survey(text, wanted).sheets[0].layout).columns.map(\.path)
    }

    @Test("behaviour 3: three levels of a header in CSV, where only anchors hold text")
    func readsThreeLevels() throws {
        let wanted = dataset(of: "地区", "技术合同/项数", "技术合同/成交额/合计", "高企")
        let text = """
            2024年全市科技统计表,,,,,,
            地区,技术合同,,,,高企,备注
            ,项数,成交额,,,,
            ,,合计,本地,外地,,
            瑶海区,3,12,7,5,428,
            庐阳区,4,20,12,8,300,快报
            """
        let layout = try #require(try survey(text, wanted).sheets[0].layout)
        #expect(layout.headerRows == 2...4)
        #expect(
            layout.columns.map(\.path) == ["地区", "技术合同/项数", "技术合同/成交额/合计", "技术合同/成交额/本地", "技术合同/成交额/外地", "高企", "备注"])
        #expect(try read(text, wanted).records == [["瑶海区", "3", "12", "428"], ["庐阳区", "4", "20", "300"]])
    }

    @Test("behaviour 3: a level that some groups leave out")
    func readsALevelLeftOut() throws {
        let wanted = dataset(of: "地区", "高企/存量", "技术合同/成交额/本地")
        let text = """
            地区,技术合同,,,高企,
            ,项数,成交额,,,
            ,,本地,外地,存量,净增
            瑶海区,3,7,5,428,65
            """
        // 高企 is merged over two rows, which CSV does not show: it still belongs to what stands below it.
        #expect(try paths(text, wanted) == ["地区", "技术合同/项数", "技术合同/成交额/本地", "技术合同/成交额/外地", "高企/存量", "高企/净增"])
    }

    @Test("behaviour 3: a group of one column beside others")
    func readsGroupsOfOne() throws {
        let wanted = dataset(of: "地区", "高企/2024年11月", "科小/2024年11月")
        let text = "地区,高企,,科小\n,2024年10月,2024年11月,2024年11月\n瑶海区,170,173,428\n"
        #expect(try paths(text, wanted) == ["地区", "高企/2024年10月", "高企/2024年11月", "科小/2024年11月"])
    }

    @Test("behaviour 3: groups without a column of their own, told by names that would repeat")
    func readsGroupsOnly() throws {
        let wanted = dataset(of: "卖方/名称", "买方/名称")
        #expect(try paths("卖方,,买方,\n名称,地区,名称,地区\n甲,乙,丙,丁\n", wanted) == ["卖方/名称", "卖方/地区", "买方/名称", "买方/地区"])
        // A line above a header is no level of it.
        let plain = dataset(of: "编号", "名称", "金额", "地区")
        let text = "某某区报表,,内部资料,\n编号,名称,金额,地区\n1,a,2,b\n"
        #expect(try paths(text, plain) == ["编号", "名称", "金额", "地区"])
    }

    @Test("behaviour 3: three levels by merges, in XML Spreadsheet 2003")
    func readsThreeMergedLevels() throws {
        func cell(_ text: String, _ merge: String = "") -> String {
            "<Cell \(merge)><Data ss:Type=\"String\">\(text)</Data></Cell>"
        }
        let rows = [
            cell("地区", "ss:MergeDown=\"2\"") + cell("技术合同", "ss:MergeAcross=\"2\"")
                + cell("高企&#10;（家）", "ss:MergeDown=\"2\""),
            cell("项数", "ss:Index=\"2\" ss:MergeDown=\"1\"") + cell("成交额", "ss:MergeAcross=\"1\""),
            cell("本地", "ss:Index=\"3\"") + cell("外地"),
            cell("瑶海区") + cell("3") + cell("7") + cell("5") + cell("428"),
        ].map { "<Row>\($0)</Row>" }.joined()
        let text = """
            <?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" \
            xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="表">\
            <Table ss:ExpandedColumnCount="5">\(rows)</Table></Worksheet></Workbook>
            """
        let wanted = dataset(of: "地区", "技术合同/成交额/外地", "高企")
        let layout = try #require(try survey(text, wanted).sheets[0].layout)
        #expect(layout.headerRows == 1...3)
        #expect(layout.columns.map(\.path) == ["地区", "技术合同/项数", "技术合同/成交额/本地", "技术合同/成交额/外地", "高企（家）"])
        #expect(layout.columns[4].unit?.symbol == "家")
        #expect(try read(text, wanted).records == [["瑶海区", "5", "428"]])
    }

    @Test("behaviour 23: a row that numbers the columns below a header of several levels")
    func skipsColumnNumbers() throws {
        let wanted = dataset(of: "地区", "技术合同/成交额")
        let text = "地区,技术合同,\n,项数,成交额\n甲,1,2\n瑶海区,3,12\n"
        let table = try read(text, wanted)
        #expect(table.records == [["瑶海区", "12"]])
        #expect(table.notRecords == [.header: 2, .columnNumbers: 1])
    }

    @Test("behaviour 26: headers equal after folding are refused, headers that are blank are told")
    func tellsRepeatedAndBlankHeaders() throws {
        let wanted = dataset(of: "编号", "名称", "面积(㎡)")
        let text = "编号,名 称,Ｎote,名称,,面积（m²）\n1,a,b,c,d,5\n"
        let layout = try #require(try survey(text, wanted).sheets[0].layout)
        #expect(layout.unnamed == [4])
        let binding = bind(layout, sheet: 0, dataset: wanted, index: 0)
        #expect(binding.columns == [0, -1, 5])
        #expect(binding.repeated.map(\.columns) == [[2, 4]])
    }
}
