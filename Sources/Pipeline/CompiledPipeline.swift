import Aggregate
import Definitions
import Expressions
import Model
import Normalize
import Publish
import Tabular
import Validate

/// A pipeline whose definitions have been read and whose expressions have been type-checked, before any data are read.
struct CompiledPipeline {
    let pipeline: PipelineDefinition
    let catalogue: RuleCatalogue
    /// By dataset.
    let rules: [RowRules]
    /// Positions of the datasets, each after those it refers to.
    let order: [Int]
    let plan: AggregationPlan
    /// What datasets of figures state, once they have been read.
    private(set) var stated: StatedResolution?
    /// The periods that figures are asked for.
    let range: PeriodRange
    /// What is asked of datasets, by table: what it is found by and the fields looked up.
    private let uses: [String: ReferenceUse]
    /// The lists of the pipeline's outputs.
    let lists: [ListPlan]

    var schemas: [Schema] { rules.map(\.schema) }

    /// Throws `definition` (65) with every mistake, each with its line and a caret.
    init(folder: String, range: PeriodRange) throws(RunFailure) {
        let (compiled, text) = CompiledPipeline.compile(folder: folder, range: range)
        guard let compiled else { throw RunFailure(.definition, text) }
        self = compiled
    }

    private init(
        pipeline: PipelineDefinition, catalogue: RuleCatalogue, rules: [RowRules], order: [Int], plan: AggregationPlan,
        lists: [ListPlan], range: PeriodRange
    ) {
        self.pipeline = pipeline
        self.catalogue = catalogue
        self.rules = rules
        self.order = order
        self.plan = plan
        self.lists = lists
        self.range = range
        var uses: [String: ReferenceUse] = [:]
        for use in rules.flatMap(\.references)
            + CompiledPipeline.references(plan, lists, pipeline, rules.map(\.schema)).flatMap({ $0 })
        {
            var known =
                uses[use.table]
                ?? ReferenceUse(dataset: use.dataset, table: use.table, keyFields: use.keyFields, valueFields: [])
            for field in use.valueFields where !known.valueFields.contains(field) { known.valueFields.append(field) }
            uses[use.table] = known
        }
        self.uses = uses
    }

    /// Reads and checks everything; nil with the rendered mistakes where there are any.
    static func compile(folder: String, range: PeriodRange) -> (CompiledPipeline?, String) {
        let reading = readPipeline(at: folder)
        var diagnostics = reading.diagnostics
        guard let pipeline = reading.definition else { return (nil, render(diagnostics, sources: reading.sources)) }
        diagnostics += pipeline.datasets.flatMap(patternMistakes)
        diagnostics += bulletinMistakes(pipeline)
        let catalogue = RuleCatalogue(pipeline)
        let compiled = RowRules.compile(pipeline, catalogue: catalogue)
        diagnostics += compiled.diagnostics
        let rules = compiled.rules.compactMap { $0 }
        diagnostics += rules.flatMap { rules in
            let dataset = pipeline.datasets[rules.dataset]
            guard dataset.gives != nil, let other = rules.references.first else { return [Diagnostic]() }
            return [
                Diagnostic(
                    "figures are read before records: a rule of theirs cannot look into '\(other.dataset)'",
                    at: dataset.place)
            ]
        }
        guard rules.count == pipeline.datasets.count else {
            return (nil, render(diagnostics, sources: reading.sources))
        }
        let (plan, mistakes) = AggregationPlan.make(pipeline: pipeline, schemas: rules.map(\.schema), range: range)
        diagnostics += mistakes
        diagnostics += seriesMistakes(pipeline, rules.map(\.schema))
        guard let plan else { return (nil, render(diagnostics, sources: reading.sources)) }
        let (lists, misread) = ListPlan.compile(pipeline, schemas: rules.map(\.schema), plan)
        diagnostics += misread
        // Lists are made when all records have been read: they may look anywhere.
        let asked = references(plan, [], pipeline, rules.map(\.schema))
        let (order, cycles) = processingOrder(pipeline, references: zip(rules, asked).map { $0.references + $1 })
        diagnostics += cycles
        guard diagnostics.isEmpty else { return (nil, render(diagnostics, sources: reading.sources)) }
        return (
            CompiledPipeline(
                pipeline: pipeline, catalogue: catalogue, rules: rules, order: order, plan: plan, lists: lists,
                range: range), ""
        )
    }

    /// The same with what datasets of figures state: it brings indicators of its own, and decides which months are kept.
    func adding(_ figures: [StatedFigure]) -> CompiledPipeline {
        let resolution = StatedResolution(figures, pipeline)
        let (plan, _) = AggregationPlan.make(
            pipeline: resolution.pipeline, schemas: rules.map(\.schema), range: range, stated: resolution.figures)
        var compiled = CompiledPipeline(
            pipeline: resolution.pipeline, catalogue: catalogue, rules: rules, order: order, plan: plan ?? self.plan,
            lists: lists, range: range)
        compiled.stated = resolution
        return compiled
    }

    /// What the conditions of indicators, lists, and fields that have a register, read of other datasets, by dataset.
    private static func references(
        _ plan: AggregationPlan, _ lists: [ListPlan], _ pipeline: PipelineDefinition, _ schemas: [Schema]
    ) -> [[ReferenceUse]] {
        pipeline.datasets.enumerated().map { position, dataset in
            let registers = dataset.fields.compactMap(\.register).compactMap { register -> ReferenceUse? in
                guard let other = pipeline.datasetIndex(register.dataset) else { return nil }
                let field = { (name: String?) in
                    name.flatMap { schemas[other].index(of: $0) }.map { schemas[other].fields[$0] }
                }
                guard let key = field(register.key) else { return nil }
                return ReferenceUse(
                    dataset: register.dataset, keyFields: [key],
                    valueFields: [key] + [field(register.name)].compactMap(\.self))
            }
            let listed = lists.filter { $0.dataset == position }.flatMap(\.references)
            return (plan.plan(forDataset: position)?.references ?? []) + registers + listed
        }
    }

    /// Positions of the datasets that a dataset refers to.
    func referred(by dataset: Int) -> [Int] {
        (rules[dataset].references + CompiledPipeline.references(plan, lists, pipeline, schemas)[dataset])
            .compactMap { pipeline.datasetIndex($0.dataset) }
    }

    /// Whether machines divide the records of a dataset between them; else each reads all of it: what is stated, and what
    /// other datasets refer to.
    func divides(_ dataset: Int) -> Bool {
        pipeline.datasets[dataset].gives == nil && referenceTables(for: dataset).isEmpty
    }

    /// Empty tables for the accepted records of a dataset that others refer to, by name; none where nobody does. The
    /// dataset's own name is that of the table found by its key.
    func referenceTables(for dataset: Int) -> [(name: String, table: ReferenceTable)] {
        uses.values.filter { $0.dataset == pipeline.datasets[dataset].name }.sorted { $0.table < $1.table }.map {
            ($0.table, ReferenceTable(keyFields: $0.keyFields, valueFields: $0.valueFields))
        }
    }
}

/// `returns lint`: every mistake of a pipeline's definitions, rendered; empty where there is none.
public func lint(pipeline folder: String) -> String {
    CompiledPipeline.compile(folder: folder, range: PeriodRange(Period(year: 2024))).1
}
