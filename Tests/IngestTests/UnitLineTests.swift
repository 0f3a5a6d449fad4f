import Definitions
import Ingest
import Model
import Testing

/// Unit lines in all the ways offices write them; one that is not understood is not silence.
@Suite struct UnitLineTests {
    private let wanted = dataset(
        [
            field("contract_no", "合同编号"), field("value", "成交额", unit: Unit("元", .money)),
            field("space", "用地面积", unit: Unit("平方米", .area)),
        ], key: ["contract_no"])

    /// What the binding of a file says of money and of area: a unit, ? and the text that is not understood, or -.
    private func units(_ text: String) throws -> [String] {
        let layout = try #require(survey(text, wanted).sheets[0].layout)
        let binding = bind(layout, sheet: 0, dataset: wanted, index: 0)
        return [1, 2].map { field in
            binding.units[field]?.symbol ?? binding.unclearUnits[field].map { "?" + $0 } ?? "-"
        }
    }

    private func above(_ line: String) -> String { "技术合同登记表,,\n\(line)\n合同编号,成交额,用地面积\nA1,12,3\n" }

    @Test(
        "behaviour 2: brackets, remarks, neighbouring cells, currencies and several labels of a unit line",
        arguments: [
            ("单位：,元,", "元 -"), (",单位,元", "元 -"), ("单位：（元）,,", "元 -"), ("单位：元（人民币）,,", "元 -"),
            ("（金额单位：元，保留两位小数）,,", "元 -"), ("金额单位:元；面积单位:平方米,,", "元 平方米"), ("单位：RMB元,,", "元 -"),
            ("单位：万元人民币,,", "万元 -"), ("金额单位：万元,,面积单位：亩", "万元 亩"), ("填报单位：瑶海区科技局,,单位：元", "元 -"),
            ("注：金额单位为元。,,", "元 -"), ("单位：万元 2024年1-11月,,", "万元 -"), ("\"单位:元,%\",,", "元 -"), ("金额：元,,", "元 -"),
        ] as [(String, String)]) func readsUnitLines(line: String, expected: String) throws
    {
        #expect(try units(above(line)).joined(separator: " ") == expected)
    }

    @Test(
        "behaviour 2: a unit line that names no unit that is known leaves its columns unread, others silent",
        arguments: [
            ("单位：美元,,", "?美元 -"), ("单位：万美元,,", "?万美元 -"), ("金额单位：港币,,", "?港币 -"), ("单位：,美元,", "?美元 -"),
            ("单位：元（美元）,,", "?美元 -"), ("单位：元、万元,,", "?元、万元 -"), ("单位：见附件,,", "?见附件 ?见附件"),
            ("单位：万美元、平方米,,", "?万美元 平方米"),
        ] as [(String, String)]) func leavesUnknownUnitsUnread(line: String, expected: String) throws
    {
        #expect(try units(above(line)).joined(separator: " ") == expected)
    }

    @Test(
        "behaviour 2: who reports is no unit",
        arguments: ["单位：蜀山区科技局,,", "单位（盖章）：,,", "单位：（公章）,,", "推荐单位：合肥市科技局,,", "单位：,,", "单位：,蜀山区科技局,"])
    func tellsSendersFromUnits(line: String) throws { #expect(try units(above(line)) == ["-", "-"]) }

    @Test(
        "behaviours 2 and 7: the unit may stand below the records, near them or far",
        arguments: ["单位：元,,", "注：金额单位为元。,,", "单位：美元,,"], [3, 300])
    func readsTheUnitBelowTheTable(line: String, count: Int) throws {
        let records = (0..<count).map { "A\($0),12,3\n" }.joined()
        let temporary = try TemporaryFile("合同编号,成交额,用地面积\n\(records)\(line)\n填表人：张三,,\n")
        let survey = try survey(
            temporary.file, mode: ReadMode().with(.search), vocabulary: HeaderVocabulary([wanted]))
        #expect(survey.sheets[0].tables.count == 1)
        let layout = try #require(survey.sheets[0].layout)
        let binding = bind(layout, sheet: 0, dataset: wanted, index: 0)
        #expect((binding.units[1]?.symbol ?? binding.unclearUnits[1]) == (line.contains("美") ? "美元" : "元"))
        // A run looks for it where the records' pass meets it.
        let plain = try Ingest.survey(temporary.file, vocabulary: HeaderVocabulary([wanted]))
        let first = try #require(plain.sheets[0].layout)
        let reader = try TableReader(
            file: temporary.file, survey: plain, binding: bind(first, sheet: 0, dataset: wanted, index: 0),
            mode: ReadMode())
        var wantsSearch = false
        while let piece = try reader.next() {
            let decoded = try piece.decode()
            wantsSearch = wantsSearch || decoded.others.contains { $0.kind == .header }
        }
        #expect(wantsSearch == (count > 64))
    }
}
