import Definitions
import Model

/// 连续 n 年: for how many years in a row, the figure's own the last, the area's rank has been at most so much. Each year's rank
/// is on the bases of that year; where records say nothing, what was published of the rank itself counts. A year of which
/// nothing is known ends the count: then it is at least so many.
struct StreakStatistic: StatisticRule {
    func answer(_ site: Site, _ request: StatisticRequest, _ evaluation: Evaluation) -> Answer? {
        guard site.cell == nil else { return nil }
        let within = Fraction(Int128(request.within ?? 1))
        var rank = request
        rank.statistic = .rank
        rank.within = nil
        var years = 0
        while true {
            let then = site.earlier(years: years)
            let own = years <= request.years ? RankStatistic().answer(then, rank, evaluation) : nil
            // Where there is no such rank, as of completion of the period alone, nothing can have lasted.
            if years == 0, own == nil { return nil }
            let published = evaluation.publishedRank(then, rank)
            guard let place = own?.value ?? published?.value else {
                // What cannot be known of the figure's own year has its reason.
                if years == 0 { return Answer(nil, own?.status ?? .missing) }
                var answer = Answer(Fraction(Int128(years)), .normal)
                answer.qualifier = "at_least"
                return answer
            }
            guard place <= within else { return Answer(Fraction(Int128(years)), .normal) }
            years += 1
        }
    }

    func unit(_ indicator: IndicatorDefinition) -> Unit { Unit("年", .count("年")) }
    func decimals(_ indicator: IndicatorDefinition) -> Int { 0 }
}

extension Evaluation {
    /// The rank that was published of an area. It does not say of what it is: it counts where the indicator has one rank
    /// among siblings.
    func publishedRank(_ site: Site, _ request: StatisticRequest) -> StatedFigures.Stated? {
        let ranked = plan.indicators[site.indicator].statistics.filter { $0.rank?.among == .siblings }.map(\.of)
        guard request.among == .siblings, Set(ranked).count == 1 else { return nil }
        return stated(site, site.window, statistic: .rank, in: plan.stated.published)
    }
}
