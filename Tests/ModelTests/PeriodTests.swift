import Model
import Testing

@Suite struct PeriodTests {
    @Test(arguments: [
        ("2024Q4", "2024-Q4"), ("2024-Q4", "2024-Q4"), ("2024q4", "2024-Q4"), ("2024H2", "2024-S2"),
        ("2024-S2", "2024-S2"), ("2024M11", "2024-11"), ("2024-M1", "2024-01"), ("2024-11", "2024-11"),
        ("2024", "2024"), ("2024-A1", "2024"),
    ]) func everySpellingIsWrittenInTheFormOfSDMX(_ spelling: String, _ written: String) {
        #expect(Period(spelling)?.description == written)
    }

    @Test(arguments: [
        "2024Q5", "2024Q0", "2024-13", "2024-1", "24Q1", "2024X1", "2024Q", "", "2024-00", "2024H3", "202411",
    ])
    func whatIsNoPeriodIsRefused(_ spelling: String) {
        #expect(Period(spelling) == nil)
    }

    @Test func monthsOfAPeriod() throws {
        let quarter = try #require(Period("2024Q4"))
        #expect(quarter.firstMonth == Month(year: 2024, month: 10))
        #expect(quarter.lastMonth == Month(year: 2024, month: 12))
        #expect(quarter.yearEarlier.description == "2023-Q4")
        #expect(quarter.next.description == "2025-Q1")
        #expect(Period(.half, holding: Month(year: 2024, month: 7)).description == "2024-S2")
    }

    @Test func longerPeriodsWithTheSameEndAreLater() throws {
        let order = try ["2024-12", "2024-Q4", "2024-S2", "2024"].map { try #require(Period($0)) }
        #expect(order.sorted() == order)
        #expect(try #require(Period("2025-01")) > order[3])
    }

    @Test func rangesHoldEveryPeriodInThem() throws {
        let range = try #require(PeriodRange("2023Q1..2024Q4"))
        #expect(range.periods.count == 8)
        #expect(range.description == "2023-Q1_2024-Q4")
        #expect(PeriodRange("2024Q4..2023Q1") == nil)
        #expect(PeriodRange("2024Q1..2024-05") == nil)
    }
}
