public import Model

/// Accepted records of a dataset that others refer to, by key: what `exists` and `lookup` read.
///
/// Filled by the ordered step while its dataset is processed, then only read, by many workers; hence
/// `@unchecked Sendable`. The first record of a key stays; records with a missing key take no part.
public final class ReferenceTable: @unchecked Sendable {
    /// The key fields, in order. Keys that are asked for must have these types: numbers at the same scale, codes as
    /// positions in the same dictionary.
    public let keyFields: [SchemaField]
    /// The fields that look-ups ask for.
    public let valueFields: [SchemaField]
    /// Records held.
    public private(set) var count = 0

    private let integers: IntegerKeySet?
    private let texts: TextKeySet?
    private var stores: [ColumnStore]

    /// An empty table. Throws nothing; a table without key fields answers −1 to everything.
    public init(keyFields: [SchemaField], valueFields: [SchemaField]) {
        self.keyFields = keyFields
        self.valueFields = valueFields
        let single = keyFields.count == 1 && keyFields[0].type != .text
        integers = single ? IntegerKeySet() : nil
        texts = single ? nil : TextKeySet()
        stores = valueFields.map { ColumnStore($0.type) }
    }

    /// Adds the rows given. Fields are found in the batch by their names in `schema`; every one must be there.
    public func append(_ batch: Batch, schema: Schema, rows: Bitmap) {
        precondition(rows.count == batch.rowCount)
        let keys = PackedKeys(keyFields.map { column($0, of: batch, schema) }, rowCount: batch.rowCount)
        let values = valueFields.map { column($0, of: batch, schema) }
        var candidates: [UInt32] = []
        rows.subtracting(keys.missing).forEachSet { candidates.append(UInt32($0)) }
        let fresh = claim(keys, candidates)
        for (i, column) in values.enumerated() { stores[i].append(column, rows: fresh) }
        count += fresh.count
    }

    private func column(_ field: SchemaField, of batch: Batch, _ schema: Schema) -> Column {
        guard let index = schema.index(of: field.name) else {
            preconditionFailure("the schema has no field \(field.name)")
        }
        return batch.columns[index]
    }

    /// The rows whose keys were new; those have the next numbers, in order.
    private func claim(_ keys: PackedKeys, _ rows: [UInt32]) -> [Int] {
        var fresh: [Int] = []
        if let texts {
            for (row, id) in zip(rows, texts.insert(keys, rows: rows)) where Int(id) == count + fresh.count {
                fresh.append(Int(row))
            }
        } else if let integers {
            for row in rows.map(Int.init) {
                let value = integers.locate(keys.words[row], hash: keys.hashes[row])
                guard value.pointee == 0 else { continue }
                fresh.append(row)
                value.pointee = UInt64(count + fresh.count)
            }
        }
        return fresh
    }

    /// For each row the record's number, −1 where no record has the key, −2 where part of the key is missing.
    /// One column per key field, of its type.
    public func find(_ keys: [Column], rowCount: Int) -> [Int32] {
        precondition(keys.count == keyFields.count)
        guard !keys.isEmpty else { return [Int32](repeating: -1, count: rowCount) }
        let packed = PackedKeys(keys, rowCount: rowCount)
        var ids = texts?.find(packed) ?? find(packed)
        packed.missing.forEachSet { ids[$0] = -2 }
        return ids
    }

    private func find(_ keys: PackedKeys) -> [Int32] {
        guard let integers else { return [Int32](repeating: -1, count: keys.rowCount) }
        return (0..<keys.rowCount).map {
            Int32(truncatingIfNeeded: integers.value(keys.words[$0], hash: keys.hashes[$0])) - 1
        }
    }

    /// The texts of a value field of every record, in order; nil where one has none, or the field holds no texts.
    public func texts(_ name: String) -> [String?] {
        guard case .texts(let column) = column(name, at: (0..<Int32(count)).map(\.self)) else {
            return Array(repeating: nil, count: count)
        }
        return (0..<count).map { column.validity[$0] ? column.string($0) : nil }
    }

    /// A value field of the records numbered; missing where the number is negative. Texts share the table's bytes.
    public func column(_ name: String, at ids: [Int32]) -> Column {
        guard let index = valueFields.firstIndex(where: { $0.name == name }) else {
            preconditionFailure("the table does not keep \(name)")
        }
        return stores[index].column(at: ids)
    }
}

/// A growing column.
private struct ColumnStore {
    private let isText: Bool
    private var values: [Int64] = []
    private var buffer = ByteBuffer(capacity: 0)
    private var starts: [UInt32] = []
    private var lengths: [UInt32] = []
    private var valid: [Bool] = []

    init(_ type: ValueType) { isText = type == .text }

    mutating func append(_ column: Column, rows: [Int]) {
        switch column {
        case .integers(let c):
            precondition(!isText)
            for row in rows {
                values.append(c.values[row])
                valid.append(c.validity[row])
            }
        case .texts(let c):
            precondition(isText)
            for row in rows {
                let bytes = c.validity[row] ? c.bytes(row) : UnsafeBufferPointer(start: nil, count: 0)
                precondition(
                    buffer.count + bytes.count <= Int(UInt32.max), "a reference table holds up to 4 GiB of text")
                starts.append(UInt32(buffer.count))
                lengths.append(UInt32(bytes.count))
                valid.append(c.validity[row])
                buffer.append(bytes)
            }
        }
    }

    func column(at ids: [Int32]) -> Column {
        var words = [UInt64](repeating: 0, count: (ids.count + 63) >> 6)
        for (i, id) in ids.enumerated() where id >= 0 && valid[Int(id)] { words[i >> 6] |= 1 << UInt64(i & 63) }
        let validity = Bitmap(words: words, count: ids.count)
        guard isText else {
            return .integers(IntegerColumn(values: ids.map { $0 < 0 ? 0 : values[Int($0)] }, validity: validity))
        }
        return .texts(
            TextColumn(
                buffer: buffer, starts: ids.map { $0 < 0 ? 0 : starts[Int($0)] },
                lengths: ids.map { $0 < 0 ? 0 : lengths[Int($0)] }, validity: validity))
    }
}
