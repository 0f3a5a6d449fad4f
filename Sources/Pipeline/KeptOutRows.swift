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

/// Collects the rows that errors keep out, wholly or in part, and forgets those of whose record an accepted version came
/// up in the end. Lives in the ordered step.
struct KeptOutRows {
    private struct Part {
        var evidence: Evidence
        var evidenceRows: [Int]
        var counted: Batch
        var failed: [Set<Int>]
        var lost: [Bool]
        var origin: ErrorRows.Origin
    }

    private enum Open {
        case own(Part)
        /// Rows that are read elsewhere: only which of a record's rows counts depends on them.
        case foreign(keys: PreparedKeys, texts: [[String]], lost: [Bool])
    }

    private var open: [Open] = []
    private(set) var settled: [ErrorRows] = []
    /// Rows that are lost and cannot be told: too few or too many cells, or a column that could not be read at all.
    private(set) var unseen: [(count: Int, origin: ErrorRows.Origin)] = []

    /// Takes in the rows of a piece.
    /// - Parameters:
    ///   - lost: rejected rows whose record nobody else has so far.
    ///   - kept: rows that entered the figures.
    mutating func add(_ piece: CheckedPiece, lost: Bitmap, kept: Bitmap, ragged: Set<Int>, _ origin: ErrorRows.Origin) {
        var rest = lost.ones
        if let errors = piece.errors, let evidence = piece.checked.evidence {
            let at = errors.rows.indices.filter { i in
                let row = errors.rows[i]
                return !ragged.contains(row) && (lost[row] || kept[row])
            }
            if !at.isEmpty {
                open.append(
                    .own(
                        Part(
                            evidence: evidence, evidenceRows: at.map { errors.evidenceRows[$0] },
                            counted: errors.counted.gather(at), failed: at.map { errors.failed[$0] },
                            lost: at.map { lost[errors.rows[$0]] }, origin: origin)))
                rest -= at.count { lost[errors.rows[$0]] }
            }
        }
        if rest > 0 { unseen.append((rest, origin)) }
    }

    /// The same for rows that are read elsewhere.
    mutating func add(foreign rows: PieceClaims.Lost, lost: Bitmap) {
        open.append(.foreign(keys: rows.keys, texts: rows.texts, lost: rows.rows.map { lost[$0] }))
    }

    /// By row the texts of the key's parts that it has.
    static func texts(of reported: Batch, _ keyFields: [Int]) -> [[String]] {
        (0..<reported.rowCount).map { row in keyFields.compactMap { reported.columns[$0].text(row) } }
    }

    /// Decides what is kept out now that all versions of the records have been seen.
    /// - Parameters:
    ///   - prepare: the keys of rows as they were reported.
    ///   - isHeld: which of them an accepted record has.
    mutating func settle(
        keyFields: [Int], _ rules: RowRules, prepare: (Batch) -> PreparedKeys, isHeld: (PreparedKeys) -> Bitmap
    ) {
        var seen: Set<[String]> = []
        for entry in open {
            let part: Part
            switch entry {
            case .own(let own): part = own
            case .foreign(let keys, let texts, let lost):
                let held = isHeld(keys)
                for row in texts.indices where lost[row] && !held[row] { seen.insert(texts[row]) }
                continue
            }
            let reported = part.evidence.typed.gather(part.evidenceRows)
            let held = isHeld(prepare(reported))
            let texts = KeptOutRows.texts(of: reported, keyFields)
            var rows: [Int] = []
            for row in part.lost.indices {
                guard part.lost[row] else { rows.append(row); continue }
                let key = texts[row]
                // Rows without a key are all different.
                guard !held[row], key.isEmpty || key.count < keyFields.count || seen.insert(key).inserted else {
                    part.evidence.fates[part.evidenceRows[row]] = .apart
                    continue
                }
                rows.append(row)
            }
            guard !rows.isEmpty else { continue }
            settled.append(
                ErrorRows(
                    reported: reported.gather(rows), counted: part.counted.gather(rows),
                    lost: Bitmap(count: rows.count, rows: rows.indices.filter { part.lost[rows[$0]] }),
                    failed: rows.map { rules.affected(by: part.failed[$0]) }, origin: part.origin))
        }
        open = []
    }

    /// What they would have added to the figures.
    func keptOut(_ plan: DatasetPlan, areaField: Int?, references: References) -> KeptOut {
        var kept = KeptOut(plan)
        for rows in settled { kept.add(rows, references: references) }
        for (count, origin) in unseen { kept.add(unseen: count, areaField: areaField, origin) }
        return kept
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
