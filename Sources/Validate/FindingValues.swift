import Model
import Tabular

extension FindingValue {
    /// A cell of a typed column as findings state it: numbers with the scale of their field, codes and areas by code.
    /// nil where the cell is missing.
    init?(_ column: Column, row: Int, field: SchemaField, areas: AreaTree) {
        guard column.validity[row] else { return nil }
        switch column {
        case .texts(let texts): self = .text(texts.string(row))
        case .integers(let integers):
            let value = integers.values[row]
            switch field.type {
            case .number(let scale): self = .number(Decimal(mantissa: Int128(value), scale: scale))
            case .date: self = .date(CivilDate(days: Int32(truncatingIfNeeded: value)))
            case .boolean: self = .text(value == 0 ? "false" : "true")
            case .area: self = .text(areas[Int(value)].code)
            case .period: self = .text("\(PackedPeriod.unpack(value))")
            case .code: self = .text(field.codes?.codes[Int(value)] ?? "\(value)")
            case .text: return nil
            }
        }
    }
}
