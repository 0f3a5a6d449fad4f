import Aggregate
import Definitions
import Model
import Testing

@Suite struct TargetTests {
    typealias Row = World.Row

    private static let about: [Statistic] = [.value, .target, .completion, .progress, .gap]

    private func count(_ statistics: [Statistic] = about) -> IndicatorDefinition {
        World.indicator("n", statistics: statistics, rank: .completion)
    }

    private func rows(_ days: [String], area: Int = 2) -> [Row] { days.map { Row(area: area, day: $0) } }

    private func target(
        _ area: String, _ number: String, _ period: String = "2024", from: String? = nil, _ direction: Direction? = nil,
        unit: String? = "家"
    ) -> StatedFigure {
        World.stated(.targets, "n", area, period, number, unit: unit, from: from, direction: direction)
    }

    @Test func completionIsOfTheYearToDateBesideItsTime() throws {
        let rows = rows(["2024-01-02", "2024-08-01", "2024-10-01"]) + rows(["2024-02-01"], area: 3)
        let outcome = try #require(
            Outcome([count()], rows, "2024Q3", stated: [target("340102", "1"), target("340103", "4")]))
        #expect(outcome.text("340102", .ytd, .target) == "1")
        #expect(outcome.text("340102", .ytd, .completion) == "2")
        #expect(outcome.text("340102", .ytd, .progress) == "3/4")
        #expect(outcome.text("340102", .ytd, .gap) == "-1")
        #expect(outcome.text("340103", .ytd, .completion) == "1/4")
        #expect(outcome.text("340103", .ytd, .gap) == "3")
        #expect(outcome.text("340103", .ytd, .rank) == "2")
        let completion = outcome.figure("340102", .ytd, .completion)
        #expect(completion?.basePeriod == Period("2024") && completion?.baseSource == "target")
        #expect(completion?.unit.symbol == "%")
        // The quarter alone has no target, and nobody adds up districts' targets.
        #expect(outcome.figure("340102", .period, .completion) == nil)
        #expect(outcome.figure("340102", .period, .rank) == nil)
        #expect(outcome.text("340100", .ytd, .target) == "M")
        #expect(outcome.text("340191", .ytd, .completion) == "M")
    }

    @Test func withoutAnyTargetNoneWasDelivered() throws {
        let outcome = try #require(Outcome([count()], rows(["2024-01-02"]), "2024Q3"))
        #expect(outcome.text("340102", .ytd, .completion) == "L")
    }

    @Test func aTargetOfYearsCountsFromItsOwnBeginning() throws {
        let rows = rows(["2021-12-31", "2022-01-01", "2023-05-01", "2024-01-02", "2024-08-01"])
        let five = target("340102", "8", "2025", from: "2022")
        let outcome = try #require(Outcome([count()], rows, "2024Q3", stated: [five]))
        #expect(outcome.text("340102", .ytd) == "2")
        #expect(outcome.text("340102", .ytd, .completion) == "1/2")
        #expect(outcome.text("340102", .ytd, .gap) == "4")
        #expect(outcome.text("340102", .ytd, .progress) == "11/16")
        // The year's own target goes before.
        let both = try #require(Outcome([count()], rows, "2024Q3", stated: [five, target("340102", "2")]))
        #expect(both.text("340102", .ytd, .completion) == "1")
        // A month that was not delivered is missing to all that lies behind it.
        let delivered = World.months(2018...2025).subtracting([Month(year: 2022, month: 7)])
        let gap = try #require(Outcome([count()], rows, "2024Q3", delivered: delivered, stated: [five]))
        #expect(gap.text("340102", .ytd, .completion) == "L")
        #expect(gap.text("340102", .ytd) == "2")
    }

    @Test func aPlaceIsAimedAtFromBelow() throws {
        let rows = rows(["2024-01-02", "2024-02-02"]) + rows(["2024-01-02"], area: 3)
        func place(_ area: String, _ direction: Direction? = nil) -> StatedFigure {
            World.stated(.targets, "n", area, "2024", "1", unit: "位", direction: direction, statistic: .rank)
        }
        let outcome = try #require(
            Outcome(
                [World.indicator("n", statistics: Self.about, rank: .value)], rows, "2024",
                stated: [place("340102"), place("340103", .atLeast)]))
        for (area, gap, met) in [("340102", "0", "met"), ("340103", "-1", "not_met")] {
            #expect(outcome.text(area, .ytd, .target) == "1")
            #expect(outcome.figure(area, .ytd, .target)?.unit.symbol == "位")
            #expect(outcome.figure(area, .ytd, .target)?.decimals == 0)
            #expect(outcome.text(area, .ytd, .completion) == "M")
            #expect(outcome.figure(area, .ytd, .completion)?.qualifier == met)
            #expect(outcome.text(area, .ytd, .gap) == gap)
            #expect(outcome.figure(area, .ytd, .gap)?.unit.symbol == "位")
        }
    }

    @Test func whatIsAimedAtIsShownInItsOwnUnit() throws {
        let rows = rows(["2024-01-02", "2024-02-02", "2023-02-02"])
        let more = World.stated(.targets, "n", "340102", "2024", "4", unit: "家", statistic: .change)
        let outcome = try #require(Outcome([count()], rows, "2024", stated: [more]))
        #expect(outcome.text("340102", .ytd, .completion) == "1/4")
        #expect(outcome.text("340102", .ytd, .gap) == "3")
        #expect(outcome.figure("340102", .ytd, .target)?.unit.symbol == "家")
        #expect(outcome.figure("340102", .ytd, .gap)?.unit.symbol == "家")
    }

    @Test func nobodyAimsAtACompletion() {
        func problem(_ statistic: Statistic) -> StatedProblem.Kind? {
            let figure = World.stated(.targets, "n", "340102", "2024", "100", unit: "%", statistic: statistic)
            return World.resolution([count()], [figure]).problems.first?.kind
        }
        #expect(problem(.completion) == .noTarget(.completion))
        #expect(problem(.growthOnOpening) == .noTarget(.growthOnOpening))
        #expect(problem(.yoy) == nil)
    }

    @Test func whatIsOverIsNoTargetAnyMore() throws {
        let old = target("340102", "8", "2023")
        let next = target("340102", "8", "2025")
        let outcome = try #require(Outcome([count()], rows(["2024-01-02"]), "2024Q3", stated: [old, next]))
        #expect(outcome.text("340102", .ytd, .target) == "M")
    }

    @Test func atMostSoMuchIsMetOrNot() throws {
        let rows = rows(["2024-01-02", "2024-02-02", "2024-03-02"]) + rows(["2024-01-02"], area: 3)
        let outcome = try #require(
            Outcome(
                [count()], rows, "2024",
                stated: [target("340102", "2", direction(.atMost)), target("340103", "2", direction(.atMost))]))
        #expect(outcome.text("340102", .ytd, .completion) == "M")
        #expect(outcome.figure("340102", .ytd, .completion)?.qualifier == "not_met")
        #expect(outcome.text("340102", .ytd, .gap) == "-1")
        #expect(outcome.figure("340103", .ytd, .completion)?.qualifier == "met")
        #expect(outcome.text("340103", .ytd, .gap) == "1")
        #expect(outcome.text("340103", .ytd, .rank) == "M")
    }

    private func direction(_ direction: Direction) -> Direction { direction }

    private func target(_ area: String, _ number: String, _ direction: Direction) -> StatedFigure {
        target(area, number, "2024", from: nil, direction)
    }

    @Test func ofNothingLeftWhatIsOpenIsShown() throws {
        let outcome = try #require(
            Outcome(
                [count()], rows(["2024-01-02", "2024-02-02"]), "2024",
                stated: [target("340102", "0"), target("340103", "0")]))
        #expect(outcome.text("340102", .ytd, .gap) == "2")
        #expect(outcome.figure("340102", .ytd, .gap)?.qualifier == "not_met")
        #expect(outcome.text("340103", .ytd, .gap) == "0")
        #expect(outcome.figure("340103", .ytd, .completion)?.qualifier == "met")
    }

    @Test func stocksAreWhatTheyAreAtTheEnd() throws {
        let stock = World.indicator("n", stock: true, statistics: Self.about)
        let rows = [
            Row(day: "2020-01-01", last: "2024-11-01"), Row(day: "2021-01-01"), Row(day: "2024-12-31"),
        ]
        let outcome = try #require(
            Outcome([stock], rows, "2024", stated: [target("340102", "4", "2025", from: "2021")]))
        #expect(outcome.text("340102", .stock, .completion) == "1/2")
        #expect(outcome.text("340102", .stock, .progress) == "4/5")
    }

    @Test func aNetIncreaseOverYearsIsOnTheStateBefore() throws {
        let stock = World.indicator("s", stock: true)
        let net = World.indicator("n", unit: World.household, statistics: Self.about, formula: "s - s@year_start")
        let rows = ["2021-06-01", "2022-06-01", "2023-06-01", "2024-06-01"].map { Row(day: $0) }
        let outcome = try #require(
            Outcome([stock, net], rows, "2024", stated: [target("340102", "2", "2025", from: "2024")]))
        #expect(outcome.text("340102", .stock, .completion, of: 1) == "1/2")
    }

    @Test func unitsConvertAndDirectionsAreRead() throws {
        let sum = World.indicator("n", .sum, of: "value", statistics: Self.about)
        let outcome = try #require(
            Outcome(
                [sum], [Row(day: "2024-05-01", value: 5_000)], "2024",
                stated: [World.stated(.targets, "n", "340102", "2024", "0.01 亿元 ≤")]))
        // 50.00 万元 of at most 0.01 亿元.
        #expect(outcome.text("340102", .ytd, .target) == "1000000")
        #expect(outcome.text("340102", .ytd, .gap) == "500000")
        #expect(outcome.figure("340102", .ytd, .gap)?.qualifier == "met")
        #expect(outcome.figure("340102", .ytd, .target)?.qualifier == "≤")
    }

    @Test func growthMayBeATargetToo() throws {
        let sum = World.indicator("n", .sum, of: "value", statistics: Self.about + [.averageGrowth])
        let rows = [
            Row(day: "2020-05-01", value: 1_000), Row(day: "2023-05-01", value: 1_200),
            Row(day: "2024-05-01", value: 1_440),
            Row(day: "2022-05-01", value: 1_000),
        ]
        let yearly = try #require(
            Outcome([sum], rows, "2024", stated: [World.stated(.targets, "n", "340102", "2024", "25 %")]))
        #expect(yearly.text("340102", .ytd, .target) == "1/4")
        #expect(yearly.figure("340102", .ytd, .target)?.unit.symbol == "%")
        #expect(yearly.text("340102", .ytd, .completion) == "4/5")
        #expect(yearly.text("340102", .ytd, .gap) == "1/20")
        #expect(yearly.figure("340102", .ytd, .gap)?.unit.symbol == "百分点")
        // Over years it is the average growth, on the year before the first.
        let average = try #require(
            Outcome(
                [sum], rows, "2024", stated: [World.stated(.targets, "n", "340102", "2025", "10 %", from: "2023")]))
        #expect(average.text("340102", .ytd, .averageGrowth) == "1/5")
        #expect(average.text("340102", .ytd, .completion) == "2")
        #expect(average.figure("340102", .ytd, .averageGrowth)?.basePeriod == Period("2022"))
    }
}
