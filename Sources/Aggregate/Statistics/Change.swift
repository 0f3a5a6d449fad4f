import Definitions
import Model

/// The difference from the same quantity a year earlier; of percentages in 百分点. Where the two are not known, what is stated of it.
struct ChangeStatistic: StatisticRule {
    func answer(_ site: Site, _ request: StatisticRequest, _ evaluation: Evaluation) -> Answer? {
        let period = site.window.period.yearEarlier
        let base = evaluation.base(site)
        let amount = base.compared ?? evaluation.amount(site).whole
        if amount.value == nil || base.amount.value == nil, site.cell == nil,
            let stated = evaluation.stated(site, site.window, statistic: .change, in: evaluation.plan.stated.values)
        {
            return Answer(
                stated.value, stated.isForecast ? .forecast : .normal, basePeriod: period, source: .published)
        }
        guard let value = amount.value else {
            return Answer(nil, amount.status, basePeriod: period, source: base.source)
        }
        guard let prior = base.amount.value else {
            return Answer(nil, base.amount.status, basePeriod: period, source: base.source)
        }
        let change = value.subtracting(prior)
        return Answer(
            change, change == nil ? .missing : amount.with(base.amount), basePeriod: period, source: base.source)
    }

    func unit(_ indicator: IndicatorDefinition) -> Unit {
        indicator.unit == .percent ? .percentagePoint : indicator.unit
    }
    func decimals(_ indicator: IndicatorDefinition) -> Int {
        indicator.decimals[.value] ?? ValueStatistic().decimals(indicator)
    }
}
