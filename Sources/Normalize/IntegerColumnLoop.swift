import Definitions
import Tabular

/// One type's way of reading a cell as a whole number. Chosen once per table; the loop is made for each kind of kernel, so
/// that a row costs no call.
protocol IntegerKernel {
    /// The usual spelling, as the bytes stand in the file; false for anything else. `length` is above zero; eight bytes
    /// behind the field are readable.
    func fast(_ at: UnsafePointer<UInt8>, _ length: Int, _ kind: CellKind, _ value: inout Int64) -> Bool

    /// Every other spelling.
    func slow(_ cell: FoundCell) -> IntegerReading

    /// Whether a marker for missing is a value here.
    func means(_ marker: UnsafeBufferPointer<UInt8>) -> Bool

    /// Whether what `fast` takes holds the field's constraints by itself.
    var provesConstraints: Bool { get }
}

extension IntegerKernel {
    func means(_ marker: UnsafeBufferPointer<UInt8>) -> Bool { false }
    var provesConstraints: Bool { false }
}

/// A cell read on the slow path: a value and what was repaired, or why there is none.
struct IntegerReading {
    var value: Int64 = 0
    var failure: BuiltInRule?
    var repairs: Repairs = []

    static func failed(_ rule: BuiltInRule) -> IntegerReading { IntegerReading(failure: rule) }
}

/// Reads a column.
@inline(__always)
func readIntegers(_ cells: CellColumn, _ kernel: some IntegerKernel, _ constraints: TextConstraints) -> ConvertedColumn
{
    var report = ColumnReport(count: cells.count)
    var validity = [UInt64](repeating: 0, count: (cells.count + 63) >> 6)
    let constrained = !constraints.isEmpty && !kernel.provesConstraints
    let values = [Int64](unsafeUninitializedCapacity: cells.count) { values, filled in
        var at = 0
        for block in validity.indices {
            var valid: UInt64 = 0
            var blank: UInt64 = 0
            let first = block << 6
            for bit in 0..<min(64, cells.count - first) {
                let row = first + bit
                let length = Int(cells.lengths[at])
                var value: Int64 = 0
                var state = CellState.valid
                if length == 0 {
                    state = cells.kinds == nil ? .blank : readEmpty(cells, row, &report)
                } else {
                    let start = cells.base + Int(cells.starts[at])
                    if !kernel.fast(start, length, cells.kind(row), &value) {
                        (value, state) = readSlowly(cells, row, kernel, constraints, &report)
                    } else if constrained {
                        check(cells, row, constraints, &report)
                    }
                }
                values[row] = value
                valid |= (state == .valid ? 1 : 0) << UInt64(truncatingIfNeeded: bit)
                blank |= (state == .blank ? 1 : 0) << UInt64(truncatingIfNeeded: bit)
                at &+= cells.stride
            }
            validity[block] = valid
            report.blank[block] = blank
        }
        filled = cells.count
    }
    let column = IntegerColumn(values: values, validity: Bitmap(words: validity, count: cells.count))
    return ConvertedColumn(column: .integers(column), facts: report.facts)
}

enum CellState { case valid, blank, none }

/// A cell without text; a formula that was never computed is not blank.
@inline(never)
func readEmpty(_ cells: CellColumn, _ row: Int, _ report: inout ColumnReport) -> CellState {
    guard cells.kind(row) == .uncached else { return .blank }
    report.fail(.type, row)
    return .none
}

/// Constraints of a cell that was read at once, on the text as found.
@inline(never)
private func check(_ cells: CellColumn, _ row: Int, _ constraints: TextConstraints, _ report: inout ColumnReport) {
    let found = visible(cells.text(row, report.scratch), cells.kind(row))
    if let failure = constraints.failure(found: found, text: trimmed(found)) { report.fail(failure, row) }
}

/// What somebody who looks at the cell would call its text: of a date, the day.
func visible(_ found: UnsafeBufferPointer<UInt8>, _ kind: CellKind) -> UnsafeBufferPointer<UInt8> {
    kind == .date && found.count > 10 ? UnsafeBufferPointer(rebasing: found[..<10]) : found
}

/// Blanks, markers, errors and formulas without a value; then the kernel's own reading.
@inline(never)
private func readSlowly(
    _ cells: CellColumn, _ row: Int, _ kernel: some IntegerKernel, _ constraints: TextConstraints,
    _ report: inout ColumnReport
) -> (Int64, CellState) {
    let found = cells.text(row, report.scratch)
    let text = trimmed(found)
    let kind = cells.kind(row)
    switch classify(text, kind, isValue: { kernel.means(text) || constraints.lists(text) }) {
    case .blank:
        return (0, .blank)
    case .marker:
        report.noteMarker(row)
        return (0, .blank)
    case .error:
        report.fail(.type, row)
        return (0, .none)
    case .text:
        break
    }
    var reading = kernel.slow(FoundCell(row: row, kind: kind, found: found, text: text))
    if let failure = reading.failure {
        report.fail(failure, row)
        return (0, .none)
    }
    if text.count != found.count { reading.repairs.insert(.spaces) }
    let shown = visible(found, kind)
    if !constraints.isEmpty, let failure = constraints.failure(found: shown, text: trimmed(shown)) {
        report.fail(failure, row)
    } else {
        report.note(reading.repairs, row)
    }
    return (reading.value, .valid)
}

enum CellClass { case blank, marker, error, text }

/// What a trimmed text is before its type is asked.
@inline(__always)
func classify(_ text: UnsafeBufferPointer<UInt8>, _ kind: CellKind, isValue: () -> Bool) -> CellClass {
    if kind == .uncached { return .error }
    if text.isEmpty { return .blank }
    if text.count <= MissingMarkers.longest, MissingMarkers.table.lookup.value(text) != nil, !isValue() {
        return .marker
    }
    if kind == .error { return .error }
    return text[0] == UInt8(ascii: "#") && MissingMarkers.errors.lookup.value(text) != nil ? .error : .text
}
