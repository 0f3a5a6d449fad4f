import Model
public import Tabular

/// Makes the keys of a piece ready to be claimed. Needs nothing of the register, so workers do it in parallel.
public struct KeyPreparation: Sendable {
    /// Positions of the key fields in the schema.
    public let keyFields: [Int]
    /// Keys of one field whose values are integers (or texts, when false).
    private let isInteger: Bool

    init(schema: Schema, keyFields: [Int]) {
        precondition(keyFields.allSatisfy { schema.fields.indices.contains($0) })
        self.keyFields = keyFields
        isInteger = keyFields.count == 1 && schema.fields[keyFields[0]].type != .text
    }

    /// Whether records have a key at all.
    public var hasKey: Bool { !keyFields.isEmpty }

    /// The keys of a batch. `sheetRows`: of each row, relative to the base that the source will state.
    public func prepare(_ batch: Batch, sheetRows: [UInt32]) -> PreparedKeys {
        precondition(sheetRows.count == batch.rowCount)
        var prepared = PreparedKeys(
            rowCount: batch.rowCount, sheetRows: sheetRows, missing: Bitmap(count: batch.rowCount, repeating: true))
        guard hasKey else { return prepared }
        let columns = keyFields.map { batch.columns[$0] }
        if columns.count == 1, case .texts(let column) = columns[0] {
            let digits = DigitKeys(column)
            prepared.missing = column.validity.complement
            prepared.numbers = NumberKeys(rows: digits.rows, words: digits.words, hashes: digits.hashes)
            if !digits.others.isEmpty { prepared.texts = others(column, digits.others) }
            return prepared
        }
        let keys = PackedKeys(columns, rowCount: batch.rowCount)
        prepared.missing = keys.missing
        var rows: [UInt32] = []
        keys.missing.complement.forEachSet { rows.append(UInt32($0)) }
        if isInteger {
            prepared.numbers = NumberKeys(
                rows: rows, words: rows.map { keys.words[Int($0)] }, hashes: rows.map { keys.hashes[Int($0)] })
        } else {
            prepared.texts = (rows, keys.gather(rows))
        }
        return prepared
    }

    /// The keys of some rows of a column, sharing its bytes.
    private func others(_ column: TextColumn, _ rows: [UInt32]) -> (rows: [UInt32], keys: PackedKeys) {
        let part = TextColumn(
            buffer: column.buffer, starts: rows.map { column.starts[Int($0)] },
            lengths: rows.map { column.lengths[Int($0)] }, validity: Bitmap(count: rows.count, repeating: true))
        return (rows, PackedKeys([.texts(part)], rowCount: rows.count))
    }
}

/// Keys of a piece, ready to be claimed.
public struct PreparedKeys: Sendable {
    /// Rows of the piece.
    public let rowCount: Int
    let sheetRows: [UInt32]
    /// Rows without a (whole) key.
    public internal(set) var missing: Bitmap
    var numbers = NumberKeys(rows: [], words: [], hashes: [])
    /// Of each row a number for what it holds; nil where versions of a record are not held against each other.
    public var contents: [UInt64]?
    var texts: (rows: [UInt32], keys: PackedKeys)?
}

/// Keys that are one word each.
struct NumberKeys: Sendable {
    let rows: [UInt32]
    let words: [UInt64]
    let hashes: [UInt64]

    @inline(__always) func row(_ i: Int) -> Int { Int(rows[i]) }
}
