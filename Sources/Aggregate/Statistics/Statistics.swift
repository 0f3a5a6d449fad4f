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
        case .averageGrowth: AverageGrowthStatistic()
        case .target: TargetStatistic()
        case .completion: CompletionStatistic()
        case .progress: ProgressStatistic()
        case .gap: GapStatistic()
        case .rank: RankStatistic()
        case .streak: StreakStatistic()
        case .priorYoy: PriorGrowthStatistic()
        case .threshold: ThresholdStatistic()
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
    var qualifier: String?
    /// Where they are not those of the statistic: a target may be one of growth.
    var unit: Unit?
    var decimals: Int?

    init(_ value: Fraction?, _ status: FigureStatus, basePeriod: Period? = nil, source: BaseSource = .records) {
        self.value = value
        self.status = status
        self.basePeriod = basePeriod
        baseSource = basePeriod == nil ? nil : source.rawValue
    }

    /// (value − base) / base. No number on a base that is missing, zero or negative; "not delivered" goes before.
    static func growth(_ amount: Amount, on base: Amount, basePeriod: Period) -> Answer {
        ratio(amount, less: true, on: base, basePeriod)
    }

    /// value / base, under the same conditions.
    static func ratio(_ amount: Amount, on base: Amount, basePeriod: Period? = nil) -> Answer {
        ratio(amount, less: false, on: base, basePeriod)
    }

    private static func ratio(_ amount: Amount, less: Bool, on base: Amount, _ period: Period?) -> Answer {
        let (amount, base) = (amount.whole, base.whole)
        guard let value = amount.value else { return Answer(nil, amount.status, basePeriod: period) }
        guard let below = base.value else {
            return Answer(nil, base.status == .notDelivered ? .notDelivered : .cannotExist, basePeriod: period)
        }
        guard !below.isZero, !below.isNegative else { return Answer(nil, .cannotExist, basePeriod: period) }
        let top = less ? value.subtracting(below) : value
        let ratio = top?.divided(by: below)
        return Answer(ratio, ratio == nil ? .missing : amount.with(base), basePeriod: period)
    }
}

extension Amount {
    /// The status of a number made of this one and another: expected where either is.
    func with(_ other: Amount) -> FigureStatus {
        status == .forecast || other.status == .forecast ? .forecast : .normal
    }
}

extension Unit {
    static let percent = Unit("%", .ratio, 1, 100)
    static let percentagePoint = Unit("百分点", .ratio, 1, 100)
}
