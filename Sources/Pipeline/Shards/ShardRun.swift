import Aggregate
import Definitions
import Expressions
import Foundation
import Ingest
import Model
import Tabular
import Validate

/// What one process of a run over several machines is asked for.
public struct ShardRequest: Sendable {
    /// As of the whole run; of its outputs nothing is used.
    public var run: RunRequest
    public var shard: Shard
    /// The file that it writes.
    public var file: String
    /// Only what the shard's rows claim: the first round.
    public var keysOnly: Bool
    /// What all shards claim, as the first round has written it; in the first round, what an earlier attempt has written.
    public var keys: [String]

    public init(run: RunRequest, shard: Shard, file: String, keysOnly: Bool, keys: [String]) {
        self.run = run
        self.shard = shard
        self.file = file
        self.keysOnly = keysOnly
        self.keys = keys
    }
}

/// One shard of a run over several machines, in two rounds. In the first, each shard checks its rows and writes down what
/// they claim: keys, and how many rows there are. In the second it reads its rows once more, and lets the rows of all other
/// shards whose keys it meets claim theirs in their turn: so keys, revisions and row numbers come out as on one machine, and
/// sums hold nothing that would have to be taken back.
///
/// Datasets that others refer to, and those of figures, are not divided: every process reads them whole.
struct ShardRun {
    let run: Run
    let request: ShardRequest
    private let compiled: CompiledPipeline
    private let deliveries: Deliveries
    private let identity: RunIdentity

    init(_ request: ShardRequest, progress: any RunProgress) throws(RunFailure) {
        self.request = request
        run = Run(request: request.run, progress: progress)
        compiled = try run.compile()
        deliveries = try Deliveries.find(
            in: request.run.inputs, areas: AreaNames(sendersIn: compiled.pipeline.areas), through: request.run.through)
        try deliveries.refuseReviews()
        identity = RunIdentity(request.run, compiled, deliveries)
        progress.stage("inputs", "\(deliveries.list.count) deliveries, \(deliveries.files.count) files")
    }

    /// Answers a line about what was written.
    func perform() throws(RunFailure) -> String {
        if request.keysOnly { try takeKeys() } else { try add() }
        let bytes = FileDigests.bytes(of: request.file)
        return "\(request.keysOnly ? "Keys" : "Partial") of shard \(request.shard): \(request.file), \(bytes) bytes."
    }

    // MARK: The first round

    private func takeKeys() throws(RunFailure) {
        var knowledge = FileKnowledge()
        if !request.keys.isEmpty {
            let files = try [ShardFile].read(request.keys, .keys, of: identity)
            for file in files { knowledge.merge(file.knowledge) }
            if files.allSatisfy({ $0.knowledge.agrees(with: files[0].knowledge) }) {
                let discovery = discovery(&knowledge)
                let claims = try claims(files, discovery)
                for file in claims.filesBeyondLimits(discovery) { knowledge.keepWhole(file) }
            }
        }
        while true {
            let discovery = discovery(&knowledge)
            var (attempt, tables): (ReadingAttempt, [String: ReferenceTable]) = (ReadingAttempt(), [:])
            var plan: ShardPlan?
            var claims: [Int: [PieceClaims]] = [:]
            do throws(PassInterruption) {
                let division = try ShardPlan(
                    discovery, compiled, count: request.shard.count, whole: knowledge.whole)
                plan = division
                let portions = try division.portions(request.shard.number)
                var results = Array(repeating: DatasetResult(), count: compiled.pipeline.datasets.count)
                try run.readDatasets(
                    discovery, compiled, figures: true, review: Review(datasets: results.count), &attempt, &tables,
                    &results)
                try run.readDatasets(
                    discovery, compiled, figures: false, review: Review(datasets: results.count), &attempt, &tables,
                    &results
                ) {
                    (dataset, references) throws(PassInterruption) in
                    let share = DatasetShare(
                        segments: portions[dataset].map(\.segments), isCut: division.isCut(dataset), claimsOnly: true)
                    claims[dataset] = try pass(dataset, compiled, discovery, references, share).claims(
                        jobs: request.run.jobs)
                    return DatasetResult()
                }
            } catch {
                if plan?.divides(file: error.file) == true {
                    knowledge.keepWhole(error.file)
                } else {
                    knowledge.learn(error)
                }
                continue
            }
            var body = BinaryWriter()
            for dataset in compiled.divided {
                body.write(list: claims[dataset] ?? []) { $1.write(to: &$0) }
            }
            return try write(.keys, knowledge, keys: [], body.bytes)
        }
    }

    // MARK: The second round

    private func add() throws(RunFailure) {
        let files = try [ShardFile].read(request.keys, .keys, of: identity)
        guard files.count == request.shard.count else {
            throw RunFailure(
                .noInput, "\(files[0].path): it is shard \(files[0].shard); a partial of \(request.shard) needs others."
            )
        }
        var knowledge = files[0].knowledge
        if let other = files.first(where: { !$0.knowledge.agrees(with: knowledge) }) {
            throw RunFailure(
                .busy,
                "\(other.path): this shard found out about files what \(files[0].path) does not know. Take the keys of all shards again, naming all of these files."
            )
        }
        let discovery = discovery(&knowledge)
        let claims = try claims(files, discovery)
        if let file = claims.filesBeyondLimits(discovery).min() {
            throw RunFailure(
                .busy,
                "\(deliveries.files[file].input.name): it has more rows than are read. Take the keys of all shards again, naming the files of these."
            )
        }
        let read: [Int: ShareResult]?
        do throws(PassInterruption) { read = try shares(discovery, knowledge, claims) } catch { read = nil }
        guard let read else {
            throw RunFailure(
                .noInput, "The inputs have changed since the keys were taken. Take the keys of all shards again.")
        }
        var body = BinaryWriter()
        let digests = FileDigests(request.run.digests ? deliveries.files.map(\.input.path) : [])
        let (number, count) = (request.shard.number, request.shard.count)
        let own = digests.blockCount * (number - 1) / count..<digests.blockCount * number / count
        body.write(list: digests.blocks(own, jobs: request.run.jobs)) { $0.write(bytes: $1) }
        for dataset in compiled.divided { read[dataset]?.write(to: &body) }
        try write(.partial, knowledge, keys: files.map(\.digest), body.bytes)
    }

    /// What the shard comes to by dataset; nil where its records are not those that have claimed their keys.
    private func shares(
        _ discovery: TableDiscovery, _ knowledge: FileKnowledge, _ claims: ShardClaims
    ) throws(PassInterruption) -> [Int: ShareResult]? {
        let plan = try ShardPlan(
            discovery, compiled, count: request.shard.count, whole: knowledge.whole)
        let portions = try plan.portions(request.shard.number)
        var (attempt, tables): (ReadingAttempt, [String: ReferenceTable]) = (ReadingAttempt(), [:])
        var results = Array(repeating: DatasetResult(), count: compiled.pipeline.datasets.count)
        try run.readDatasets(
            discovery, compiled, figures: true, review: Review(datasets: results.count), &attempt, &tables, &results)
        let reading = compiled.adding(results.flatMap(\.stated).map(\.figure))
        var claims = claims
        var shares: [Int: ShareResult]? = [:]
        try run.readDatasets(
            discovery, reading, figures: false, review: Review(datasets: results.count), &attempt, &tables, &results
        ) {
            (dataset, references) throws(PassInterruption) in
            let share = claims.share(dataset, portions[dataset], isCut: plan.isCut(dataset))
            if let result = try pass(dataset, reading, discovery, references, share).performShare(
                jobs: request.run.jobs)
            {
                shares?[dataset] = result
            } else {
                shares = nil
            }
            return DatasetResult()
        }
        return shares
    }

    // MARK: Both

    private func discovery(_ knowledge: inout FileKnowledge) -> TableDiscovery {
        TableDiscovery(
            files: deliveries.files, pipeline: compiled.pipeline, catalogue: compiled.catalogue,
            areas: AreaNames(sendersIn: compiled.pipeline.areas), knowledge: &knowledge)
    }

    private func claims(
        _ files: [ShardFile], _ discovery: TableDiscovery
    ) throws(RunFailure) -> ShardClaims {
        try ShardClaims(
            files, own: min(request.shard.number, files.count), datasets: compiled.divided,
            tables: discovery.tables.map(\.count))
    }

    private func pass(
        _ dataset: Int, _ compiled: CompiledPipeline, _ discovery: TableDiscovery, _ references: References,
        _ share: DatasetShare
    ) -> DatasetPass {
        DatasetPass(
            dataset: dataset, compiled: compiled, references: references, own: [], tables: discovery.tables[dataset],
            share: share)
    }

    private func write(
        _ kind: ShardFile.Kind, _ knowledge: FileKnowledge, keys: [String], _ body: [UInt8]
    ) throws(RunFailure) {
        try ShardFile(
            path: request.file, kind: kind, identity: identity, shard: request.shard, knowledge: knowledge, keys: keys,
            body: body
        ).write()
    }
}

extension ShardPlan.Portion {
    /// Where nothing is known of other parts.
    fileprivate var segments: [DatasetShare.Segment] {
        switch self {
        case .none: []
        case .whole: [.own(bytes: nil)]
        case .bytes(let bytes): [.own(bytes: bytes)]
        }
    }
}

extension CompiledPipeline {
    /// Datasets whose records are divided, in the order in which they are read.
    var divided: [Int] { order.filter(divides) }
}

extension Deliveries {
    /// Answers are to exceptions of all records together, and change records before any is summed: one process has to see
    /// all of them.
    func refuseReviews() throws(RunFailure) {
        guard let review = files.first(where: \.isReview) else { return }
        throw RunFailure(
            .noInput, "\(review.input.name): a filled review has effect in a run on one machine only. Use returns run.")
    }
}
