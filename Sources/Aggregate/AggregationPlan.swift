public import Definitions
public import Model

/// What has to be kept of which records to make the figures of a run, and how figures follow from it.
///
///     let (plan, diagnostics) = AggregationPlan.make(pipeline: pipeline, schemas: schemas, range: range)
///
/// Conditions and formulas are compiled here, so every mistake in them is known before the first byte of data is read.
public struct AggregationPlan: Sendable {
    let pipeline: PipelineDefinition
    let range: PeriodRange
    let units: ReportingUnits
    /// By position in the pipeline.
    let indicators: [IndicatorPlan]
    /// By position in the pipeline's rules over figures.
    let macros: [MacroPlan]
    /// By position in the pipeline; nil where no indicator reads the dataset.
    let datasets: [DatasetPlan?]
    let stated: StatedFigures

    /// - Parameters:
    ///   - schemas: by dataset, derived fields included.
    ///   - range: the periods that figures are asked for; boundaries of areas are those of its last day.
    ///   - stated: what datasets of figures state; none where only the definitions are looked at.
    /// - Returns: nil and every mistake found in the definitions; or a plan and nothing.
    public static func make(
        pipeline: PipelineDefinition, schemas: [Schema], range: PeriodRange, stated: StatedFigures = .none
    ) -> (AggregationPlan?, [Diagnostic]) {
        precondition(schemas.count == pipeline.datasets.count)
        let units = ReportingUnits(pipeline.areas, year: range.last.lastMonth.year)
        var resolver = Resolver(pipeline, schemas)
        let resolved = resolver.indicators()
        guard resolver.diagnostics.isEmpty, let resolved else { return (nil, resolver.diagnostics) }
        let macros = resolver.macros(resolved)
        guard resolver.diagnostics.isEmpty else { return (nil, resolver.diagnostics) }
        let layout = Layout(pipeline, schemas, units, resolved, macros, range, stated)
        let plan = AggregationPlan(
            pipeline: pipeline, range: range, units: units, indicators: layout.indicators,
            macros: macros, datasets: layout.datasets, stated: stated)
        return (plan, [])
    }

    /// What to make partials of; nil where no indicator reads the dataset's records.
    public func plan(forDataset dataset: Int) -> DatasetPlan? {
        datasets.indices.contains(dataset) ? datasets[dataset] : nil
    }
}
