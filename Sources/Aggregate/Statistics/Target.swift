import Definitions
import Model

/// What is to be reached, as stated.
struct TargetStatistic: StatisticRule {
    func answer(_ site: Site, _ request: StatisticRequest, _ evaluation: Evaluation) -> Answer? {
        evaluation.outcome(site).map { outcome in
            outcome.answer(evaluation.definition(site)) { target, _ in
                var answer = Answer(target.value, target.stated.isForecast ? .forecast : .normal)
                answer.qualifier = target.stated.qualifier
                if target.statistic != .value {
                    answer.unit = target.statistic.rule.unit(evaluation.definition(site))
                }
                return answer
            }
        }
    }

    func unit(_ indicator: IndicatorDefinition) -> Unit { indicator.unit }
    func decimals(_ indicator: IndicatorDefinition) -> Int {
        indicator.decimals[.value] ?? ValueStatistic().decimals(indicator)
    }
}

/// A target, and what has come of it.
struct Outcome {
    /// nil: there is none.
    var target: Target?
    /// The figure that the target is of, over the target's own time.
    var actual: Answer
    /// Why there is no figure about a target that nobody set: `cannotExist`, or not delivered where no target was.
    var without: FigureStatus

    /// What `make` makes of target and actual; where it says in what it is shown, percentages have two digits and all else
    /// those of the statistic that the target is of. Every figure about a target says which period the target is of.
    func answer(_ definition: IndicatorDefinition, _ make: (Target, Answer) -> Answer) -> Answer {
        guard let target else { return Answer(nil, without) }
        var answer = make(target, actual)
        answer.basePeriod = target.period
        answer.baseSource = "target"
        if let unit = answer.unit {
            let rule = target.statistic.rule
            answer.decimals =
                unit.dimension == .ratio ? 2 : definition.decimals[target.statistic] ?? rule.decimals(definition)
        }
        return answer
    }
}

extension Evaluation {
    /// What is known of the target at a place; nil where nothing is published: of breakdowns, and of the period alone, as
    /// targets are reached by the year's accumulated figure.
    func outcome(_ site: Site) -> Outcome? {
        guard site.cell == nil, site.window.quantity != .period else { return nil }
        let without: FigureStatus = plan.stated.targets.isEmpty ? .notDelivered : .cannotExist
        guard
            let target = plan.stated.target(
                site.indicator, area: plan.units.areas[site.area], at: site.window.period.lastMonth)
        else { return Outcome(target: nil, actual: Answer(nil, without), without: without) }
        return Outcome(target: target, actual: actual(site, target), without: without)
    }

    private func actual(_ site: Site, _ target: Target) -> Answer {
        switch target.statistic {
        case .value:
            var accumulated = site
            accumulated.window = site.window.since(target)
            let amount = amount(accumulated).whole
            return Answer(amount.value, amount.status)
        case .averageGrowth: return averageGrowth(site, on: target.months.lowerBound.year - 1)
        default:
            // Of ranks the one that the indicator has.
            let own = definition(site).statistics.first { $0.statistic == target.statistic }
            let request = own ?? StatisticRequest(target.statistic, place: definition(site).place)
            return target.statistic.rule.answer(site, request, self) ?? Answer(nil, .cannotExist)
        }
    }
}
