import Model
import Testing

@testable import Aggregate

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

    @Test func boundariesAreThoseOfTheLastYear() {
        let tree = AreaTree([
            Area(code: "1", name: LocalizedText(), kind: .city, published: true),
            Area(code: "2", name: LocalizedText(), kind: .district, parent: 0, validTo: 2023, published: true),
            Area(code: "3", name: LocalizedText(), kind: .district, parent: 0, validFrom: 2024, published: true),
        ])
        #expect(ReportingUnits(tree, year: 2023).areas == [0, 1])
        #expect(ReportingUnits(tree, year: 2024).areas == [0, 2])
    }

    @Test func aDistrictThatHoldsAZoneHasRecordsOfItsOwn() {
        let tree = AreaTree([
            Area(code: "1", name: LocalizedText(), kind: .district, published: true),
            Area(code: "2", name: LocalizedText(), kind: .zone, parent: 0, published: true),
        ])
        let units = ReportingUnits(tree, year: 2024)
        #expect(units.lineages[Int(units.unitOfArea[0])] == [0])
        #expect(units.lineages[Int(units.unitOfArea[1])] == [1, 0])
    }

    @Test func siblingsHaveOneParentAndOneLevel() {
        let units = ReportingUnits(World.areas, year: 2024)
        func group(_ code: String) -> Int? {
            World.areas.index(ofCode: code).flatMap { units.areas.firstIndex(of: $0) }.flatMap { units.siblings[$0] }
        }
        #expect(group("340102") == group("340191"))
        #expect(group("340102") != group("340202"))
        #expect(group("340100") == group("340300"))
        #expect(group("340000") != group("340100"))
    }
}
