import Definitions
import Model

/// The indicator itself.
struct ValueStatistic: StatisticRule {
    func answer(_ site: Site, _ request: StatisticRequest, _ evaluation: Evaluation) -> Answer? {
        let amount = evaluation.amount(site)
        return Answer(amount.value, amount.status)
    }

    func unit(_ indicator: IndicatorDefinition) -> Unit { indicator.unit }

    func decimals(_ indicator: IndicatorDefinition) -> Int {
        if case .count = indicator.unit.dimension, indicator.unit.numerator == 1, indicator.unit.denominator == 1 {
            return 0
        }
        return 2
    }
}
