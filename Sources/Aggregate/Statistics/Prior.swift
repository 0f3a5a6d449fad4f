import Definitions
import Model

/// The same quantity a year earlier.
struct PriorStatistic: StatisticRule {
    func answer(_ site: Site, _ request: StatisticRequest, _ evaluation: Evaluation) -> Answer? {
        let base = evaluation.base(site)
        // Cells without records are left out, a year earlier as well.
        if site.cell != nil, base.amount.records == 0, base.amount.status != .notDelivered { return nil }
        return Answer(
            base.amount.value, base.amount.status, basePeriod: site.window.period.yearEarlier, source: base.source)
    }

    func unit(_ indicator: IndicatorDefinition) -> Unit { indicator.unit }
    func decimals(_ indicator: IndicatorDefinition) -> Int {
        indicator.decimals[.value] ?? ValueStatistic().decimals(indicator)
    }
}
