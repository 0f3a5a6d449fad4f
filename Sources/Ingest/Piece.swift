public import Tabular

/// Consecutive rows of a table, in file order, before or after decoding. Handed out by `TableReader.next()` one at a
/// time; decoded by any worker.
public struct Piece: Sendable {
    enum Content: Sendable {
        case csv(CSVPiece)
        /// The reader's parser has already made cells.
        case cells(DecodedPiece)
    }

    /// From 0, without gaps.
    public let ordinal: Int
    let content: Content

    init(ordinal: Int, content: Content) {
        self.ordinal = ordinal
        self.content = content
    }

    /// A piece that has been decoded already.
    public init(ordinal: Int, decoded: DecodedPiece) {
        self.init(ordinal: ordinal, content: .cells(decoded))
    }

    /// CSV: the bytes of the file that this piece covers, from `fileOffset` on; those of all pieces are the file's bytes
    /// without gaps or overlaps, head and byte order mark included. Only before `decode()`, which joins doubled quotation
    /// marks in place. nil for formats whose pieces are no ranges of the file.
    public var source: UnsafeBufferPointer<UInt8>? {
        guard case .csv(let piece) = content else { return nil }
        return piece.buffer.bytes
    }

    /// Offset in the file of `source`.
    public var fileOffset: Int {
        guard case .csv(let piece) = content else { return 0 }
        return piece.fileOffset
    }

    /// Makes cells of the bytes. To be called once.
    public func decode() throws(FileProblem) -> DecodedPiece {
        switch content {
        case .csv(let piece): try CSVDecoder.decode(piece)
        case .cells(let decoded): decoded
        }
    }
}

/// A record with fewer or more cells than the header.
public struct RaggedRow: Hashable, Sendable {
    /// Position in the block.
    public var record: Int
    /// As in the block: from 0 at the piece's first row and line.
    public var row: UInt32
    /// See `row`.
    public var line: UInt32
    /// Cells of the record.
    public var found: Int
    /// Cells of the header.
    public var expected: Int
}

/// A row of a piece that is no record, or several blank ones behind each other.
public struct OtherRow: Hashable, Sendable {
    /// What it is instead.
    public var kind: RowClass
    /// As in the block: from 0 at the piece's first row.
    public var row: UInt32
    /// Rows from there on.
    public var count = 1
}

/// A total, subtotal or of-which row: what it states for the bound columns, and where it stands among the records.
public struct TotalRow: Hashable, Sendable {
    /// `subtotal`, `total` or `ofWhich`.
    public var kind: RowClass
    /// Of totals: those of a level sum the records since the last of that level or above it; 0 is a page's. nil: nothing
    /// in this table shows what it sums.
    public var level: Int?
    /// As in the block: from 0 at the piece's first row.
    public var row: UInt32
    /// Records of the block above it.
    public var recordsAbove: Int
    /// UTF-8 texts in the order of the block's columns; empty for a blank cell.
    public var cells: [String]
    /// As `cells`.
    public var kinds: [CellKind]
}

/// The records of a piece, and what else stood between them.
///
/// Rows and lines count from 0 at the piece's beginning. The first piece begins with row 1 and line 1 of the sheet; each
/// further one begins `rowCount` rows and `lineCount` lines behind the one before it, so bases are sums over pieces.
public struct DecodedPiece: Sendable {
    /// Records only. Column i is the i-th of `TableBinding.boundFields`; behind them stands the rows' `unitColumn`.
    public var block: CellBlock
    /// Rows of the sheet, records or not; head included.
    public var rowCount: Int
    /// Physical lines of a text file; 0 where there are none, so the base of lines stays 0 as well.
    public var lineCount: Int
    /// Rows that are no records, by what they are. With the records they add up to `rowCount`.
    public var notRecords: [RowClass: Int]
    /// The same rows with their places, in order; those of the head are the layout's.
    public var others: [OtherRow] = []
    /// In order; what they state is to be checked against the records they sum.
    public var totals: [TotalRow] = []
    /// In order.
    public var ragged: [RaggedRow]
    /// Quotation marks that RFC 4180 does not allow, read literally.
    public var looseQuotes: Int
    /// Of the first of them, as in the block.
    public var looseQuoteRow: UInt32

    /// LibreOffice's XML Spreadsheet 2003, read once only: the sheet's positions were counted anew, and confirmed.
    public var isReconstructed = false

    /// The first cell (`A5`) below a merged one that holds another text than is shown there; its own was read.
    public var coveredCell: String?

    /// A sheet's line numbers exist: the base of the first piece is 1, else 0.
    public var hasLines: Bool { lineCount > 0 }
}
