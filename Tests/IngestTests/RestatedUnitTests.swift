import Definitions
import Ingest
import Model
import Testing

/// Lines between the records of a table that state its unit or period anew, without another header.
@Suite struct RestatedUnitTests {
    private let three = dataset(of: "合同编号", "成交额", "地区")

    /// Tables of a file as a run reads them: looked through from the beginning where a header or unit line turns up below.
    private func tables(_ text: String) throws -> [(layout: TableLayout, read: ReadTable)] {
        let temporary = try TemporaryFile(text)
        var mode = ReadMode()
        while true {
            let survey = try survey(temporary.file, mode: mode, vocabulary: HeaderVocabulary([three]))
            var found: [(layout: TableLayout, read: ReadTable)] = []
            var wantsSearch = false
            for (number, layout) in survey.sheets[0].tables.enumerated() {
                let reader = try TableReader(
                    file: temporary.file, survey: survey,
                    binding: bind(layout, sheet: 0, table: number, dataset: three, index: 0), mode: mode)
                var table = ReadTable()
                table.rowCount = layout.firstRow - 1
                while let piece = try reader.next() {
                    let decoded = try piece.decode()
                    wantsSearch = wantsSearch || decoded.others.contains { $0.kind == .header }
                    table.add(decoded)
                }
                found.append((layout, table))
            }
            if !wantsSearch || mode.searches { return found }
            mode = mode.with(.search)
        }
    }

    @Test("behaviour 29: below a unit line without a header the same columns hold another unit", arguments: [2, 300])
    func readsAnotherUnitBelowItsLine(count: Int) throws {
        let above = (0..<count).map { "A\($0),\($0),瑶海区\n" }.joined()
        let found = try tables("单位：万元,,\n合同编号,成交额,地区\n\(above),,单位：元\nB1,140000,蜀山区\nB2,5,庐阳区\n")
        #expect(found.map(\.layout.unit?.symbol) == ["万元", "元"])
        #expect(found.map(\.layout.headerRows) == [2...2, 2...2])
        #expect(found.map(\.layout.firstRow) == [1, count + 3])
        #expect(found.map(\.layout.lastRow) == [count + 2, nil])
        try #require(found.count == 2)
        #expect(found[0].read.records.count == count)
        #expect(found[1].read.records == [["B1", "140000", "蜀山区"], ["B2", "5", "庐阳区"]])
        #expect(found[1].read.rows == [count + 4, count + 5])
        #expect(found[1].read.notRecords == [.title: 1])
    }

    @Test("behaviour 29: the same in a workbook, and a period that is stated anew")
    func readsAnotherPeriod() throws {
        func row(_ cells: String...) -> String {
            "<Row>" + cells.map { "<Cell><Data ss:Type=\"String\">\($0)</Data></Cell>" }.joined() + "</Row>"
        }
        let rows =
            row("单位：万元") + row("合同编号", "成交额", "地区") + (0..<80).map { row("A\($0)", "\($0)", "瑶海区") }.joined()
            + row("统计期间：2024年2月", "金额单位：元") + row("B1", "7", "庐阳区")
        let found = try tables(
            """
            <?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" \
            xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="表">\
            <Table>\(rows)</Table></Worksheet></Workbook>
            """)
        #expect(found.map(\.layout.unit?.symbol) == ["万元", "元"])
        #expect(found.map(\.layout.statedPeriod) == [nil, "2024年2月"])
        #expect(found.map(\.read.records.count) == [80, 1])
        #expect(found.last?.read.rows == [84])
    }

    @Test("behaviour 29: the same unit once more, and a note that speaks of a year, part nothing")
    func keepsOneTable() throws {
        let found = try tables("单位：万元,,\n合同编号,成交额,地区\nA1,1,瑶海区\n单位：万元,,\n注：2024年数为快报数,,\nA2,2,蜀山区\n")
        #expect(found.count == 1)
        #expect(found.first?.read.records.map { $0[0] } == ["A1", "A2"])
    }
}
