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
    /// What records state of a year earlier.
    private var restated: [Int: IndicatorSeries] = [:]
    private var stated: [Delivery: Bool] = [:]
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
        let needs = Needs(plan.indicators, plan.macros, plan.range)
        for (position, indicator) in plan.indicators.enumerated() {
            guard case .measured(let measure) = indicator.source, let dataset = plan.datasets[measure.dataset] else {
                continue
            }
            let windows = needs.windows[position] ?? []
            let delivered = partials.indices.contains(measure.dataset) ? partials[measure.dataset] : nil
            series[position] = IndicatorSeries(
                measure, delivered ?? Partial(dataset), windows: windows, plan.pipeline.areas)
            if let prior = measure.restated.first {
                restated[position] = IndicatorSeries(
                    prior, delivered ?? Partial(dataset), windows: windows, plan.pipeline.areas)
            }
        }
    }

    func definition(_ site: Site) -> IndicatorDefinition { plan.pipeline.indicators[site.indicator] }

    func amount(_ site: Site) -> Amount {
        switch plan.indicators[site.indicator].source {
        case .measured(let measure): return measured(site, measure, series[site.indicator])
        case .formula(let formula):
            if let known = formulaAmounts[site] { return known }
            let amount = computed(site, formula)
            formulaAmounts[site] = amount
            return amount
        }
    }

    private func measured(_ site: Site, _ measure: MeasuredPlan, _ series: IndicatorSeries?) -> Amount {
        guard let series else { return Amount(value: nil, status: .missing, records: 0) }
        if measure.isCumulative { return accumulated(site, measure, series) }
        let tally = series.tally(area: site.area, cell: site.cell, site.window)
        let extent = extent(measure.dataset, site)
        guard extent == .all || (extent == .some && definition(site).partial) else {
            return Amount(value: nil, status: .notDelivered, records: tally.records)
        }
        return amount(of: tally, measure, extent)
    }

    private func amount(of tally: Tally, _ measure: MeasuredPlan, _ extent: Coverage.Extent) -> Amount {
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

    // MARK: Statements that accumulate

    /// What the statements of the window's last month hold; those of months before are not needed. They say nothing of a
    /// time that begins later than January.
    private func accumulated(_ site: Site, _ measure: MeasuredPlan, _ series: IndicatorSeries) -> Amount {
        let tally = series.tally(area: site.area, cell: site.cell, site.window)
        var newest = site
        newest.window = site.window.statement
        let extent = extent(measure.dataset, newest)
        let isDelivered = extent == .all || (extent == .some && definition(site).partial)
        guard isDelivered, isStated(measure.dataset, newest.window) else {
            return Amount(value: nil, status: .notDelivered, records: tally.records)
        }
        if site.window.quantity == .period, site.window.period.firstMonth.month > 1 {
            return Amount(value: nil, status: .cannotExist, records: tally.records)
        }
        return amount(of: tally, measure, extent)
    }

    /// Statements cover the months that they name.
    private func isStated(_ dataset: Int, _ window: Window) -> Bool {
        let key = Delivery(dataset: dataset, area: -1, window: window)
        if let known = stated[key] { return known }
        let answer = plan.indicators.indices.contains { position in
            guard case .measured(let measure) = plan.indicators[position].source, measure.isCumulative,
                measure.dataset == dataset, let series = series[position]
            else { return false }
            return series.unplaced([window]) > 0
                || plan.units.areas.indices.contains { series.tally(area: $0, cell: nil, window).records > 0 }
        }
        stated[key] = answer
        return answer
    }

    // MARK: Bases

    /// What the indicator is compared with, and where that is from: the first of its bases that has a number.
    func base(_ site: Site) -> (amount: Amount, source: BaseSource) {
        var last: (amount: Amount, source: BaseSource)?
        for source in definition(site).bases {
            let amount = base(site, from: source)
            if amount.value != nil { return (amount, source) }
            if last?.amount.status != .notDelivered { last = (amount, source) }
        }
        return last ?? (amount(site.yearEarlier).whole, .records)
    }

    /// What one of the bases says, whichever is used.
    func base(_ site: Site, from source: BaseSource) -> Amount {
        switch source {
        case .records: amount(site.yearEarlier).whole
        case .restated: restatedAmount(site).whole
        }
    }

    /// What this year's records state of the year before: a number where every record of the value states it.
    private func restatedAmount(_ site: Site) -> Amount {
        guard case .measured(let measure) = plan.indicators[site.indicator].source, let prior = measure.restated.first
        else { return Amount(value: nil, status: .missing, records: 0) }
        let amount = measured(site, prior, restated[site.indicator])
        guard amount.value != nil else { return amount }
        // Where nobody states anything this year, nothing is restated: what was there a year earlier is another question.
        let own = series[site.indicator]?.tally(area: site.area, cell: site.cell, site.window).records ?? 0
        return own > 0 && own == amount.records ? amount : Amount(value: nil, status: .missing, records: amount.records)
    }
}
