import Definitions
import Model

/// The indicator itself.
struct ValueStatistic: StatisticRule {
    func answer(_ site: Site, _ request: StatisticRequest, _ evaluation: Evaluation) -> Answer? {
        let amount = evaluation.amount(site)
        var answer = Answer(amount.value, amount.status)
        if case .stated = evaluation.plan.indicators[site.indicator].source, site.cell == nil {
            answer.qualifier = evaluation.stated(site, site.window, in: evaluation.plan.stated.values)?.qualifier
        }
        return answer
    }

    func unit(_ indicator: IndicatorDefinition) -> Unit { indicator.unit }

    func decimals(_ indicator: IndicatorDefinition) -> Int {
        if case .count = indicator.unit.dimension, indicator.unit.numerator == 1, indicator.unit.denominator == 1 {
            return 0
        }
        return 2
    }
}
