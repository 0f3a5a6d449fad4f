public import Model

/// Accepted records of one piece of a table, as the ledger states them: enough to tell, without the inputs, which records a
/// later vintage has that an earlier one had not, and which differ.
public struct LedgerRows: Sendable {
    /// Position in the pipeline's datasets.
    public var dataset: Int
    /// The place that rows count from.
    public var base: Place
    public var rows: [UInt32]
    /// Keys as text (UTF-8, fields separated by `|`) behind each other: key n is `keys[ends[n] ..< ends[n + 1]]`.
    public var keys: [UInt8]
    public var ends: [UInt32]
    /// Over all values of the record; equal values, equal digests, whatever the program's version.
    public var digests: [UInt64]
    /// Days since 1970-01-01; nil: none.
    public var dates: [Int32?]
    /// Positions in the area tree; nil: none.
    public var areas: [Int32?]

    public init(
        dataset: Int, base: Place, rows: [UInt32], keys: [UInt8], ends: [UInt32], digests: [UInt64], dates: [Int32?],
        areas: [Int32?]
    ) {
        self.dataset = dataset
        self.base = base
        self.rows = rows
        self.keys = keys
        self.ends = ends
        self.digests = digests
        self.dates = dates
        self.areas = areas
    }
}
