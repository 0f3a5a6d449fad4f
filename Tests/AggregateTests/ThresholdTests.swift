import Definitions
import Model
import Testing

/// Marks that are passed, and growth as it was a year earlier: what sentences need beside the number.
@Suite struct ThresholdTests {
    private func rows(_ counts: [Int: Int]) -> [World.Row] {
        counts.flatMap { year, count in
            Array(repeating: World.Row(type: 0, area: 2, day: "\(year)-11-05"), count: count)
        }
    }

    private func indicator(_ marks: [Int128], years: Int = 4) -> IndicatorDefinition {
        var indicator = World.indicator("n", statistics: [.value, .prior, .yoy, .priorYoy])
        var request = StatisticRequest(.threshold, place: World.place)
        request.thresholds = marks.map { Fraction($0) }
        request.years = years
        indicator.statistics.append(request)
        return indicator
    }

    private func threshold(
        _ counts: [Int: Int], _ marks: [Int128] = [4, 5, 9], years: Int = 4,
        delivered: Set<Month> = World.months(2018...2025)
    ) throws -> (String?, String?) {
        let outcome = try #require(
            Outcome([indicator(marks, years: years)], rows(counts), delivered: delivered))
        return (
            outcome.text("340102", .ytd, .threshold), outcome.figure("340102", .ytd, .threshold)?.qualifier
        )
    }

    @Test func theHighestMarkPassedSinceAYearEarlier() throws {
        #expect(try threshold([2023: 3, 2024: 6]) == ("5", "first"))
        #expect(try threshold([2023: 4, 2024: 6]) == ("5", "first"))
        // To reach a mark is not to pass it.
        #expect(try threshold([2023: 3, 2024: 5]) == ("4", "first"))
        #expect(try threshold([2023: 4, 2024: 4]) == ("M", nil))
        #expect(try threshold([2023: 6, 2024: 7]) == ("M", nil))
        #expect(try threshold([2023: 6, 2024: 3]) == ("M", nil))
    }

    @Test func firstIsSaidOnlyOfWhatWasNeverPassed() throws {
        // Five were passed in 2021, four years were looked at; with one year nobody knows of it.
        #expect(try threshold([2021: 6, 2023: 3, 2024: 6]) == ("5", nil))
        #expect(try threshold([2021: 6, 2023: 3, 2024: 6], years: 1) == ("5", "first"))
        // What was not delivered ends the looking.
        #expect(
            try threshold([2021: 6, 2023: 3, 2024: 6], delivered: World.months(2023...2024)) == ("5", "first"))
        #expect(try threshold([2024: 6], delivered: World.months(2024...2024)) == ("L", nil))
    }

    @Test func growthAsItWasAYearEarlier() throws {
        let outcome = try #require(Outcome([indicator([4])], rows([2022: 4, 2023: 3, 2024: 6])))
        #expect(outcome.text("340102", .ytd, .yoy) == "1")
        #expect(outcome.text("340102", .ytd, .priorYoy) == "-1/4")
        #expect(outcome.figure("340102", .ytd, .priorYoy)?.basePeriod == Period("2022Q4"))
        let unknown = try #require(
            Outcome([indicator([4])], rows([2023: 3, 2024: 6]), delivered: World.months(2023...2024)))
        #expect(unknown.text("340102", .ytd, .priorYoy) == "L")
    }
}
