import Aggregate
import Definitions
import Expressions
import Model
import Tabular
import TestSupport
import Testing

/// Random records, split at random over partials that are merged in random order, give the figures of the oracle.
@Suite struct RandomWorldTests {
    typealias Row = World.Row

    private static let all: [Statistic] = [.value, .prior, .yoy, .change, .share]

    static func makeSubjects() -> [Oracle.Subject] {
        func atYearStart(_ spot: Oracle.Spot) -> Oracle.Spot {
            var start = spot
            start.span = spot.span.yearStart
            return start
        }
        func asStock(_ spot: Oracle.Spot) -> Oracle.Spot {
            var stock = spot
            stock.quantity = .stock
            return stock
        }
        func both(_ values: [Fraction?], _ combine: (Fraction, Fraction) -> Fraction?) -> Fraction? {
            guard let a = values[0], let b = values[1] else { return nil }
            return combine(a, b)
        }
        let factor = Unit("倍", .ratio)
        return [
            Oracle.Subject(
                definition: World.indicator(
                    "n", breakdowns: [["type"], ["relation"]], statistics: all, rank: .yoy,
                    ranks: [
                        RankTerms(), RankTerms(among: .level, under: .city), RankTerms(of: .share, among: .group),
                        RankTerms(of: .yoy, within: 2),
                    ]),
                isStock: false),
            Oracle.Subject(
                definition: World.indicator(
                    "s", .sum, of: "value", where: "value > 0.5", area: "buyer", breakdowns: [["type", "relation"]],
                    statistics: [.value, .prior, .change, .share], rank: .value),
                keeps: { $0.value.map { $0 > 50 } ?? false }, isStock: false),
            Oracle.Subject(
                definition: World.indicator(
                    "m", .mean, of: "value", statistics: [.value, .yoy], rank: .value, ascending: true,
                    ranks: [RankTerms(of: .yoy, among: .level)]),
                isStock: false),
            Oracle.Subject(
                definition: World.indicator("lo", .min, of: "value", statistics: [.value, .prior]), isStock: false),
            Oracle.Subject(
                definition: World.indicator(
                    "hi", .max, of: "value", breakdowns: [["type"]], statistics: [.value, .change]),
                isStock: false),
            Oracle.Subject(
                definition: World.indicator(
                    "d", .countDistinct, of: "subject", breakdowns: [["relation"]], statistics: all, rank: .value),
                isStock: false),
            Oracle.Subject(
                definition: World.indicator(
                    "k", .countDistinct, of: "number", where: "type is null or type <> '转让'", area: "buyer",
                    frequency: .quarter, breakdowns: [["type"]], statistics: [.value, .yoy]),
                keeps: { $0.type != 1 }, isStock: false, finest: 3),
            Oracle.Subject(
                definition: World.indicator(
                    "st", .countDistinct, of: "subject", stock: true, breakdowns: [["type"]],
                    statistics: [.value, .prior, .yoy, .growthOnOpening], rank: .growthOnOpening),
                isStock: true),
            Oracle.Subject(
                definition: World.indicator(
                    "ss", .sum, of: "value", stock: true, breakdowns: [["relation"]],
                    statistics: [.value, .growthOnOpening], rank: .value),
                isStock: true),
            Oracle.Subject(
                definition: World.indicator(
                    "net", unit: World.household, statistics: [.value, .growthOnOpening, .prior],
                    formula: "st - st@year_start"),
                formula: (
                    { amount, spot in [amount(7, spot), amount(7, atYearStart(spot))] },
                    { both($0) { $0.subtracting($1) } }
                ),
                isStock: true, increaseOf: 7),
            Oracle.Subject(
                definition: World.indicator(
                    "ratio", unit: factor, statistics: [.value, .change, .yoy], rank: .value, formula: "m / n"),
                formula: ({ amount, spot in [amount(2, spot), amount(0, spot)] }, { both($0) { $0.divided(by: $1) } }),
                isStock: false),
            Oracle.Subject(
                definition: World.indicator("mixed", unit: factor, statistics: [.value, .share], formula: "k / st"),
                formula: (
                    { amount, spot in [amount(6, spot), amount(7, asStock(spot))] }, { both($0) { $0.divided(by: $1) } }
                ), isStock: false, finest: 3),
            Oracle.Subject(
                definition: World.indicator(
                    "cohort", .countDistinct, of: "subject", stock: true, breakdowns: [["type"]],
                    statistics: [.value, .prior, .growthOnOpening], ranks: [RankTerms(among: .group)],
                    stockRule: .cohort),
                isStock: true),
            Oracle.Subject(
                definition: World.indicator(
                    "statements", .sum, of: "value", breakdowns: [["type"]], statistics: all, rank: .yoy,
                    cumulative: true, prior: "number", bases: [.restated, .records]),
                isStock: false),
        ] + aimedAt()
    }

    /// Indicators with targets, published and matched bases, from position 14 on.
    private static func aimedAt() -> [Oracle.Subject] {
        let about: [Statistic] = [.value, .target, .completion, .progress, .gap]
        var grown = World.indicator("grown", .sum, of: "value", statistics: [.value])
        var average = StatisticRequest(.averageGrowth, place: World.place)
        average.baseYear = 2022
        grown.statistics.append(average)
        return [
            Oracle.Subject(definition: World.indicator("aim", statistics: about, rank: .completion), isStock: false),
            Oracle.Subject(
                definition: World.indicator("held", .countDistinct, of: "subject", stock: true, statistics: about),
                isStock: true),
            Oracle.Subject(
                definition: World.indicator("told", .sum, of: "value", statistics: about, cumulative: true),
                isStock: false),
            Oracle.Subject(
                definition: World.indicator(
                    "said", breakdowns: [["type"]], statistics: [.value, .prior, .yoy], rank: .yoy,
                    bases: [.published, .records]),
                isStock: false),
            Oracle.Subject(
                definition: World.indicator(
                    "kept", .countDistinct, of: "subject", stock: true, statistics: [.value, .prior, .yoy],
                    bases: [.records, .published]),
                isStock: true),
            Oracle.Subject(
                definition: World.indicator(
                    "same", .sum, of: "value", statistics: [.value, .prior, .yoy, .change], rank: .yoy,
                    bases: [.matched, .records]),
                isStock: false),
            Oracle.Subject(
                definition: World.indicator(
                    "stay", .sum, of: "value", statistics: [.value, .prior, .yoy], cumulative: true,
                    bases: [.matched, .records]),
                isStock: false),
            Oracle.Subject(definition: grown, isStock: false),
        ]
    }

    private static func aims(_ random: inout SeededGenerator) -> [Oracle.Aim] {
        var aims: [Oracle.Aim] = []
        for _ in 0..<Int.random(in: 0...25, using: &random) {
            let indicator = Int.random(in: 14...16, using: &random)
            let until =
                [Period(year: .random(in: 2023...2025, using: &random)), Period("2024Q4"), Period("2024Q3")]
                .compactMap { $0 }.randomElement(using: &random) ?? Period(year: 2024)
            let back = [0, 0, 1, 2].randomElement(using: &random) ?? 0
            // Statements are of whole years.
            let month = indicator == 16 ? 1 : [1, 1, 3].randomElement(using: &random) ?? 1
            let aim = Oracle.Aim(
                indicator: indicator, area: Oracle.published.randomElement(using: &random) ?? 0,
                from: Month(year: until.year - back, month: month), until: until,
                value: .random(in: 0...8, using: &random) * (indicator == 16 ? 1_000 : 1),
                direction: Bool.random(using: &random) ? .atLeast : .atMost)
            let isNew = !aims.contains {
                $0.indicator == aim.indicator && $0.area == aim.area && $0.months == aim.months
            }
            if isNew { aims.append(aim) }
        }
        return aims
    }

    private static func said(_ random: inout SeededGenerator) -> [Oracle.Said] {
        var list: [Oracle.Said] = []
        for _ in 0..<Int.random(in: 0...30, using: &random) {
            let isStock = Bool.random(using: &random)
            let one = Oracle.Said(
                indicator: isStock ? 18 : 17, area: Oracle.published.randomElement(using: &random) ?? 0,
                year: .random(in: 2022...2023, using: &random),
                month: [3, 6, 9, 11, 12].randomElement(using: &random) ?? 12,
                isStock: isStock, value: .random(in: 0...9, using: &random))
            let isNew = !list.contains {
                ($0.indicator, $0.area, $0.year, $0.month) == (one.indicator, one.area, one.year, one.month)
            }
            if isNew { list.append(one) }
        }
        return list
    }

    /// The same, as rows of datasets of figures would state them.
    private static func stated(
        _ aims: [Oracle.Aim], _ said: [Oracle.Said], _ subjects: [Oracle.Subject]
    ) -> [StatedFigure] {
        aims.enumerated().map { row, aim in
            World.stated(
                .targets, subjects[aim.indicator].definition.id, World.areas[aim.area].code, "\(aim.until)",
                "\(aim.value)", unit: aim.indicator == 16 ? "元" : "家", from: "\(aim.from)", direction: aim.direction,
                row: Int64(row))
        }
            + said.enumerated().map { row, one in
                World.stated(
                    .published, subjects[one.indicator].definition.id, World.areas[one.area].code,
                    "\(Month(year: one.year, month: one.month))", "\(one.value)", row: Int64(1_000 + row))
            }
    }

    @Test(arguments: 1...24 as ClosedRange<UInt64>)
    func anySplitGivesTheFiguresOfTheOracle(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let rows = (0..<Int.random(in: 0...120, using: &random)).map { _ in Self.row(&random) }
        let text = try #require(
            ["2024Q4", "2024", "2024M11", "2024H2", "2023Q3..2024Q2", "2023..2024"].randomElement(using: &random))
        let range = try #require(PeriodRange(text))
        var delivered = World.months(2020...2025)
        if Bool.random(using: &random) {
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                delivered.remove(
                    Month(year: .random(in: 2022...2024, using: &random), month: .random(in: 1...12, using: &random)))
            }
        }
        let subjects = Self.makeSubjects()
        let (aims, said) = (Self.aims(&random), Self.said(&random))
        let plan = try #require(
            World.plan(
                subjects.map(\.definition), text, subject: "subject", stated: Self.stated(aims, said, subjects)
            ).0)
        let partial = try Self.partial(plan, rows, &random)
        let table = figures(
            plan, partials: [partial, nil], coverage: Coverage(months: [delivered, []]), range: range)
        let found = table.figures.map { figure in
            Oracle.line(
                figure.indicator, World.areas[figure.area].code, figure.period, figure.quantity, figure.statisticName,
                figure.category, figure.value, figure.status.rawValue, figure.among)
        }
        let oracle = Oracle(
            subjects: subjects, rows: rows, delivered: delivered, targets: aims, published: said)
        let expected = oracle.lines(range.periods)
        if found != expected {
            let difference = zip(found + ["end"], expected + ["end"]).first { $0 != $1 }
            Issue.record("seed \(seed), \(text): found \(difference?.0 ?? ""), expected \(difference?.1 ?? "")")
        }
    }

    /// All rows in one to five partials, a few batches each, merged in random order.
    private static func partial(
        _ plan: AggregationPlan, _ rows: [Row], _ random: inout SeededGenerator
    ) throws -> Partial {
        var dataset = try #require(plan.plan(forDataset: 0))
        dataset.denseLimit = [1 << 17, 1500, 300, 0].randomElement(using: &random) ?? 0
        var partials: [Partial] = []
        for _ in 0..<Int.random(in: 1...5, using: &random) { partials.append(Partial(dataset)) }
        var rest = rows.shuffled(using: &random)[...]
        while !rest.isEmpty {
            let (batch, standing) = World.batch(Array(rest.prefix(Int.random(in: 1...30, using: &random))))
            rest = rest.dropFirst(batch.rowCount)
            partials[Int.random(in: 0..<partials.count, using: &random)]
                .add(batch, standing: standing, references: References())
        }
        while partials.count > 1 {
            partials.shuffle(using: &random)
            let last = partials.removeLast()
            partials[0].merge(last)
        }
        return partials[0]
    }

    static func row(_ random: inout SeededGenerator) -> Row {
        func maybe<Value>(_ value: Value, _ share: Int) -> Value? {
            Int.random(in: 0..<100, using: &random) < share ? value : nil
        }
        func day(_ years: ClosedRange<Int>) -> String {
            let month = Month(
                year: .random(in: years, using: &random), month: .random(in: 1...12, using: &random))
            // Ends of months matter most.
            let days = [month.firstDay.days, month.lastDay.days, month.lastDay.days - 1]
            return CivilDate(days: days.randomElement(using: &random) ?? 0).description
        }
        var row = Row()
        row.type = maybe(Int.random(in: 0...2, using: &random), 90)
        row.relation = maybe(["本区", "市内", "省外", "", "a"].randomElement(using: &random) ?? "", 85)
        row.subject = maybe("S\(Int.random(in: 0...25, using: &random))", 95)
        row.number = maybe(Int.random(in: -3...12, using: &random), 80)
        row.area = maybe(Int.random(in: 0...12, using: &random), 95)
        row.buyer = maybe(Int.random(in: 0...12, using: &random), 95)
        row.day = maybe(day(2021...2025), 96)
        row.last = maybe(day(2022...2026), 50)
        row.value = maybe(Int.random(in: -100...300, using: &random), 90)
        row.stands = Int.random(in: 0..<100, using: &random) < 90
        return row
    }
}
