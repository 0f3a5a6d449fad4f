import Definitions
import Model
import Pipeline

/// A figure as the two are compared: everything that is published of it, still exact.
struct WorldFigure: Hashable, Sendable, CustomStringConvertible {
    struct Key: Hashable, Sendable, Comparable, CustomStringConvertible {
        var indicator: String
        var area: String
        var period: String
        var quantity: String
        var statistic: String
        var breakdown: String
        var category: String

        var description: String {
            "\(indicator) \(area) \(period) \(quantity) \(statistic)"
                + (breakdown.isEmpty ? "" : " \(breakdown)=\(category)")
        }

        static func < (a: Key, b: Key) -> Bool { a.description < b.description }
    }

    var key: Key
    /// nil: no number.
    var value: Fraction?
    var status: String
    var basePeriod: String?
    var baseSource: String?
    /// Of ranks: how many were ranked.
    var among: Int?
    /// Whether a target is met, a register carried forward, a streak longer.
    var qualifier: String?

    var description: String {
        let number = value.map { "\($0.numerator)/\($0.denominator)" } ?? "no number"
        return
            "\(number) \(status) base \(basePeriod ?? "-") \(baseSource ?? "-") among \(among.map { "\($0)" } ?? "-") \(qualifier ?? "")"
    }

    /// A row of the oracle's answer.
    init(_ row: [Database.Cell], _ world: World) {
        func text(_ i: Int) -> String { row[i].text ?? "" }
        key = Key(
            indicator: world.indicators[Int(row[0].integer ?? 0)].id, area: text(1), period: text(2), quantity: text(3),
            statistic: text(4), breakdown: text(5), category: text(6))
        if let numerator = row[7].integer, let denominator = row[8].integer {
            value = Fraction(Int128(numerator), over: Int128(denominator))
        }
        status = text(9)
        basePeriod = row[10].text
        baseSource = row[11].text
        among = row[12].integer.map { Int($0) }
        qualifier = row[13].text
    }

    init(_ figure: Figure, _ run: RunFigures) {
        key = Key(
            indicator: run.pipeline.indicators[figure.indicator].id, area: run.pipeline.areas[figure.area].code,
            period: "\(figure.period)", quantity: figure.quantity.rawValue, statistic: figure.statisticName,
            breakdown: figure.breakdown.joined(separator: ","), category: figure.category.joined(separator: ","))
        value = figure.value
        status = figure.status.rawValue
        basePeriod = figure.basePeriod.map { "\($0)" }
        baseSource = figure.baseSource
        among = figure.among
        qualifier = figure.qualifier
    }

    /// As outputs name a rank: what differs from the rank of the value among siblings.
    static func rankName(_ of: String, _ among: String, _ under: AreaKind?) -> String {
        if of == "value", among == "siblings" { return "rank" }
        return (["rank", of] + (among == "siblings" ? [] : [among]) + (under.map { [$0.rawValue] } ?? []))
            .joined(separator: "_")
    }
}
