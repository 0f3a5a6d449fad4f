import Tabular

/// The cells of the row under way, by column; reused from row to row.
struct SheetRow {
    private(set) var bytes: [UInt8] = []
    /// By column; both are 0 where there is no cell.
    private(set) var starts: [UInt32] = []
    private(set) var ends: [UInt32] = []
    private(set) var kinds: [CellKind] = []
    /// Cells that cover others, by column.
    private(set) var merges: [(column: Int, across: Int, down: Int)] = []
    /// What number formats say of numbers, by column.
    private(set) var shown: [(column: Int, unit: ShownUnit)] = []
    private var touched: [Int] = []

    /// Columns up to the last cell.
    private(set) var width = 0

    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        for column in touched {
            starts[column] = 0
            ends[column] = 0
            kinds[column] = .text
        }
        touched.removeAll(keepingCapacity: true)
        merges.removeAll(keepingCapacity: true)
        if !shown.isEmpty { shown.removeAll(keepingCapacity: true) }
        width = 0
    }

    var byteCount: Int { bytes.count }

    mutating func append(_ text: UnsafePointer<UInt8>, _ count: Int) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text, count: count))
    }

    mutating func append(_ byte: UInt8, count: Int) {
        bytes.append(contentsOf: repeatElement(byte, count: count))
    }

    /// Cells that were set.
    var filledCount: Int { touched.count }

    /// Replaces the bytes from `start` on.
    mutating func replace(from start: Int, with text: [UInt8]) {
        bytes.removeSubrange(start...)
        bytes.append(contentsOf: text)
    }

    /// Drops the bytes behind the first `count`.
    mutating func truncate(to count: Int) { bytes.removeSubrange(count...) }

    /// Replaces the bytes from `start` on by a part of others.
    mutating func replace(from start: Int, with other: [UInt8], _ range: Range<Int>) {
        bytes.removeSubrange(start...)
        bytes.append(contentsOf: other[range])
    }

    /// Makes line feeds of CRLF and CR in the bytes from `start` on.
    mutating func joinLineEnds(from start: Int) {
        var write = start
        for at in start..<bytes.count {
            if bytes[at] == 0x0A, write > start, at > start, bytes[at - 1] == 0x0D { continue }
            bytes[write] = bytes[at]
            write += 1
        }
        bytes.removeSubrange(write...)
        for at in start..<bytes.count where bytes[at] == 0x0D { bytes[at] = 0x0A }
    }

    /// See `XLSXEscapes`.
    mutating func decodeEscapes(from start: Int) { XLSXEscapes.decode(&bytes, from: start) }

    func text(from start: Int) -> ArraySlice<UInt8> { bytes[start...] }

    /// The bytes appended since `start` are this column's.
    mutating func set(_ column: Int, from start: Int, kind: CellKind) {
        while starts.count <= column {
            starts.append(0)
            ends.append(0)
            kinds.append(.text)
        }
        starts[column] = UInt32(start)
        ends[column] = UInt32(bytes.count)
        kinds[column] = kind
        touched.append(column)
        width = max(width, column + 1)
    }

    mutating func merge(_ column: Int, across: Int, down: Int) { merges.append((column, across, down)) }

    mutating func show(_ column: Int, _ unit: ShownUnit) { shown.append((column, unit)) }

    /// What the cell's number format says of its unit.
    func shown(_ column: Int) -> ShownUnit? { shown.first { $0.column == column }?.unit }

    func isFilled(_ column: Int) -> Bool { column < width && ends[column] > starts[column] }

    func string(_ column: Int) -> String {
        guard column < width else { return "" }
        return String(decoding: bytes[Int(starts[column])..<Int(ends[column])], as: UTF8.self)
    }

    /// The row for the classifier.
    func withCells<Result>(_ body: (RowCells) -> Result) -> Result {
        bytes.withUnsafeBufferPointer { bytes in
            starts.withUnsafeBufferPointer { starts in
                ends.withUnsafeBufferPointer { ends in
                    // An empty row has no addresses, and no cells to look for there.
                    guard let base = bytes.baseAddress, let first = starts.baseAddress, let last = ends.baseAddress
                    else {
                        return withUnsafePointer(to: 0 as UInt32) { none in
                            withUnsafePointer(to: 0 as UInt8) { empty in
                                body(RowCells(base: empty, starts: none, ends: none, count: 0))
                            }
                        }
                    }
                    return body(RowCells(base: base, starts: first, ends: last, count: width))
                }
            }
        }
    }
}
