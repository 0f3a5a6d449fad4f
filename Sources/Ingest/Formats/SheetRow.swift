import Tabular

/// The cells of the row under way, by column; one value is filled again for every row.
///
/// It is written for every cell of a sheet: so it holds plain memory and no arrays, whose owners and bounds would be
/// looked at each time.
final class SheetRow {
    /// The bytes of the cells; not all need be a cell's.
    @exclusivity(unchecked) private var texts: UnsafeMutablePointer<UInt8>
    @exclusivity(unchecked) private var room = 1 << 12
    @exclusivity(unchecked) private(set) var byteCount = 0
    /// By column, `capacity` of them; both are 0 where there is no cell. Columns from `width` on are not to be asked for.
    @exclusivity(unchecked) private(set) var starts: UnsafeMutablePointer<UInt32>
    @exclusivity(unchecked) private(set) var ends: UnsafeMutablePointer<UInt32>
    @exclusivity(unchecked) private(set) var kinds: UnsafeMutablePointer<CellKind>
    @exclusivity(unchecked) private var capacity = 64
    /// Cells that cover others, by column.
    @exclusivity(unchecked) private(set) var merges: [(column: Int, across: Int, down: Int)] = []
    /// What number formats say of numbers, by column.
    @exclusivity(unchecked) private(set) var shown: [(column: Int, unit: ShownUnit)] = []
    /// Columns that were set; what a row of one cell at the edge of the sheet costs does not depend on where that is.
    @exclusivity(unchecked) private var touched: [Int] = []

    /// Columns up to the last cell.
    @exclusivity(unchecked) private(set) var width = 0

    init() {
        texts = .allocate(capacity: room)
        starts = .allocate(capacity: capacity)
        ends = .allocate(capacity: capacity)
        kinds = .allocate(capacity: capacity)
        blank(0..<capacity)
    }

    deinit {
        texts.deallocate()
        starts.deallocate()
        ends.deallocate()
        kinds.deallocate()
    }

    private func blank(_ columns: Range<Int>) {
        (starts + columns.lowerBound).initialize(repeating: 0, count: columns.count)
        (ends + columns.lowerBound).initialize(repeating: 0, count: columns.count)
        (kinds + columns.lowerBound).initialize(repeating: .text, count: columns.count)
    }

    private func grow(_ column: Int) {
        let wanted = max(column + 1, 2 * capacity)
        func moved<Value>(_ from: UnsafeMutablePointer<Value>) -> UnsafeMutablePointer<Value> {
            let to = UnsafeMutablePointer<Value>.allocate(capacity: wanted)
            to.update(from: from, count: capacity)
            from.deallocate()
            return to
        }
        (starts, ends, kinds) = (moved(starts), moved(ends), moved(kinds))
        let held = capacity
        capacity = wanted
        blank(held..<wanted)
    }

    func clear() {
        byteCount = 0
        for column in touched {
            starts[column] = 0
            ends[column] = 0
            kinds[column] = .text
        }
        touched.removeAll(keepingCapacity: true)
        if !merges.isEmpty { merges.removeAll(keepingCapacity: true) }
        if !shown.isEmpty { shown.removeAll(keepingCapacity: true) }
        width = 0
    }

    @inline(__always) private func reserve(_ count: Int) { if byteCount + count > room { enlarge(count) } }

    private func enlarge(_ count: Int) {
        let wanted = max(byteCount + count, 2 * room)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted)
        larger.update(from: texts, count: byteCount)
        texts.deallocate()
        (texts, room) = (larger, wanted)
    }

    @inline(__always) func append(_ text: UnsafePointer<UInt8>, _ count: Int) {
        reserve(count)
        (texts + byteCount).update(from: text, count: count)
        byteCount += count
    }

    func append(_ byte: UInt8, count: Int) {
        reserve(count)
        (texts + byteCount).update(repeating: byte, count: count)
        byteCount += count
    }

    /// Cells that were set.
    var filledCount: Int { touched.count }

    /// Replaces the bytes from `start` on.
    func replace(from start: Int, with text: UnsafeBufferPointer<UInt8>) {
        byteCount = start
        if let base = text.baseAddress { append(base, text.count) }
    }

    func replace(from start: Int, with text: [UInt8]) {
        text.withUnsafeBufferPointer { replace(from: start, with: $0) }
    }

    /// Replaces the bytes from `start` on by a day as `2024-03-05`.
    func replace(from start: Int, with day: SheetDay) {
        byteCount = start
        reserve(SheetDay.length)
        day.write(to: texts + start)
        byteCount += SheetDay.length
    }

    /// Drops the bytes behind the first `count`.
    func truncate(to count: Int) { byteCount = min(count, byteCount) }

    /// Makes line feeds of CRLF and CR in the bytes from `start` on.
    func joinLineEnds(from start: Int) {
        var write = start
        for at in start..<byteCount {
            if texts[at] == 0x0A, write > start, at > start, texts[at - 1] == 0x0D { continue }
            texts[write] = texts[at]
            write += 1
        }
        byteCount = write
        for at in start..<write where texts[at] == 0x0D { texts[at] = 0x0A }
    }

    /// See `XLSXEscapes`.
    func decodeEscapes(from start: Int) {
        if let decoded = XLSXEscapes.decoded(text(from: start)) { replace(from: start, with: decoded) }
    }

    /// The bytes from `start` on; until something is appended.
    func text(from start: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: texts + start, count: byteCount - start)
    }

    /// The bytes appended since `start` are this column's.
    @inline(__always) func set(_ column: Int, from start: Int, kind: CellKind) {
        if column >= capacity { grow(column) }
        starts[column] = UInt32(start)
        ends[column] = UInt32(byteCount)
        kinds[column] = kind
        touched.append(column)
        width = max(width, column + 1)
    }

    func merge(_ column: Int, across: Int, down: Int) { merges.append((column, across, down)) }

    func show(_ column: Int, _ unit: ShownUnit) { shown.append((column, unit)) }

    /// What the cell's number format says of its unit.
    func shown(_ column: Int) -> ShownUnit? { shown.first { $0.column == column }?.unit }

    @inline(__always) func isFilled(_ column: Int) -> Bool { column < width && ends[column] > starts[column] }

    /// Whether a formula without a stored value is among the cells.
    var hasUncached: Bool { UnsafeBufferPointer(start: kinds, count: width).contains(.uncached) }

    /// The kind of a cell; text where there is none.
    func kind(_ column: Int) -> CellKind { column < width ? kinds[column] : .text }

    /// The bytes of a cell; none where there is none.
    @inline(__always) func bytes(_ column: Int) -> UnsafeBufferPointer<UInt8> {
        guard column < width else { return UnsafeBufferPointer(start: texts, count: 0) }
        return UnsafeBufferPointer(
            start: texts + Int(starts[column]), count: Int(ends[column] - starts[column]))
    }

    func string(_ column: Int) -> String { String(decoding: bytes(column), as: UTF8.self) }

    /// The row for the classifier, which does not keep it.
    var cells: RowCells { RowCells(base: texts, starts: starts, ends: ends, count: width) }
}
