import Definitions
import Model

/// 时间进度: the part of the target's time that has gone by, beside which its completion is read.
struct ProgressStatistic: StatisticRule {
    func answer(_ site: Site, _ request: StatisticRequest, _ evaluation: Evaluation) -> Answer? {
        evaluation.outcome(site)?.answer(evaluation.definition(site)) { target, _ in
            let progress = target.progress(to: site.window.period.lastMonth)
            return Answer(progress, progress == nil ? .missing : .normal)
        }
    }

    func unit(_ indicator: IndicatorDefinition) -> Unit { .percent }
    func decimals(_ indicator: IndicatorDefinition) -> Int { 2 }
}
