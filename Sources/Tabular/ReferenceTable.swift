public import Model

/// Accepted records of a dataset that others refer to, by key: what `exists` and `lookup` read.
///
/// Filled by the ordered step while its dataset is processed, then only read, by many workers.
public final class ReferenceTable: @unchecked Sendable {
    /// Names of the key fields, in order.
    public let keyFields: [String]
    /// The fields that look-ups ask for.
    public let valueFields: [SchemaField]

    public init(keyFields: [String], valueFields: [SchemaField]) {
        self.keyFields = keyFields
        self.valueFields = valueFields
    }
}
