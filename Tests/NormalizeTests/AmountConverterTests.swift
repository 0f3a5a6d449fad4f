import Definitions
import Model
import Normalize
import Tabular
import Testing

@Suite struct AmountConverterTests {
    @Test(arguments: [
        ("58.50亿元", "58.50 亿元"), ("855", "855"), ("1,234.5 万元", "1234.5 万元"), ("35%", "35 %"), ("≥50户", "50 户 ≥"),
        ("约2.79亿", "2.79 亿 约"), ("500余家", "500 家 余"), ("20亿元以上", "20 亿元 以上"), ("不超过100家", "100 家 不超过"),
        ("(12.5)", "-12.5"), ("８.３％", "8.3 %"),
    ])
    func spellings(text: String, held: String) {
        #expect(read(field(.amount), [text]).texts == [held])
    }

    @Test(arguments: ["第一", "1-2", "约", "三成"]) func noNumbers(text: String) {
        #expect(read(field(.amount), [text]).failures == [0: "type"])
    }

    @Test func aPercentageOfAWorkbookIsInPercent() {
        #expect(read(field(.amount), ["0.083", "9.96"], kinds: [.percent, .number]).texts == ["8.3 %", "9.96"])
    }
}
