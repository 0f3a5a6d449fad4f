import Model
import Tabular
import Validate

/// What the rows of one piece have to say to keys, wherever the piece is read: enough for others to let it claim in its turn.
struct PieceClaims: Sendable {
    /// Rows of a piece that wait, as `WaitingRows`.
    struct Waiting: Sendable {
        var turn: UInt8
        var keys: PreparedKeys
        var rejected: Bitmap
    }

    /// Rows that errors keep out unless an accepted version of their record comes up; of several such rows of a record one
    /// counts.
    struct Lost: Sendable {
        /// Rows of the piece, ascending.
        var rows: [Int]
        /// Their keys as they were reported.
        var keys: PreparedKeys
        /// By row the texts of the key: what shards are told apart by that meet the same record.
        var texts: [[String]]
    }

    /// Position in the pass's tables.
    var table: Int
    /// Rows of the sheet and physical lines that it takes.
    var rowCount: Int
    var lineCount: Int
    var keys: PreparedKeys
    var rejected: Bitmap
    var waiting: [Waiting] = []
    var lost: Lost?

    /// Equal for equal claims.
    var checksum: UInt64 {
        var sum = keys.checksum
        for word in [UInt64(table), UInt64(rowCount), UInt64(lineCount)] + rejected.words + waiting.map(\.keys.checksum)
        {
            sum = RowDigest.mix(sum, word)
        }
        return sum
    }

    /// Without the rows whose keys are none of the filter's: they meet nobody there.
    func restricted(to filter: KeyFilter, lost texts: Set<[String]>) -> PieceClaims {
        var own = self
        var kept: [Int] = []
        if let lost { kept = lost.texts.indices.filter { texts.contains(lost.texts[$0]) } }
        let rows: [Int]
        (own.keys, rows) = keys.restricted(to: filter, besides: kept.compactMap { lost?.rows[$0] })
        own.rejected = rejected.gather(rows)
        own.waiting = waiting.compactMap { waiting in
            let (keys, rows) = waiting.keys.restricted(to: filter)
            return rows.isEmpty
                ? nil : Waiting(turn: waiting.turn, keys: keys, rejected: waiting.rejected.gather(rows))
        }
        own.lost = nil
        if let lost, !kept.isEmpty {
            var positions: [Int: Int] = [:]
            for (i, row) in rows.enumerated() { positions[row] = i }
            own.lost = Lost(
                rows: kept.compactMap { positions[lost.rows[$0]] }, keys: lost.keys.gather(kept),
                texts: kept.map { lost.texts[$0] })
        }
        return own
    }
}

extension PieceClaims {
    func write(to writer: inout BinaryWriter) {
        for number in [table, rowCount, lineCount] { writer.write(number) }
        keys.write(to: &writer)
        writer.write(rejected)
        writer.write(list: waiting) { writer, waiting in
            writer.write(byte: waiting.turn)
            waiting.keys.write(to: &writer)
            writer.write(waiting.rejected)
        }
        writer.write(optional: lost) { writer, lost in
            writer.write(list: lost.rows) { $0.write($1) }
            lost.keys.write(to: &writer)
            writer.write(list: lost.texts) { $0.write(list: $1) { $0.write($1) } }
        }
    }

    init(from reader: inout BinaryReader) throws(DamagedForm) {
        table = try reader.int()
        rowCount = try reader.int()
        lineCount = try reader.int()
        keys = try PreparedKeys(from: &reader)
        rejected = try reader.bitmap()
        waiting = try reader.list { reader throws(DamagedForm) in
            Waiting(turn: try reader.byte(), keys: try PreparedKeys(from: &reader), rejected: try reader.bitmap())
        }
        lost = try reader.optional { reader throws(DamagedForm) in
            let rows = try reader.list { reader throws(DamagedForm) in try reader.int() }
            let keys = try PreparedKeys(from: &reader)
            let texts = try reader.list { reader throws(DamagedForm) in
                try reader.list { reader throws(DamagedForm) in try reader.text() }
            }
            guard rows.count == texts.count, rows.count == keys.rowCount else { throw DamagedForm() }
            return Lost(rows: rows, keys: keys, texts: texts)
        }
        guard rejected.count == keys.rowCount, lost?.rows.allSatisfy({ 0..<keys.rowCount ~= $0 }) ?? true,
            waiting.allSatisfy({ $0.rejected.count == $0.keys.rowCount })
        else { throw DamagedForm() }
    }
}
