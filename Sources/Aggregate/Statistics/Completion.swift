import Definitions
import Model

/// 完成率: what has come of the target over the target, from the target's own beginning; above 100% where more was done. At
/// most so much, or nothing at all, is no share of anything: then it says whether the target is met.
struct CompletionStatistic: StatisticRule {
    func answer(_ site: Site, _ request: StatisticRequest, _ evaluation: Evaluation) -> Answer? {
        evaluation.outcome(site)?.answer(evaluation.definition(site)) { target, actual in
            guard let done = actual.value else { return Answer(nil, actual.status) }
            guard target.hasShare else {
                var answer = Answer(nil, .cannotExist)
                answer.qualifier = target.isMet(by: done) ? "met" : "not_met"
                return answer
            }
            let share = done.divided(by: target.value)
            return Answer(share, share == nil ? .missing : actual.status)
        }
    }

    func unit(_ indicator: IndicatorDefinition) -> Unit { .percent }
    func decimals(_ indicator: IndicatorDefinition) -> Int { 2 }
}
