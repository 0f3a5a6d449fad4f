import Definitions
import Model

/// Growth of a stock on its state at the close of 31 December before. Of a net increase `x - x@year_start` that is the
/// increase itself over the opening stock of x.
struct GrowthOnOpeningStatistic: StatisticRule {
    func answer(_ site: Site, _ request: StatisticRequest, _ evaluation: Evaluation) -> Answer? {
        let period = site.window.period.yearStart
        let amount = evaluation.amount(site)
        let opening = evaluation.amount(evaluation.opening(site))
        if case .formula(let formula) = evaluation.plan.indicators[site.indicator].source, formula.increaseOf != nil {
            return Answer.ratio(amount, on: opening, basePeriod: period)
        }
        return Answer.growth(amount, on: opening, basePeriod: period)
    }

    func unit(_ indicator: IndicatorDefinition) -> Unit { .percent }
    func decimals(_ indicator: IndicatorDefinition) -> Int { 2 }
}
