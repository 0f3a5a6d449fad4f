import Ingest
import Model
import Tabular
import Validate

/// Which rows repeat the key of an earlier row of their file, where rows of one file claim their keys at different times: the
/// first row has the key, whoever of the two would have claimed it first.
struct RepeatedRows {
    private let fresh: () -> KeyRegister
    private var keys: KeyRegister
    private var file: Int?

    init(_ fresh: @escaping () -> KeyRegister) {
        self.fresh = fresh
        keys = fresh()
    }

    /// Of the next piece in order, by all its rows' keys.
    mutating func found(_ prepared: PreparedKeys, source: KeySource) -> [KeyMeeting] {
        if file != source.file {
            keys = fresh()
            file = source.file
        }
        return keys.claim(prepared, rejected: Bitmap(count: prepared.rowCount), source: source).duplicates
    }
}

extension CheckedPiece {
    /// Takes rows out of those that claim their keys, now or later.
    /// - Parameter prepare: the keys of a batch, less those of some rows.
    mutating func leaveOut(
        _ repeated: [KeyMeeting],
        _ prepare: (_ batch: Batch, _ sheetRows: [UInt32], _ besides: [Int], _ contents: [UInt64]?) -> PreparedKeys
    ) {
        guard !repeated.isEmpty else { return }
        let rows = Set(repeated.map(\.row))
        let (all, contents) = (decoded.block.rows, keys.contents)
        waiting = waiting.compactMap { part in
            let kept = part.rows.filter { !rows.contains($0) }
            guard kept.count < part.rows.count else { return part }
            guard !kept.isEmpty else { return nil }
            var part = part
            let own = prepare(
                checked.batch.gather(kept), kept.map { all[$0] }, [], contents.map { list in kept.map { list[$0] } })
            (part.rows, part.piece) = (kept, gather(kept, keys: own))
            return part
        }
        keys = prepare(checked.batch, all, waiting.flatMap(\.rows) + rows.sorted(), contents)
        self.repeated = repeated
    }
}
