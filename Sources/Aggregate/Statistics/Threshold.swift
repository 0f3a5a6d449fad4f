import Definitions
import Model

/// 突破: the highest of the marks stated that the value is beyond, and was not a year earlier. `first` where in none of the
/// years that are looked at it was; a year of which nothing is known ends the looking.
struct ThresholdStatistic: StatisticRule {
    func answer(_ site: Site, _ request: StatisticRequest, _ evaluation: Evaluation) -> Answer? {
        guard site.cell == nil else { return nil }
        let now = evaluation.amount(site).whole
        let period = site.window.period.yearEarlier
        let base = evaluation.base(site)
        guard let value = now.value else { return Answer(nil, now.status, basePeriod: period, source: base.source) }
        guard let before = base.amount.value else {
            return Answer(nil, base.amount.status, basePeriod: period, source: base.source)
        }
        let factor = evaluation.definition(site).unit.factor
        let passed = request.thresholds.compactMap { $0.multiplied(by: factor) }.filter { value > $0 && before <= $0 }
        guard let mark = passed.max() else { return Answer(nil, .cannotExist, basePeriod: period, source: base.source) }
        var answer = Answer(mark, now.with(base.amount), basePeriod: period, source: base.source)
        let years = (1...max(1, request.years)).map { evaluation.base(site.earlier(years: $0 - 1)).amount.value }
        let known = years.prefix { $0 != nil }.compactMap { $0 }
        answer.qualifier = known.allSatisfy { $0 <= mark } ? "first" : nil
        return answer
    }

    func unit(_ indicator: IndicatorDefinition) -> Unit { indicator.unit }
    func decimals(_ indicator: IndicatorDefinition) -> Int {
        indicator.decimals[.value] ?? ValueStatistic().decimals(indicator)
    }
}
