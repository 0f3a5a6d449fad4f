import Definitions
import Model
import Normalize
import Tabular
import Testing

@Suite struct PeriodConverterTests {
    @Test(arguments: [
        ("2024Q4", "2024-Q4"), ("2024-S2", "2024-S2"), ("2024-11", "2024-11"), ("2024M11", "2024-11"), ("2024", "2024"),
        ("2024年", "2024"), ("2024年度", "2024"), ("2024年3月", "2024-03"), ("2024年03月份", "2024-03"),
        ("2024年第4季度", "2024-Q4"), ("2024年四季度", "2024-Q4"), ("2024年第四季度", "2024-Q4"), ("2024年上半年", "2024-S1"),
        ("2024年下半年", "2024-S2"), ("２０２４年３月", "2024-03"), ("二〇二四年十一月", "2024-11"), (" 2024Q4 ", "2024-Q4"),
    ])
    func spellings(text: String, period: String) {
        #expect(read(field(.period), [text]).integers == [Period(period).map { PackedPeriod.pack($0) }])
    }

    @Test(arguments: ["2024年13月", "2024年5季度", "1-11月", "今年以来", "2024年1-11月", "24年3月", "2024年第季度"])
    func noPeriods(text: String) { #expect(read(field(.period), [text]).failures == [0: "type"]) }

    @Test func aTypedFirstOfTheMonthIsTheMonth() {
        let found = read(field(.period), ["2024-03-01T00:00:00.000", "2024-03-05"], kinds: [.date, .date])
        #expect(found.integers == [Period("2024-03").map { PackedPeriod.pack($0) }, nil])
        #expect(found.notes == ["period_spelling": 1])
    }
}
