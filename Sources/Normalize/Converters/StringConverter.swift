import Definitions
import Tabular

/// Text as found, without the white space around it; in UTF-8.
struct StringConverter: Converter {
    private let constraints: TextConstraints

    private let pattern: Pattern?

    init(_ context: ConverterContext) {
        constraints = TextConstraints(context.field.constraints)
        pattern = context.field.constraints.pattern.flatMap { try? Pattern($0.text) }
    }

    func convert(_ cells: CellColumn) -> ConvertedColumn {
        cells.withUTF8 { cells in
            readTexts(
                cells,
                StringKernel(
                    markers: MissingMarkers.table.lookup, longestMarker: MissingMarkers.longest, pattern: pattern),
                constraints)
        }
    }
}

private struct StringKernel: TextKernel {
    let markers: ByteTable.Lookup
    let longestMarker: Int
    let pattern: Pattern?

    @inline(__always)
    func fast(_ at: UnsafePointer<UInt8>, _ length: Int, _ kind: CellKind) -> Bool {
        // A leading # may be an error's text.
        if mayNeedTrim(at, length) || at[0] == UInt8(ascii: "#") || kind == .error || kind == .uncached { return false }
        // Numbers may have been codes; so may `9.13E+17`.
        if kind == .number || (at[0] &- 0x30 < 10 && length > 5 && at[1] == UInt8(ascii: ".")) { return false }
        return length > longestMarker || markers.value(at, length) == nil
    }

    /// What a program made of a code stays the text that it is; the rule decides whether it stands.
    func slow(_ cell: FoundCell) -> TextReading {
        if cell.kind == .number {
            if DamagedNumber.isLong(cell.text) { return TextReading(failure: .damaged) }
            if let pattern, LostZeros.isNumber(cell.text), !pattern.matches(cell.text),
                !LostZeros.texts(String(decoding: cell.text, as: UTF8.self), pattern).isEmpty
            {
                return TextReading(failure: .damaged)
            }
        } else if cell.kind == .text, cell.text.contains(UInt8(ascii: "+")), DamagedNumber.isScientific(cell.text) {
            return TextReading(failure: .damaged)
        }
        return TextReading()
    }
}
