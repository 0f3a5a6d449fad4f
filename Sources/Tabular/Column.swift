/// Whole numbers of any meaning (scaled numbers, days, codes, areas), with a bit per row that says whether there is one.
public struct IntegerColumn: Sendable {
    /// One per row; 0 where not valid.
    public var values: [Int64]
    public var validity: Bitmap

    public init(values: [Int64], validity: Bitmap) {
        precondition(values.count == validity.count)
        self.values = values
        self.validity = validity
    }
}

/// UTF-8 texts as ranges of a buffer.
public struct TextColumn: Sendable {
    public var buffer: ByteBuffer
    public var starts: [UInt32]
    public var lengths: [UInt32]
    public var validity: Bitmap

    public init(buffer: ByteBuffer, starts: [UInt32], lengths: [UInt32], validity: Bitmap) {
        precondition(starts.count == validity.count && lengths.count == validity.count)
        self.buffer = buffer
        self.starts = starts
        self.lengths = lengths
        self.validity = validity
    }

    @inlinable public func bytes(_ row: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: buffer.base + Int(starts[row]), count: Int(lengths[row]))
    }

    public func string(_ row: Int) -> String { buffer.string(Int(starts[row]), Int(lengths[row])) }
}

/// A column of a batch. Build concretely, wrap once.
public enum Column: Sendable {
    case integers(IntegerColumn)
    case texts(TextColumn)

    public var validity: Bitmap {
        switch self {
        case .integers(let c): c.validity
        case .texts(let c): c.validity
        }
    }

    public var count: Int { validity.count }

    /// The same values, missing on the rows given.
    public func missing(on rows: Bitmap) -> Column {
        switch self {
        case .integers(var c):
            c.validity.subtract(rows)
            rows.forEachSet { c.values[$0] = 0 }
            return .integers(c)
        case .texts(var c):
            c.validity.subtract(rows)
            return .texts(c)
        }
    }

    /// The rows given, in their order; texts are copied into a buffer of their own.
    public func gather(_ rows: [Int]) -> Column {
        var validity = Bitmap(count: rows.count)
        for (i, row) in rows.enumerated() where self.validity[row] { validity.set(i) }
        switch self {
        case .integers(let c):
            return .integers(IntegerColumn(values: rows.map { c.values[$0] }, validity: validity))
        case .texts(let c):
            let buffer = ByteBuffer(capacity: rows.reduce(0) { $0 + Int(c.lengths[$1]) })
            var starts: [UInt32] = []
            for row in rows {
                starts.append(UInt32(buffer.count))
                buffer.append(c.bytes(row))
            }
            return .texts(
                TextColumn(buffer: buffer, starts: starts, lengths: rows.map { c.lengths[$0] }, validity: validity))
        }
    }
}

/// Typed records: one column per field of the schema, all of one length.
public struct Batch: Sendable {
    public var rowCount: Int
    /// By position in the schema; derived fields are appended by the row rules.
    public var columns: [Column]

    public init(rowCount: Int, columns: [Column]) {
        self.rowCount = rowCount
        self.columns = columns
    }

    public func gather(_ rows: [Int]) -> Batch {
        Batch(rowCount: rows.count, columns: columns.map { $0.gather(rows) })
    }
}
