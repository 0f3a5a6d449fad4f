import Foundation

/// Where copies of rows with findings go that do not fit into memory; those that were asked for last stay at hand. Any number
/// of threads may ask.
public final class EvidencePages: @unchecked Sendable {
    private let store: ByteStore
    private let ceiling: MemoryCeiling
    private let lock = NSLock()
    private var recent: [(at: Int, rows: Evidence.Rows)?]

    /// - Parameter recent: how many copies stay at hand, each of the flagged rows of a piece.
    public init(_ ceiling: MemoryCeiling, recent: Int = 256) {
        store = ByteStore(ceiling)
        self.ceiling = ceiling
        self.recent = Array(repeating: nil, count: recent)
    }

    func append(_ rows: Evidence.Rows) -> Range<Int> {
        var writer = BinaryWriter()
        writer.write(cells: rows)
        let start = store.append(writer.bytes)
        return start..<start + writer.bytes.count
    }

    func rows(_ evidence: Evidence, _ range: Range<Int>) -> Evidence.Rows {
        // Ranges follow each other, a few kilobytes each.
        let slot = range.lowerBound / 512 % recent.count
        if let known = lock.withLock({ recent[slot] }), known.at == range.lowerBound { return known.rows }
        var reader = BinaryReader(store.read(range))
        guard let rows = try? reader.cells(rowCount: evidence.rows.count, fieldCount: evidence.fieldCount) else {
            ceiling.fail("a temporary file does not give back what was written to it")
            return blank(evidence)
        }
        lock.withLock { recent[slot] = (range.lowerBound, rows) }
        return rows
    }

    /// Nothing that is made of it is kept.
    private func blank(_ evidence: Evidence) -> Evidence.Rows {
        let none = Bitmap(count: evidence.rows.count)
        let column = Column.integers(IntegerColumn(values: Array(repeating: 0, count: none.count), validity: none))
        return Evidence.Rows(
            ends: Array(repeating: 0, count: evidence.rows.count * evidence.fieldCount + 1), bytes: [],
            typed: Batch(rowCount: none.count, columns: Array(repeating: column, count: 1 << 10)))
    }
}
