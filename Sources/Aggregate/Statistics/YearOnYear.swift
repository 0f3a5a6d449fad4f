import Definitions
import Model

/// 同比: growth on the same quantity a year earlier.
struct YearOnYearStatistic: StatisticRule {
    func answer(_ site: Site, _ request: StatisticRequest, _ evaluation: Evaluation) -> Answer? {
        let base = evaluation.base(site)
        var answer = Answer.growth(
            base.compared ?? evaluation.amount(site), on: base.amount, basePeriod: site.window.period.yearEarlier)
        answer.baseSource = base.source.rawValue
        return answer
    }

    func unit(_ indicator: IndicatorDefinition) -> Unit { .percent }
    func decimals(_ indicator: IndicatorDefinition) -> Int { 2 }
}
