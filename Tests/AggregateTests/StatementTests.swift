import Aggregate
import Definitions
import Model
import Testing

@Suite struct StatementTests {
    typealias Row = World.Row

    private func revenue(_ bases: [BaseSource] = [.records]) -> IndicatorDefinition {
        World.indicator(
            "revenue", .sum, of: "value", statistics: [.value, .prior, .yoy], cumulative: true, prior: "number",
            bases: bases)
    }

    /// Values are hundredths of 万元, so 1 is 100 元; `number` states the year before in 元.
    private func statement(_ subject: String, _ day: String, _ value: Int, prior: Int? = nil, area: Int = 2) -> Row {
        Row(subject: subject, number: prior, area: area, day: day, value: value)
    }

    @Test func theNewestMonthHoldsAllBeforeIt() throws {
        let rows = [
            statement("a", "2024-02-29", 5), statement("a", "2024-03-31", 9), statement("b", "2024-03-31", 1),
            statement("a", "2024-06-30", 20), statement("b", "2024-06-30", 4),
        ]
        let march = try #require(Outcome([revenue()], rows, "2024Q1"))
        #expect(march.text("340102", .ytd) == "1000")
        // What was since January says nothing of a month, and April and May are not needed.
        #expect(march.text("340102", .period) == nil)
        #expect(try #require(Outcome([revenue()], rows, "2024Q2")).text("340102", .ytd) == "2400")
    }

    @Test func aMonthThatNoStatementNamesIsNoNumber() throws {
        // The first statement of a year may be February's. Which months statements name is known when they have been read.
        let rows = [statement("a", "2024-02-29", 5), statement("a", "2024-04-30", 9)]
        func revenue(_ period: String, _ area: String = "340102") throws -> String? {
            let named = Set([2, 4].map { Month(year: 2024, month: $0) })
            return try #require(Outcome([self.revenue()], rows, period, delivered: named)).text(area, .ytd)
        }
        #expect(try revenue("2024-01") == "L")
        #expect(try revenue("2024-02") == "500")
        #expect(try revenue("2024-03") == "L")
        #expect(try revenue("2024-04") == "900")
        // Nobody there stated anything in a month that others did.
        #expect(try revenue("2024-04", "340103") == "0")
    }

    @Test func formulasHaveStatementsOfTheYearToDate() throws {
        let rows = [statement("a", "2024-03-31", 6), statement("b", "2024-03-31", 2), statement("a", "2024-06-30", 9)]
        let count = World.indicator("n", .countDistinct, of: "subject", cumulative: true)
        let mean = World.indicator("mean", unit: World.money, formula: "revenue / n")
        let outcome = try #require(Outcome([revenue(), count, mean], rows, "2024Q1"))
        #expect(outcome.text("340102", .ytd, of: 2) == "400")
        #expect(outcome.text("340102", .period, of: 2) == "400")
        let second = try #require(Outcome([revenue(), count, mean], rows, "2024Q2"))
        #expect(second.text("340102", .ytd, of: 2) == "900")
        #expect(second.text("340102", .period, of: 2) == "O")
    }

    @Test func howManyStateSomethingIsOfTheNewestMonth() throws {
        let count = World.indicator("n", .countDistinct, of: "subject", cumulative: true)
        let rows = [
            statement("a", "2024-03-31", 9), statement("b", "2024-03-31", 1), statement("a", "2024-06-30", 20),
        ]
        let outcome = try #require(Outcome([count], rows, "2024Q2"))
        #expect(outcome.text("340102", .ytd) == "1")
        #expect(outcome.text("340102", .period) == nil)
    }

    @Test func theRestatedBaseIsOfTheSameStatements() throws {
        let rows = [
            statement("a", "2023-11-30", 50), statement("gone", "2023-11-30", 90),
            statement("a", "2024-11-30", 60, prior: 4_800), statement("new", "2024-11-30", 7, prior: 0),
            statement("c", "2024-11-30", 10, area: 3), statement("c", "2023-11-30", 8, area: 3),
        ]
        let outcome = try #require(Outcome([revenue([.restated, .records])], rows, "2024-11"))
        #expect(outcome.text("340102", .ytd, .prior) == "4800")
        #expect(outcome.text("340102", .ytd, .yoy) == "19/48")
        #expect(outcome.figure("340102", .ytd, .yoy)?.baseSource == "restated")
        // One statement says nothing of the year before: then what was stated then counts.
        #expect(outcome.text("340103", .ytd, .yoy) == "1/4")
        #expect(outcome.figure("340103", .ytd, .yoy)?.baseSource == "records")
        // Nobody states anything this year, so nothing is restated.
        let gone = rows + [statement("z", "2023-11-30", 30, area: 4)]
        let outcomeOfGone = try #require(Outcome([revenue([.restated, .records])], gone, "2024-11"))
        #expect(outcomeOfGone.text("340191", .ytd, .prior) == "3000")
        let records = try #require(Outcome([revenue()], rows, "2024-11"))
        #expect(records.text("340102", .ytd, .prior) == "14000")
        let only = try #require(Outcome([revenue([.restated])], rows, "2024-11"))
        #expect(only.text("340103", .ytd, .prior) == "O")
        let named = Set([2023, 2024].map { Month(year: $0, month: 11) })
        let december = try #require(Outcome([revenue([.restated])], rows, "2024-12", delivered: named))
        #expect(december.text("340102", .ytd, .prior) == "L")
    }
}
