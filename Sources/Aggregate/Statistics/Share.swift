import Definitions
import Model

/// Of a whole figure the area's part of its parent, of a breakdown's cell the category's part of the area. Shares of
/// distinct subjects need not add up to one. An area without a published parent is nothing's part.
struct ShareStatistic: StatisticRule {
    func answer(_ site: Site, _ request: StatisticRequest, _ evaluation: Evaluation) -> Answer? {
        guard let whole = evaluation.whole(site) else { return Answer(nil, .cannotExist) }
        return Answer.ratio(evaluation.amount(site), on: evaluation.amount(whole))
    }

    func unit(_ indicator: IndicatorDefinition) -> Unit { .percent }
    func decimals(_ indicator: IndicatorDefinition) -> Int { 2 }
}
