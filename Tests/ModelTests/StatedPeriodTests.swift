import Model
import Testing

@Suite struct StatedPeriodTests {
    @Test(arguments: [
        ("2024年1-11月", 1, 11), ("2024年11月", 11, 11), ("2024年1月至11月", 1, 11), ("2024年1—3月", 1, 3),
        ("2024年第四季度", 10, 12), ("2024年1季度", 1, 3), ("2024年前三季度", 1, 9), ("2024年上半年", 1, 6),
        ("2024年下半年", 7, 12), ("2024年度", 1, 12), ("2024年全年", 1, 12), ("2024年", 1, 12),
    ])
    func wordsAreMonths(_ text: String, _ first: Int, _ last: Int) {
        #expect(statedMonths(text) == Month(year: 2024, month: first)...Month(year: 2024, month: last))
    }

    @Test(arguments: ["", "年", "24年", "2024年13月", "2024年11-1月", "2024年第五季度", "2024年1,3月", "2024年初", "2024年1-2-3月"])
    func otherWordsAreNone(_ text: String) {
        #expect(statedMonths(text) == nil)
    }
}
