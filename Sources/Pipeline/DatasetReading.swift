import Definitions
import Expressions
import Model
import Tabular
import Validate

/// How the tables of one dataset are read: once, or twice where its keys do not fit below the ceiling.
struct DatasetReading {
    let dataset: Int
    let compiled: CompiledPipeline
    let references: References
    let tables: [BoundTable]
    let changes: [Int: TableChanges]
    /// Is shown the records that stand, where they are read once more for their own sake.
    let observer: (any RecordObserver)?

    /// Of other datasets that refer to this one: what they find, by name.
    typealias Own = [(name: String, table: ReferenceTable)]

    func perform(
        _ request: RunRequest, _ progress: any RunProgress
    ) throws(PassInterruption) -> (result: DatasetResult, own: Own) {
        let own = own
        if let result = try pass(own, nil, request).perform(jobs: request.jobs) { return (result, own) }
        let rules = compiled.rules[dataset]
        let definition = compiled.pipeline.datasets[dataset]
        progress.stage(definition.name, "its keys do not fit into memory: read twice")
        let keys = SpilledKeys(
            schema: rules.schema, keyFields: definition.primaryKey.compactMap { rules.schema.index(of: $0) },
            ceiling: request.ceiling)
        try pass([], (keys, true), request).note(jobs: request.jobs)
        do {
            try keys.resolve()
        } catch {
            request.ceiling?.fail("a temporary file does not give back what was written to it")
        }
        let again = self.own
        let result = try pass(again, (keys, false), request).perform(jobs: request.jobs)
        return (result ?? DatasetResult(), again)
    }

    private var own: Own { observer == nil ? compiled.referenceTables(for: dataset).map { ($0.name, $0.table) } : [] }

    private func pass(
        _ own: Own, _ keys: (keys: SpilledKeys, isNoting: Bool)?, _ request: RunRequest
    ) -> DatasetPass {
        DatasetPass(
            dataset: dataset, compiled: compiled, references: references, own: own.map(\.table), tables: tables,
            changes: changes, observer: observer, keys: keys, ceiling: request.ceiling)
    }
}
