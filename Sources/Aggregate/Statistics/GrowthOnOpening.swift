import Definitions
import Model

/// Growth of a stock on its state at the close of 31 December before. Of a net increase `x - x@year_start` that is the
/// increase itself over the opening stock of x.
struct GrowthOnOpeningStatistic: StatisticRule {
    func answer(_ site: Site, _ request: StatisticRequest, _ evaluation: Evaluation) -> Answer? {
        let period = site.window.period.yearStart
        let amount = evaluation.amount(site)
        if case .formula(let formula) = evaluation.plan.indicators[site.indicator].source,
            let stock = formula.increaseOf
        {
            let opening = evaluation.operandSite(stock, of: site, formula).yearStart
            return Answer.ratio(amount, on: evaluation.amount(opening), basePeriod: period)
        }
        return Answer.growth(amount, on: evaluation.amount(site.yearStart), basePeriod: period)
    }

    func unit(_ indicator: IndicatorDefinition) -> Unit { .percent }
    func decimals(_ indicator: IndicatorDefinition) -> Int { 2 }
}
