import Aggregate
import Definitions
import Model
import Testing

@Suite struct UnionTests {
    typealias Row = World.Row

    private func union(_ names: [String], statistics: [Statistic] = [.value]) -> IndicatorDefinition {
        var definition = World.indicator(
            "all", unit: World.household, statistics: statistics, formula: names.joined(separator: " + "))
        definition.union = names
        return definition
    }

    private let certified = World.indicator("certified", .countDistinct, of: "subject", stock: true)
    private let registered = World.indicator("registered", .countDistinct, of: "subject", where: "type = '开发'")

    @Test func aSubjectOfTwoRegistersIsOne() throws {
        let rows = [
            Row(subject: "a", day: "2022-05-01"), Row(type: 0, subject: "a"), Row(type: 0, subject: "b"),
            // Registered in another district: one of the city, one of each district.
            Row(type: 0, subject: "a", area: 3), Row(subject: "c", day: "2020-01-01", last: "2024-06-30"),
        ]
        let outcome = try #require(
            Outcome([certified, registered, union(["certified", "registered"])], rows))
        // The rows of the year hold from their day on too.
        #expect(outcome.text("340102", .stock, of: 0) == "2")
        #expect(outcome.text("340102", .ytd, of: 1) == "2")
        #expect(outcome.text("340102", .ytd, of: 2) == "2")
        #expect(outcome.text("340103", .ytd, of: 2) == "1")
        #expect(outcome.text("340100", .ytd, of: 2) == "2")
        #expect(outcome.text("340202", .ytd, of: 2) == "0")
    }

    @Test func eachPartHasItsOwnTime() throws {
        let rows = [
            Row(type: 0, subject: "a", day: "2024-02-01", last: "2024-03-01"), Row(subject: "b", day: "2019-02-01"),
        ]
        let outcome = try #require(
            Outcome(
                [certified, registered, union(["certified", "registered"], statistics: [.value, .prior, .yoy])], rows))
        // a no longer holds at the end, but was registered in the year, though not in the quarter.
        #expect(outcome.text("340102", .stock, of: 0) == "1")
        #expect(outcome.text("340102", .ytd, of: 2) == "2")
        #expect(outcome.text("340102", .period, of: 2) == "1")
        #expect(outcome.text("340102", .ytd, .prior, of: 2) == "1")
        #expect(outcome.text("340102", .ytd, .yoy, of: 2) == "1")
    }

    @Test func aPartThatWasNotDeliveredLeavesNoNumber() throws {
        let outcome = try #require(
            Outcome(
                [certified, registered, union(["certified", "registered"])], [Row(type: 0, subject: "a")],
                delivered: World.months(2020...2023)))
        #expect(outcome.text("340102", .ytd, of: 2) == "L")
    }

    @Test func onlySubjectsAreUnited() {
        let told = World.plan([
            certified, World.indicator("money"),
            union(["certified", "money"]),
        ]).1
            .map(\.message)
        #expect(told.contains { $0.contains("'money' counts no distinct subjects, of which a union could be made") })
    }
}
