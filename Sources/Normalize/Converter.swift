import Definitions
import Model
import Tabular

/// Reads the cells of one field as values of its type; chosen once per table, called once per column and block.
protocol Converter: Sendable {
    func convert(_ cells: CellColumn) -> ConvertedColumn
}

/// A field's values, and what was noticed on the way.
struct ConvertedColumn {
    var column: Column
    var facts: FieldFacts
}

/// What a converter is made from.
struct ConverterContext {
    var field: FieldDefinition
    var pipeline: PipelineDefinition
    /// The unit that the file states for the column.
    var unit: Unit?
    /// Of the cells that will come.
    var encoding: TextEncoding
    /// Day 0 of serials, in days since 1970-01-01.
    var serialOrigin = Normalizer.usualOrigin

    /// A table of texts as they will stand in the cells.
    func table(_ entries: [(text: String, value: Int32)]) -> ByteTable {
        ByteTable(
            entries.map { text, value in
                (encoding == .gb18030 ? GB18030.encode(text) ?? bytes(text) : bytes(text), value)
            })
    }
}

/// The types of fields and their converters: one file each in `Converters/`, one line each here.
struct ConverterKind: Sendable {
    var type: FieldType
    var make: @Sendable (ConverterContext) -> any Converter

    static let all: [ConverterKind] = [
        ConverterKind(type: .string) { StringConverter($0) },
        ConverterKind(type: .integer) { IntegerConverter($0) },
        ConverterKind(type: .number) { NumberConverter($0) },
        ConverterKind(type: .date) { DateConverter($0) },
        ConverterKind(type: .period) { PeriodConverter($0) },
        ConverterKind(type: .boolean) { BooleanConverter($0) },
        ConverterKind(type: .code) { CodeConverter($0) },
        ConverterKind(type: .uscc) { USCCConverter($0) },
        ConverterKind(type: .area) { AreaConverter($0) },
        ConverterKind(type: .amount) { AmountConverter($0) },
    ]

    /// The converter of the field's type.
    static func converter(_ context: ConverterContext) -> any Converter {
        for kind in all where kind.type == context.field.type { return kind.make(context) }
        preconditionFailure("no converter for \(context.field.type)")
    }
}
