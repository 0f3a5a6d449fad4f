import Definitions
import Model

/// 同比: growth on the same quantity a year earlier.
struct YearOnYearStatistic: StatisticRule {
    func answer(_ site: Site, _ request: StatisticRequest, _ evaluation: Evaluation) -> Answer? {
        Answer.growth(
            evaluation.amount(site), on: evaluation.amount(site.yearEarlier), basePeriod: site.window.period.yearEarlier
        )
    }

    func unit(_ indicator: IndicatorDefinition) -> Unit { .percent }
    func decimals(_ indicator: IndicatorDefinition) -> Int { 2 }
}
