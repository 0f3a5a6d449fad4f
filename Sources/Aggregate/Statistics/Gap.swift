import Definitions
import Model

/// Target less actual: what is missing to at least so much (negative: more was done), what is left of at most so much. Of a
/// target of nothing the number that is still open.
struct GapStatistic: StatisticRule {
    func answer(_ site: Site, _ request: StatisticRequest, _ evaluation: Evaluation) -> Answer? {
        let definition = evaluation.definition(site)
        return evaluation.outcome(site)?.answer(definition) { target, actual in
            guard let done = actual.value else { return Answer(nil, actual.status) }
            let gap = target.isOfNothing ? done : target.value.subtracting(done)
            var answer = Answer(gap, gap == nil ? .missing : actual.status)
            if target.direction != .atLeast {
                answer.qualifier = target.isMet(by: done) ? "met" : "not_met"
            }
            if target.statistic != .value {
                let unit = target.statistic.rule.unit(definition)
                answer.unit = unit == .percent ? .percentagePoint : unit
            }
            return answer
        }
    }

    func unit(_ indicator: IndicatorDefinition) -> Unit {
        indicator.unit == .percent ? .percentagePoint : indicator.unit
    }
    func decimals(_ indicator: IndicatorDefinition) -> Int {
        indicator.decimals[.value] ?? ValueStatistic().decimals(indicator)
    }
}
