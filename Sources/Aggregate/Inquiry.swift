public import Definitions
import Expressions
public import Model

/// Answers to what stands behind the figures of a run, of the same sums that they were made of.
public final class Inquiry {
    private let plan: AggregationPlan
    private let schemas: [Schema]
    private let evaluation: Evaluation

    /// Arguments are those of `figures`.
    /// - Parameter schemas: by dataset, derived fields included.
    public init(_ plan: AggregationPlan, schemas: [Schema], partials: [Partial?], coverage: Coverage) {
        self.plan = plan
        self.schemas = schemas
        evaluation = Evaluation(plan, partials, coverage)
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
        explanation.rankings = plan.indicators[site.indicator].statistics.compactMap { ranking(site, $0) }
        return explanation
    }

    /// The values that a statistic is made of.
    public func roles(_ figure: Figure) -> [FigurePart.Role] {
        switch figure.statistic == .rank ? figure.rank?.of ?? .value : figure.statistic {
        case .value, .rank: [.value]
        case .prior: [.base]
        case .yoy, .change: [.value, .base]
        case .share: [.value, .whole]
        case .growthOnOpening: [.value, .opening]
        case .averageGrowth, .target, .completion, .gap: [.value]
        case .progress: []
        }
    }

    /// The records that those values are counted from.
    /// - Parameter source: the base to list instead of the one that was used.
    public func selections(
        _ place: FigureSite, _ roles: [FigurePart.Role], base source: BaseSource? = nil
    ) -> [RecordSelection] {
        guard let site = site(place) else { return [] }
        return roles.flatMap { role -> [RecordSelection] in
            var part = FigurePart(figure: place, role: role, path: [], own: place)
            switch role {
            case .value: return leaves(site, part)
            case .base:
                let source = source ?? evaluation.base(site).source
                part.source = source.rawValue
                return baseLeaves(site, part, source)
            case .whole: return evaluation.whole(site).map { leaves($0, part) } ?? []
            case .opening: return leaves(evaluation.opening(site), part)
            }
        }
    }

    /// What has to have been delivered for the value.
    public func needs(_ place: FigureSite) -> [DeliveryNeed] {
        guard let site = site(place) else { return [] }
        return leaves(site, FigurePart(figure: place, role: .value, path: [], own: place)).map { selection in
            let tree = plan.pipeline.areas
            let counted = tree.areas.indices.filter { area in
                plan.units.lineages[Int(plan.units.unitOfArea[area])].contains(site.area)
            }
            return DeliveryNeed(
                dataset: selection.dataset, months: selection.months,
                areas: Set(counted + tree.lineage(of: place.area)))
        }
    }

    // MARK: Places

    /// nil where the area gets no figures.
    private func site(_ place: FigureSite) -> Site? {
        guard let area = plan.units.areas.firstIndex(of: place.area) else { return nil }
        let site = Site(
            indicator: place.indicator, area: area, window: Window(quantity: place.quantity, period: place.period))
        guard !place.breakdown.isEmpty else { return site }
        var broken = site
        broken.cell = evaluation.cells(site, fields: place.breakdown).first { $0.codes == place.category }
        return broken.cell == nil ? nil : broken
    }

    private func place(_ site: Site) -> FigureSite {
        FigureSite(
            indicator: site.indicator, area: plan.units.areas[site.area], period: site.window.period,
            quantity: site.window.quantity, breakdown: site.cell?.fields ?? [], category: site.cell?.codes ?? [])
    }

    private func explained(_ amount: Amount) -> ExplainedAmount {
        ExplainedAmount(value: amount.value, status: amount.status, count: amount.records)
    }

    /// An operand as a formula writes it.
    private func name(_ operand: Formula.Operand) -> String {
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
                source: source.rawValue, period: period, amount: shown,
                growth: Answer.growth(base.compared ?? amount, on: base.amount, basePeriod: period).value,
                isUsed: source == used)
        }
    }

    // MARK: Ranks

    private func ranking(_ site: Site, _ request: StatisticRequest) -> ExplainedRanking? {
        guard let terms = request.rank, let group = plan.units.ranked(request)[site.area] else { return nil }
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

    // MARK: Records

    /// The values counted from records that a value is made of: itself, or what the operands of its formula are made of.
    private func leaves(_ site: Site, _ part: FigurePart) -> [RecordSelection] {
        switch plan.indicators[site.indicator].source {
        case .measured(let measure): return selection(site, measure, part).map { [$0] } ?? []
        case .formula(let formula):
            return formula.operands.indices.flatMap { position -> [RecordSelection] in
                var inner = part
                inner.path.append(name(formula.operands[position]))
                return leaves(evaluation.operandSite(position, of: site, formula), inner)
            }
        case .stated: return []
        }
    }

    private func baseLeaves(_ site: Site, _ part: FigurePart, _ source: BaseSource) -> [RecordSelection] {
        switch source {
        case .records: return leaves(site.yearEarlier, part)
        case .restated:
            guard case .measured(let measure) = plan.indicators[site.indicator].source,
                let prior = measure.restated.first
            else { return [] }
            return selection(site, prior, part).map { [$0] } ?? []
        // All records of the year before, of which those count that were there in both.
        case .matched: return leaves(site.yearEarlier, part)
        case .published: return []
        }
    }

    private func selection(_ site: Site, _ measure: MeasuredPlan, _ part: FigurePart) -> RecordSelection? {
        guard let dataset = plan.datasets[measure.dataset] else { return nil }
        var part = part
        part.own = place(site)
        return RecordSelection(part, site, measure, dataset, plan.pipeline, schemas[measure.dataset])
    }
}

/// Months of a dataset that a value needs.
public struct DeliveryNeed: Hashable, Sendable {
    /// Position in the pipeline's datasets.
    public var dataset: Int
    public var months: ClosedRange<Month>
    /// Positions in the area tree of those whose delivery it may be: the areas counted, and those above.
    public var areas: Set<Int>
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
