import Definitions
import Model

/// 年均增长: the yearly growth that would have led from the base year to this one, the n-th root of their ratio less one. The
/// base year is the one stated, else that before the target begins.
struct AverageGrowthStatistic: StatisticRule {
    func answer(_ site: Site, _ request: StatisticRequest, _ evaluation: Evaluation) -> Answer? {
        let area = evaluation.plan.units.areas[site.area]
        let month = site.window.period.lastMonth
        let target = evaluation.plan.stated.target(site.indicator, area: area, at: month)
        guard let year = request.baseYear ?? target.map({ $0.months.lowerBound.year - 1 }) else {
            return site.cell == nil ? Answer(nil, .cannotExist) : nil
        }
        return evaluation.averageGrowth(site, on: year)
    }

    func unit(_ indicator: IndicatorDefinition) -> Unit { .percent }
    func decimals(_ indicator: IndicatorDefinition) -> Int { 2 }
}

extension Evaluation {
    /// Of the same quantity in both years; on what was published then where the indicator names it and the records say
    /// nothing.
    func averageGrowth(_ site: Site, on year: Int) -> Answer {
        let years = site.window.period.year - year
        guard years > 0 else { return Answer(nil, .cannotExist) }
        let then = site.earlier(years: years)
        var base = amount(then).whole
        var source = BaseSource.records
        if base.value == nil, definition(site).bases.contains(.published), site.cell == nil,
            let found = stated(site, then.window, in: plan.stated.published)
        {
            base = Amount(value: found.value, status: found.isForecast ? .forecast : .normal, records: 0)
            source = .published
        }
        var answer = Answer.ratio(amount(site), on: base, basePeriod: then.window.period)
        answer.baseSource = source.rawValue
        guard let ratio = answer.value else { return answer }
        guard !ratio.isNegative, let growth = ratio.root(years)?.subtracting(Fraction(1)) else {
            (answer.value, answer.status) = (nil, .cannotExist)
            return answer
        }
        answer.value = growth
        return answer
    }
}
