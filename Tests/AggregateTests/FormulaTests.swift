import Aggregate
import Definitions
import Model
import Testing

@Suite struct FormulaTests {
    typealias Row = World.Row

    private func ratio(_ formula: String, _ statistics: [Statistic] = [.value], breakdowns: [[String]] = [])
        -> IndicatorDefinition
    {
        World.indicator(
            "f", unit: Unit("倍", .ratio), breakdowns: breakdowns, statistics: statistics, formula: formula)
    }

    @Test func operandsAreTakenAtTheFormulasPlace() throws {
        let indicators = [
            World.indicator("a", breakdowns: [["type"]]),
            World.indicator("b", where: "value > 0.01", breakdowns: [["type"]]),
            ratio("b / a", [.value, .prior, .yoy], breakdowns: [["type"]]),
        ]
        let rows = [
            Row(type: 0, value: 2), Row(type: 1, value: 1), Row(type: 1), Row(type: 1, day: "2024-01-01", value: 3),
            Row(type: 1, day: "2023-12-01", value: 3),
        ]
        let outcome = try #require(Outcome(indicators, rows))
        #expect(outcome.text("340102", of: 2) == "1/3")
        #expect(outcome.text("340102", .ytd, of: 2) == "1/2")
        #expect(outcome.text("340102", .period, .prior, of: 2) == "1")
        #expect(outcome.text("340102", .ytd, .yoy, of: 2) == "-1/2")
        #expect(outcome.text("340102", by: ["type"], ["转让"], of: 2) == "0")
        #expect(outcome.text("340102", by: ["type"], ["开发"], of: 2) == "1")
        #expect(outcome.text("340102", by: ["type"], ["咨询"], of: 2) == nil)
        // No records: 0 / 0.
        #expect(outcome.text("340103", of: 2) == "M")
        // A condition that cannot be decided does not hold, and is counted.
        #expect(outcome.table.leftOut[1].undecided == 1)
    }

    @Test func aYearEarlierAndFormulasOfFormulas() throws {
        let indicators = [
            World.indicator("a"), World.indicator("g", statistics: [.value], formula: "a - a@prior_year"),
            World.indicator("h", statistics: [.value, .prior], formula: "g + g@prior_year"),
        ]
        let rows = [Row(), Row(), Row(), Row(day: "2023-10-01"), Row(day: "2021-10-01")]
        let outcome = try #require(Outcome(indicators, rows))
        #expect(outcome.text("340102", of: 1) == "2")
        // (3 − 1) + (1 − 0), a year earlier (1 − 0) + (0 − 1).
        #expect(outcome.text("340102", of: 2) == "3")
        #expect(outcome.text("340102", .period, .prior, of: 2) == "0")
    }

    @Test func whatWasNotDeliveredGoesBeforeWhatIsMissing() throws {
        let indicators = [
            World.indicator("m", .mean, of: "value"), World.indicator("n", dataset: "others"),
            ratio("m / n"), World.indicator("c", formula: "coalesce(m, 0) + 1"),
            World.indicator("d", formula: "m + 1"),
        ]
        let (plan, diagnostics) = World.plan(indicators)
        #expect(diagnostics.isEmpty)
        let months = World.months(2020...2024)
        let table = figures(
            try #require(plan), partials: [nil, nil], coverage: Coverage(months: [months, []]),
            range: try #require(PeriodRange("2024Q4")))
        func status(_ indicator: Int) -> FigureStatus? { table.figures.first { $0.indicator == indicator }?.status }
        #expect(status(0) == .cannotExist)
        #expect(status(1) == .notDelivered)
        #expect(status(2) == .notDelivered)
        #expect(status(3) == .normal)
        #expect(status(4) == .missing)
    }

    @Test func flowsDecideTheQuantityAndStocksAreReadAtTheEnd() throws {
        let indicators = [
            World.indicator("flow"), World.indicator("stock", stock: true), ratio("flow / stock"),
            World.indicator("total", stock: false, formula: "stock + stock"),
        ]
        let rows = [Row(day: "2024-11-01"), Row(day: "2024-01-01"), Row(day: "2020-01-01"), Row(day: "2019-01-01")]
        let outcome = try #require(Outcome(indicators, rows))
        #expect(outcome.text("340102", .period, of: 2) == "1/4")
        #expect(outcome.text("340102", .ytd, of: 2) == "1/2")
        #expect(outcome.text("340102", .stock, of: 2) == nil)
        #expect(outcome.text("340102", .stock, of: 3) == "8")
    }
}
