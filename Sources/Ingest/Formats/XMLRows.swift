import Definitions
import Model
import Tabular

/// The records of one sheet of an XML Spreadsheet 2003 file, in blocks of a few thousand rows.
struct XMLRows: PieceSource {
    /// Records that make a piece.
    static let blockRows = 4096

    private let parser: XMLPush
    private let sink: Sink
    /// The survey has parsed the file to its end.
    private let isValidated: Bool

    init(
        _ source: OpenFile, survey: FileSurvey, sheet: SheetSurvey, layout: TableLayout, binding: TableBinding
    ) throws(FileProblem) {
        sink = Sink(
            sheet: sheet.position, layout: layout, columns: binding.boundFields.map { binding.columns[$0] },
            classifier: RowClassifier(layout: layout, keys: binding.keys, encoding: .utf8))
        parser = try XMLPush(source, SpreadsheetHandler(file: source.file, sink: sink))
        isValidated = survey.isValidated
    }

    mutating func nextContent() throws(FileProblem) -> Piece.Content? {
        while !parser.isAtEnd, sink.recordCount < XMLRows.blockRows, !(sink.isDone && isValidated) {
            try parser.advance()
        }
        return sink.take(isLast: parser.isAtEnd || (sink.isDone && isValidated)).map(Piece.Content.cells)
    }

    /// Copies the bound cells of records behind each other.
    private final class Sink: SheetSink {
        private let sheet: Int
        private let layout: TableLayout
        private let columns: [Int]
        private let classifier: RowClassifier
        private var isCurrent = false
        private(set) var isDone = false
        /// Rows handed out, from 0; those up to the last that holds something.
        private var base = 0
        @exclusivity(unchecked) private var next = 0
        // Unchecked: touched for every cell, by one thread, never from within a call.
        @exclusivity(unchecked) private var buffer = ByteBuffer(capacity: 1 << 20)
        @exclusivity(unchecked) private var starts: [UInt32] = []
        @exclusivity(unchecked) private var lengths: [UInt32] = []
        @exclusivity(unchecked) private var kinds: [CellKind] = []
        @exclusivity(unchecked) private var rows: [UInt32] = []
        private var notRecords: [RowClass: Int]

        init(sheet: Int, layout: TableLayout, columns: [Int], classifier: RowClassifier) {
            self.sheet = sheet
            self.layout = layout
            self.columns = columns
            self.classifier = classifier
            notRecords = layout.headClasses
            next = layout.lastHeadRow
        }

        var recordCount: Int { rows.count }

        func startSheet(_ position: Int, name: String) -> Bool {
            isCurrent = position == sheet
            return isCurrent
        }

        func endSheet(hidden: Bool) {
            if isCurrent { isDone = true }
            isCurrent = false
        }

        func row(_ number: Int, _ row: XMLRow) -> Bool {
            guard isCurrent, number >= layout.lastHeadRow else { return isCurrent }
            var kind = row.withCells { classifier.classify($0) }
            // A formula without a stored value is something.
            if kind == .blank, row.kinds.prefix(row.width).contains(.uncached) { kind = nil }
            // Blank rows at the end of a sheet are not rows of its table.
            if kind == .blank { return true }
            if number > next { notRecords[.blank, default: 0] += number - next }
            next = number + 1
            if let kind {
                notRecords[kind, default: 0] += 1
                return true
            }
            rows.append(UInt32(number - base))
            for column in columns {
                guard column < row.width else {
                    starts.append(0)
                    lengths.append(0)
                    kinds.append(.text)
                    continue
                }
                let range = Int(row.starts[column])..<Int(row.ends[column])
                starts.append(UInt32(buffer.count))
                lengths.append(UInt32(range.count))
                kinds.append(row.kinds[column])
                buffer.append(row.bytes[range])
            }
            return true
        }

        func take(isLast: Bool) -> DecodedPiece? {
            if next == base || (rows.isEmpty && !isLast) { return nil }
            let piece = DecodedPiece(
                block: CellBlock(
                    buffer: buffer, encoding: .utf8, rowCount: rows.count, columnCount: columns.count, starts: starts,
                    lengths: lengths, kinds: kinds, rows: rows),
                rowCount: next - base, lineCount: 0, notRecords: notRecords, ragged: [], looseQuotes: 0,
                looseQuoteRow: 0)
            base = next
            buffer = ByteBuffer(capacity: 1 << 20)
            starts.removeAll()
            lengths.removeAll()
            kinds.removeAll()
            rows.removeAll()
            notRecords = [:]
            return piece
        }
    }
}
