public import Model
public import Tabular

/// The accepted records that `exists` and `lookup` read, by name of the table: that of the dataset where they are found by
/// its key.
public struct References: Sendable {
    let tables: [String: ReferenceTable]

    /// A dataset that is not among `tables` is unknown: `exists` and `lookup` answer missing.
    public init(_ tables: [String: ReferenceTable] = [:]) { self.tables = tables }
}

/// A dataset that an expression reads beside its own.
public struct ReferenceUse: Hashable, Sendable {
    /// Name of the dataset.
    public var dataset: String
    /// Name of the table among `References`; the dataset's where it is found by the dataset's key.
    public var table: String
    /// What the table must be found by.
    public var keyFields: [SchemaField]
    /// What look-ups take from it, in order of the dataset's schema.
    public var valueFields: [SchemaField]

    /// A use of `dataset`, found by `keyFields`.
    public init(dataset: String, table: String? = nil, keyFields: [SchemaField], valueFields: [SchemaField]) {
        self.dataset = dataset
        self.table = table ?? dataset
        self.keyFields = keyFields
        self.valueFields = valueFields
    }
}

/// How often arithmetic had no answer; the value is missing there.
public struct EvaluationCounters: Hashable, Sendable {
    /// Results beyond the range of numbers (2^127 within an expression, 2^63 for its result) or of dates (years 1–9999).
    public var overflows: Int64 = 0
    /// Divisions by zero.
    public var divisionsByZero: Int64 = 0

    /// Nothing counted yet.
    public init() {}

    /// Adds what another batch counted.
    public static func += (a: inout EvaluationCounters, b: EvaluationCounters) {
        a.overflows += b.overflows
        a.divisionsByZero += b.divisionsByZero
    }
}

/// How records of another dataset are found.
struct Lookup: Hashable, Sendable {
    var dataset: String
    /// Fields named; empty: the dataset's key.
    var by: [String]

    /// What their table is called.
    var table: String { by.isEmpty ? dataset : "\(dataset)(\(by.joined(separator: ",")))" }
}

/// What the table of the subjects of an indicator is called.
public func countedTable(_ indicator: String) -> String { "counted(\(indicator))" }
