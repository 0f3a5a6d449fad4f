import Definitions
import Model

/// The place of an area among others by the exact values of a statistic; equal values share a place (1, 1, 3). Areas
/// without a number, or with one of a part of the records, are not ranked, and nobody is first of one.
struct RankStatistic: StatisticRule {
    func answer(_ site: Site, _ request: StatisticRequest, _ evaluation: Evaluation) -> Answer? {
        let own = request.of.rule.answer(site, request, evaluation)
        // What has no figure there, as completion of the period alone, has no rank.
        if own == nil, request.of.looksAtTarget { return nil }
        guard let group = evaluation.plan.units.ranked(request)[site.area] else { return Answer(nil, .cannotExist) }
        let ranking = Ranking.of(group, site, request, evaluation)
        let isRanked = own.map(Ranking.takes) ?? false && ranking.values.count > 1
        let place = isRanked ? ranking.place(own?.value, ascending: request.ascending) : nil
        var answer = Answer(
            place.map { Fraction(Int128($0)) }, place == nil ? status(without: own) : .normal,
            basePeriod: own?.basePeriod)
        answer.baseSource = own?.baseSource
        answer.among = ranking.values.count
        return answer
    }

    /// Why there is no place: what there is no number for has its own reason.
    private func status(without own: Answer?) -> FigureStatus {
        guard let own, own.value == nil else { return .cannotExist }
        return own.status
    }

    func unit(_ indicator: IndicatorDefinition) -> Unit { Unit("位", .count("位")) }
    func decimals(_ indicator: IndicatorDefinition) -> Int { 0 }
}

/// The values that are ranked with each other: made once for all of a group.
struct Ranking {
    struct Key: Hashable {
        var group: Int
        /// The place with area 0.
        var site: Site
        var terms: RankTerms?
    }

    /// Ascending.
    let values: [Fraction]

    static func of(_ group: Int, _ site: Site, _ request: StatisticRequest, _ evaluation: Evaluation) -> Ranking {
        var common = site
        common.area = 0
        let key = Key(group: group, site: common, terms: request.rank)
        if let known = evaluation.rankings[key] { return known }
        let groups = evaluation.plan.units.ranked(request)
        let values = groups.indices.compactMap { area -> Fraction? in
            guard groups[area] == group else { return nil }
            var sibling = site
            sibling.area = area
            // A cell without records is left out, and so is its rank.
            if site.cell != nil, evaluation.amount(sibling).records == 0 { return nil }
            return request.of.rule.answer(sibling, request, evaluation).flatMap { takes($0) ? $0.value : nil }
        }
        let ranking = Ranking(values: values.sorted())
        evaluation.rankings[key] = ranking
        return ranking
    }

    /// A figure of which a part was not delivered compares with nothing.
    static func takes(_ answer: Answer) -> Bool { answer.value != nil && answer.status != .partial }

    /// From 1; one more than there are better values.
    func place(_ value: Fraction?, ascending: Bool) -> Int? {
        guard let value else { return nil }
        let below = values.partitioningIndex { $0 >= value }
        let notAbove = values.partitioningIndex { $0 > value }
        return 1 + (ascending ? below : values.count - notAbove)
    }
}
