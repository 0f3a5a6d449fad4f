import Model
import TestSupport

/// A table of figures that are stated, not computed: what a dataset of `kind: figures` is sent.
struct WorldStatedFile: Sendable {
    enum Gives: String, CaseIterable { case values, targets, published }

    var gives: Gives
    var name: String
    var reception: String?
    var rows: [WorldStated]
}

struct WorldStated: Sendable {
    /// Position in the world's list.
    var indicator: Int
    var area: Int
    var period: Period
    /// Hundredths of `unit`.
    var value: Int
    /// nil: the unit that goes without saying.
    var unit: Unit?
    /// As files spell it; nil: what the unit says.
    var statistic: String?
    var quantity: String?
    /// Targets: the period that they begin with, else January.
    var from: Period?
    var direction: String?
    var isForecast = false
    var version: Int?

    enum Unit: String {
        case yuan = "元", tenThousand = "万元", enterprises = "家", percent = "%", places = "位"

        /// What one of it is in base units, as a fraction.
        var factor: (numerator: Int, denominator: Int) {
            switch self {
            case .tenThousand: (10_000, 1)
            case .percent: (1, 100)
            default: (1, 1)
            }
        }
    }

    static let header = "指标,地区,期别,数值,单位,统计量,时间口径,起始,方向,状态,版本"

    /// As a line of a file.
    func line(_ world: World) -> String {
        let isWhole = value % 100 == 0
        let fraction = String(value % 100 + 100).dropFirst()
        let cells = [
            world.indicators[indicator].id, world.areas[area].name, WorldStated.text(period),
            isWhole ? "\(value / 100)" : "\(value / 100).\(fraction)", unit?.rawValue ?? "", statistic ?? "",
            quantity ?? "", from.map(WorldStated.text) ?? "", direction ?? "", isForecast ? "forecast" : "",
            version.map { "\($0)" } ?? "",
        ]
        return cells.joined(separator: ",")
    }

    private static func text(_ period: Period) -> String {
        period.frequency == .year ? "\(period)年" : "\(period)"
    }
}

extension WorldGenerator {
    /// What the world's figures state, where it has any.
    mutating func makeStated() {
        for i in world.deliveries.indices {
            let receptions = Set(world.deliveries[i].files.map(\.reception)).sorted { ($0 ?? "") < ($1 ?? "") }
            for gives in WorldStatedFile.Gives.allCases {
                let about = world.indicators.indices.filter { isStated($0, gives) }
                guard !about.isEmpty, !dice.once(in: 3) else { continue }
                for part in 0..<dice.pick([1, 1, 1, 2]) {
                    let rows = (0..<dice.number(2...7)).map { _ in stated(gives, dice.pick(about)) }
                    world.deliveries[i].stated.append(
                        WorldStatedFile(
                            gives: gives, name: "s\(part)", reception: dice.pick(receptions), rows: rows))
                }
            }
        }
    }

    private func isStated(_ position: Int, _ gives: WorldStatedFile.Gives) -> Bool {
        let indicator = world.indicators[position]
        switch gives {
        case .values: if case .stated = indicator.source { return true } else { return false }
        case .targets:
            return indicator.statistics.contains { statistic in
                if case .averageGrowth(nil) = statistic { return true }
                return statistic.isOfTarget
            }
        case .published: return indicator.bases.contains("published") || isFollowed(position)
        }
    }

    /// Whether any figure says for how long its rank has been so good.
    private func isFollowed(_ position: Int) -> Bool {
        world.indicators[position].statistics.contains { if case .streak = $0 { true } else { false } }
    }

    private mutating func stated(_ gives: WorldStatedFile.Gives, _ position: Int) -> WorldStated {
        let isCount = world.isCount(position)
        let published = world.areas.indices.filter { world.areas[$0].isPublished }
        var row = WorldStated(
            indicator: position, area: dice.once(in: 8) ? dice.number(0...world.areas.count - 1) : dice.pick(published),
            period: Period(year: 2024), value: dice.number(0...4000))
        if isCount { row.value = dice.number(0...6) * 100 }
        row.unit = isCount ? dice.pick([nil, .enterprises]) : dice.pick([.yuan, .yuan, .yuan, .tenThousand])
        if row.unit == .tenThousand { row.value = row.value / 1000 }
        let ends = world.range.periods.map(\.lastMonth)
        var end = dice.pick(ends)
        switch gives {
        case .targets:
            if dice.once(in: 6) { row.value = 0 }
            row.period = dice.pick([
                Period(year: end.year), Period(year: end.year), Period(year: end.year + 1),
                Period(.quarter, holding: end),
                Period(end),
            ])
            if dice.once(in: 3) {
                row.from = dice.pick([
                    Period(year: end.year - 1), Period(year: end.year - 2), Period(Month(year: end.year, month: 7)),
                    Period(Month(year: end.year - 1, month: 4)), Period(year: end.year + 1),
                ])
            }
            row.direction = dice.pick([nil, nil, ">=", "<=", "="])
            if dice.once(in: 5), !isCount || dice.once(in: 2) {
                row.unit = .percent
                row.value = dice.number(0...90) * 100
                row.statistic = dice.pick([nil, "yoy", "average_growth"])
            }
        case .values, .published:
            let years = gives == .published ? dice.pick([1, 1, 1, 2]) : dice.pick([0, 0, 1, 2])
            end = end.advanced(by: -12 * years)
            row.period = dice.pick([
                Period(year: end.year), Period(.quarter, holding: end), Period(end), Period(end),
            ])
            if gives == .published, isFollowed(position), dice.once(in: 2) {
                (row.value, row.unit, row.statistic) = (dice.number(1...3) * 100, .places, "rank")
            }
            row.quantity = dice.pick(world.isStock(position) ? [nil, nil, "stock"] : [nil, nil, "ytd", "period"])
        }
        row.isForecast = dice.once(in: 8)
        row.version = dice.pick([nil, nil, nil, 1, 2, 10])
        return row
    }
}
