import Definitions
import Model
import Tabular

/// The records of one sheet of a workbook, in blocks of a few thousand rows.
struct SheetRows: PieceSource {
    /// Records that make a piece.
    static let blockRows = 4096

    private let parser: XMLPush
    private let sink: SheetRecords

    /// - Parameter handler: what follows the elements of this format and gives rows to the sink.
    init(
        _ stream: any ByteStream, _ sink: SheetRecords, chunkBytes: Int, handler: (SheetRecords) -> XMLHandler
    ) throws(FileProblem) {
        self.sink = sink
        parser = try XMLPush(stream, handler(sink), chunkBytes: chunkBytes)
    }

    mutating func nextContent() throws(FileProblem) -> Piece.Content? {
        while !parser.isAtEnd, sink.recordCount < SheetRows.blockRows, !sink.isComplete { try parser.advance() }
        return sink.take(isLast: parser.isAtEnd || sink.isComplete).map(Piece.Content.cells)
    }
}

/// Copies the bound cells of records behind each other.
final class SheetRecords: SheetSink {
    private let sheet: Int
    private let layout: TableLayout
    private let columns: [Int]
    /// By slot of the block what the column measures; empty where none is known.
    private let measures: [ColumnMeasure?]
    private let classifier: RowClassifier
    @exclusivity(unchecked) private var isCurrent = false
    @exclusivity(unchecked) private var isDone = false
    /// Not told of yet.
    private var isReconstructed = false
    private var covered: String?
    /// The survey has parsed the file to its end.
    private let isValidated: Bool
    @exclusivity(unchecked) private var stubs: SheetStubs
    /// Rows handed out, from 0; those up to the last that holds something.
    @exclusivity(unchecked) private var base = 0
    @exclusivity(unchecked) private var next = 0
    // Unchecked: touched for every cell, by one thread, never from within a call.
    @exclusivity(unchecked) private var buffer = ByteBuffer(capacity: 1 << 20)
    @exclusivity(unchecked) private var starts: [UInt32] = []
    @exclusivity(unchecked) private var lengths: [UInt32] = []
    @exclusivity(unchecked) private var kinds: [CellKind] = []
    @exclusivity(unchecked) private var rows: [UInt32] = []
    private var notRecords: [RowClass: Int]
    private var others: [OtherRow] = []
    private var totals: [TotalRow] = []

    init(survey: FileSurvey, sheet: SheetSurvey, layout: TableLayout, binding: TableBinding, mode: ReadMode) {
        // A part of a container holds one sheet, whatever its position in the workbook.
        self.sheet = sheet.position
        self.layout = layout
        columns = binding.readColumns
        measures = columns.map { binding.measures[$0] }
        classifier = RowClassifier(
            layout: layout, keys: binding.keys, encoding: .utf8, watching: mode.searches ? nil : survey.vocabulary)
        isValidated = survey.isValidated
        stubs = SheetStubs(sheet.merges)
        notRecords = layout.headClasses
        base = layout.firstRow - 1
        next = layout.lastHeadRow
    }

    var recordCount: Int { rows.count }
    /// Nothing more is to come.
    var isComplete: Bool { isDone && isValidated }

    func startSheet(_ position: Int, name: String) -> Bool {
        isCurrent = position == sheet
        return isCurrent
    }

    func noteReconstruction() { if isCurrent { isReconstructed = true } }
    func merge(_ merge: HeadGrid.Merge) {}
    func hide(rows: ClosedRange<Int>) {}
    func hide(columns: ClosedRange<Int>) {}

    func endSheet(hidden: Bool) {
        if isCurrent { isDone = true }
        isCurrent = false
    }

    func row(_ number: Int, _ row: SheetRow) -> Bool {
        guard isCurrent, number >= layout.lastHeadRow else { return isCurrent }
        if let last = layout.lastRow, number >= last {
            isDone = true
            isCurrent = false
            return false
        }
        stubs.startRow(number)
        defer { stubs.adopt(number, row) }
        var kind = classifier.classify(row.cells)
        // A formula without a stored value is something: the row is neither blank nor one word.
        if kind == .blank || kind == .note, row.hasUncached { kind = nil }
        // Blank rows at the end of a sheet are not rows of its table.
        if kind == .blank { return true }
        if number > next {
            notRecords[.blank, default: 0] += number - next
            others.append(OtherRow(kind: .blank, row: UInt32(next - base), count: number - next))
        }
        next = number + 1
        if let kind {
            leaveOut(row, kind, at: UInt32(number - base))
            return true
        }
        rows.append(UInt32(number - base))
        // Asked for once: it belongs to another module.
        var filled = buffer.count
        for (slot, column) in columns.enumerated() {
            if !stubs.isEmpty, row.isFilled(column) { noteCovered(row, number, column) }
            if !stubs.isEmpty, !row.isFilled(column), let stub = stubs.text(column) {
                starts.append(UInt32(filled))
                lengths.append(UInt32(stub.count))
                kinds.append(.text)
                buffer.append(stub)
                filled += stub.count
                continue
            }
            guard column < row.width else {
                starts.append(0)
                lengths.append(0)
                kinds.append(.text)
                continue
            }
            let cell = row.bytes(column)
            var length = cell.count
            buffer.append(cell)
            if !row.shown.isEmpty, let unit = unit(row, column, slot) {
                buffer.append(Array(unit.utf8))
                length += unit.utf8.count
            }
            starts.append(UInt32(filled))
            lengths.append(UInt32(length))
            kinds.append(row.kinds[column])
            filled += length
        }
        return true
    }

    /// What a number is given behind it because its format says so: the unit of what the cell holds, where the column is not
    /// read in it anyway. A format that contradicts the table makes the cell none that can be read.
    private func unit(_ row: SheetRow, _ column: Int, _ slot: Int) -> String? {
        guard let measure = measures[slot], let shown = row.shown(column) else { return nil }
        switch shown.held(measure) {
        case .nothing: return nil
        case .unit(let unit): return unit == measure.reading ? nil : unit.symbol
        case .unclear: return " （\(shown.format)）"
        }
    }

    /// A cell below a merge that holds another text than is shown there.
    private func noteCovered(_ row: SheetRow, _ number: Int, _ column: Int) {
        guard covered == nil, let stub = stubs.text(column), row.string(column) != String(decoding: stub, as: UTF8.self)
        else { return }
        covered = "\(SheetColumns.letters(column))\(number + 1)"
    }

    private func leaveOut(_ row: SheetRow, _ kind: RowClass, at place: UInt32) {
        notRecords[kind, default: 0] += 1
        others.append(OtherRow(kind: kind, row: place))
        guard kind.statesSums else { return }
        totals.append(
            TotalRow(
                kind: kind, level: classifier.level(ofTotal: row.cells), row: place,
                recordsAbove: rows.count,
                cells: columns.enumerated().map {
                    row.string($0.element) + (row.shown.isEmpty ? "" : unit(row, $0.element, $0.offset) ?? "")
                },
                kinds: columns.map(row.kind)))
    }

    func take(isLast: Bool) -> DecodedPiece? {
        if next == base && !isReconstructed || (rows.isEmpty && !isLast) { return nil }
        var piece = DecodedPiece(
            block: CellBlock(
                buffer: buffer, encoding: .utf8, rowCount: rows.count, columnCount: columns.count, starts: starts,
                lengths: lengths, kinds: kinds, rows: rows),
            rowCount: next - base, lineCount: 0, notRecords: notRecords, others: others,
            totals: totals, ragged: [], looseQuotes: 0, looseQuoteRow: 0)
        piece.isReconstructed = isReconstructed
        piece.coveredCell = covered
        covered = nil
        isReconstructed = false
        base = next
        buffer = ByteBuffer(capacity: 1 << 20)
        // The next piece is most often as large as this one.
        func renew<Value>(_ values: inout [Value]) {
            let count = isLast ? 0 : values.count
            values = []
            values.reserveCapacity(count)
        }
        renew(&starts)
        renew(&lengths)
        renew(&kinds)
        renew(&rows)
        notRecords = [:]
        others = []
        totals = []
        return piece
    }
}
