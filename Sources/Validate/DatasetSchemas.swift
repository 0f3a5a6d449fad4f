public import Definitions
public import Expressions
public import Model

/// Schemas of all datasets with their derived fields.
public enum DatasetSchemas {
    /// By name. A derived field may look up another dataset's derived field, so types are found in rounds, until none
    /// is new; a field whose expression has a mistake is left out.
    public static func resolve(_ pipeline: PipelineDefinition, _ catalogue: RuleCatalogue) -> [String: Schema] {
        var schemas: [String: Schema] = [:]
        for dataset in pipeline.datasets { schemas[dataset.name] = pipeline.schema(of: dataset) }
        for _ in 0...pipeline.datasets.count {
            let before = schemas
            for (position, dataset) in pipeline.datasets.enumerated() where !dataset.derive.isEmpty {
                var compilation = RuleCompilation(
                    position: position, pipeline: pipeline, catalogue: catalogue, schemas: schemas)
                _ = Derive.compile(&compilation)
                schemas[dataset.name] = compilation.schema
            }
            if schemas == before { break }
        }
        return schemas
    }
}

/// The order in which datasets are processed: one after those it refers to, otherwise as the pipeline lists them.
/// `references`: what each dataset's expressions read, by position. Datasets that refer to each other in a circle are a
/// mistake that names them.
public func processingOrder(
    _ pipeline: PipelineDefinition, references: [[ReferenceUse]]
) -> (order: [Int], diagnostics: [Diagnostic]) {
    let needs = references.map { uses in uses.compactMap { pipeline.datasetIndex($0.dataset) } }
    var order: [Int] = []
    var diagnostics: [Diagnostic] = []
    var isDone = [Bool](repeating: false, count: needs.count)

    func visit(_ dataset: Int, _ path: [Int]) {
        guard !isDone[dataset] else { return }
        if let start = path.firstIndex(of: dataset) {
            let circle = (path[start...] + [dataset]).map { pipeline.datasets[$0].name }
            diagnostics.append(
                Diagnostic(
                    "datasets refer to each other in a circle: \(circle.joined(separator: " → "))",
                    at: pipeline.datasets[dataset].place))
            return
        }
        for need in needs[dataset] { visit(need, path + [dataset]) }
        guard !isDone[dataset] else { return }
        isDone[dataset] = true
        order.append(dataset)
    }

    for dataset in needs.indices { visit(dataset, []) }
    return (order, diagnostics)
}
