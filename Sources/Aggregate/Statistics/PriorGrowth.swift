import Definitions
import Model

/// What growth on a year earlier was a year earlier: beside it, 由负转正 can be said.
struct PriorGrowthStatistic: StatisticRule {
    func answer(_ site: Site, _ request: StatisticRequest, _ evaluation: Evaluation) -> Answer? {
        guard site.cell == nil else { return nil }
        return YearOnYearStatistic().answer(site.yearEarlier, request, evaluation)
    }

    func unit(_ indicator: IndicatorDefinition) -> Unit { .percent }
    func decimals(_ indicator: IndicatorDefinition) -> Int { indicator.decimals[.yoy] ?? 2 }
}
