import Definitions
import Model
import Testing

@testable import Aggregate

@Suite struct LayoutTests {
    @Test func measuresShareCubes() throws {
        let (plan, _) = World.plan([
            World.indicator("n", breakdowns: [["type"]]),
            World.indicator("s", .sum, of: "value", breakdowns: [["type"]]),
            World.indicator("m", .mean, of: "value"), World.indicator("bought", area: "buyer", breakdowns: [["type"]]),
            World.indicator("stock", stock: true),
        ])
        let dataset = try #require(plan?.plan(forDataset: 0))
        #expect(plan?.plan(forDataset: 1) == nil)
        #expect(dataset.cubes.count == 3)
        // The mean is read from the sum's cells.
        #expect(dataset.cubes[0].measures.count == 2)
    }

    @Test func windowsHoldWhatFiguresRead() throws {
        let (plan, _) = World.plan([
            World.indicator("n", statistics: [.value, .yoy]),
            World.indicator("stock", stock: true, statistics: [.value, .growthOnOpening]),
        ])
        let dataset = try #require(plan?.plan(forDataset: 0))
        #expect(dataset.timings[0].axis.months == World.months(2023...2024).sorted())
        #expect(
            dataset.timings[1].axis.days.map { CivilDate(days: $0).description } == ["2023-12-31", "2024-12-31"])
    }
}
