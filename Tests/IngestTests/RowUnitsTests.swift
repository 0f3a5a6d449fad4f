import Definitions
import Ingest
import Model
import Tabular
import Testing

/// Tables with a column that states each row's unit.
@Suite struct RowUnitsTests {
    private let wanted = dataset(
        [field("contract_no", "合同编号"), field("value", "成交额", unit: Unit("元", .money)), field("area", "地区")],
        key: ["contract_no"])

    private func cells(_ text: String, _ encoding: TextEncoding = .utf8) throws -> [[String]] {
        let bytes = encoding == .utf8 ? Array(text.utf8) : try #require(GB18030.encode(text))
        let temporary = try TemporaryFile(bytes)
        let survey = try survey(temporary.file, vocabulary: HeaderVocabulary([wanted]))
        let layout = try #require(survey.sheets[0].layout)
        let binding = bind(layout, sheet: 0, dataset: wanted, index: 0)
        let unit = try #require(binding.unitColumn)
        #expect(layout.columns.contains { $0.position == unit })
        let reader = try TableReader(file: temporary.file, survey: survey, binding: binding, mode: ReadMode())
        var rows: [[String]] = []
        while let piece = try reader.next() {
            let read = try piece.decode().withUnits(
                of: binding.boundFields.count,
                amounts: [RowAmount(slot: 1, dimension: .money, isSettled: binding.units[1] != nil)])
            for record in 0..<read.block.rowCount {
                rows.append((0..<3).map { read.block.text(record, $0) })
            }
        }
        return rows
    }

    @Test("behaviour 2: a row's own unit stands behind its amount; an amount without one cannot be read")
    func putsUnitsBehindAmounts() throws {
        let text = "合同编号,成交额,单位,地区\nA1,12.5,万元,瑶海区\nA2,130000, 元 ,庐阳区\nA3,7,家,蜀山区\nA4,8,,包河区\nA5,—,万元,包河区\n"
        for encoding in [TextEncoding.utf8, .gb18030] {
            #expect(
                try cells(text, encoding) == [
                    ["A1", "12.5万元", "瑶海区"], ["A2", "130000元", "庐阳区"], ["A3", "7（本行未注明单位）", "蜀山区"],
                    ["A4", "8（本行未注明单位）", "包河区"],
                    ["A5", "—", "包河区"],
                ])
        }
    }

    @Test("behaviour 2: the row's unit comes before the unit line, which is that of rows that say none")
    func prefersTheRow() throws {
        let text = "单位：万元,,,\n合同编号,成交额,单位,地区\nA1,1,元,瑶海区\nA2,2,,庐阳区\n"
        #expect(try cells(text) == [["A1", "1元", "瑶海区"], ["A2", "2", "庐阳区"]])
    }

    @Test("behaviour 2: where only cells say their unit, those that say none cannot be read")
    func readsUnitsOfCells() throws {
        let text = "合同编号,成交额,地区\nA1,120.5万元,瑶海区\nA2,7,庐阳区\nA3,1.2亿元,庐阳区\n"
        let layout = try #require(survey(text, wanted).sheets[0].layout)
        let binding = bind(layout, sheet: 0, dataset: wanted, index: 0)
        #expect(binding.amountsByCell == [1] && binding.hasUnitsOfItsOwn(1))
        let temporary = try TemporaryFile(text)
        let survey = try survey(temporary.file, vocabulary: HeaderVocabulary([wanted]))
        let reader = try TableReader(file: temporary.file, survey: survey, binding: binding, mode: ReadMode())
        let piece = try #require(try reader.next()).decode()
        let read = piece.withUnits(of: nil, amounts: [RowAmount(slot: 1, dimension: .money, isSettled: false)])
        #expect((0..<3).map { read.block.text($0, 1) } == ["120.5万元", "7（本行未注明单位）", "1.2亿元"])
        // With none of them the column has no unit.
        let silent = try #require(IngestTests.survey("合同编号,成交额,地区\nA1,120.5,瑶海区\n", wanted).sheets[0].layout)
        #expect(!bind(silent, sheet: 0, dataset: wanted, index: 0).hasUnitsOfItsOwn(1))
    }

    @Test("behaviour 2: a header's unit needs no column of units, and 单位 may be somebody")
    func prefersTheHeader() throws {
        for text in ["合同编号,成交额（万元）,单位,地区\nA1,1,元,瑶海区\n", "合同编号,成交额,单位,地区\nA1,1,甲公司,瑶海区\n"] {
            let layout = try #require(survey(text, wanted).sheets[0].layout)
            let binding = bind(layout, sheet: 0, dataset: wanted, index: 0)
            #expect(binding.unitColumn == nil)
            #expect(binding.unknown.map(\.header) == ["单位"])
        }
        // Where the dataset wants the column, it is a field's.
        let organisations = dataset(
            [field("name", "单位"), field("value", "成交额", unit: Unit("元", .money))], key: ["name"])
        let layout = try #require(survey("单位,成交额\n甲公司,1\n", organisations).sheets[0].layout)
        #expect(bind(layout, sheet: 0, dataset: organisations, index: 0).unitColumn == nil)
    }
}
