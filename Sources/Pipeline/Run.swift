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
        let compiled = try compile()
        let lock = try OutputsLock(outputs: request.outputs)
        defer { withExtendedLifetime(lock) {} }
        return try RunPublication(run: self, content: try content(compiled), progress: progress).publish()
    }

    func compile() throws(RunFailure) -> CompiledPipeline {
        let compiled = try CompiledPipeline(folder: request.pipeline, range: request.range)
        progress.stage(
            "definitions",
            "\(compiled.pipeline.datasets.count) datasets, \(compiled.pipeline.indicators.count) indicators")
        return compiled
    }

    /// Reads all inputs and makes the figures; writes nothing.
    func content(_ compiled: CompiledPipeline) throws(RunFailure) -> RunContent {
        let areas = AreaNames(compiled.pipeline.areas)
        let deliveries = try Deliveries.find(in: request.inputs, areas: areas, through: request.through)
        let files = deliveries.files
        progress.stage("inputs", "\(deliveries.list.count) deliveries, \(files.count) files")
        let digests = request.digests ? FileDigests.of(files.map(\.input.path), jobs: request.jobs) : []

        var knowledge = FileKnowledge()
        var kept: ReadingAttempt?
        while true {
            let discovery = TableDiscovery(
                files: files, pipeline: compiled.pipeline, catalogue: compiled.catalogue, areas: areas,
                knowledge: &knowledge)
            var results = Array(repeating: DatasetResult(), count: compiled.pipeline.datasets.count)
            var reading = compiled
            var tables: [String: ReferenceTable] = [:]
            var attempt = ReadingAttempt(kept: kept)
            do throws(PassInterruption) {
                // Figures that are stated come first: targets say how far back records are kept.
                try readDatasets(discovery, compiled, figures: true, &attempt, &tables, &results)
                reading = compiled.adding(results.flatMap(\.stated).map(\.figure))
                try readDatasets(discovery, reading, figures: false, &attempt, &tables, &results)
                try SeriesJudgement(compiled: reading, discovery: discovery, references: References(tables))
                    .judge(&results)
            } catch {
                knowledge.learn(error)
                kept = attempt.done(without: error.file)
                continue
            }
            return RunContent(
                request: request, compiled: reading, deliveries: deliveries, digests: digests, discovery: discovery,
                results: results, tables: tables)
        }
    }

    /// The records that enter the values asked for: the same tables, read once more.
    func records(_ selections: [RecordSelection], _ content: RunContent) throws(RunFailure) -> [RecordTrace?] {
        let traces = content.compiled.pipeline.datasets.indices.map { dataset -> RecordTrace? in
            let own = selections.filter { $0.dataset == dataset }
            return own.isEmpty ? nil : RecordTrace(own)
        }
        try readAgain(content, traces)
        return traces
    }

    /// Shows each observer (by dataset) the records that stand, in the tables as they were read.
    /// - Parameter known: tables that expressions find beside the datasets.
    func readAgain(
        _ content: RunContent, _ observers: [(any RecordObserver)?], known: [String: ReferenceTable] = [:]
    ) throws(RunFailure) {
        do throws(PassInterruption) {
            var results = content.compiled.pipeline.datasets.map { _ in DatasetResult() }
            var tables = content.tables.merging(known) { $1 }
            var attempt = ReadingAttempt()
            try readDatasets(
                content.discovery, content.compiled, figures: false, observers: observers, &attempt, &tables, &results)
        } catch {
            let file = content.deliveries.files[error.file].input.name
            throw RunFailure(.noInput, "\(file): it changed while it was read. Ask again.")
        }
    }

    /// Each dataset after those that it refers to.
    private func readDatasets(
        _ discovery: TableDiscovery, _ compiled: CompiledPipeline, figures: Bool,
        observers: [(any RecordObserver)?]? = nil, _ attempt: inout ReadingAttempt,
        _ tables: inout [String: ReferenceTable],
        _ results: inout [DatasetResult]
    ) throws(PassInterruption) {
        for dataset in compiled.order where (compiled.pipeline.datasets[dataset].gives != nil) == figures {
            if let observers, observers[dataset] == nil { continue }
            if let known = attempt.take(dataset, discovery.tables[dataset]) {
                results[dataset] = known.result
                tables.merge(known.tables) { $1 }
                continue
            }
            let own = observers == nil ? compiled.referenceTables(for: dataset) : []
            let pass = DatasetPass(
                dataset: dataset, compiled: compiled, references: References(tables), own: own.map(\.table),
                tables: discovery.tables[dataset], observer: observers?[dataset])
            results[dataset] = try pass.perform(jobs: request.jobs)
            for (name, table) in own {
                tables[name] = table
                if name == compiled.pipeline.datasets[dataset].name { results[dataset].reference = table }
            }
            let accounts = results[dataset].accounts
            if observers != nil { continue }
            attempt.add(
                dataset, discovery.tables[dataset],
                KeptResult(
                    result: results[dataset], tables: Dictionary(own.map { ($0.name, $0.table) }) { a, _ in a }))
            progress.stage(
                compiled.pipeline.datasets[dataset].name,
                "\(accounts.reduce(0) { $0 + $1.read }) rows, \(accounts.reduce(0) { $0 + $1.accepted }) accepted, \(accounts.reduce(0) { $0 + $1.rejected }) rejected"
            )
        }
    }
}
