import Aggregate
import Definitions
import Expressions
import Model
import Tabular
import Testing

@Suite struct RevokedTests {
    typealias Row = World.Row

    private func outcome(_ mode: RevokedDefinition.Mode, _ indicators: [IndicatorDefinition], _ rows: [Row]) throws
        -> FigureTable
    {
        var pipeline = World.pipeline(indicators)
        pipeline.datasets[0].revoked = RevokedDefinition(
            when: SourceText("relation = '撤销'", at: World.place), on: "last", mode: mode, place: World.place)
        let range = try #require(PeriodRange("2024Q4"))
        let (plan, diagnostics) = AggregationPlan.make(
            pipeline: pipeline, schemas: [World.schema, World.schema], range: range)
        #expect(diagnostics.isEmpty)
        let made = try #require(plan)
        var partial = Partial(try #require(made.plan(forDataset: 0)))
        let (batch, standing) = World.batch(rows)
        partial.add(batch, standing: standing, references: References())
        return figures(
            made, partials: [partial, nil],
            coverage: Coverage(months: Array(repeating: World.months(2020...2025), count: 2)), range: range)
    }

    private func text(_ table: FigureTable, _ indicator: Int, _ quantity: Quantity, _ category: [String] = [])
        -> String?
    {
        guard let area = World.areas.index(ofCode: "340102") else { return nil }
        let figure = table.figures.first {
            $0.indicator == indicator && $0.area == area && $0.quantity == quantity && $0.category == category
        }
        return figure.map { $0.value.map { "\($0.numerator)/\($0.denominator)" } ?? $0.status.rawValue }
    }

    private let indicators = [
        World.indicator("count", breakdowns: [["type"]]),
        World.indicator("sum", .sum, of: "value", unit: Unit("万元", .money, 10_000)),
        World.indicator("firms", .countDistinct, of: "subject"),
    ]
    /// Contracts of March and November, and one of March that was revoked in November.
    private let rows = [
        Row(type: 0, subject: "a", day: "2024-03-01", value: 300), Row(type: 0, subject: "b", value: 100),
        Row(type: 1, relation: "撤销", subject: "c", day: "2024-03-02", last: "2024-11-20", value: 200),
    ]

    @Test func restatedTheyHaveNeverBeen() throws {
        let table = try outcome(.restate, indicators, rows)
        #expect(text(table, 0, .ytd) == "2/1")
        #expect(text(table, 0, .period) == "1/1")
        #expect(text(table, 1, .ytd) == "40000/1")
        #expect(text(table, 1, .period) == "10000/1")
        #expect(text(table, 2, .ytd) == "2/1")
    }

    @Test func deductedTheyAreTakenOffWhenTheyWereRevoked() throws {
        let table = try outcome(.deduct, indicators, rows)
        #expect(text(table, 0, .ytd) == "2/1")
        // One came, one went.
        #expect(text(table, 0, .period) == "0/1")
        #expect(text(table, 0, .period, ["转让"]) == "-1/1")
        #expect(text(table, 1, .ytd) == "40000/1")
        #expect(text(table, 1, .period) == "-10000/1")
        // Subjects do not add up: of them it is left out.
        #expect(text(table, 2, .ytd) == "2/1")
    }

    @Test func revokedWithoutADayTheyAreLeftOut() throws {
        let table = try outcome(.deduct, indicators, rows + [Row(relation: "撤销", value: 900)])
        #expect(text(table, 1, .ytd) == "40000/1")
        // Unknown is not revoked.
        let unknown = try outcome(.restate, indicators, [Row(relation: nil, value: 100)])
        #expect(text(unknown, 1, .ytd) == "10000/1")
    }
}
