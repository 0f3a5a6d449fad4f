import Aggregate
import Definitions
import Model
import Testing

@Suite struct MeasureTests {
    typealias Row = World.Row

    private let rows = [
        Row(area: 2, value: 100), Row(area: 2, value: 250), Row(area: 2, value: nil), Row(area: 3, value: -50),
        Row(area: 2, day: "2024-02-29", value: 1), Row(area: 2, value: 999, stands: false),
        Row(area: 2, day: nil, value: 7), Row(area: 2, day: "2024-09-30", value: 4),
        Row(area: 2, day: "2025-01-01", value: 9),
    ]

    @Test func countsRecordsWhateverTheyState() throws {
        let outcome = try #require(Outcome([World.indicator("n")], rows))
        #expect(outcome.text("340102") == "3")
        #expect(outcome.text("340102", .ytd) == "5")
        #expect(outcome.text("340103") == "1")
        #expect(outcome.text("340191") == "0")
        #expect(outcome.text("340100") == "4")
        #expect(outcome.text("340000", .ytd) == "6")
        #expect(outcome.table.leftOut[0].undated == 1)
    }

    @Test func sumsInBaseUnits() throws {
        // Scale 2 in 万元: 1 is 100 元.
        let outcome = try #require(Outcome([World.indicator("s", .sum, of: "value")], rows))
        #expect(outcome.text("340102") == "35000")
        #expect(outcome.text("340102", .ytd) == "35500")
        #expect(outcome.text("340100") == "30000")
        #expect(outcome.text("340191") == "0")
        #expect(outcome.table.leftOut[0].unmeasured == 1)
    }

    @Test func sumsBeyondSixtyFourBits() throws {
        let large = [Row(value: .max), Row(value: .max), Row(value: .max)]
        let outcome = try #require(Outcome([World.indicator("s", .sum, of: "value")], large))
        #expect(outcome.figure("340102")?.value == Fraction(Int128(Int64.max) * 300))
    }

    @Test func meanIsOverRecordsThatStateTheField() throws {
        let outcome = try #require(Outcome([World.indicator("m", .mean, of: "value")], rows))
        #expect(outcome.text("340102") == "17500")
        #expect(outcome.text("340100") == "10000")
        #expect(outcome.text("340191") == "M")
    }

    @Test func medianIsOfAllValuesOfUnitsAndMonths() throws {
        let values: [Row] = [
            Row(area: 2, value: 500), Row(area: 2, value: 100), Row(area: 2, value: 300), Row(area: 2, value: 200),
            Row(area: 2, day: "2024-03-01", value: 900), Row(area: 3, value: 1_000), Row(area: 3, value: nil),
        ]
        let outcome = try #require(Outcome([World.indicator("m", .median, of: "value")], values))
        // Between 200 and 300; scale 2 in 万元: 1 is 100 元.
        #expect(outcome.text("340102") == "25000")
        #expect(outcome.text("340102", .ytd) == "30000")
        #expect(outcome.text("340103") == "100000")
        #expect(outcome.text("340100") == "30000")
        #expect(outcome.text("340191") == "M")
    }

    @Test func extremesAreOverAllUnitsAndMonths() throws {
        let outcome = try #require(
            Outcome([World.indicator("l", .min, of: "value"), World.indicator("g", .max, of: "value")], rows))
        #expect(outcome.text("340102") == "10000")
        #expect(outcome.text("340102", .ytd) == "100")
        #expect(outcome.text("340100") == "-5000")
        #expect(outcome.text("340100", of: 1) == "25000")
        #expect(outcome.text("340103", of: 1) == "-5000")
        #expect(outcome.text("340191", of: 1) == "M")
    }

    @Test func subjectsCountOnceInMonthsPeriodsAndParents() throws {
        let visits = [
            Row(subject: "a", area: 2), Row(subject: "a", area: 2), Row(subject: "a", area: 2, day: "2024-03-01"),
            Row(subject: "b", area: 2, day: "2024-03-01"), Row(subject: "a", area: 3), Row(subject: "c", area: 3),
            Row(subject: nil, area: 3), Row(subject: "a", area: 8),
        ]
        let outcome = try #require(Outcome([World.indicator("d", .countDistinct, of: "subject")], visits))
        #expect(outcome.text("340102") == "1")
        #expect(outcome.text("340102", .ytd) == "2")
        #expect(outcome.text("340103") == "2")
        #expect(outcome.text("340100") == "2")
        #expect(outcome.text("340100", .ytd) == "3")
        #expect(outcome.text("340200") == "1")
        #expect(outcome.text("340000", .ytd) == "3")
        #expect(outcome.table.leftOut[0].unmeasured == 1)
    }

    @Test func wholeNumbersAreSubjectsToo() throws {
        let rows = [Row(number: 7), Row(number: -7), Row(number: 7), Row(number: nil), Row(number: 0)]
        let outcome = try #require(Outcome([World.indicator("d", .countDistinct, of: "number")], rows))
        #expect(outcome.text("340102") == "3")
    }

    @Test func recordsOfNoUnitAreCountedApart() throws {
        let rows = [
            Row(area: nil), Row(area: 12), Row(area: 1), Row(area: 0), Row(area: 2), Row(area: 12, day: "2024-01-01"),
        ]
        let outcome = try #require(
            Outcome([World.indicator("n"), World.indicator("d", .countDistinct, of: "subject")], rows))
        #expect(outcome.text("340000") == "1")
        #expect(outcome.text("340100") == "1")
        #expect(outcome.table.leftOut[0].unplaced == 4)
    }
}
