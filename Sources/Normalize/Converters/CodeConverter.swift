import Definitions
import Model
import Tabular

/// A code of a list, by code, name or alias, as its position in the list.
struct CodeConverter: Converter {
    private let constraints: TextConstraints
    /// In the file's encoding: what is looked up first.
    private let asFound: ByteTable
    /// In UTF-8, folded.
    private let folded: ByteTable
    /// Positions that the field's enumeration admits; nil: all.
    private let admitted: Set<Int64>?
    /// Codes without the zeros in front of them, as a spreadsheet program leaves them.
    private let shorn: Set<[UInt8]>

    init(_ context: ConverterContext) {
        let entries = context.field.codelist.flatMap { context.pipeline.codelist($0) }?.entries ?? []
        let names = CodeConverter.spellings(entries)
        asFound = context.table(names)
        folded = ByteTable(names.map { (foldedKey($0.text), $0.value) })
        constraints = TextConstraints(context.field.constraints, enumerates: false)
        shorn = Set(
            entries.map { bytes($0.code) }.filter { $0.first == 0x30 && $0.allSatisfy(DamagedNumber.isDigit) }
                .map { Array($0.drop { $0 == 0x30 }) })
        admitted = context.field.constraints.enumeration.map { listed in
            Set(entries.indices.filter { listed.contains(entries[$0].code) }.map { Int64($0) })
        }
    }

    /// Codes before names before aliases: the first to claim a spelling has it.
    static func spellings(_ entries: [Codelist.Entry]) -> [(text: String, value: Int32)] {
        let numbered = entries.enumerated().map { (position: Int32($0.offset), entry: $0.element) }
        let names = numbered.flatMap { position, entry in
            [entry.name.zh, entry.name.en].compactMap { name in name.map { ($0, position) } }
        }
        return numbered.map { ($0.entry.code, $0.position) } + names
            + numbered.flatMap { position, entry in entry.aliases.map { ($0, position) } }
    }

    func convert(_ cells: CellColumn) -> ConvertedColumn {
        withExtendedLifetime((asFound, folded)) {
            let kernel = CodeKernel(asFound: asFound.lookup, folded: folded.lookup, admitted: admitted, shorn: shorn)
            return readIntegers(cells, kernel, constraints)
        }
    }
}

private struct CodeKernel: IntegerKernel {
    let asFound: ByteTable.Lookup
    let folded: ByteTable.Lookup
    let admitted: Set<Int64>?
    let shorn: Set<[UInt8]>

    @inline(__always)
    func fast(_ at: UnsafePointer<UInt8>, _ length: Int, _ kind: CellKind, _ value: inout Int64) -> Bool {
        guard kind != .error, kind != .uncached, let position = asFound.value(at, length) else { return false }
        value = Int64(position)
        return admitted == nil
    }

    func slow(_ cell: FoundCell) -> IntegerReading {
        guard let position = folded.value(foldedKey(cell.text)) else {
            return .failed(shorn.contains(Array(cell.text)) ? .damaged : .codes)
        }
        let value = Int64(position)
        if let admitted, !admitted.contains(value) { return .failed(.enumeration) }
        return IntegerReading(value: value, repairs: FoldedText(cell.text).changed ? .width : [])
    }

    func means(_ marker: UnsafeBufferPointer<UInt8>) -> Bool { folded.value(foldedKey(marker)) != nil }
}
