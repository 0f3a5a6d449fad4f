import Aggregate
import Definitions
import Model
import Testing

@Suite struct StatedTests {
    typealias Row = World.Row

    private func value(
        _ indicator: String, _ period: String, _ number: String, area: String = "340102", version: String? = nil,
        status: String? = nil, turn: Int = 0, row: Int64 = 1
    ) -> StatedFigure {
        World.stated(
            .values, indicator, area, period, number, version: version, status: status, turn: turn, row: row)
    }

    @Test func valuesAreStatedForTheAreaAndNotForThoseAbove() throws {
        let gdp = World.statedIndicator("gdp", statistics: [.value, .yoy])
        let outcome = try #require(
            Outcome([gdp], [], "2024", stated: [value("gdp", "2024", "110 亿元"), value("gdp", "2023", "100 亿元")]))
        #expect(outcome.text("340102", .ytd) == "11000000000")
        #expect(outcome.text("340102", .period, .yoy) == "1/10")
        #expect(outcome.text("340100", .ytd) == "L")
        // No figure is finer than its source.
        #expect(
            try #require(Outcome([gdp], [], "2024Q4", stated: [value("gdp", "2024", "110 亿元")])).table.figures.isEmpty)
    }

    @Test func anIdThatNobodyDefinesIsAnIndicator() throws {
        let resolution = World.resolution([], [value("产值", "2024-Q2", "3 万元"), value("产值", "2023", "2 亿元", row: 2)])
        #expect(resolution.pipeline.indicators.map(\.id) == ["产值"])
        #expect(resolution.pipeline.indicators[0].unit.symbol == "万元")
        #expect(resolution.pipeline.indicators[0].frequency == .quarter)
        #expect(resolution.problems.isEmpty)
        let outcome = try #require(Outcome([], [], "2024Q2", stated: [value("产值", "2024-Q2", "3 万元")]))
        #expect(outcome.text("340102", .ytd) == "30000")
        // What was in the half year says nothing of its second quarter.
        #expect(outcome.text("340102", .period) == "L")
    }

    @Test func whatCannotBeUsedIsSaid() {
        let gdp = World.statedIndicator("gdp")
        let count = World.indicator("n")
        func problem(_ figure: StatedFigure) -> StatedProblem.Kind? {
            World.resolution([gdp, count], [figure]).problems.first?.kind
        }
        #expect(problem(value("gdp", "2024", "3")) == .unitMissing(expected: "亿元"))
        #expect(problem(value("gdp", "2024", "3 人")) == .unitMismatch("人", expected: "亿元"))
        #expect(problem(value("gdp", "2024", "3 斤")) == .unitUnknown("斤"))
        #expect(problem(value("n", "2024", "3 家")) == .indicatorComputed)
        #expect(problem(World.stated(.targets, "gpd", "340102", "2024", "3 亿元")) == .indicatorUnknown("gdp"))
        #expect(problem(World.stated(.targets, "n", "340102", "2024", "3")) == nil)
        #expect(problem(World.stated(.targets, "n", "340102", "2024", "3", from: "2025")) == .beginsAfterEnd)
        #expect(problem(World.stated(.targets, "n", "340102", "2024", "3", unit: "户")) == nil)
    }

    @Test func pointsOfAPercentageAreItsChangeAndNoValue() throws {
        let percent = try #require(Unit(named: "%"))
        let rate = World.statedIndicator("rate", unit: percent, statistics: [.value, .change])
        let stated = value("rate", "2024", "0.5 个百分点")
        let outcome = try #require(Outcome([rate], [], "2024", stated: [stated]))
        #expect(outcome.text("340102", .ytd, .change) == "1/200")
        #expect(outcome.text("340102", .ytd) == "L")
        // What follows from the values goes before.
        let both = try #require(
            Outcome([rate], [], "2024", stated: [stated, value("rate", "2024", "5 %"), value("rate", "2023", "4 %")]))
        #expect(both.text("340102", .ytd, .change) == "1/100")
        let plain = World.statedIndicator("rate", unit: percent)
        #expect(World.resolution([plain], [stated]).problems.map(\.kind) == [.changeNotAsked])
    }

    @Test func theNewestVersionStands() throws {
        let gdp = World.statedIndicator("gdp")
        func standing(_ figures: [StatedFigure]) throws -> String? {
            try #require(Outcome([gdp], [], "2024", stated: figures)).text("340102", .ytd)
        }
        let first = value("gdp", "2024", "1 元", version: "2", turn: 1, row: 1)
        let second = value("gdp", "2024", "2 元", version: "10", turn: 0, row: 2)
        let third = value("gdp", "2024", "3 元", turn: 2, row: 3)
        #expect(try standing([first, second]) == "2")
        #expect(try standing([third, second, first]) == "2")
        #expect(try standing([value("gdp", "2024", "1 元", turn: 1, row: 1), third]) == "3")
        // Twice in one reception with other numbers: the first stands, the second is wrong.
        let resolution = World.resolution(
            [gdp], [value("gdp", "2024", "1 元", row: 1), value("gdp", "2024", "2 元", row: 2)])
        #expect(resolution.problems.map(\.kind) == [.repeated(Place(file: 0, row: 1))])
        let equal = World.resolution(
            [gdp], [value("gdp", "2024", "1 亿元", row: 1), value("gdp", "2024", "10000 万元", row: 2)])
        #expect(equal.problems.isEmpty && equal.superseded.count == 1)
    }

    @Test func whatIsExpectedMakesWhatIsMadeOfItExpected() throws {
        let gdp = World.statedIndicator("gdp", statistics: [.value, .yoy])
        let ratio = World.indicator(
            "r", unit: .init("%", .ratio, 1, 100), frequency: .year, formula: "gdp / gdp@prior_year")
        let outcome = try #require(
            Outcome(
                [gdp, ratio], [], "2024",
                stated: [value("gdp", "2024", "110 亿元", status: "forecast"), value("gdp", "2023", "100 亿元")]))
        #expect(outcome.figure("340102", .ytd)?.status == .forecast)
        #expect(outcome.figure("340102", .ytd, .yoy)?.status == .forecast)
        #expect(outcome.figure("340102", .ytd, of: 1)?.status == .forecast)
        #expect(outcome.text("340102", .ytd, of: 1) == "11/10")
    }

    // MARK: Reference periods

    @Test func aRatioIsOfTheLastYearThatBothHave() throws {
        let rd = World.statedIndicator("rd")
        let gdp = World.statedIndicator("gdp")
        var ratio = World.indicator(
            "r", unit: .init("%", .ratio, 1, 100), frequency: .year, statistics: [.value, .change], formula: "rd / gdp")
        ratio.reference = .latest
        let stated = [
            value("rd", "2022", "3 元"), value("rd", "2023", "4 元"), value("gdp", "2022", "100 元"),
            value("gdp", "2023", "100 元"), value("gdp", "2024", "100 元"),
        ]
        for run in ["2024", "2024Q4", "2024-11"] {
            let outcome = try #require(Outcome([rd, gdp, ratio], [], run, stated: stated))
            #expect(outcome.text("340102", .ytd, of: 2, in: "2023") == "1/25", "\(run)")
            #expect(outcome.text("340102", .ytd, .change, of: 2, in: "2023") == "1/100")
            #expect(outcome.figure("340102", .ytd, .change, of: 2, in: "2023")?.basePeriod == Period("2022"))
            #expect(outcome.figure("340102", .ytd, .change, of: 2, in: "2023")?.unit.symbol == "百分点")
        }
        // Asked over years, each figure stands once.
        let years = try #require(Outcome([rd, gdp, ratio], [], "2023..2025", stated: stated))
        let own = years.table.figures.filter { $0.indicator == 2 && $0.statistic == .value && $0.quantity == .ytd }
        #expect(Set(own.map(\.period)) == [Period(year: 2023)])
        #expect(own.count == World.areas.areas.count { $0.published && $0.successor == nil })
    }

    @Test func theLastMonthIsThatWhichEverybodyHas() throws {
        func revenue(lag: Int) -> IndicatorDefinition {
            var definition = World.indicator("v", .sum, of: "value", statistics: [.value, .yoy], cumulative: true)
            definition.reference = .latest
            definition.lag = lag
            return definition
        }
        let rows = [
            Row(subject: "a", day: "2024-10-31", value: 9), Row(subject: "a", day: "2024-11-30", value: 12),
            Row(subject: "a", day: "2024-12-31", value: 13), Row(subject: "a", day: "2023-11-30", value: 10),
        ]
        let outcome = try #require(Outcome([revenue(lag: 1)], rows, "2024Q4"))
        #expect(outcome.text("340102", .ytd, in: "2024-11") == "1200")
        #expect(outcome.text("340102", .ytd, .yoy, in: "2024-11") == "1/5")
        #expect(outcome.figure("340102", .ytd, .yoy, in: "2024-11")?.basePeriod == Period("2023-11"))
        let whole = try #require(Outcome([revenue(lag: 0)], rows, "2024Q4"))
        #expect(whole.text("340102", .ytd, in: "2024-12") == "1300")
        let missing = World.months(2018...2025).subtracting([Month(year: 2024, month: 12)])
        let without = try #require(Outcome([revenue(lag: 0)], rows, "2024Q4", delivered: missing))
        #expect(without.text("340102", .ytd, in: "2024-11") == "1200")
        #expect(without.text("340102", .ytd, in: "2024-12") == nil)
    }

    // MARK: Bases

    @Test func theFirstBaseThatSaysSomethingIsUsed() throws {
        func count(_ bases: [BaseSource]) -> IndicatorDefinition {
            World.indicator("n", statistics: [.value, .prior, .yoy], bases: bases)
        }
        let rows = [Row(day: "2024-05-01"), Row(day: "2024-06-01"), Row(day: "2024-07-01"), Row(day: "2023-05-01")]
        let published = [World.stated(.published, "n", "340102", "2023", "2 家")]
        func growth(_ bases: [BaseSource], delivered: Set<Month> = World.months(2018...2025)) throws -> String {
            let outcome = try #require(
                Outcome([count(bases)], rows, "2024", delivered: delivered, stated: published))
            let figure = try #require(outcome.figure("340102", .ytd, .yoy))
            return "\(outcome.text("340102", .ytd, .yoy) ?? "-") \(figure.baseSource ?? "-")"
        }
        #expect(try growth([.published, .records]) == "1/2 published")
        #expect(try growth([.records, .published]) == "2 records")
        #expect(try growth([.records, .published], delivered: World.months(2024...2024)) == "1/2 published")
        #expect(try growth([.records], delivered: World.months(2024...2024)) == "L records")
        // Of another area nothing was published.
        let outcome = try #require(Outcome([count([.published])], rows, "2024", stated: published))
        #expect(outcome.text("340103", .ytd, .prior) == "O")
        #expect(outcome.text("340102", .ytd, .prior) == "2")
    }

    @Test func theMatchedBaseIsOfThoseOfBothYears() throws {
        let revenue = World.indicator(
            "v", .sum, of: "value", statistics: [.value, .prior, .yoy, .change], cumulative: true,
            bases: [.matched, .records])
        let rows = [
            Row(subject: "a", day: "2024-11-30", value: 12), Row(subject: "new", day: "2024-11-30", value: 50),
            Row(subject: "a", day: "2023-11-30", value: 10), Row(subject: "gone", day: "2023-11-30", value: 70),
            Row(subject: "mover", area: 3, day: "2024-11-30", value: 6),
            Row(subject: "mover", day: "2023-11-30", value: 3),
            Row(subject: nil, day: "2024-11-30", value: 1_000), Row(subject: nil, day: "2023-11-30", value: 1),
        ]
        let outcome = try #require(Outcome([revenue], rows, "2024-11", subject: "subject"))
        #expect(outcome.text("340102", .ytd) == "106200")
        #expect(outcome.text("340102", .ytd, .prior) == "1000")
        #expect(outcome.text("340102", .ytd, .yoy) == "1/5")
        #expect(outcome.text("340102", .ytd, .change) == "200")
        #expect(outcome.figure("340102", .ytd, .yoy)?.baseSource == "matched")
        // Who moved within the city was there in both years, of the city.
        #expect(outcome.text("340100", .ytd, .yoy) == "5/13")
        // Nobody in 庐阳 was there before: the next base says what there is.
        #expect(outcome.figure("340103", .ytd, .yoy)?.baseSource == "records")
        let missing = World.months(2018...2025).subtracting([Month(year: 2023, month: 11)])
        let without = try #require(Outcome([revenue], rows, "2024-11", delivered: missing, subject: "subject"))
        #expect(without.text("340102", .ytd, .yoy) == "L")
    }

    @Test func averageGrowthIsTheRootOfTheRatio() throws {
        var sum = World.indicator("v", .sum, of: "value", statistics: [])
        var request = StatisticRequest(.averageGrowth, place: World.place)
        request.baseYear = 2020
        sum.statistics = [request]
        let rows = [Row(day: "2020-05-01", value: 10_000), Row(day: "2024-05-01", value: 14_641)]
        let outcome = try #require(Outcome([sum], rows, "2024"))
        #expect(outcome.text("340102", .ytd, .averageGrowth) == "1/10")
        #expect(outcome.figure("340102", .ytd, .averageGrowth)?.basePeriod == Period(year: 2020))
        #expect(outcome.text("340103", .ytd, .averageGrowth) == "M")
    }
}
