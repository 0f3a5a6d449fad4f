import Definitions
import Expressions
import Model

/// An indicator's value, before any statistic.
struct Amount: Hashable {
    /// In base units; nil: the status says why.
    var value: Fraction?
    var status: FigureStatus
    /// Records, or subjects, behind it; of formulas the most that an operand has.
    var records: Int64

    /// Itself, but not delivered where it is of a part only: what a part is compared with must be whole, and so must it.
    var whole: Amount {
        status == .partial ? Amount(value: nil, status: .notDelivered, records: records) : self
    }
}

/// Where a figure stands.
struct Site: Hashable {
    /// Position in the pipeline.
    var indicator: Int
    /// Position among the areas that get figures.
    var area: Int
    var window: Window
    /// nil: the whole.
    var cell: Cell?

    /// The same figure a year earlier.
    var yearEarlier: Site {
        var site = self
        site.window.period = window.period.yearEarlier
        return site
    }

    /// The same figure at the close of 31 December before.
    var yearStart: Site {
        var site = self
        site.window.period = window.period.yearStart
        return site
    }
}

/// Indicators' values for any area, window and category that the plan foresees. One per run, used by one task.
final class Evaluation {
    let plan: AggregationPlan
    private let coverage: Coverage
    private var series: [Int: IndicatorSeries] = [:]
    private var delivered: [Delivery: Coverage.Extent] = [:]
    /// By area that gets figures: the areas of the tree whose records are counted there.
    private let parts: [[Int]]
    private var formulaAmounts: [Site: Amount] = [:]
    /// Ranks of whole groups of siblings, by what `Rank` calls them.
    var rankings: [Ranking.Key: Ranking] = [:]

    private struct Delivery: Hashable {
        var dataset: Int
        /// −1 where one sender sends the dataset.
        var area: Int
        var window: Window
    }

    init(_ plan: AggregationPlan, _ partials: [Partial?], _ coverage: Coverage) {
        self.plan = plan
        self.coverage = coverage
        var parts = [[Int]](repeating: [], count: plan.units.areas.count)
        for (area, unit) in plan.units.unitOfArea.enumerated() {
            for counted in plan.units.lineages[Int(unit)] { parts[counted].append(area) }
        }
        self.parts = parts
        let needs = Needs(plan.indicators, plan.range)
        for (position, indicator) in plan.indicators.enumerated() {
            guard case .measured(let measure) = indicator.source, let dataset = plan.datasets[measure.dataset] else {
                continue
            }
            let delivered = partials.indices.contains(measure.dataset) ? partials[measure.dataset] : nil
            series[position] = IndicatorSeries(
                measure, delivered ?? Partial(dataset), windows: needs.windows[position] ?? [], plan.pipeline.areas)
        }
    }

    func definition(_ site: Site) -> IndicatorDefinition { plan.pipeline.indicators[site.indicator] }

    func amount(_ site: Site) -> Amount {
        switch plan.indicators[site.indicator].source {
        case .measured(let measure): return measured(site, measure)
        case .formula(let formula):
            if let known = formulaAmounts[site] { return known }
            let amount = computed(site, formula)
            formulaAmounts[site] = amount
            return amount
        }
    }

    private func measured(_ site: Site, _ measure: MeasuredPlan) -> Amount {
        guard let series = series[site.indicator] else { return Amount(value: nil, status: .missing, records: 0) }
        let tally = series.tally(area: site.area, cell: site.cell, site.window)
        let extent = extent(measure.dataset, site)
        guard extent == .all || (extent == .some && definition(site).partial) else {
            return Amount(value: nil, status: .notDelivered, records: tally.records)
        }
        let rule = measure.kind.rule
        guard let quotient = rule.quotient(tally) else {
            return Amount(value: nil, status: .cannotExist, records: tally.records)
        }
        let value = rule.isOfField ? quotient.multiplied(by: measure.factor) : quotient
        let status: FigureStatus = value == nil ? .missing : extent == .all ? .normal : .partial
        return Amount(value: value, status: status, records: tally.records)
    }

    /// An operand without a number leaves the formula without one, unless the formula says what to take instead: then it
    /// was not delivered (L) if one of them was not, else it is missing (O).
    private func computed(_ site: Site, _ formula: FormulaPlan) -> Amount {
        let isPartial = definition(site).partial
        let operands = formula.operands.indices.map { position in
            let amount = amount(operandSite(position, of: site, formula))
            return isPartial ? amount : amount.whole
        }
        let records = operands.map(\.records).max() ?? 0
        let value = formula.formula.evaluate { operand in
            formula.operands.firstIndex(of: operand).flatMap { operands[$0].value }
        }
        if let value {
            let status: FigureStatus = operands.contains { $0.status == .partial } ? .partial : .normal
            return Amount(value: value, status: status, records: records)
        }
        let without = operands.filter { $0.value == nil }
        let status: FigureStatus =
            without.isEmpty
            ? .cannotExist : without.contains { $0.status == .notDelivered } ? .notDelivered : .missing
        return Amount(value: nil, status: status, records: records)
    }

    /// What a formula's operand is when the formula is asked for at `site`.
    func operandSite(_ position: Int, of site: Site, _ formula: FormulaPlan) -> Site {
        let operand = formula.operands[position].indicator
        let quantities = plan.indicators[operand].quantities
        return Site(
            indicator: operand, area: site.area, window: formula.window(position, site.window, quantities: quantities),
            cell: site.cell)
    }

    /// The cells of a breakdown that have records, in their order.
    func cells(_ site: Site, fields: [String]) -> [Cell] {
        var cells: Set<Cell> = []
        collect(site, fields, &cells)
        return cells.sorted()
    }

    private func collect(_ site: Site, _ fields: [String], _ cells: inout Set<Cell>) {
        switch plan.indicators[site.indicator].source {
        case .measured:
            cells.formUnion(series[site.indicator]?.cells(area: site.area, fields: fields, site.window) ?? [])
        case .formula(let formula):
            for (i, operand) in formula.operands.enumerated() where operand.shift == .none {
                collect(operandSite(i, of: site, formula), fields, &cells)
            }
        }
    }

    /// Records of the range's own time that are in no unit; 0 for formulas.
    func unplaced(_ indicator: Int, _ range: PeriodRange) -> Int64 {
        guard let series = series[indicator] else { return 0 }
        let periods = range.periods.filter { $0.frequency >= plan.indicators[indicator].frequency }
        if plan.indicators[indicator].quantities == [.stock] {
            return series.unplaced(periods.suffix(1).map { Window(quantity: .stock, period: $0) })
        }
        return series.unplaced(periods.map { Window(quantity: .period, period: $0) })
    }

    /// How much of what the figure needs was delivered, by whoever sends the records that are counted there.
    private func extent(_ dataset: Int, _ site: Site) -> Coverage.Extent {
        let area = coverage.isShared(dataset) ? site.area : -1
        let key = Delivery(dataset: dataset, area: area, window: site.window)
        if let known = delivered[key] { return known }
        let answer = coverage.extent(dataset: dataset, parts: parts[site.area], site.window)
        delivered[key] = answer
        return answer
    }
}
