import Definitions
import Model
import Tabular

/// Reads one table of a file, piece by piece, in order. One format is one `PieceSource`.
///
/// `@unchecked Sendable`: `next()` is called under a lock of the caller's, by one worker at a time.
public final class TableReader: @unchecked Sendable {
    private var source: any PieceSource
    private var ordinal = 0

    /// Opens the file again; its sheet is the binding's.
    ///
    /// - Parameter pieceBytes: about how many bytes of a text file make a piece; of XML are looked at together, at most
    ///   64 KiB.
    /// - Parameter bytes: the part of a table of plain CSV that is read, from the beginning of a record or of the table to
    ///   the end of one (`RecordCuts`); nil: all of it.
    public init(
        file: InputFile, survey: FileSurvey, binding: TableBinding, mode: ReadMode, bytes: Range<Int>? = nil,
        pieceBytes: Int = 256 << 10
    ) throws(FileProblem) {
        guard survey.sheets.indices.contains(binding.sheet),
            survey.sheets[binding.sheet].tables.indices.contains(binding.table)
        else {
            throw FileProblem(
                .fileUnmatched, at: Place(file: file.id, sheet: Int32(binding.sheet)), zh: "没有可读取的表",
                en: "no table to read")
        }
        let sheet = survey.sheets[binding.sheet]
        let layout = sheet.tables[binding.table]
        let opened = try OpenFile(file, limits: mode.limits)
        let limits = SheetLimits(file: file, bounds: mode.limits, isCareful: mode.careful)
        let sink = SheetRecords(survey: survey, sheet: sheet, layout: layout, binding: binding, mode: mode)
        let chunkBytes = min(64 << 10, pieceBytes)
        switch survey.format {
        case .csv(let delimiter):
            source = CSVCutter(
                opened,
                table: CSVTable(
                    file: file, survey: survey, layout: layout, binding: binding, mode: mode, delimiter: delimiter),
                pieceBytes: pieceBytes, bytes: bytes)
        case .xmlSpreadsheet2003:
            source = try SheetRows(FileStream(opened), sink, chunkBytes: chunkBytes) {
                SpreadsheetHandler(limits: limits, sink: $0)
            }
        case .openDocument(flat: true):
            source = try SheetRows(FileStream(opened), sink, chunkBytes: chunkBytes) {
                ODSHandler(limits: limits, sink: $0)
            }
        case .openDocument(flat: false):
            let container = try ZipContainer(limits)
            let formats = try ODSFormats.read(container)
            source = try SheetRows(container.readAhead(ContainerKind.content), sink, chunkBytes: chunkBytes) {
                ODSHandler(limits: limits, formats: formats, sink: $0)
            }
        case .xlsx:
            let container = try ZipContainer(limits)
            let book =
                if let kept = survey.book { kept.book } else {
                    try XLSXWorkbook(container, part: survey.workbook ?? "")
                }
            source = try SheetRows(container.readAhead(sheet.part ?? ""), sink, chunkBytes: chunkBytes) {
                XLSXHandler(limits: limits, sheet: sheet.position, book: book, sink: $0)
            }
        }
    }

    /// The next rows; nil behind the last. What it throws means that nothing read from the file may count.
    public func next() throws(FileProblem) -> Piece? {
        guard let content = try source.nextContent() else { return nil }
        defer { ordinal += 1 }
        return Piece(ordinal: ordinal, content: content)
    }
}

/// Where pieces come from: one for each format.
protocol PieceSource {
    mutating func nextContent() throws(FileProblem) -> Piece.Content?
}

extension CSVCutter: PieceSource {
    mutating func nextContent() throws(FileProblem) -> Piece.Content? { try next().map(Piece.Content.csv) }
}
