import Definitions
import Model

/// The place of an area among its siblings by the exact values of a statistic; equal values share a place (1, 1, 3).
/// Areas without a number are not ranked.
struct RankStatistic: StatisticRule {
    func answer(_ site: Site, _ request: StatisticRequest, _ evaluation: Evaluation) -> Answer? {
        guard let group = evaluation.plan.units.siblings[site.area] else { return Answer(nil, .cannotExist) }
        let ranking = Ranking.of(group, site, request, evaluation)
        let own = request.of.rule.answer(site, request, evaluation)
        let place = ranking.place(own?.value, ascending: request.ascending)
        var answer = Answer(
            place.map { Fraction(Int128($0)) }, place == nil ? own?.status ?? .cannotExist : .normal,
            basePeriod: own?.basePeriod)
        answer.among = ranking.values.count
        return answer
    }

    func unit(_ indicator: IndicatorDefinition) -> Unit { Unit("位", .count("位")) }
    func decimals(_ indicator: IndicatorDefinition) -> Int { 0 }
}

/// The values that are ranked with each other: made once for all siblings.
struct Ranking {
    struct Key: Hashable {
        var group: Int
        /// The place with area 0.
        var site: Site
        var statistic: Statistic
    }

    /// Ascending.
    let values: [Fraction]

    static func of(_ group: Int, _ site: Site, _ request: StatisticRequest, _ evaluation: Evaluation) -> Ranking {
        var common = site
        common.area = 0
        let key = Key(group: group, site: common, statistic: request.of)
        if let known = evaluation.rankings[key] { return known }
        let siblings = evaluation.plan.units.siblings
        let values = siblings.indices.compactMap { area -> Fraction? in
            guard siblings[area] == group else { return nil }
            var sibling = site
            sibling.area = area
            // A cell without records is left out, and so is its rank.
            if site.cell != nil, evaluation.amount(sibling).records == 0 { return nil }
            return request.of.rule.answer(sibling, request, evaluation)?.value
        }
        let ranking = Ranking(values: values.sorted())
        evaluation.rankings[key] = ranking
        return ranking
    }

    /// From 1; one more than there are better values.
    func place(_ value: Fraction?, ascending: Bool) -> Int? {
        guard let value else { return nil }
        let below = values.partitioningIndex { $0 >= value }
        let notAbove = values.partitioningIndex { $0 > value }
        return 1 + (ascending ? below : values.count - notAbove)
    }
}
