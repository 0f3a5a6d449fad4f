/// How the bytes of cells are to be read.
public enum TextEncoding: String, Hashable, Sendable {
    case utf8 = "UTF-8"
    case gb18030 = "GB18030"
}

/// What a spreadsheet says a cell is. CSV cells are all `.text`: what was shown.
public enum CellKind: UInt8, Sendable {
    case text
    /// A number written as a decimal (`12345.678900000001`, `9.13E+17`), never through a double.
    case number
    /// `2024-03-05` or `2024-03-05T14:30:00…`.
    case date
    /// `0` or `1`.
    case boolean
    /// `#DIV/0!`: the error's text.
    case error
    /// A formula without a stored value.
    case uncached
    /// A number whose format shows it × 100 with a percent sign; the bytes hold the plain ratio.
    case percent
}

/// Cells of consecutive records, as a reader cut them: `columnCount` ranges of one buffer for each row.
///
/// Cell (row, column) has its bytes at `starts[row * columnCount + column]`, `lengths[…]` long; blank cells have length 0.
/// Columns are those that were asked for, in the order asked, not the sheet's.
public struct CellBlock: Sendable {
    public var buffer: ByteBuffer
    public var encoding: TextEncoding
    public var rowCount: Int
    public var columnCount: Int
    public var starts: [UInt32]
    public var lengths: [UInt32]
    /// As `starts`; nil where every cell is text.
    public var kinds: [CellKind]?
    /// Row of the sheet, from 0 at the block's base row (`Piece` tells the base); CSV: record's position.
    public var rows: [UInt32]
    /// Physical line, from 0 at the block's base line; nil where there are no lines (or one line a row: then = rows).
    public var lines: [UInt32]?

    public init(
        buffer: ByteBuffer, encoding: TextEncoding, rowCount: Int, columnCount: Int, starts: [UInt32],
        lengths: [UInt32], kinds: [CellKind]? = nil, rows: [UInt32], lines: [UInt32]? = nil
    ) {
        precondition(starts.count == rowCount * columnCount && lengths.count == starts.count && rows.count == rowCount)
        self.buffer = buffer
        self.encoding = encoding
        self.rowCount = rowCount
        self.columnCount = columnCount
        self.starts = starts
        self.lengths = lengths
        self.kinds = kinds
        self.rows = rows
        self.lines = lines
    }

    /// The bytes of a cell, in `encoding`.
    @inlinable public func bytes(_ row: Int, _ column: Int) -> UnsafeBufferPointer<UInt8> {
        let at = row * columnCount + column
        return UnsafeBufferPointer(start: buffer.base + Int(starts[at]), count: Int(lengths[at]))
    }

    @inlinable public func kind(_ row: Int, _ column: Int) -> CellKind {
        kinds.map { $0[row * columnCount + column] } ?? .text
    }
}
