import Definitions
import Model

/// How one statistic follows from an indicator's values. One file beside this one per statistic, one line in `rule`.
protocol StatisticRule: Sendable {
    /// The statistic at a place; nil where none is published.
    func answer(_ site: Site, _ request: StatisticRequest, _ evaluation: Evaluation) -> Answer?
    /// What it is shown in.
    func unit(_ indicator: IndicatorDefinition) -> Unit
    /// Digits shown where the definition does not say.
    func decimals(_ indicator: IndicatorDefinition) -> Int
}

extension Statistic {
    var rule: any StatisticRule {
        switch self {
        case .value: ValueStatistic()
        case .prior: PriorStatistic()
        case .yoy: YearOnYearStatistic()
        case .change: ChangeStatistic()
        case .share: ShareStatistic()
        case .growthOnOpening: GrowthOnOpeningStatistic()
        case .rank: RankStatistic()
        }
    }
}

/// A statistic at one place.
struct Answer: Hashable {
    var value: Fraction?
    var status: FigureStatus
    /// The period that it is compared with, and where that one's value is from.
    var basePeriod: Period?
    var baseSource: String?
    var among: Int?

    init(_ value: Fraction?, _ status: FigureStatus, basePeriod: Period? = nil, source: BaseSource = .records) {
        self.value = value
        self.status = status
        self.basePeriod = basePeriod
        baseSource = basePeriod == nil ? nil : source.rawValue
    }

    /// (value − base) / base. No number on a base that is missing, zero or negative; "not delivered" goes before.
    static func growth(_ amount: Amount, on base: Amount, basePeriod: Period) -> Answer {
        let amount = amount.whole
        guard let value = amount.value else { return Answer(nil, amount.status, basePeriod: basePeriod) }
        return ratio(value, less: true, on: base, basePeriod)
    }

    /// value / base, under the same conditions.
    static func ratio(_ amount: Amount, on base: Amount, basePeriod: Period? = nil) -> Answer {
        let amount = amount.whole
        guard let value = amount.value else { return Answer(nil, amount.status, basePeriod: basePeriod) }
        return ratio(value, less: false, on: base, basePeriod)
    }

    private static func ratio(_ value: Fraction, less: Bool, on base: Amount, _ period: Period?) -> Answer {
        let base = base.whole
        guard let base = base.value else {
            return Answer(nil, base.status == .notDelivered ? .notDelivered : .cannotExist, basePeriod: period)
        }
        guard !base.isZero, !base.isNegative else { return Answer(nil, .cannotExist, basePeriod: period) }
        let top = less ? value.subtracting(base) : value
        let ratio = top?.divided(by: base)
        return Answer(ratio, ratio == nil ? .missing : .normal, basePeriod: period)
    }
}

extension Unit {
    static let percent = Unit("%", .ratio, 1, 100)
    static let percentagePoint = Unit("百分点", .ratio, 1, 100)
}
