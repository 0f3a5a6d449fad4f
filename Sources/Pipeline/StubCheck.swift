import Definitions
import Ingest
import Model
import Tabular

/// Looks for what is left in CSV of cells merged downwards (地区): the first column holds a text in the first record and is
/// blank in some of those below. Whose rows these are cannot be proven, so nothing is filled, and a query says so.
struct StubCheck: Sendable {
    /// What a piece has of them.
    struct Found: Sendable {
        var records = 0
        var blanks = 0
        /// The first cell of the piece is filled.
        var beginsFilled = false
        /// The first blank one below a filled one, or at the beginning: row as in the block, and the text above.
        var first: (row: UInt32, text: String)?
        var lastText = ""
    }

    /// Of the table so far.
    struct Total {
        var records = 0
        var blanks = 0
        var first: (place: Place, text: String)?
        private var isStub = false
        private var lastText = ""

        mutating func add(_ found: Found, base: Place) {
            guard found.records > 0 else { return }
            if records == 0 { isStub = found.beginsFilled }
            records += found.records
            guard isStub else { return }
            blanks += found.blanks
            if first == nil, let blank = found.first {
                var place = base
                place.row += Int64(blank.row)
                first = (place, blank.text.isEmpty ? lastText : blank.text)
            }
            if !found.lastText.isEmpty { lastText = found.lastText }
        }
    }

    /// Position in the dataset.
    let field: Int
    /// Column of the blocks.
    private let slot: Int

    /// nil: the table is a workbook's, which tells merges; or its first column is no text, or its records' whole key.
    init?(_ dataset: DatasetDefinition, _ table: BoundTable) {
        guard case .csv = table.survey.format else { return nil }
        let bound = table.binding.boundFields
        guard let first = bound.min(by: { table.binding.columns[$0] < table.binding.columns[$1] }),
            let slot = bound.firstIndex(of: first), bound.count > 1
        else { return nil }
        switch dataset.fields[first].type {
        case .area, .string, .code: break
        default: return nil
        }
        if dataset.primaryKey == [dataset.fields[first].name] { return nil }
        field = first
        self.slot = slot
    }

    func look(at block: CellBlock) -> Found {
        var found = Found(records: block.rowCount)
        var above: Int?
        for row in 0..<block.rowCount {
            if block.lengths[row * block.columnCount + slot] > 0 {
                above = row
                continue
            }
            found.blanks += 1
            if found.first == nil { found.first = (block.rows[row], above.map { text(block, $0) } ?? "") }
        }
        found.beginsFilled = block.rowCount > 0 && block.lengths[slot] > 0
        if let above { found.lastText = text(block, above) }
        return found
    }

    private func text(_ block: CellBlock, _ row: Int) -> String {
        let bytes = block.bytes(row, slot)
        return block.encoding == .utf8
            ? String(decoding: bytes, as: UTF8.self) : String(decoding: GB18030.decoder.utf8(bytes), as: UTF8.self)
    }
}
