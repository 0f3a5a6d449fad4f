import Aggregate
import Definitions
import Expressions
import Model
import Tabular
import Testing

@Suite struct KeptOutTests {
    typealias Row = World.Row

    private let indicators = [
        World.indicator("count"), World.indicator("sum", .sum, of: "value"),
        World.indicator("kinds", where: "type = '开发'"),
        World.indicator("firms", .countDistinct, of: "subject", stock: true),
        World.indicator("bought", .sum, of: "value", area: "buyer"),
    ]
    /// Positions in the world's schema.
    private let type = 0
    private let area = 4
    private let day = 6
    private let value = 8

    /// `340102 ytd count 2 1 -`: records, of them unreadable, value in hundredths of 万元.
    private func kept(
        _ reported: [Row], counted: [Row]? = nil, failed: [Set<Int>], unseen: Int = 0, sender: String? = nil,
        accepted: [Row] = []
    ) throws -> Set<String> {
        let (plan, diagnostics) = World.plan(indicators)
        #expect(diagnostics.isEmpty)
        let range = try #require(PeriodRange("2024Q4"))
        let made = try #require(plan)
        let datasetPlan = try #require(made.plan(forDataset: 0))
        let origin = ErrorRows.Origin(
            sender: sender.flatMap { World.areas.index(ofCode: $0) }, month: Month(year: 2024, month: 12))
        var kept = KeptOut(datasetPlan)
        kept.add(
            ErrorRows(
                reported: World.batch(reported).0, counted: World.batch(counted ?? reported).0,
                lost: Bitmap(count: reported.count, repeating: counted == nil), failed: failed, origin: origin),
            references: References())
        kept.add(unseen: unseen, areaField: area, origin)
        var partial = Partial(datasetPlan)
        let (batch, standing) = World.batch(accepted)
        partial.add(batch, standing: standing, references: References())
        let table = figures(
            made, partials: [partial, nil],
            coverage: Coverage(months: Array(repeating: World.months(2020...2025), count: 2)), range: range,
            keptOut: [kept, nil])
        return Set(
            table.figures.compactMap { figure in
                figure.keptOut.map { kept in
                    let value = kept.value?.multiplied(by: Fraction(mantissa: 1, scale: 2)).map { "\($0.numerator)" }
                    return
                        "\(World.areas[figure.area].code) \(figure.quantity.rawValue) \(indicators[figure.indicator].id) \(kept.records) \(kept.unreadable) \(value ?? "-") \(percent(kept.share))"
                }
            })
    }

    private func percent(_ share: Fraction) -> String { share.rounded(scale: 2).map { "\($0)%" } ?? "?" }

    private func of(_ area: String, _ all: Set<String>) -> Set<String> { all.filter { $0.hasPrefix(area) } }

    @Test func aLostRecordCountsWithWhatItReports() throws {
        let all = try kept(
            [Row(type: 0, subject: "a", day: "2024-03-01", value: 300)], failed: [[3]],
            accepted: [Row(type: 0, day: "2024-04-01", value: 900)])
        #expect(
            of("340102", all) == [
                "340102 ytd count 1 0 - 50%", "340102 ytd sum 1 0 300 25%", "340102 ytd kinds 1 0 - 50%",
                "340102 stock firms 1 0 - 100%",
            ])
        // Up to the roots, and nowhere else.
        #expect(of("340100", all).count == 4)
        #expect(of("340000", all).count == 4)
        #expect(all.count == 12)
    }

    @Test func whatCannotBeReadCountsByNumber() throws {
        // The value failed, the type failed, the buyer was never stated.
        let all = of("340102", try kept([Row(value: nil)], failed: [[type, value]]))
        #expect(
            all == [
                "340102 period count 1 0 - 100%", "340102 period sum 1 1 0 100%", "340102 period kinds 1 1 - 100%",
                "340102 ytd count 1 0 - 100%", "340102 ytd sum 1 1 0 100%", "340102 ytd kinds 1 1 - 100%",
            ])
        // A field that may be blank and is keeps nothing out.
        #expect(!of("340102", try kept([Row(value: nil)], failed: [[3]])).contains { $0.contains("sum") })
    }

    @Test func aRejectedFieldKeepsOutOnlyWhatReadsIt() throws {
        let all = of(
            "340102",
            try kept(
                [Row(type: 0, value: 300)], counted: [Row(type: 0, value: nil)], failed: [[value]],
                accepted: [Row(type: 0, value: nil), Row(value: 700)]))
        #expect(all == ["340102 period sum 1 0 300 30%", "340102 ytd sum 1 0 300 30%"])
        // A type that is rejected and was another anyway.
        #expect(
            try kept([Row(type: 1, value: 300)], counted: [Row(value: 300)], failed: [[type]]).isEmpty)
    }

    @Test func aRecordWithoutAreaOrDateCountsWhereItWasSent() throws {
        let areaLess = try kept([Row(area: nil, value: 300)], failed: [[area]], sender: "340103")
        #expect(Set(areaLess.map { $0.prefix(6) }) == ["340103", "340100", "340000"])
        let unknown = try kept([Row(area: nil, value: 300)], failed: [[area]])
        #expect(Set(unknown.map { $0.prefix(6) }) == ["340000"])
        let dayless = of("340102", try kept([Row(day: nil, value: 300)], failed: [[day]]))
        #expect(dayless.contains("340102 period sum 1 0 300 100%"))
        // Nothing is known but how many: in the measures that take every record.
        let unseen = of("340103", try kept([], failed: [], unseen: 2, sender: "340103"))
        #expect(unseen.contains("340103 ytd count 2 2 - 100%"))
        #expect(!unseen.contains { $0.contains("kinds") || $0.contains("bought") })
    }
}
