/// One value of one record, kept apart from its batch.
public enum RecordValue: Hashable, Sendable {
    case missing
    /// Of any meaning; the field's type says which.
    case integer(Int64)
    /// UTF-8.
    case text([UInt8])
}

extension Column {
    /// The value of a row.
    public func value(_ row: Int) -> RecordValue {
        guard validity[row] else { return .missing }
        switch self {
        case .integers(let column): return .integer(column.values[row])
        case .texts(let column): return .text(Array(column.bytes(row)))
        }
    }
}
