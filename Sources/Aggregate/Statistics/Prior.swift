import Definitions
import Model

/// The same quantity a year earlier.
struct PriorStatistic: StatisticRule {
    func answer(_ site: Site, _ request: StatisticRequest, _ evaluation: Evaluation) -> Answer? {
        let (base, source) = evaluation.base(site)
        // Cells without records are left out, a year earlier as well.
        if site.cell != nil, base.records == 0, base.status != .notDelivered { return nil }
        return Answer(base.value, base.status, basePeriod: site.window.period.yearEarlier, source: source)
    }

    func unit(_ indicator: IndicatorDefinition) -> Unit { indicator.unit }
    func decimals(_ indicator: IndicatorDefinition) -> Int {
        indicator.decimals[.value] ?? ValueStatistic().decimals(indicator)
    }
}
