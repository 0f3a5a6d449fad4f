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
    var yearEarlier: Site { earlier(years: 1) }

    func earlier(years: Int) -> Site {
        var site = self
        site.window = window.earlier(years: years)
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
    let coverage: Coverage
    /// What is taken off for records that were revoked.
    private var deducted: [Int: IndicatorSeries] = [:]
    let partials: [Partial?]
    var unions: [UnionKey: [Int64]] = [:]
    /// What errors keep out, by dataset.
    var keptOut: [Int: KeptOut] = [:]
    /// What a review changed, by dataset.
    var reviewed: [Int: ReviewedTallies] = [:]
    private(set) var series: [Int: IndicatorSeries] = [:]
    /// What records state of a year earlier.
    private(set) var restated: [Int: IndicatorSeries] = [:]
    /// By subject.
    private(set) var matched: [Int: CellSeries] = [:]
    /// By indicator and period of the run.
    var references: [Reference: Period] = [:]
    private var delivered: [Delivery: Coverage.Extent] = [:]
    /// By area that gets figures: the areas of the tree whose records are counted there.
    let parts: [[Int]]
    private var formulaAmounts: [Site: Amount] = [:]
    /// Ranks of whole groups of siblings, by what `Rank` calls them.
    var rankings: [Ranking.Key: Ranking] = [:]

    struct Reference: Hashable {
        var indicator: Int
        var period: Period
    }

    private struct Delivery: Hashable {
        var dataset: Int
        /// −1 where one sender sends the dataset.
        var area: Int
        var window: Window
    }

    init(_ plan: AggregationPlan, _ partials: [Partial?], _ coverage: Coverage) {
        self.plan = plan
        self.coverage = coverage
        self.partials = partials
        var parts = [[Int]](repeating: [], count: plan.units.areas.count)
        for (area, unit) in plan.units.unitOfArea.enumerated() {
            for counted in plan.units.lineages[Int(unit)] { parts[counted].append(area) }
        }
        self.parts = parts
        let needs = Needs(plan.indicators, plan.macros, plan.range, plan.stated)
        for (position, indicator) in plan.indicators.enumerated() {
            guard case .measured(let measure) = indicator.source, let dataset = plan.datasets[measure.dataset] else {
                continue
            }
            let windows = needs.windows[position] ?? []
            let delivered = partials.indices.contains(measure.dataset) ? partials[measure.dataset] : nil
            series[position] = IndicatorSeries(
                measure, delivered ?? Partial(dataset), windows: windows, plan.pipeline.areas)
            if let revoked = measure.deducted.first {
                deducted[position] = IndicatorSeries(
                    revoked, delivered ?? Partial(dataset), windows: windows, plan.pipeline.areas)
            }
            if let prior = measure.restated.first {
                restated[position] = IndicatorSeries(
                    prior, delivered ?? Partial(dataset), windows: windows, plan.pipeline.areas)
            }
            if let place = measure.matched {
                let partial = delivered ?? Partial(dataset)
                matched[position] = CellSeries(partial.cubes[place.cube], measure: place.measure, plan.units)
            }
        }
    }

    func definition(_ site: Site) -> IndicatorDefinition { plan.pipeline.indicators[site.indicator] }

    func amount(_ site: Site) -> Amount {
        switch plan.indicators[site.indicator].source {
        case .measured(let measure): return measured(site, measure, series[site.indicator])
        case .formula(let formula):
            if let known = formulaAmounts[site] { return known }
            let amount =
                formula.isUnion || formula.flow != nil ? counted(site, formula) : computed(site, formula)
            formulaAmounts[site] = amount
            return amount
        case .stated: return stated(site)
        }
    }

    func measured(_ site: Site, _ measure: MeasuredPlan, _ series: IndicatorSeries?) -> Amount {
        guard let series else { return Amount(value: nil, status: .missing, records: 0) }
        if measure.isCumulative { return accumulated(site, measure, series) }
        var tally = series.tally(area: site.area, cell: site.cell, site.window)
        let off = measure.deducted.isEmpty ? nil : deducted[site.indicator]
        let less = off?.tally(area: site.area, cell: site.cell, site.window) ?? Tally()
        let extent = extent(measure.dataset, site)
        guard extent == .all || (extent == .some && definition(site).partial) else {
            return Amount(value: nil, status: .notDelivered, records: tally.records + less.records)
        }
        tally.sum -= less.sum
        guard less.records > 0, measure.kind == .count else {
            var amount = amount(of: tally, measure, extent)
            amount.records += less.records
            return amount
        }
        let records = tally.records + less.records
        tally.records -= less.records
        var amount = amount(of: tally, measure, extent)
        amount.records = records
        return amount
    }

    func amount(of tally: Tally, _ measure: MeasuredPlan, _ extent: Coverage.Extent) -> Amount {
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
            let statuses = operands.map(\.status)
            let status: FigureStatus =
                statuses.contains(.partial) ? .partial : statuses.contains(.forecast) ? .forecast : .normal
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

    /// What datasets of figures state; over several years what they state of each.
    private func stated(_ site: Site) -> Amount {
        guard site.cell == nil else { return Amount(value: nil, status: .missing, records: 0) }
        var total = Fraction.zero
        var status = FigureStatus.normal
        for part in site.window.statedParts {
            guard let found = stated(site, part, in: plan.stated.values) else {
                return Amount(value: nil, status: .notDelivered, records: 0)
            }
            guard let sum = total.adding(found.value) else { return Amount(value: nil, status: .missing, records: 0) }
            total = sum
            if found.isForecast { status = .forecast }
        }
        return Amount(value: total, status: status, records: 0)
    }

    func stated(
        _ site: Site, _ window: Window, statistic: Statistic = .value,
        in figures: [StatedFigures.Key: StatedFigures.Stated]
    ) -> StatedFigures.Stated? {
        figures[
            StatedFigures.Key(
                indicator: site.indicator, area: plan.units.areas[site.area], statistic: statistic,
                span: StatedFigures.Span(window))]
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
            cells.formUnion(deducted[site.indicator]?.cells(area: site.area, fields: fields, site.window) ?? [])
        case .formula(let formula):
            for (i, operand) in formula.operands.enumerated() where operand.shift == .none {
                collect(operandSite(i, of: site, formula), fields, &cells)
            }
        case .stated: break
        }
    }

    /// Records of the range's own time that are in no unit; 0 for formulas.
    func unplaced(_ indicator: Int, _ range: PeriodRange) -> Int64 {
        guard let series = series[indicator] else { return 0 }
        let periods = periods(indicator, range)
        if plan.indicators[indicator].quantities == [.stock] {
            return series.unplaced(periods.suffix(1).map { Window(quantity: .stock, period: $0) })
        }
        return series.unplaced(periods.map { Window(quantity: .period, period: $0) })
    }

    /// How much of what the figure needs was delivered, by whoever sends the records that are counted there.
    private func extent(_ dataset: Int, _ site: Site) -> Coverage.Extent {
        let area = coverage.isShared(dataset) ? areaOfSenders(site) : -1
        let key = Delivery(dataset: dataset, area: area, window: site.window)
        if let known = delivered[key] { return known }
        let answer = coverage.extent(dataset: dataset, parts: area < 0 ? [] : parts[area], site.window)
        delivered[key] = answer
        return answer
    }

    /// The area whose senders have the records that are counted at the site. A dataset is sent by its own area; what is
    /// counted by another one, as contracts by where their buyers are, may be with anybody below the same top.
    func areaOfSenders(_ site: Site) -> Int {
        guard case .measured(let measure) = plan.indicators[site.indicator].source,
            let own = plan.pipeline.datasets[measure.dataset].area, let counted = definition(site).area,
            own != counted
        else { return site.area }
        var area = site.area
        while let parent = plan.units.parents[area] { area = parent }
        return area
    }

    /// Whether a value rests on a register that is older than what is read from it.
    func isCarried(_ site: Site) -> Bool {
        switch plan.indicators[site.indicator].source {
        case .measured(let measure):
            coverage.isCarried(
                dataset: measure.dataset, area: plan.units.areas[areaOfSenders(site)], site.window,
                plan.pipeline.areas)
        case .formula(let formula):
            formula.operands.indices.contains { isCarried(operandSite($0, of: site, formula)) }
        case .stated: false
        }
    }

    // MARK: Statements that accumulate

    /// What the statements of the window's last month hold; those of months before are not needed. They say nothing of a
    /// time that begins later than January.
    private func accumulated(_ site: Site, _ measure: MeasuredPlan, _ series: IndicatorSeries) -> Amount {
        let statements = site.window.statements
        let tallies = statements.map { series.tally(area: site.area, cell: site.cell, $0) }
        let tally = tallies.reduce(into: Tally()) { $0 += $1 }
        let extents = statements.map { window -> Coverage.Extent in
            var at = site
            at.window = window
            return extent(measure.dataset, at)
        }
        // A year without any is a part that is missing.
        let together: Coverage.Extent =
            extents.allSatisfy { $0 == .all } ? .all : extents.allSatisfy { $0 == .none } ? .none : .some
        guard together == .all || (together == .some && definition(site).partial) else {
            return Amount(value: nil, status: .notDelivered, records: tally.records)
        }
        let isSum = statements.count == 1 || measure.kind == .sum || measure.kind == .count
        guard isSum, site.window.months.lowerBound.month == 1 else {
            return Amount(value: nil, status: .cannotExist, records: tally.records)
        }
        return amount(of: tally, measure, together)
    }
}
