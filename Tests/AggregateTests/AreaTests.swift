import Aggregate
import Definitions
import Expressions
import Model
import Testing

@Suite struct AreaTests {
    typealias Row = World.Row

    @Test func aRecordBelongsToOneUnitAndAParentIsTheSumOfItsUnits() throws {
        let rows = [
            Row(area: 2), Row(area: 3), Row(area: 4), Row(area: 5), Row(area: 6), Row(area: 10), Row(area: 11),
            Row(area: 8),
        ]
        let outcome = try #require(Outcome([World.indicator("n")], rows))
        #expect(outcome.text("340102") == "1")
        // 340105 is 340103 today.
        #expect(outcome.text("340103") == "2")
        // A zone's records are not its host's.
        #expect(outcome.text("340191") == "1")
        // What the city keeps for itself counts in the city and has no figure.
        #expect(outcome.text("340100") == "5")
        #expect(outcome.text("3401ZZ") == nil)
        #expect(outcome.text("340105") == nil)
        // A city whose units are not published holds theirs and its own.
        #expect(outcome.text("340300") == "2")
        #expect(outcome.text("340000") == "8")
    }

    @Test func boundariesAreThoseOfTheLastYear() throws {
        let tree = AreaTree([
            Area(code: "1", name: LocalizedText(), kind: .city, published: true),
            Area(code: "2", name: LocalizedText(), kind: .district, parent: 0, validTo: 2023, published: true),
            Area(code: "3", name: LocalizedText(), kind: .district, parent: 0, validFrom: 2024, published: true),
        ])
        #expect(try counts(tree, [], "2023") == [0: 0, 1: 0])
        #expect(try counts(tree, [], "2024") == [0: 0, 2: 0])
    }

    @Test func aDistrictThatHoldsAZoneHasRecordsOfItsOwn() throws {
        let tree = AreaTree([
            Area(code: "1", name: LocalizedText(), kind: .district, published: true),
            Area(code: "2", name: LocalizedText(), kind: .zone, parent: 0, published: true),
        ])
        #expect(try counts(tree, [Row(area: 0), Row(area: 1), Row(area: 1)], "2024") == [0: 3, 1: 2])
    }

    /// Records of the year by position of the area in the tree.
    private func counts(_ tree: AreaTree, _ rows: [Row], _ year: String) throws -> [Int: Int128?] {
        var pipeline = World.pipeline([World.indicator("n")])
        pipeline.areas = tree
        let range = try #require(PeriodRange(year))
        let made = AggregationPlan.make(pipeline: pipeline, schemas: [World.schema, World.schema], range: range)
        let plan = try #require(made.0)
        var partial = Partial(try #require(plan.plan(forDataset: 0)))
        let (batch, standing) = World.batch(rows)
        partial.add(batch, standing: standing, references: References())
        let table = figures(
            plan, partials: [partial, nil], coverage: Coverage(months: [World.months(2020...2025)]), range: range)
        let values = table.figures.filter { $0.quantity == .ytd }
        return Dictionary(uniqueKeysWithValues: values.map { ($0.area, $0.value?.numerator) })
    }
}
