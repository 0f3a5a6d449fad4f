import Aggregate
import Definitions
import Expressions
import Ingest
import Model
import Normalize
import Publish
import Tabular
import Validate

/// One run, as the first picture of the design: ingest → normalize → validate → aggregate → publish.
public struct Run {
    let request: RunRequest
    let progress: any RunProgress

    /// Reads, computes and writes; answers how it ended. Throws where a definition is wrong (65), nothing can be read (66),
    /// nothing can be written (73, 74) or another run is at it (75): then the last good outputs stay as they are.
    public static func perform(_ request: RunRequest, progress: any RunProgress) throws(RunFailure) -> RunOutcome {
        try Run(request: request, progress: progress).perform()
    }

    private func perform() throws(RunFailure) -> RunOutcome {
        let compiled = try CompiledPipeline(folder: request.pipeline, range: request.range)
        progress.stage(
            "definitions",
            "\(compiled.pipeline.datasets.count) datasets, \(compiled.pipeline.indicators.count) indicators")
        let lock = try OutputsLock(outputs: request.outputs)
        defer { withExtendedLifetime(lock) {} }
        let areas = AreaNames(compiled.pipeline.areas)
        let deliveries = try Deliveries.find(in: request.inputs, areas: areas, through: request.through)
        let files = deliveries.files
        progress.stage("inputs", "\(deliveries.list.count) deliveries, \(files.count) files")
        let digests = request.digests ? FileDigests.of(files.map(\.input.path), jobs: request.jobs) : []

        var knowledge = FileKnowledge()
        while true {
            let discovery = TableDiscovery(
                files: files, pipeline: compiled.pipeline, catalogue: compiled.catalogue, areas: areas,
                knowledge: knowledge)
            let results: [DatasetResult]
            do throws(PassInterruption) {
                results = try readDatasets(discovery, compiled)
            } catch {
                knowledge.learn(error)
                continue
            }
            let content = RunContent(
                request: request, compiled: compiled, deliveries: deliveries, digests: digests, discovery: discovery,
                results: results)
            return try RunPublication(content: content, progress: progress).publish()
        }
    }

    /// Each dataset after those that it refers to.
    private func readDatasets(
        _ discovery: TableDiscovery, _ compiled: CompiledPipeline
    ) throws(PassInterruption) -> [DatasetResult] {
        var results = Array(repeating: DatasetResult(), count: compiled.pipeline.datasets.count)
        var tables: [String: ReferenceTable] = [:]
        for dataset in compiled.order {
            let own = compiled.referenceTable(for: dataset)
            let pass = DatasetPass(
                dataset: dataset, compiled: compiled, references: References(tables), own: own,
                tables: discovery.tables[dataset])
            results[dataset] = try pass.perform(jobs: request.jobs)
            if let own { tables[compiled.pipeline.datasets[dataset].name] = own }
            let accounts = results[dataset].accounts
            progress.stage(
                compiled.pipeline.datasets[dataset].name,
                "\(accounts.reduce(0) { $0 + $1.read }) rows, \(accounts.reduce(0) { $0 + $1.accepted }) accepted, \(accounts.reduce(0) { $0 + $1.rejected }) rejected"
            )
        }
        return results
    }
}
