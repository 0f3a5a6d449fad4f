import Definitions
import Ingest
import Model
import Tabular

/// Cells of one column of shares that say `%`, or are shown so by their format, beside others that are plain numbers: each is
/// read as it stands, and how large a number is never says what it means.
struct PercentCheck: Sendable {
    /// Positions of the fields, and of their columns in the blocks.
    private let columns: [(field: Int, slot: Int)]

    struct Count: Sendable {
        var field: Int
        var marked = 0
        var plain = 0
        /// Row of the block.
        var firstPlain: UInt32?
        var text = ""
    }

    /// nil where the table has no column of shares.
    init?(_ dataset: DatasetDefinition, _ table: BoundTable) {
        var found: [(field: Int, slot: Int)] = []
        var slot = 0
        for field in dataset.fields.indices where table.binding.columns[field] >= 0 {
            if dataset.fields[field].unit?.dimension == .ratio, !table.unreadable.contains(field) {
                found.append((field, slot))
            }
            slot += 1
        }
        guard !found.isEmpty else { return nil }
        columns = found
    }

    func look(at block: CellBlock, _ batch: Batch) -> [Count] {
        columns.map { field, slot in
            var count = Count(field: field)
            batch.columns[field].validity.forEachSet { row in
                if PercentCheck.isMarked(block, row, slot) {
                    count.marked += 1
                } else {
                    if count.firstPlain == nil {
                        count.firstPlain = block.rows[row]
                        count.text = String(decoding: block.bytes(row, slot), as: UTF8.self)
                    }
                    count.plain += 1
                }
            }
            return count
        }
    }

    private static func isMarked(_ block: CellBlock, _ row: Int, _ column: Int) -> Bool {
        if block.kind(row, column) == .percent { return true }
        // `%`, and `％` in either encoding.
        let bytes = block.bytes(row, column)
        return bytes.contains(UInt8(ascii: "%")) || bytes.suffix(3).elementsEqual([0xEF, 0xBC, 0x85])
            || (block.encoding == .gb18030 && bytes.suffix(2).elementsEqual([0xA3, 0xA5]))
    }

    /// Over the pieces of a table.
    struct Total {
        struct Column {
            var marked = 0
            var plain = 0
            /// Of the first plain cell.
            var place: Place?
            var text = ""
        }
        private(set) var columns: [Int: Column] = [:]

        mutating func add(_ counts: [Count], base: Place) {
            for count in counts {
                columns[count.field, default: Column()].marked += count.marked
                columns[count.field, default: Column()].plain += count.plain
                if let first = count.firstPlain, columns[count.field]?.place == nil {
                    var place = base
                    place.row += Int64(first)
                    columns[count.field]?.place = place
                    columns[count.field]?.text = count.text
                }
            }
        }
    }
}
