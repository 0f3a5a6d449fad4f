import Definitions
import Model

/// 同比: growth on the same quantity a year earlier.
struct YearOnYearStatistic: StatisticRule {
    func answer(_ site: Site, _ request: StatisticRequest, _ evaluation: Evaluation) -> Answer? {
        let (base, source) = evaluation.base(site)
        var answer = Answer.growth(evaluation.amount(site), on: base, basePeriod: site.window.period.yearEarlier)
        answer.baseSource = source.rawValue
        return answer
    }

    func unit(_ indicator: IndicatorDefinition) -> Unit { .percent }
    func decimals(_ indicator: IndicatorDefinition) -> Int { 2 }
}
