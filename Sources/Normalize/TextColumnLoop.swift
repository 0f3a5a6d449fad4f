import Definitions
import Tabular

/// One type's way of reading a cell as text.
protocol TextKernel {
    /// Whether the text is right as it stands; then nothing more is asked of it. `length` is above zero.
    func fast(_ at: UnsafePointer<UInt8>, _ length: Int, _ kind: CellKind) -> Bool

    /// Every other text.
    func slow(_ cell: FoundCell) -> TextReading
}

/// A cell read on the slow path.
struct TextReading {
    /// nil: the trimmed text itself.
    var replacement: [UInt8]?
    var failure: BuiltInRule?
    /// With a failure: whether the text stands all the same.
    var isValid = true
    var repairs: Repairs = []

    static func failed(_ rule: BuiltInRule) -> TextReading { TextReading(failure: rule, isValid: false) }
}

/// Reads a column of UTF-8 cells; texts are ranges of the cells' buffer, unless one had to be repaired.
@inline(__always)
func readTexts(_ cells: CellColumn, _ kernel: some TextKernel, _ constraints: TextConstraints) -> ConvertedColumn {
    let count = cells.count
    var report = ColumnReport(count: count)
    var validity = [UInt64](repeating: 0, count: (count + 63) >> 6)
    var starts = [UInt32](repeating: 0, count: count)
    var lengths = [UInt32](repeating: 0, count: count)
    var replacements: [(row: Int, text: [UInt8])] = []
    let constrained = !constraints.isEmpty
    starts.withUnsafeMutableBufferPointer { starts in
        lengths.withUnsafeMutableBufferPointer { lengths in
            var at = 0
            for block in validity.indices {
                var valid: UInt64 = 0
                var blank: UInt64 = 0
                let first = block << 6
                for bit in 0..<min(64, count - first) {
                    let row = first + bit
                    let start = cells.starts[at]
                    let length = cells.lengths[at]
                    starts[row] = start
                    lengths[row] = length
                    var state = CellState.valid
                    if length == 0 {
                        state = cells.kinds == nil ? .blank : readEmpty(cells, row, &report)
                    } else if !kernel.fast(cells.base + Int(start), Int(length), cells.kind(row)) {
                        let answer = readSlowly(cells, row, kernel, constraints, &report)
                        state = answer.state
                        starts[row] = start + UInt32(truncatingIfNeeded: answer.offset)
                        lengths[row] = UInt32(truncatingIfNeeded: answer.length)
                        if let text = answer.replacement { replacements.append((row, text)) }
                    } else if constrained {
                        check(cells, row, constraints, &report)
                    }
                    valid |= (state == .valid ? 1 : 0) << UInt64(truncatingIfNeeded: bit)
                    blank |= (state == .blank ? 1 : 0) << UInt64(truncatingIfNeeded: bit)
                    at &+= cells.stride
                }
                validity[block] = valid
                report.blank[block] = blank
            }
        }
    }
    var column = TextColumn(
        buffer: cells.buffer, starts: starts, lengths: lengths, validity: Bitmap(words: validity, count: count))
    if !replacements.isEmpty { column = replacing(column, replacements) }
    return ConvertedColumn(column: .texts(column), facts: report.facts)
}

/// The column in a buffer of its own, some texts changed.
@inline(never)
private func replacing(_ column: TextColumn, _ replacements: [(row: Int, text: [UInt8])]) -> TextColumn {
    let fresh = ByteBuffer(capacity: column.lengths.reduce(0) { $0 + Int($1) } + replacements.count * 32)
    var copy = column
    copy.buffer = fresh
    var next = replacements.makeIterator()
    var change = next.next()
    for row in column.starts.indices {
        copy.starts[row] = UInt32(fresh.count)
        if let (at, text) = change, at == row {
            fresh.append(text)
            copy.lengths[row] = UInt32(text.count)
            change = next.next()
        } else {
            fresh.append(column.bytes(row))
        }
    }
    return copy
}

/// Constraints of a text that is right as it stands.
@inline(never)
private func check(_ cells: CellColumn, _ row: Int, _ constraints: TextConstraints, _ report: inout ColumnReport) {
    let found = cells.bytes(row)
    if let failure = constraints.failure(found: found, text: found) { report.fail(failure, row) }
}

@inline(never)
private func readSlowly(
    _ cells: CellColumn, _ row: Int, _ kernel: some TextKernel, _ constraints: TextConstraints,
    _ report: inout ColumnReport
) -> (state: CellState, offset: Int, length: Int, replacement: [UInt8]?) {
    let found = cells.bytes(row)
    let kind = cells.kind(row)
    let text = trimmed(found)
    switch classify(text, kind, isValue: { constraints.lists(text) }) {
    case .blank:
        return (.blank, 0, 0, nil)
    case .marker:
        report.noteMarker(row)
        return (.blank, 0, 0, nil)
    case .error:
        report.fail(.type, row)
        return (.none, 0, 0, nil)
    case .text:
        break
    }
    var reading = kernel.slow(FoundCell(row: row, kind: kind, found: found, text: text))
    if reading.failure == nil, !constraints.isEmpty {
        reading.failure = constraints.failure(found: found, text: text)
    }
    if let failure = reading.failure {
        report.fail(failure, row)
    } else {
        if text.count != found.count { reading.repairs.insert(.spaces) }
        report.note(reading.repairs, row)
    }
    var offset = 0
    if let whole = found.baseAddress, let part = text.baseAddress { offset = part - whole }
    return (reading.isValid ? .valid : .none, offset, text.count, reading.isValid ? reading.replacement : nil)
}
