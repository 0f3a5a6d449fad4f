import Definitions
import Ingest
import Model
import Testing

/// Several tables in one sheet.
@Suite struct SeveralTablesTests {
    private let contracts = dataset(of: "合同编号", "成交额", "地区")
    private let people = dataset(of: "姓名", "单位", "人数")

    /// Every table of a sheet, each read for the dataset that it fits best.
    private func tables(
        _ file: InputFile, _ datasets: [DatasetDefinition], pieceBytes: Int = 256 << 10
    ) throws -> (layouts: [TableLayout], read: [ReadTable]) {
        var mode = ReadMode()
        while true {
            do throws(FileProblem) {
                let survey = try survey(file, mode: mode, vocabulary: HeaderVocabulary(datasets))
                let layouts = survey.sheets[0].tables
                var found: [ReadTable] = []
                for (number, layout) in layouts.enumerated() {
                    let bindings = datasets.enumerated().map {
                        bind(layout, sheet: 0, table: number, dataset: $0.element, index: $0.offset)
                    }
                    let best = bindings.max { $0.score < $1.score } ?? bindings[0]
                    let reader = try TableReader(
                        file: file, survey: survey, binding: best, mode: mode, pieceBytes: pieceBytes)
                    var table = ReadTable()
                    table.rowCount = layout.firstRow - 1
                    table.lineCount = layout.linesAbove
                    while let piece = try reader.next() {
                        let decoded = try piece.decode()
                        if !mode.searches, decoded.others.contains(where: { $0.kind == .header }) {
                            throw FileProblem(
                                .fileUnreadable, at: Place(file: 0), zh: "", en: "another header", retry: .search)
                        }
                        table.add(decoded)
                    }
                    found.append(table)
                }
                return (layouts, found)
            } catch {
                guard let retry = error.retry else { throw error }
                mode = mode.with(retry)
            }
        }
    }

    private func tables(_ text: String, _ datasets: [DatasetDefinition], pieceBytes: Int = 256 << 10) throws -> (
        layouts: [TableLayout], read: [ReadTable]
    ) {
        let temporary = try TemporaryFile(text)
        return try withExtendedLifetime(temporary) { try tables(temporary.file, datasets, pieceBytes: pieceBytes) }
    }

    @Test("behaviour 29: two tables below each other, each with its title, unit and places")
    func readsTablesBelowEachOther() throws {
        let text = """
            表一 技术合同,,
            单位：万元,,
            合同编号,成交额,地区
            A1,12,瑶海区
            A2,13,庐阳区
            合计,25,
            注：快报数,,
            ,,
            表二 人员,,
            单位：人,,
            姓名,单位,人数
            张三,甲,1
            """
        let (layouts, read) = try tables(text, [contracts, people])
        #expect(layouts.map(\.title) == ["表一 技术合同", "表二 人员"])
        #expect(layouts.map(\.unit?.symbol) == ["万元", "人"])
        #expect(layouts.map(\.headerRows) == [3...3, 11...11])
        #expect(layouts.map(\.firstRow) == [1, 8])
        #expect(layouts.map(\.lastRow) == [7, nil])
        #expect(read[0].records == [["A1", "12", "瑶海区"], ["A2", "13", "庐阳区"]])
        #expect(read[0].rows == [4, 5])
        #expect(read[0].notRecords == [.title: 2, .header: 1, .total: 1, .note: 1])
        #expect(read[1].records == [["张三", "甲", "1"]])
        #expect(read[1].rows == [12])
        #expect(read[1].lines == [12])
        #expect(read[1].notRecords == [.blank: 1, .title: 2, .header: 1])
        #expect(read[1].rowCount == 12)
    }

    @Test("behaviour 29: the same header again with another unit is another table, without one it is the same")
    func tellsUnitsApart() throws {
        let text = """
            单位：万元,,
            合同编号,成交额,地区
            A1,12,瑶海区
            续表,,
            合同编号,成交额,地区
            A2,13,庐阳区
            第1页,,
            单位：元,,
            合同编号,成交额,地区
            A3,140000,蜀山区
            """
        let (layouts, read) = try tables(text, [contracts])
        #expect(layouts.map(\.unit?.symbol) == ["万元", "元"])
        #expect(read.map { $0.records.map { $0[0] } } == [["A1", "A2"], ["A3"]])
        #expect(read[0].notRecords == [.title: 2, .header: 1, .repeatedHeader: 1])
        #expect(read[1].rows == [10])
    }

    @Test("behaviour 29: tables side by side, told by headers that repeat or by a gap between two datasets'")
    func readsTablesBesideEachOther() throws {
        let folded = """
            合同编号,成交额,地区,合同编号,成交额,地区
            A1,12,瑶海区,A3,14,蜀山区
            A2,13,庐阳区,,,
            合计,25,,合计,14,
            """
        let (layouts, read) = try tables(folded, [contracts])
        #expect(layouts.map { $0.columns.map(\.position) } == [[0, 1, 2], [3, 4, 5]])
        #expect(read.map(\.records) == [[["A1", "12", "瑶海区"], ["A2", "13", "庐阳区"]], [["A3", "14", "蜀山区"]]])
        #expect(read[1].notRecords == [.header: 1, .blank: 1, .total: 1])
        let apart = """
            合同,,,,人员,,
            合同编号,成交额,地区,,姓名,单位,人数
            A1,12,瑶海区,,张三,甲,1
            A2,13,庐阳区,,,,
            """
        let two = try tables(apart, [contracts, people])
        #expect(two.layouts.map(\.title) == ["合同", "人员"])
        #expect(two.read.map(\.records) == [[["A1", "12", "瑶海区"], ["A2", "13", "庐阳区"]], [["张三", "甲", "1"]]])
        // A column without a header within one table is no border.
        let one = try tables("合同编号,成交额,,地区\nA1,12,,瑶海区\n", [contracts, people])
        #expect(one.layouts.count == 1)
    }

    @Test("behaviour 29: tables far below the first rows", arguments: ["\n", "\r\n", "\r"])
    func findsTablesFarDown(end: String) throws {
        let rows = (0..<300).map { "A\($0),\($0),\"瑶\n海\"" }
        let more = (0..<200).map { "人\($0),甲,\($0)" }
        let text =
            (["单位：万元,,", "合同编号,成交额,地区"] + rows + [",,", "人员表,,", "单位：人,,", "姓名,单位,人数"] + more
            + ["单位：元,,", "合同编号,成交额,地区", "Z1,5,庐阳区"]).joined(separator: end) + end
        let (layouts, read) = try tables(text, [contracts, people], pieceBytes: 500)
        #expect(layouts.map(\.headerRows) == [2...2, 306...306, 508...508])
        #expect(layouts.map(\.unit?.symbol) == ["万元", "人", "元"])
        #expect(read.map(\.records.count) == [300, 200, 1])
        #expect(read[1].rows.first == 307)
        // 300 records of two lines each, and six rows more.
        #expect(read[1].lines.first == 607)
        #expect(read[2].records == [["Z1", "5", "庐阳区"]])
        #expect(read[2].rows == [509])
    }

    @Test("behaviour 29: tables of a workbook's sheet, near and far")
    func readsTablesOfAWorkbook() throws {
        func row(_ cells: String...) -> String {
            "<Row>" + cells.map { "<Cell><Data ss:Type=\"String\">\($0)</Data></Cell>" }.joined() + "</Row>"
        }
        let rows =
            row("合同编号", "成交额", "地区") + (0..<100).map { row("A\($0)", "\($0)", "瑶海区") }.joined() + "<Row/>"
            + row("单位：元") + row("合同编号", "成交额", "地区") + row("B1", "7", "庐阳区") + "<Row/>" + row("姓名", "单位", "人数")
            + row("张三", "甲", "1")
        let text = """
            <?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" \
            xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="表">\
            <Table ss:ExpandedColumnCount="3">\(rows)</Table></Worksheet></Workbook>
            """
        let (layouts, read) = try tables(text, [contracts, people])
        #expect(layouts.map(\.headerRows) == [1...1, 104...104, 107...107])
        #expect(layouts[1].unit?.symbol == "元")
        #expect(read.map(\.records.count) == [100, 1, 1])
        #expect(read.map { $0.rows.first ?? 0 } == [2, 105, 108])
        #expect(read[1].records == [["B1", "7", "庐阳区"]])
    }

    @Test("behaviour 29: what stands above a header without records between is its title block")
    func keepsAFormsHead() throws {
        let text = """
            地区,瑶海区,合同编号,见下
            ,,,
            合同编号,成交额,地区,备注
            A1,12,瑶海区,
            """
        #expect(try tables(text, [contracts]).layouts.map(\.headerRows) == [3...3])
    }
}
