import Aggregate
import Definitions
import Model
import TestSupport
import Testing

@Suite struct StockFlowTests {
    typealias Row = World.Row

    private static let stock = World.indicator("stock", .countDistinct, of: "subject", stock: true)
    private static let ended = World.indicator("ended", .countDistinct, of: "subject", where: "type = '转让'")

    private static func flow(_ kind: StockFlow.Kind, among: String? = nil, except: String? = nil) -> IndicatorDefinition
    {
        let other = (among ?? except).map { " - \($0).ytd" } ?? ""
        var definition = World.indicator(
            "\(kind) \(among ?? except ?? "")", unit: World.household,
            formula: "stock - stock@year_start" + other)
        definition.flow = StockFlow(kind: kind, stock: "stock", among: among, except: except)
        return definition
    }

    private static let indicators = [
        stock, World.indicator("increase", unit: World.household, formula: "stock - stock@year_start"),
        flow(.new), flow(.movedIn), flow(.gone), flow(.movedOut),
    ]

    /// Stock, increase, new, moved in, gone, moved out at the close of 2024-Q4.
    private func figures(_ area: String, _ rows: [Row]) throws -> [String?] {
        let outcome = try #require(Outcome(Self.indicators, rows))
        return Self.indicators.indices.map { outcome.text(area, .stock, of: $0) }
    }

    @Test func everybodyIsCountedByWhereTheyStoodAndStand() throws {
        let rows = [
            Row(subject: "stays", day: "2020-01-01"),
            // Renewed: another certificate after the first has run out.
            Row(subject: "renewed", day: "2021-06-01", last: "2024-05-31"), Row(subject: "renewed", day: "2024-08-01"),
            Row(subject: "new", day: "2024-03-01"),
            // Came and went within the year: in neither stock.
            Row(subject: "brief", day: "2024-02-01", last: "2024-04-30"),
            Row(subject: "gone", day: "2021-01-01", last: "2023-12-31"),
            Row(subject: "gone early", day: "2022-01-01", last: "2024-06-30"),
            Row(subject: "moved", day: "2022-01-01", last: "2024-06-30"),
            Row(subject: "moved", area: 3, day: "2024-07-01"),
            // From another city.
            Row(subject: "from afar", area: 8, day: "2022-01-01", last: "2024-06-30"),
            Row(subject: "from afar", day: "2024-07-01"),
        ]
        #expect(try figures("340102", rows) == ["4", "-1", "1", "1", "2", "1"])
        #expect(try figures("340103", rows) == ["1", "1", "0", "1", "0", "0"])
        // Within the city nobody moved, but one came from outside.
        #expect(try figures("340100", rows) == ["5", "0", "1", "1", "2", "0"])
        #expect(try figures("340202", rows) == ["0", "-1", "0", "0", "0", "1"])
    }

    @Test func theGoneAreDividedByAnotherIndicator() throws {
        let indicators = [
            Self.stock, Self.ended, Self.flow(.gone), Self.flow(.gone, among: "ended"),
            Self.flow(.gone, except: "ended"),
        ]
        let rows = [
            Row(subject: "expired", day: "2021-01-01", last: "2024-03-31"),
            Row(subject: "cancelled", day: "2021-01-01", last: "2024-03-31"),
            Row(type: 1, subject: "cancelled", day: "2024-04-01", last: "2024-04-01"),
            // Ended early, and certified again.
            Row(type: 1, subject: "again", day: "2024-04-01", last: "2024-04-01"),
            Row(subject: "again", day: "2020-01-01"),
        ]
        let outcome = try #require(Outcome(indicators, rows))
        #expect((2...4).map { outcome.text("340102", .stock, of: $0) } == ["2", "1", "1"])
    }

    /// Net increase is new and moved in less gone and moved out, whoever comes, goes and moves.
    @Test(arguments: 0..<40) func theIdentityHolds(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let rows = (0..<60).map { _ -> Row in
            let first = Int.random(in: 2019...2024, using: &random)
            let month = Int.random(in: 1...12, using: &random)
            let years = Int.random(in: 0...3, using: &random)
            func day(_ year: Int) -> String { "\(year)-\(month < 10 ? "0" : "")\(month)-15" }
            return Row(
                subject: "s\(Int.random(in: 0..<20, using: &random))",
                area: [2, 3, 4, 8, 9].randomElement(using: &random),
                day: day(first), last: years == 3 ? nil : day(first + years))
        }
        for area in ["340102", "340103", "340100", "340202", "340200"] {
            let found = try figures(area, rows).map { Int($0 ?? "") }
            let whole = found.compactMap { $0 }
            try #require(whole.count == 6, "\(area) \(found)")
            #expect(whole[1] == whole[2] + whole[3] - whole[4] - whole[5], "seed \(seed), \(area): \(whole)")
        }
    }

    @Test func onlySubjectsAreFollowed() {
        var money = Self.flow(.new)
        money.formula = World.indicator("x", formula: "money - money@year_start").formula
        let told = World.plan([World.indicator("money", stock: true), money]).1.map(\.message)
        #expect(told.contains { $0.contains("'money' counts no distinct subjects, which a flow could follow") })
    }
}
