import Definitions
import Model
import Tabular

/// A code or name of an area as its position in the area tree, after successors.
struct AreaConverter: Converter {
    private let constraints: TextConstraints
    private let resolver: AreaResolver
    /// In the file's encoding.
    private let asFound: ByteTable

    init(_ context: ConverterContext) {
        constraints = TextConstraints(context.field.constraints)
        resolver = AreaResolver(
            context.pipeline.areas, takesParents: context.field.format == FieldDefinition.anyArea)
        asFound = context.table(resolver.plain)
    }

    func convert(_ cells: CellColumn) -> ConvertedColumn {
        withExtendedLifetime(asFound) {
            readIntegers(cells, AreaKernel(asFound: asFound.lookup, resolver: resolver, memory: Memory()), constraints)
        }
    }
}

/// Answers of one block: names that are not in the table come again and again.
private final class Memory {
    var answers: [[UInt8]: AreaResolver.Answer] = [:]
}

private struct AreaKernel: IntegerKernel {
    let asFound: ByteTable.Lookup
    let resolver: AreaResolver
    let memory: Memory

    @inline(__always)
    func fast(_ at: UnsafePointer<UInt8>, _ length: Int, _ kind: CellKind, _ value: inout Int64) -> Bool {
        guard kind == .text || kind == .number, let index = asFound.value(at, length) else { return false }
        value = Int64(index)
        return true
    }

    func slow(_ cell: FoundCell) -> IntegerReading {
        var repairs: Repairs = FoldedText(cell.text).changed ? .width : []
        var key = foldedKey(cell.text)
        if key.first == UInt8(ascii: "'") {
            key.removeFirst()
            repairs.insert(.apostrophe)
        }
        let answer: AreaResolver.Answer
        if let known = memory.answers[key] {
            answer = known
        } else {
            answer = resolver.resolve(key)
            memory.answers[key] = answer
        }
        switch answer {
        case .unknown:
            return .failed(.areaUnknown)
        case .area(let index, let isHistoric):
            if isHistoric { repairs.insert(.historicCode) }
            return IntegerReading(value: Int64(index), repairs: repairs)
        }
    }
}
