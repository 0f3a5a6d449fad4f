import Aggregate
import Definitions
import Expressions
import Model
import Tabular
import Validate

/// Rows of a piece that have errors: which, what was counted of them, and under which fields the errors are filed. Made by
/// workers.
struct PieceErrors: Sendable {
    /// Rows of the piece, ascending, and their rows in its evidence.
    var rows: [Int]
    var evidenceRows: [Int]
    var failed: [Set<Int>]
    var counted: Batch

    /// nil where no row has an error.
    init?(_ checked: CheckedBatch, _ catalogue: RuleCatalogue) {
        guard checked.evidence != nil else { return nil }
        var fields: [Int: Set<Int>] = [:]
        for finding in checked.findings where catalogue[Int(finding.rule)].severity == .error {
            fields[Int(finding.evidenceRow), default: []].insert(Int(finding.field))
        }
        guard !fields.isEmpty else { return nil }
        var flagged: [Int] = []
        checked.flagged.forEachSet { flagged.append($0) }
        evidenceRows = fields.keys.sorted()
        rows = evidenceRows.map { flagged[$0] }
        failed = evidenceRows.map { fields[$0] ?? [] }
        counted = checked.batch.gather(rows)
    }
}

extension CheckedPiece {
    /// Writes down what became of the rows that have findings. Those that wait are taken to count in the end.
    func settleFates(lost: Bitmap, kept: Bitmap, waiting: [Int]) {
        guard let evidence = checked.evidence else { return }
        let waits = Set(waiting)
        var position = 0
        checked.flagged.forEachSet { row in
            evidence.fates[position] = lost[row] ? .keptOut : kept[row] || waits.contains(row) ? .counted : .apart
            position += 1
        }
    }
}

extension CheckedPiece {
    /// Of the rows with errors those that may be lost, as they were reported.
    func reported(lost: Bitmap) -> (rows: [Int], reported: Batch)? {
        guard let errors, let evidence = checked.evidence else { return nil }
        let at = errors.rows.indices.filter { lost[errors.rows[$0]] }
        guard !at.isEmpty else { return nil }
        return (at.map { errors.rows[$0] }, evidence.typed.gather(at.map { errors.evidenceRows[$0] }))
    }
}

/// Collects the rows that errors keep out, wholly or in part, and forgets those of whose record an accepted version came
/// up in the end. Lives in the ordered step.
struct KeptOutRows {
    private enum Open {
        /// What is known of the rows stands in the store.
        case own(Evidence, bytes: Range<Int>, origin: ErrorRows.Origin, claim: Int)
        /// Rows that are read elsewhere: only which of a record's rows counts depends on them.
        case foreign(PieceClaims.Lost, lost: [Bool])
    }

    fileprivate struct Part: Sendable {
        /// Of the piece, and of its evidence.
        var rows: [Int]
        var evidenceRows: [Int]
        var counted: Batch
        var failed: [[Int]]
        var lost: Bitmap
    }

    private let store: ByteStore
    private let references: References
    private var open: [Open] = []
    /// nil where nothing is added up of the dataset.
    private(set) var sum: KeptOut?
    private let areaField: Int?

    /// - Parameter plan: nil where nothing is added up of the dataset.
    init(_ plan: DatasetPlan?, areaField: Int?, references: References, _ ceiling: MemoryCeiling?) {
        sum = plan.map { KeptOut($0) }
        self.areaField = areaField
        self.references = references
        store = ByteStore(ceiling)
    }

    /// Takes in the rows of a piece. Rows that are lost and cannot be told (too few or too many cells, or a column that could
    /// not be read at all) count by number.
    /// - Parameters:
    ///   - lost: rejected rows whose record nobody else has so far.
    ///   - kept: rows that entered the figures.
    ///   - claim: number of the claim that they made.
    mutating func add(
        _ piece: CheckedPiece, lost: Bitmap, kept: Bitmap, ragged: Set<Int>, _ origin: ErrorRows.Origin, claim: Int
    ) {
        var rest = lost.ones
        if let errors = piece.errors, let evidence = piece.checked.evidence {
            let at = errors.rows.indices.filter { i in
                let row = errors.rows[i]
                return !ragged.contains(row) && (lost[row] || kept[row])
            }
            if !at.isEmpty {
                let rows = at.map { errors.rows[$0] }
                let part = Part(
                    rows: rows, evidenceRows: at.map { errors.evidenceRows[$0] }, counted: errors.counted.gather(at),
                    failed: at.map { errors.failed[$0].sorted() },
                    lost: Bitmap(count: rows.count, rows: rows.indices.filter { lost[rows[$0]] }))
                let bytes = part.bytes
                let start = store.append(bytes)
                open.append(.own(evidence, bytes: start..<start + bytes.count, origin: origin, claim: claim))
                rest -= part.lost.ones
            }
        }
        if rest > 0 { sum?.add(unseen: rest, areaField: areaField, origin) }
    }

    /// The same for rows that are read elsewhere.
    mutating func add(foreign rows: PieceClaims.Lost, lost: Bitmap) {
        open.append(.foreign(rows, lost: rows.rows.map { lost[$0] }))
    }

    /// By row the texts of the key's parts that it has.
    static func texts(of reported: Batch, _ keyFields: [Int]) -> [[String]] {
        (0..<reported.rowCount).map { row in keyFields.compactMap { reported.columns[$0].text(row) } }
    }

    /// Decides what is kept out now that all versions of the records have been seen: of several lost rows of a record the
    /// first one counts; rows without a key are all different.
    /// - Parameters:
    ///   - jobs: how many may look at rows at a time.
    ///   - fresh: nobody has any key.
    ///   - prepare: the keys of rows as they were reported.
    ///   - isHeld: which of them an accepted record has; with the rows of the piece, and the number of their claim.
    mutating func settle(
        _ rules: RowRules, jobs: Int, fresh: () -> KeyRegister, prepare: @Sendable (Batch) -> PreparedKeys,
        isHeld: @Sendable (PreparedKeys, [Int], Int) -> Bitmap
    ) {
        let seen = fresh()
        let (store, references) = (store, references)
        /// Those whose key an earlier lost row has.
        func repeated(_ prepared: PreparedKeys, _ rows: [Int]) -> Set<Int> {
            let claims = seen.claim(
                prepared.gather(rows), rejected: Bitmap(count: rows.count),
                source: KeySource(delivery: 0, file: 0, base: Place(file: 0)))
            return Set(claims.duplicates.map { rows[$0.row] })
        }
        // Some pieces at a time, so that what is read from the disk stays small.
        for start in stride(from: 0, to: open.count, by: KeptOutRows.together) {
            let entries = Array(open[start..<min(start + KeptOutRows.together, open.count)])
            let looked = inParallel(entries.count, jobs: jobs) { position -> Looked? in
                switch entries[position] {
                case .foreign(let rows, let lost):
                    let held = isHeld(rows.keys, rows.rows, 0)
                    return Looked(keys: rows.keys, free: lost.indices.filter { lost[$0] && !held[$0] }, own: nil)
                case .own(let evidence, let bytes, _, let claim):
                    guard let part = try? Part(store.read(bytes)) else { return nil }
                    let reported = evidence.typed.gather(part.evidenceRows)
                    let keys = prepare(reported)
                    let held = isHeld(keys, part.rows, claim)
                    let free = part.rows.indices.filter { part.lost[$0] && !held[$0] }
                    return Looked(keys: keys, free: free, own: (part, reported))
                }
            }
            var settled: [(part: Part, reported: Batch, rows: [Int], origin: ErrorRows.Origin)] = []
            for (entry, looked) in zip(entries, looked) {
                guard let looked else { continue }
                let counted = Set(looked.free).subtracting(repeated(looked.keys, looked.free))
                guard case .own(let evidence, _, let origin, _) = entry, let (part, reported) = looked.own else {
                    continue
                }
                let rows = part.rows.indices.filter { !part.lost[$0] || counted.contains($0) }
                for row in part.rows.indices where part.lost[row] && !counted.contains(row) {
                    evidence.fates[part.evidenceRows[row]] = .apart
                }
                if !rows.isEmpty { settled.append((part, reported, rows, origin)) }
            }
            let counting = settled
            guard let plan = sum?.plan, !counting.isEmpty else { continue }
            let shares = min(max(1, jobs), counting.count)
            let sums = inParallel(shares, jobs: jobs) { share in
                var sum = KeptOut(plan)
                for position in stride(from: share, to: counting.count, by: shares) {
                    let (part, reported, rows, origin) = counting[position]
                    sum.add(
                        ErrorRows(
                            reported: reported.gather(rows), counted: part.counted.gather(rows),
                            lost: part.lost.gather(rows),
                            failed: rows.map { rules.affected(by: Set(part.failed[$0])) }, origin: origin),
                        references: references)
                }
                return sum
            }
            for part in sums { sum?.merge(part) }
        }
        open = []
    }

    /// Pieces that are settled together.
    private static let together = 256

    /// What has been read of a piece: the keys of its rows, those of them that are lost and whose key nobody has, and where it
    /// is read here the rows themselves.
    private struct Looked: Sendable {
        var keys: PreparedKeys
        var free: [Int]
        var own: (part: Part, reported: Batch)?
    }
}

extension KeptOutRows.Part {
    fileprivate var bytes: [UInt8] {
        var writer = BinaryWriter()
        writer.write(list: rows) { $0.write($1) }
        writer.write(list: evidenceRows) { $0.write($1) }
        writer.write(counted)
        writer.write(list: failed) { $0.write(list: $1) { $0.write($1) } }
        writer.write(lost)
        return writer.bytes
    }

    fileprivate init(_ bytes: [UInt8]) throws(DamagedForm) {
        var reader = BinaryReader(bytes)
        rows = try reader.list { reader throws(DamagedForm) in try reader.int() }
        evidenceRows = try reader.list { reader throws(DamagedForm) in try reader.int() }
        counted = try reader.batch()
        failed = try reader.list { reader throws(DamagedForm) in
            try reader.list { reader throws(DamagedForm) in try reader.int() }
        }
        lost = try reader.bitmap()
    }
}

extension Column {
    fileprivate func text(_ row: Int) -> String? {
        guard validity[row] else { return nil }
        switch self {
        case .integers(let column): return String(column.values[row])
        case .texts(let column): return column.string(row)
        }
    }
}
