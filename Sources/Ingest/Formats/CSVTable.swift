import Model
import Tabular

/// What every piece of a CSV file shares.
final class CSVTable: Sendable {
    let file: InputFile
    let encoding: TextEncoding
    let isMarked: Bool
    /// An earlier reading has ruled the other encoding out.
    let isForced: Bool
    let delimiter: UInt8
    /// Sheet columns of the block's columns.
    let columns: [Int]
    /// Cells of the header's row; and up to its last one that is not blank.
    let width: Int
    let usedWidth: Int
    let classifier: RowClassifier
    let headRows: Int
    /// Where the table lies in the file.
    let span: TableLayout.ByteSpan
    /// The first of its columns; and the first that says something of the row, behind a serial number.
    let leadColumn: Int
    let firstColumn: Int
    let headClasses: [RowClass: Int]
    let isCareful: Bool
    let limits: SheetLimits

    init(
        file: InputFile, survey: FileSurvey, layout: TableLayout, binding: TableBinding, mode: ReadMode,
        delimiter: UInt8
    ) {
        self.file = file
        self.delimiter = delimiter
        encoding = survey.encoding
        isMarked = survey.isMarked
        isForced = mode.encoding != nil
        columns = binding.readColumns
        width = layout.width
        usedWidth = (layout.columns.last?.position ?? -1) + 1
        classifier = RowClassifier(
            layout: layout, keys: binding.keys, encoding: survey.encoding,
            watching: mode.searches ? nil : survey.vocabulary)
        headRows = layout.headRows
        span = layout.span
        leadColumn = layout.block?.lowerBound ?? 0
        firstColumn = classifier.serial.map { $0 + 1 } ?? leadColumn
        headClasses = layout.headClasses
        isCareful = mode.careful
        limits = SheetLimits(file: file, bounds: mode.limits)
    }
}

/// Whole records of a CSV file as bytes.
struct CSVPiece: Sendable {
    let table: CSVTable
    let buffer: ByteBuffer
    /// Offset in the file of the buffer's first byte.
    let fileOffset: Int
    /// Where in the buffer the records begin: behind the head in the first piece, else 0.
    let begin: Int
    /// The file ends with this piece.
    let isLast: Bool

    var isFirst: Bool { fileOffset == table.span.start }
}
