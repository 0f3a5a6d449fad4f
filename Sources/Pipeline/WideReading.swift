import Definitions
import Ingest
import Model
import Tabular

/// The pieces of a wide table, read once for all of its columns of figures: each column is a table of its own to the pass,
/// and gets the cells that it shares with the others, and its own.
struct WideReading {
    /// Bytes of cells that are kept; larger tables are read anew for each column.
    static let limit = 64 << 20

    private let file: Int
    private let sheet: Int
    private let table: Int
    private let keys: [Int]
    /// Column of the sheet for each column of the blocks.
    private let positions: [Int]
    private let pieces: [DecodedPiece]

    /// nil: the table is not wide, has one column of figures only, or is too large to be kept.
    init?(_ first: BoundTable, followedBy next: BoundTable?) throws(FileProblem) {
        guard first.binding.wide?.ordinal == 0, let next, next.file == first.file, next.sheet == first.sheet,
            next.binding.table == first.binding.table, next.binding.wide != nil
        else { return nil }
        (file, sheet, table, keys) = (first.file, first.sheet, first.binding.table, first.binding.keyColumns)
        positions = first.layout.columns.map(\.position)
        let reader = try TableReader(
            file: first.input, survey: first.survey,
            binding: .everyColumn(of: first.layout, sheet: first.sheet, table: first.binding.table, keys: keys),
            mode: first.mode)
        var pieces: [DecodedPiece] = []
        var bytes = 0
        while let piece = try reader.next() {
            let decoded = try piece.decode()
            bytes += decoded.block.buffer.count + decoded.block.starts.count * 9
            guard bytes <= WideReading.limit else { return nil }
            pieces.append(decoded)
        }
        self.pieces = pieces
    }

    /// Whether this is a column of the same table.
    func holds(_ other: BoundTable) -> Bool {
        other.binding.wide != nil && other.file == file && other.sheet == sheet && other.binding.table == table
            && other.binding.keyColumns == keys && slots(other.binding) != nil
    }

    /// The piece at a position for one column of figures; nil behind the last.
    func piece(_ at: Int, for binding: TableBinding) -> Piece? {
        guard at < pieces.count, let slots = slots(binding) else { return nil }
        return Piece(ordinal: at, decoded: pieces[at].selecting(slots))
    }

    private func slots(_ binding: TableBinding) -> [Int]? {
        let slots = binding.boundFields.compactMap { positions.firstIndex(of: binding.columns[$0]) }
        return slots.count == binding.boundFields.count ? slots : nil
    }
}
