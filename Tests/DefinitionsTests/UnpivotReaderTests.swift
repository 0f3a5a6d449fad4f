import Definitions
import Model
import Testing

@Suite struct UnpivotReaderTests {
    private static let unpivot = """
        unpivot:
          value: value
          set: {valid_to: 2024-12-31, contract_no: "{title}"}
          columns:
            - {path: 技术合同/成交额, set: {contract_type: 开发}, unit: 亿元, adds_up: false}
            - {path: "{contract_type}/*/{seller}"}
        """

    /// The mistakes of the contracts with an `unpivot` of which one part is replaced.
    private func pointed(_ part: String, _ other: String) throws -> [String] {
        let text = UnpivotReaderTests.unpivot.with(part, other)
        return try reading(["datasets/contracts.yaml": Small.contracts + "\n" + text]).pointed
            .map { $0.split(separator: "›: ").last.map(String.init) ?? $0 }
    }

    @Test func whatAnUnpivotHolds() throws {
        let read = try reading(["datasets/contracts.yaml": Small.contracts + "\n" + UnpivotReaderTests.unpivot])
        let unpivot = try #require(read.definition?.datasets.first?.unpivot)
        #expect(unpivot.value == "value")
        #expect(unpivot.settings.map(\.field) == ["valid_to", "contract_no"])
        #expect(
            unpivot.columns.map(\.path) == [
                [.text("技术合同"), .text("成交额")], [.field("contract_type"), .any, .field("seller")],
            ])
        #expect(unpivot.columns[0].settings == [.init(field: "contract_type", text: "开发")])
        #expect(unpivot.columns[0].unit?.symbol == "亿元")
        #expect(unpivot.columns.map(\.addsUp) == [false, nil])
    }

    @Test func mistakesAreAllTold() throws {
        try expectEqual(pointed("value: value", "value: valu"), ["unknown field 'valu' → value"])
        try expectEqual(
            pointed("value: value", "value: seller"),
            [
                "the cells of a wide table are numbers; 'seller' is of type uscc",
                "'seller' takes the cells and cannot be set",
            ])
        try expectEqual(
            pointed("\"{title}\"", "\"{titel}\""), ["unknown word in braces 'titel' → title"])
        try expectEqual(pointed("unit: 亿元", "unit: 人"), ["人 does not measure what the unit of 'value', 元, measures"])
        try expectEqual(pointed("{seller}", "{contract_type}"), ["'contract_type' is in the path twice"])
        try expectEqual(
            pointed("/{seller}", "/为{seller}"), ["a field in braces is a level of its own: 技术合同/{indicator}"])
        try expectEqual(pointed("{seller}", "{value}"), ["'value' takes the cells and cannot be set"])
        try expectEqual(pointed("2024-12-31", "年底"), ["a date such as 2024-01-31 is expected here, found '年底'"])
        try expectEqual(pointed("adds_up", "add_up"), ["unknown key 'add_up' → adds_up"])
    }
}
