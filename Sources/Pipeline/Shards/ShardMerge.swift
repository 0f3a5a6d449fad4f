import Aggregate
import Definitions
import Expressions
import Ingest
import Model
import Publish
import Tabular

extension Run {
    /// One shard of a run over several machines: writes its file, and answers a line about it.
    public static func partial(
        _ request: ShardRequest, progress: any RunProgress
    ) throws(RunFailure) -> String {
        try ShardRun(request, progress: progress).perform()
    }

    /// Makes the return of the partials of all shards, as `perform` would of the inputs: the same bytes, but for what
    /// `run.json` says under `run`.
    public static func merge(
        _ request: RunRequest, partials: [String], progress: any RunProgress
    ) throws(RunFailure) -> RunOutcome {
        let run = Run(request: request, progress: progress)
        let compiled = try run.compile()
        let lock = try OutputsLock(outputs: request.outputs)
        defer { withExtendedLifetime(lock) {} }
        let content = try ShardMerge(run: run, compiled: compiled, paths: partials).content()
        return try RunPublication(run: run, content: content, progress: progress).publish()
    }
}

/// Puts the parts of a run over several machines together. Reads whole what they did not divide.
struct ShardMerge {
    let run: Run
    let compiled: CompiledPipeline
    let paths: [String]

    func content() throws(RunFailure) -> RunContent {
        let areas = AreaNames(sendersIn: compiled.pipeline.areas)
        let deliveries = try Deliveries.find(in: run.request.inputs, areas: areas, through: run.request.through)
        try deliveries.refuseReviews()
        let files = try [ShardFile].read(paths, .partial, of: RunIdentity(run.request, compiled, deliveries))
        if let other = files.first(where: { $0.keys != files[0].keys || !$0.knowledge.agrees(with: files[0].knowledge) }
        ) {
            throw RunFailure(
                .noInput,
                "\(other.path): it was made with other keys than \(files[0].path). Make it again with the same.")
        }
        run.progress.stage("inputs", "\(deliveries.list.count) deliveries, \(files.count) shards")
        var knowledge = files[0].knowledge
        let discovery = TableDiscovery(
            files: deliveries.files, pipeline: compiled.pipeline, catalogue: compiled.catalogue, areas: areas,
            knowledge: &knowledge)
        var (attempt, tables): (ReadingAttempt, [String: ReferenceTable]) = (ReadingAttempt(), [:])
        var results = Array(repeating: DatasetResult(), count: compiled.pipeline.datasets.count)
        do throws(PassInterruption) {
            try run.readDatasets(
                discovery, compiled, figures: true, review: Review(datasets: results.count), &attempt, &tables, &results
            )
        } catch {
            throw changed(deliveries, error)
        }
        let reading = compiled.adding(results.flatMap(\.stated).map(\.figure))
        let (digests, shares) = try read(files, reading, deliveries)
        do throws(PassInterruption) {
            try run.readDatasets(
                discovery, reading, figures: false, review: Review(datasets: results.count), &attempt, &tables, &results
            ) { dataset, _ in
                shares[dataset].map {
                    DatasetResult($0, dataset: dataset, tables: discovery.tables[dataset], reading)
                } ?? DatasetResult()
            }
            try SeriesJudgement(compiled: reading, discovery: discovery, references: References(tables)).judge(&results)
        } catch {
            throw changed(deliveries, error)
        }
        return RunContent(
            request: run.request, compiled: reading, deliveries: deliveries, digests: digests, discovery: discovery,
            results: results, tables: tables,
            reviews: ReviewFiles(deliveries.files, compiled.pipeline, compiled.catalogue),
            review: Review(datasets: results.count))
    }

    /// The digests of the inputs, and what each dataset comes to, shard by shard.
    private func read(
        _ files: [ShardFile], _ compiled: CompiledPipeline, _ deliveries: Deliveries
    ) throws(RunFailure) -> (digests: [(digest: String, bytes: Int64)], shares: [Int: [ShareResult]]) {
        var blocks: [[UInt8]] = []
        var shares: [Int: [ShareResult]] = [:]
        for file in files {
            do throws(DamagedForm) {
                var reader = BinaryReader(file.body)
                blocks += try reader.list { reader throws(DamagedForm) in Array(try reader.slice()) }
                for dataset in compiled.divided {
                    shares[dataset, default: []].append(
                        try ShareResult(
                            compiled.plan.plan(forDataset: dataset), compiled.seriesPlan(dataset), from: &reader))
                }
                guard reader.isAtEnd else { throw DamagedForm() }
            } catch {
                throw ShardFile.damaged(file.path)
            }
        }
        guard run.request.digests else { return ([], shares) }
        let digests = FileDigests(deliveries.files.map(\.input.path))
        guard digests.blockCount == blocks.count else { throw changed(deliveries, nil) }
        return (digests.files(blocks), shares)
    }

    private func changed(_ deliveries: Deliveries, _ interruption: PassInterruption?) -> RunFailure {
        let file = interruption.map { deliveries.files[$0.file].input.name } ?? "The inputs"
        return RunFailure(
            .noInput, "\(file): changed since the partials were made. Make the keys and partials of all shards again.")
    }
}

extension DatasetResult {
    /// What the shares of all shards come to together: as one pass over everything would.
    init(_ shares: [ShareResult], dataset: Int, tables: [BoundTable], _ compiled: CompiledPipeline) {
        self.init()
        let catalogue = compiled.catalogue
        var parts = shares.flatMap(\.findings)
        var notes: [TableNoteKey: TableNote] = [:]
        for share in shares {
            for (rule, count) in share.counts { counts[rule, default: RuleCount()] += count }
            for (key, note) in share.notes {
                guard let known = notes[key] else { notes[key] = note; continue }
                notes[key] = TableNote(
                    count: known.count + note.count,
                    place: known.place.row <= note.place.row ? known.place : note.place,
                    field: known.place.row <= note.place.row ? known.field : note.field)
            }
            for (table, account) in share.accounts.enumerated() {
                if table < accounts.count { accounts[table].add(account) } else { accounts.append(account) }
            }
            if let more = share.partial {
                if partial == nil { partial = more } else { partial?.merge(more) }
            }
            if let more = share.keptOut {
                if keptOut == nil { keptOut = more } else { keptOut?.merge(more) }
            }
            if let more = share.series {
                if series == nil { series = more } else { series?.merge(more) }
            }
            ledger += share.ledger
        }
        let statements = Dictionary(grouping: shares.flatMap(\.statements), by: \.table)
        for (table, said) in statements.sorted(by: { $0.key < $1.key }) {
            let reading = TableReading(
                tables[table], definition: compiled.pipeline.datasets[dataset], compiled.pipeline)
            var whole = TableStatements(reading.checks)
            for part in said.sorted(by: { $0.base.row < $1.base.row }) {
                whole.add(part.evidence, base: part.base)
            }
            var found = DatasetResult()
            found.add(whole, dataset, catalogue, reading.context)
            for (rule, count) in found.counts { counts[rule, default: RuleCount()] += count }
            parts.append((order: [table, 1], findings: found.findings))
        }
        findings = DatasetResult.joined(parts)
        add(notes)
        mergeShared(of: tables, catalogue)
        findings += DatasetResult.joined(shares.flatMap(\.conflicts))
    }

    private static func joined(_ parts: [(order: FindingOrder, findings: [Finding])]) -> [Finding] {
        parts.sorted { $0.order.lexicographicallyPrecedes($1.order) }.flatMap(\.findings)
    }
}

extension TableAccount {
    /// Adds what became of other rows of the same table.
    fileprivate mutating func add(_ other: TableAccount) {
        read += other.read
        accepted += other.accepted
        rejected += other.rejected
        excluded += other.excluded
        superseded += other.superseded
        withdrawn += other.withdrawn
        let counts = [notRecords, other.notRecords].joined().reduce(into: [:]) { $0[$1.name, default: 0] += $1.count }
        notRecords = RowClass.allCases.compactMap { kind in
            counts[kind.rawValue].map { RowClassCount(name: kind.rawValue, count: $0) }
        }
        months.formUnion(other.months)
    }
}
