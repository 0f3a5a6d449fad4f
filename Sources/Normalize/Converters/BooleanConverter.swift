import Definitions
import Tabular

/// 是/否, 有/无, true/false, 1/0, Y/N as 1 and 0.
struct BooleanConverter: Converter {
    private let constraints: TextConstraints
    /// In the file's encoding, for the fast path; in UTF-8, folded and in capitals, for the rest.
    private let asFound: ByteTable
    private let folded: ByteTable

    static let words: [(text: String, value: Int32)] = [
        ("是", 1), ("否", 0), ("有", 1), ("无", 0), ("TRUE", 1), ("FALSE", 0), ("1", 1), ("0", 0), ("Y", 1), ("N", 0),
        ("YES", 1), ("NO", 0),
    ]

    init(_ context: ConverterContext) {
        constraints = TextConstraints(context.field.constraints)
        asFound = context.table(BooleanConverter.words + [("true", 1), ("false", 0)])
        folded = ByteTable(BooleanConverter.words.map { (bytes($0.text), $0.value) })
    }

    func convert(_ cells: CellColumn) -> ConvertedColumn {
        withExtendedLifetime((asFound, folded)) {
            readIntegers(cells, BooleanKernel(asFound: asFound.lookup, folded: folded.lookup), constraints)
        }
    }
}

private struct BooleanKernel: IntegerKernel {
    let asFound: ByteTable.Lookup
    let folded: ByteTable.Lookup

    @inline(__always)
    func fast(_ at: UnsafePointer<UInt8>, _ length: Int, _ kind: CellKind, _ value: inout Int64) -> Bool {
        guard kind == .text || kind == .boolean || kind == .number, let known = asFound.value(at, length) else {
            return false
        }
        value = Int64(known)
        return true
    }

    func slow(_ cell: FoundCell) -> IntegerReading {
        let text = FoldedText(cell.text)
        let capitals = text.scalars.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
        var key = text
        key.scalars = capitals
        guard let value = folded.value(key.utf8) else { return .failed(.type) }
        return IntegerReading(value: Int64(value), repairs: text.changed ? .width : [])
    }

    func means(_ marker: UnsafeBufferPointer<UInt8>) -> Bool { folded.value(Array(marker)) != nil }
}
