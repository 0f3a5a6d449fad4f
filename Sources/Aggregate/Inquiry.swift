public import Definitions
import Expressions
public import Model

/// Answers to what stands behind the figures of a run, of the same sums that they were made of.
public final class Inquiry {
    let plan: AggregationPlan
    let schemas: [Schema]
    let evaluation: Evaluation
    let partials: [Partial?]

    /// Arguments are those of `figures`.
    /// - Parameter schemas: by dataset, derived fields included.
    public init(
        _ plan: AggregationPlan, schemas: [Schema], partials: [Partial?], coverage: Coverage, keptOut: [KeptOut?] = [],
        reviewed: [ReviewedTallies?] = []
    ) {
        self.plan = plan
        self.schemas = schemas
        self.partials = partials
        evaluation = Evaluation(plan, partials, coverage)
        for (dataset, kept) in keptOut.enumerated() { evaluation.keptOut[dataset] = kept }
        for (dataset, tallies) in reviewed.enumerated() { evaluation.reviewed[dataset] = tallies }
    }

    /// The facts about a figure, without what only its records tell.
    /// - Parameter figures: those published there.
    public func explanation(_ place: FigureSite, figures: [Figure]) -> Explanation? {
        guard let site = site(place) else { return nil }
        var explanation = Explanation(site: place, figures: figures, amount: explained(evaluation.amount(site)))
        if case .formula(let formula) = plan.indicators[site.indicator].source {
            explanation.operands = formula.operands.indices.map { position in
                let operand = evaluation.operandSite(position, of: site, formula)
                return ExplainedOperand(
                    name: name(formula.operands[position]), site: self.place(operand),
                    amount: explained(evaluation.amount(operand)))
            }
        }
        if plan.indicators[site.indicator].looksBack { explanation.bases = bases(site) }
        explanation.target = target(site)
        explanation.rankings = plan.indicators[site.indicator].statistics.compactMap { ranking(site, $0) }
        return explanation
    }

    // MARK: Places

    /// nil where the area gets no figures.
    func site(_ place: FigureSite) -> Site? {
        guard let area = plan.units.areas.firstIndex(of: place.area) else { return nil }
        let site = Site(
            indicator: place.indicator, area: area, window: Window(quantity: place.quantity, period: place.period))
        guard !place.breakdown.isEmpty else { return site }
        var broken = site
        broken.cell = evaluation.cells(site, fields: place.breakdown).first { $0.codes == place.category }
        return broken.cell == nil ? nil : broken
    }

    func place(_ site: Site) -> FigureSite {
        FigureSite(
            indicator: site.indicator, area: plan.units.areas[site.area], period: site.window.period,
            quantity: site.window.quantity, breakdown: site.cell?.fields ?? [], category: site.cell?.codes ?? [])
    }

    private func explained(_ amount: Amount) -> ExplainedAmount {
        ExplainedAmount(value: amount.value, status: amount.status, count: amount.records)
    }

    /// An operand as a formula writes it.
    func name(_ operand: Formula.Operand) -> String {
        var name = plan.pipeline.indicators[operand.indicator].id
        if let quantity = operand.quantity { name += ".\(quantity.rawValue)" }
        if operand.shift != .none { name += "@\(operand.shift.rawValue)" }
        return name
    }

    // MARK: Bases

    private func bases(_ site: Site) -> [ExplainedBase] {
        let used = evaluation.base(site).source
        let amount = evaluation.amount(site)
        let named = evaluation.definition(site).bases
        // Those that the indicator does not name are shown where they say something.
        return (named + BaseSource.allCases.filter { !named.contains($0) }).compactMap { source in
            let base = evaluation.base(site, from: source)
            guard base.amount.value != nil || named.contains(source) else { return nil }
            let period = site.window.period.yearEarlier
            var shown = explained(base.amount)
            if let population = base.population { shown.count = population }
            return ExplainedBase(
                source: source.rawValue, period: period, amount: shown, compared: base.compared?.value,
                growth: Answer.growth(base.compared ?? amount, on: base.amount, basePeriod: period).value,
                isUsed: source == used)
        }
    }

    private func target(_ site: Site) -> ExplainedTarget? {
        guard let outcome = evaluation.outcome(site), let target = outcome.target else { return nil }
        let actual = outcome.actual.value
        return ExplainedTarget(
            months: target.months, direction: target.direction, statistic: target.statistic, value: target.value,
            unit: unit(target.stated, site.indicator), actual: actual, isMet: actual.map(target.isMet))
    }

    /// What a stated number is in: as written, else as the indicator is.
    func unit(_ stated: StatedFigures.Stated, _ indicator: Int) -> Unit {
        (stated.figure.number.unit ?? stated.figure.unit).flatMap { Unit(named: $0) }
            ?? plan.pipeline.indicators[indicator].unit
    }

    // MARK: Ranks

    private func ranking(_ site: Site, _ request: StatisticRequest) -> ExplainedRanking? {
        guard request.statistic == .rank, let terms = request.rank, let group = plan.units.ranked(request)[site.area]
        else { return nil }
        let rule = request.of.rule
        let definition = evaluation.definition(site)
        let groups = plan.units.ranked(request)
        var entries: [ExplainedRanking.Entry] = []
        for area in groups.indices where groups[area] == group {
            var sibling = site
            sibling.area = area
            if site.cell != nil, evaluation.amount(sibling).records == 0 { continue }
            let own = request.of.rule.answer(sibling, request, evaluation)
            let place = RankStatistic().answer(sibling, request, evaluation)?.value
            entries.append(
                ExplainedRanking.Entry(
                    area: plan.units.areas[area], place: place.map { Int($0.numerator) }, value: own?.value,
                    status: own?.status ?? .missing))
        }
        let ranked = entries.enumerated().sorted {
            ($0.element.place ?? .max, $0.offset) < ($1.element.place ?? .max, $1.offset)
        }
        return ExplainedRanking(
            terms: terms, ascending: request.ascending, unit: rule.unit(definition),
            decimals: definition.decimals[request.of] ?? rule.decimals(definition), entries: ranked.map(\.element))
    }
}

extension Evaluation {
    /// What an area or a category is a share of; nil: of nothing published.
    func whole(_ site: Site) -> Site? {
        var whole = site
        if site.cell != nil {
            whole.cell = nil
            return whole
        }
        guard let parent = plan.units.parents[site.area] else { return nil }
        whole.area = parent
        return whole
    }

    /// The stock at the year's start that a growth on it is of.
    func opening(_ site: Site) -> Site {
        if case .formula(let formula) = plan.indicators[site.indicator].source, let stock = formula.increaseOf {
            return operandSite(stock, of: site, formula).yearStart
        }
        return site.yearStart
    }
}
