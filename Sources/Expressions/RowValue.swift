public import Model
public import Tabular

/// A value of one row, as the row evaluator holds it.
public enum RowValue: Hashable, Sendable {
    case missing
    case number(Decimal)
    case date(CivilDate)
    case truth(Bool)
    /// Position in the area tree.
    case area(Int)
    case period(Period)
    /// Texts, and codes by their text.
    case text(String)

    /// What stands in a row of a column that has the type of `field`.
    public init(_ column: Column, row: Int, field: SchemaField) {
        guard column.validity[row] else {
            self = .missing
            return
        }
        switch (column, field.type) {
        case (.texts(let texts), _): self = .text(texts.string(row))
        case (.integers(let column), let type):
            let value = column.values[row]
            switch type {
            case .number(let scale): self = .number(Decimal(mantissa: Int128(value), scale: scale))
            case .date: self = .date(CivilDate(days: Int32(truncatingIfNeeded: value)))
            case .boolean: self = .truth(value == 1)
            case .area: self = .area(Int(value))
            case .period: self = .period(PackedPeriod.unpack(value))
            case .code, .text:
                let codes = field.codes?.codes ?? []
                self = codes.indices.contains(Int(value)) ? .text(codes[Int(value)]) : .missing
            }
        }
    }
}
