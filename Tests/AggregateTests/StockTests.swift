import Aggregate
import Definitions
import Model
import Testing

@Suite struct StockTests {
    typealias Row = World.Row

    private let stock = World.indicator(
        "stock", .countDistinct, of: "subject", stock: true, statistics: [.value, .prior, .growthOnOpening])

    @Test func endsAreInclusiveAndAnEmptyEndIsOpen() throws {
        let rows = [
            Row(subject: "first day", day: "2024-12-31"),
            Row(subject: "last day", day: "2020-01-01", last: "2024-12-31"),
            Row(subject: "open", day: "2020-01-01"), Row(subject: "day before", day: "2020-01-01", last: "2024-12-30"),
            Row(subject: "day after", day: "2025-01-01"), Row(subject: "never", day: "2024-12-31", last: "2024-01-01"),
            Row(subject: "no first day", day: nil),
        ]
        let outcome = try #require(Outcome([stock], rows))
        #expect(outcome.text("340102", .stock) == "3")
        #expect(outcome.text("340102", .stock, .prior) == "3")
        #expect(outcome.text("340102", .period) == nil)
        #expect(outcome.table.leftOut[0].undated == 1)
    }

    /// On 31 December of Y the cohorts Y−2 … Y; on any earlier day of Y also that of Y−3.
    @Test func cohortsCountByTheYearOfTheirFirstDay() throws {
        let rows = [
            Row(subject: "2020", day: "2020-02-01"), Row(subject: "2021", day: "2021-12-31"),
            Row(subject: "2022", day: "2022-01-01"), Row(subject: "2024", day: "2024-11-30"),
            Row(subject: "cancelled", day: "2023-05-01", last: "2024-06-30"), Row(subject: "2025", day: "2025-01-01"),
        ]
        let cohort = World.indicator(
            "c", .countDistinct, of: "subject", stock: true, statistics: [.value, .prior, .growthOnOpening],
            stockRule: .cohort)
        func stock(_ period: String) throws -> String? {
            try #require(Outcome([cohort], rows, period)).text("340102", .stock)
        }
        #expect(try stock("2024Q4") == "2")
        #expect(try stock("2024-11") == "3")
        #expect(try stock("2024-06") == "3")
        #expect(try stock("2023Q4") == "3")
        #expect(try stock("2023-11") == "4")
        #expect(try stock("2022Q4") == "3")
        // Both ends of a difference by one rule.
        #expect(try #require(Outcome([cohort], rows)).text("340102", .stock, .growthOnOpening) == "-1/3")
    }

    /// Parentheses change nothing: the increase over the opening stock, not the growth of increases.
    @Test(arguments: ["stock - stock@year_start", "(stock - stock@year_start)", "stock-(stock@year_start)"])
    func aNetIncreaseGrowsOnTheOpeningStock(_ formula: String) throws {
        let rows = [
            Row(subject: "a", day: "2020-01-01"), Row(subject: "b", day: "2023-05-01"),
            Row(subject: "c", day: "2024-05-01"),
        ]
        let net = World.indicator(
            "net", unit: World.household, statistics: [.value, .growthOnOpening], formula: formula)
        let outcome = try #require(Outcome([stock, net], rows))
        #expect(outcome.text("340102", .stock, .value, of: 1) == "1")
        #expect(outcome.text("340102", .stock, .growthOnOpening, of: 1) == "1/2")
    }

    @Test func aRenewalIsNoIncreaseAndAMoveCountsOnceInTheCity() throws {
        let rows = [
            Row(subject: "a", area: 2, day: "2021-06-01", last: "2024-05-31"),
            Row(subject: "a", area: 2, day: "2024-05-01", last: "2027-04-30"),
            Row(subject: "b", area: 2, day: "2022-01-01"), Row(subject: "b", area: 3, day: "2024-01-01"),
        ]
        let outcome = try #require(Outcome([stock], rows))
        #expect(outcome.text("340102", .stock) == "2")
        #expect(outcome.text("340103", .stock) == "1")
        #expect(outcome.text("340100", .stock) == "2")
        #expect(outcome.text("340100", .stock, .growthOnOpening) == "0")
    }

    @Test func netIncreaseGrowsOnItsOpeningStock() throws {
        // 瑶海区 2024: 173 at the close of 2023, 238 at the close of 2024.
        let rows = (0..<238).map { Row(subject: "\($0)", day: $0 < 173 ? "2023-12-31" : "2024-07-01") }
        let net = World.indicator(
            "net", unit: World.household, statistics: [.value, .growthOnOpening], formula: "stock - stock @year_start")
        let outcome = try #require(Outcome([stock, net], rows, "2024"))
        #expect(outcome.text("340102", .stock, of: 1) == "65")
        #expect(outcome.text("340102", .stock, .growthOnOpening, of: 1) == "65/173")
        #expect(outcome.text("340102", .stock, .growthOnOpening) == "65/173")
        #expect(outcome.figure("340102", .stock, .growthOnOpening)?.basePeriod == Period("2023-12"))
        #expect(outcome.text("340103", .stock, .growthOnOpening, of: 1) == "M")
    }

    @Test func plainCountsCountTheDatasetsSubject() throws {
        let rows = [Row(subject: "a"), Row(subject: "a"), Row(subject: "b")]
        let indicator = World.indicator("stock", stock: true)
        #expect(try #require(Outcome([indicator], rows, subject: "subject")).text("340102", .stock) == "2")
        // Without a subject a record is one: those with a key differ in it.
        #expect(try #require(Outcome([indicator], rows)).text("340102", .stock) == "3")
    }

    @Test func sumsOfAStockAreOverTheRecordsThatStand() throws {
        let rows = [
            Row(day: "2020-01-01", last: "2024-06-30", value: 1), Row(day: "2023-12-31", value: 10),
            Row(day: "2024-12-31", value: 100),
        ]
        let indicator = World.indicator(
            "floor", .sum, of: "value", stock: true, statistics: [.value, .prior, .growthOnOpening])
        let outcome = try #require(Outcome([indicator], rows))
        #expect(outcome.text("340102", .stock) == "11000")
        #expect(outcome.text("340102", .stock, .prior) == "1100")
        #expect(outcome.text("340102", .stock, .growthOnOpening) == "9")
    }

    @Test func aStockNeedsItsDaysMonth() throws {
        let rows = [Row(subject: "a", day: "2020-01-01")]
        let outcome = try #require(Outcome([stock], rows, delivered: World.months(2024...2024)))
        #expect(outcome.text("340102", .stock) == "1")
        #expect(outcome.text("340102", .stock, .prior) == "L")
        #expect(outcome.text("340102", .stock, .growthOnOpening) == "L")
    }
}
