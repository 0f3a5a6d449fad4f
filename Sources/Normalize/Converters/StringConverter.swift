import Definitions
import Tabular

/// Text as found, without the white space around it; in UTF-8.
struct StringConverter: Converter {
    private let constraints: TextConstraints

    init(_ context: ConverterContext) { constraints = TextConstraints(context.field.constraints) }

    func convert(_ cells: CellColumn) -> ConvertedColumn {
        cells.withUTF8 { cells in
            readTexts(
                cells, StringKernel(markers: MissingMarkers.table.lookup, longestMarker: MissingMarkers.longest),
                constraints)
        }
    }
}

private struct StringKernel: TextKernel {
    let markers: ByteTable.Lookup
    let longestMarker: Int

    @inline(__always)
    func fast(_ at: UnsafePointer<UInt8>, _ length: Int, _ kind: CellKind) -> Bool {
        // A leading # may be an error's text.
        if mayNeedTrim(at, length) || at[0] == UInt8(ascii: "#") || kind == .error || kind == .uncached { return false }
        return length > longestMarker || markers.value(at, length) == nil
    }

    func slow(_ cell: FoundCell) -> TextReading { TextReading() }
}
