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
        request.ceiling?.economize()
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
        let areas = AreaNames(sendersIn: compiled.pipeline.areas)
        let deliveries = try Deliveries.find(in: request.inputs, areas: areas, through: request.through)
        let files = deliveries.files
        progress.stage("inputs", "\(deliveries.list.count) deliveries, \(files.count) files")
        let reviews = ReviewFiles(files, compiled.pipeline, compiled.catalogue)
        let digests = request.digests ? FileDigests.of(files.map(\.input.path), jobs: request.jobs) : []

        var knowledge = FileKnowledge()
        var kept: ReadingAttempt?
        while true {
            var discovery = TableDiscovery(
                files: files, pipeline: compiled.pipeline, catalogue: compiled.catalogue, areas: areas,
                knowledge: &knowledge)
            discovery.add(reviews)
            var results = Array(repeating: DatasetResult(), count: compiled.pipeline.datasets.count)
            var reading = compiled
            var tables: [String: ReferenceTable] = [:]
            var review = Review(datasets: results.count)
            var attempt = ReadingAttempt(kept: kept)
            do throws(PassInterruption) {
                reading = try readAll(discovery, compiled, review, &attempt, &tables, &results)
                let read = results
                try judge(discovery, reading, tables, &results)
                // Answers are to values as they were reported; then the records are read with what the answers change.
                review = Review(
                    reviews.answers, results, discovery, reading, files: deliveries.published(discovery),
                    asOf: deliveries.asOf(request))
                if !review.isEmpty {
                    progress.stage("review", "\(review.touched.count) records corrected or excluded")
                    let reported = results
                    results = read
                    var again = ReadingAttempt()
                    reading = try readAll(discovery, compiled, review, &again, &tables, &results)
                    try judge(discovery, reading, tables, &results)
                    for dataset in results.indices {
                        results[dataset] = results[dataset].reporting(reported[dataset], touched: review.touched)
                    }
                }
            } catch {
                try request.ceiling?.check()
                knowledge.learn(error)
                kept = attempt.done(without: error.file)
                continue
            }
            try request.ceiling?.check()
            return RunContent(
                request: request, compiled: reading, deliveries: deliveries, digests: digests, discovery: discovery,
                results: results, tables: tables, reviews: reviews, review: review)
        }
    }

    /// Reads all tables; with a review that changes something those that it changes, once more.
    private func readAll(
        _ discovery: TableDiscovery, _ compiled: CompiledPipeline, _ review: Review,
        _ attempt: inout ReadingAttempt, _ tables: inout [String: ReferenceTable], _ results: inout [DatasetResult]
    ) throws(PassInterruption) -> CompiledPipeline {
        // Figures that are stated come first: targets say how far back records are kept.
        try readDatasets(discovery, compiled, figures: true, review: review, &attempt, &tables, &results)
        let reading = compiled.adding(results.flatMap(\.stated).map(\.figure))
        try readDatasets(discovery, reading, figures: false, review: review, &attempt, &tables, &results)
        return reading
    }

    /// Rules that look at records of other times and at all of them together.
    private func judge(
        _ discovery: TableDiscovery, _ compiled: CompiledPipeline, _ tables: [String: ReferenceTable],
        _ results: inout [DatasetResult]
    ) throws(PassInterruption) {
        try SeriesJudgement(compiled: compiled, discovery: discovery, references: References(tables)).judge(&results)
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
    /// - Parameters:
    ///   - known: tables that expressions find beside the datasets.
    ///   - review: what changes the records meanwhile; nil: the run's.
    func readAgain(
        _ content: RunContent, _ observers: [(any RecordObserver)?], known: [String: ReferenceTable] = [:],
        review: Review? = nil
    ) throws(RunFailure) {
        do throws(PassInterruption) {
            var results = content.compiled.pipeline.datasets.map { _ in DatasetResult() }
            var tables = content.tables.merging(known) { $1 }
            var attempt = ReadingAttempt()
            try readDatasets(
                content.discovery, content.compiled, figures: false, observers: observers,
                review: review ?? content.review, &attempt, &tables, &results)
        } catch {
            let file = content.deliveries.files[error.file].input.name
            throw RunFailure(.noInput, "\(file): it changed while it was read. Ask again.")
        }
    }

    /// Each dataset after those that it refers to.
    /// - Parameter divided: gives the results of datasets whose records are divided between machines.
    func readDatasets(
        _ discovery: TableDiscovery, _ compiled: CompiledPipeline, figures: Bool,
        observers: [(any RecordObserver)?]? = nil, review: Review, _ attempt: inout ReadingAttempt,
        _ tables: inout [String: ReferenceTable],
        _ results: inout [DatasetResult],
        divided: ((Int, References) throws(PassInterruption) -> DatasetResult)? = nil
    ) throws(PassInterruption) {
        let chosen = review.isEmpty || observers != nil ? Set(compiled.order) : review.reread(compiled)
        for dataset in compiled.order
        where chosen.contains(dataset) && (compiled.pipeline.datasets[dataset].gives != nil) == figures {
            if let observers, observers[dataset] == nil { continue }
            if let divided, compiled.divides(dataset) {
                results[dataset] = try divided(dataset, References(tables))
                continue
            }
            if let known = attempt.take(dataset, discovery.tables[dataset]) {
                results[dataset] = known.result
                tables.merge(known.tables) { $1 }
                continue
            }
            let reading = DatasetReading(
                dataset: dataset, compiled: compiled, references: References(tables),
                tables: discovery.tables[dataset], changes: review.changes[dataset], observer: observers?[dataset])
            let (result, own) = try reading.perform(request, progress)
            results[dataset] = result
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
