import Definitions
public import Expressions
public import Model
public import Tabular

/// Every figure of a run: for each indicator all published areas and all periods of the range, its quantities and declared
/// statistics; of breakdowns the cells that have records. Periods finer than an indicator's frequency have none. Where an
/// indicator asks for the latest reference period, its figures are of that one.
///
/// - Parameters:
///   - partials: by dataset, all of its records merged; nil: no record was delivered.
///   - coverage: which months were delivered. A figure that needs another month is no number (status L).
///   - keptOut: by dataset, what errors keep out of the figures.
///   - reviewed: by dataset, what a review changed in them.
///   - range: the range that the plan was made for.
///   - questioned: records that have exceptions; what these mean for the figures is said beside them.
///   - anticipations: by dataset, what values might have been.
///   - references: what conditions read of other datasets.
///   - ceiling: of memory; nil: none.
public func figures(
    _ plan: AggregationPlan, partials: [Partial?], coverage: Coverage, range: PeriodRange, keptOut: [KeptOut?] = [],
    reviewed: [ReviewedTallies?] = [], questioned: some Sequence<QuestionedRecords> = [QuestionedRecords](),
    anticipations: [Int: Anticipation] = [:],
    references: References = References(), ceiling: MemoryCeiling? = nil
) -> FigureTable {
    precondition(range == plan.range, "a plan keeps the months of its own range only")
    let evaluation = Evaluation(plan, partials, coverage)
    for (dataset, kept) in keptOut.enumerated() { evaluation.keptOut[dataset] = kept }
    for (dataset, tallies) in reviewed.enumerated() { evaluation.reviewed[dataset] = tallies }
    var figures: [Figure] = []
    for (indicator, definition) in plan.pipeline.indicators.enumerated() {
        let indicatorPlan = plan.indicators[indicator]
        let periods = evaluation.periods(indicator, range)
        for area in plan.units.areas.indices {
            for period in periods {
                let sites = indicatorPlan.quantities.map {
                    Site(indicator: indicator, area: area, window: Window(quantity: $0, period: period))
                }
                for site in sites { append(site, to: &figures, evaluation) }
                for fields in definition.breakdowns {
                    appendCells(sites, fields, to: &figures, evaluation)
                }
            }
        }
    }
    let leftOut = plan.indicators.enumerated().map { indicator, indicatorPlan in
        guard case .measured(let measure) = indicatorPlan.source,
            partials.indices.contains(measure.dataset), let partial = partials[measure.dataset]
        else { return LeftOut() }
        var leftOut = partial.cubes[measure.whole.cube].leftOut[measure.whole.measure]
        leftOut.unplaced = evaluation.unplaced(indicator, range)
        return leftOut
    }
    let impacts = evaluation.impacts(questioned, anticipations, references: references, ceiling)
    if !impacts.doubted.isEmpty {
        for position in figures.indices where figures[position].statistic == .value {
            figures[position].doubted = impacts.doubted[FigureSite(figures[position])]
        }
    }
    return FigureTable(
        figures, leftOut: leftOut, impacts: impacts, macroAnswers: evaluation.macroAnswers(),
        published: evaluation.publishedDifferences(range))
}

/// The cells of one breakdown: by category, then by quantity.
private func appendCells(_ sites: [Site], _ fields: [String], to figures: inout [Figure], _ evaluation: Evaluation) {
    // What is in a period is in the year to date, so the last quantity has every category.
    guard let widest = sites.last else { return }
    for cell in evaluation.cells(widest, fields: fields) {
        for var site in sites {
            site.cell = cell
            if evaluation.amount(site).records > 0 { append(site, to: &figures, evaluation) }
        }
    }
}

/// Every declared statistic at one place.
private func append(_ site: Site, to figures: inout [Figure], _ evaluation: Evaluation) {
    let definition = evaluation.definition(site)
    for request in evaluation.plan.indicators[site.indicator].statistics {
        let statistic = request.statistic
        let rule = statistic.rule
        guard let answer = rule.answer(site, request, evaluation) else { continue }
        var figure = Figure(
            indicator: site.indicator, area: evaluation.plan.units.areas[site.area], period: site.window.period,
            quantity: site.window.quantity, statistic: statistic, breakdown: site.cell?.fields ?? [],
            category: site.cell?.codes ?? [], value: answer.value, unit: answer.unit ?? rule.unit(definition),
            decimals: answer.decimals ?? definition.decimals[statistic] ?? rule.decimals(definition),
            status: answer.status,
            qualifier: answer.qualifier ?? (statistic == .value ? definition.qualifier : nil),
            basePeriod: answer.basePeriod,
            baseSource: answer.baseSource, among: answer.among,
            rank: request.rank)
        if statistic == .value {
            figure.keptOut = evaluation.keptOut(site)
            figure.reviewed = evaluation.reviewed(site)
            if figure.value != nil, figure.qualifier == nil, evaluation.isCarried(site) {
                figure.qualifier = "carried_forward"
            }
        }
        figures.append(figure)
    }
}
