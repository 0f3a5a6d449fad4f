import Definitions
import Ingest
public import Model
public import Tabular

/// Looks for what is left in CSV of cells merged downwards (地区): a column holds a text in the first record and is blank in
/// some of those below. Whose rows these are cannot be proven, so nothing is filled, and a query says so. Looked at are the
/// first column that is read, and wherever they stand the area and the parts of a key: others may be blank by themselves.
public struct StubCheck: Sendable {
    /// What a piece has of them.
    public struct Found: Sendable {
        var records = 0
        var blanks = 0
        /// The first cell of the piece is filled.
        var beginsFilled = false
        /// The first blank one below a filled one, or at the beginning: row as in the block, and the text above.
        var first: (row: UInt32, text: String)?
        var lastText = ""
    }

    /// Of the table so far.
    public struct Total {
        /// Rows looked at, and blank cells of the stub's.
        public private(set) var records = 0
        public private(set) var blanks = 0
        /// The first blank cell, and the text above it.
        public private(set) var first: (place: Place, text: String)?
        private var isStub = false
        private var lastText = ""

        /// Of no piece yet.
        public init() {}

        /// Takes in the next piece, whose first row stands at `base`.
        public mutating func add(_ found: Found, base: Place) {
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
    public let field: Int
    /// Column of the blocks.
    private let slot: Int

    /// - Parameters:
    ///   - field: position in the dataset.
    ///   - slot: column of the blocks.
    public init(field: Int, slot: Int) {
        self.field = field
        self.slot = slot
    }

    /// One for each column that may be a stub, in order of the sheet. None where the table is a workbook's, which tells
    /// merges; a record's whole key is no stub, nor is a number or a date.
    static func checks(_ dataset: DatasetDefinition, _ table: BoundTable) -> [StubCheck] {
        guard case .csv = table.survey.format else { return [] }
        let bound = table.binding.boundFields
        guard bound.count > 1 else { return [] }
        let ordered = bound.indices.sorted { table.binding.columns[bound[$0]] < table.binding.columns[bound[$1]] }
        return ordered.enumerated().compactMap { place, slot in
            let field = dataset.fields[bound[slot]]
            switch field.type {
            case .area, .string, .code: break
            default: return nil
            }
            let isPart = field.name == dataset.area || dataset.primaryKey.contains(field.name)
            guard place == 0 || isPart, dataset.primaryKey != [field.name] else { return nil }
            return StubCheck(field: bound[slot], slot: slot)
        }
    }

    /// What a piece has.
    public func look(at block: CellBlock) -> Found {
        var found = Found(records: block.rowCount)
        var above: Int?
        for row in 0..<block.rowCount {
            if block.lengths[row * block.columnCount + slot] > 0 {
                above = row
                continue
            }
            // One word alone is no record below a merged cell.
            let filled = (0..<block.columnCount).count { block.lengths[row * block.columnCount + $0] > 0 }
            guard filled >= min(2, block.columnCount - 1) else { continue }
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
