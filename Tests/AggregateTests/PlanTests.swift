import Aggregate
import Definitions
import Model
import Testing

@Suite struct PlanTests {
    private func mistakes(_ indicators: IndicatorDefinition...) -> [String] {
        let (plan, diagnostics) = World.plan(indicators)
        #expect((plan == nil) == !diagnostics.isEmpty)
        return diagnostics.map { $0.message + ($0.suggestion.map { " [\($0)]" } ?? "") }
    }

    @Test func namesAreChecked() {
        #expect(
            mistakes(World.indicator("x", dataset: "contract")) == [
                "indicator 'x': no dataset is named 'contract' [contracts]"
            ])
        #expect(
            mistakes(World.indicator("x", .sum, of: "valu")) == [
                "indicator 'x': dataset 'contracts' has no field 'valu' [value]"
            ])
        #expect(mistakes(World.indicator("x", breakdowns: [["typ"]])).count == 1)
        #expect(mistakes(World.indicator("x", area: "type")) == ["indicator 'x': 'type' is not an area"])
        #expect(mistakes(World.indicator("x", .sum, of: "type")) == ["indicator 'x': 'type' is not a number"])
        #expect(mistakes(World.indicator("x", where: "no_such = 1")).count == 1)
        #expect(mistakes(World.indicator("x", where: "value + 1")).count == 1)
    }

    @Test func whomARankComparesWithIsThere() {
        #expect(
            mistakes(World.indicator("x", ranks: [RankTerms(among: .level, under: .country)])) == [
                "areas.csv holds no area of kind 'country'"
            ])
        #expect(mistakes(World.indicator("x", rank: .value, ranks: [RankTerms()])) == ["'rank' is asked for twice"])
        #expect(mistakes(World.indicator("x", rank: .rank)).count == 1)
    }

    @Test func moneyNeverMeetsHouseholds() {
        #expect(
            mistakes(World.indicator("x", .sum, of: "value", unit: World.household)) == [
                "indicator 'x': 'value' is in 万元, which is never 家"
            ])
        let (sum, flow) = (World.indicator("sum", .sum, of: "value"), World.indicator("flow"))
        for formula in [
            "sum + flow", "coalesce(sum, flow)", "case when sum > flow then 1 else 0 end", "abs(flow) - sum",
        ] {
            #expect(mistakes(sum, flow, World.indicator("x", formula: formula)).count == 1, "\(formula)")
        }
        for formula in ["sum / flow", "sum * 2 + flow * 3", "sum - sum@prior_year", "flow + 1"] {
            #expect(mistakes(sum, flow, World.indicator("x", formula: formula)).isEmpty, "\(formula)")
        }
    }

    @Test func formulasAreChecked() {
        let flow = World.indicator("flow")
        #expect(mistakes(World.indicator("x", formula: "flo + 1"), flow).count == 1)
        #expect(
            mistakes(World.indicator("x", formula: "y + 1"), World.indicator("y", formula: "x + 1")) == [
                "indicator 'y': its formula comes back to itself through 'x'"
            ])
        #expect(mistakes(World.indicator("x", formula: "x")).count == 1)
        #expect(
            mistakes(flow, World.indicator("x", formula: "flow - flow@year_start")) == [
                "indicator 'x': 'flow' is a flow and has no state at the year's start"
            ])
        #expect(mistakes(flow, World.indicator("x", formula: "flow.stock")).count == 1)
        #expect(mistakes(World.indicator("x", statistics: [.growthOnOpening])).count == 1)
        #expect(mistakes(flow, World.indicator("x", breakdowns: [["type"]], formula: "flow")).count == 1)
        #expect(mistakes(World.indicator("x", statistics: [.value, .value])).count == 1)
    }

    @Test func noFigureIsFinerThanItsSource() throws {
        let indicators = [World.indicator("q", frequency: .quarter), World.indicator("f", formula: "q + 1")]
        #expect(try #require(Outcome(indicators, [], "2024M11")).table.figures.isEmpty)
        #expect(try #require(Outcome(indicators, [], "2024Q4")).text("340102", of: 1) == "1")
    }
}
