public import Tabular

/// Which keys some records have, with a small share of others taken for theirs: two bytes a key. Never says no of a key that
/// is among them.
public struct KeyFilter: Sendable {
    private var words: [UInt64]
    private let mask: UInt64

    /// Room for about so many keys.
    public init(expecting keys: Int) {
        var bits = 1 << 10
        while bits < keys * 16 { bits *= 2 }
        words = Array(repeating: 0, count: bits / 64)
        mask = UInt64(bits - 1)
    }

    /// Takes in the keys of a piece.
    public mutating func add(_ keys: PreparedKeys) {
        for hash in keys.numbers.hashes { add(hash) }
        for hash in keys.texts?.keys.hashes ?? [] { add(hash) }
    }

    private mutating func add(_ hash: UInt64) { words[Int((hash & mask) >> 6)] |= 1 << (hash & 63) }

    @inline(__always) fileprivate func holds(_ hash: UInt64) -> Bool {
        words[Int((hash & mask) >> 6)] >> (hash & 63) & 1 != 0
    }
}

extension PreparedKeys {
    /// Rows with a whole key.
    public var keyCount: Int { numbers.words.count + (texts?.rows.count ?? 0) }

    /// A number over everything that claims depend on.
    public var checksum: UInt64 {
        var sum = UInt64(rowCount)
        func mix(_ word: UInt64) {
            let (high, low) = (sum ^ word).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
            sum = high ^ low &+ 0x9E37_79B9_7F4A_7C15
        }
        for hash in numbers.hashes { mix(hash) }
        for hash in texts?.keys.hashes ?? [] { mix(hash) }
        for row in sheetRows { mix(UInt64(row)) }
        for content in contents ?? [] { mix(content) }
        return sum
    }

    /// Those rows whose key the filter may hold, and those listed besides (ascending); with their numbers in this piece.
    public func restricted(to filter: KeyFilter, besides: [Int] = []) -> (keys: PreparedKeys, rows: [Int]) {
        var kept = Bitmap(count: rowCount)
        for row in besides { kept.set(row) }
        for i in numbers.words.indices where filter.holds(numbers.hashes[i]) { kept.set(numbers.row(i)) }
        if let texts {
            for (i, row) in texts.rows.enumerated() where filter.holds(texts.keys.hashes[i]) { kept.set(Int(row)) }
        }
        var rows: [Int] = []
        kept.forEachSet { rows.append($0) }
        return (gather(rows), rows)
    }

    /// The rows given, in their order.
    public func gather(_ picked: [Int]) -> PreparedKeys {
        var own = PreparedKeys(
            rowCount: picked.count, sheetRows: picked.map { sheetRows[$0] }, missing: Bitmap(count: picked.count))
        for (i, row) in picked.enumerated() where missing[row] { own.missing.set(i) }
        own.contents = contents.map { contents in picked.map { contents[$0] } }
        guard !picked.isEmpty else { return own }
        var positions = [Int64](repeating: -1, count: rowCount)
        for (i, row) in picked.enumerated() { positions[row] = Int64(i) }
        func taken(_ rows: [UInt32]) -> [Int] { rows.indices.filter { positions[Int(rows[$0])] >= 0 } }
        func numbered(_ rows: [UInt32], _ taken: [Int]) -> [UInt32] { taken.map { UInt32(positions[Int(rows[$0])]) } }
        let digits = taken(numbers.rows)
        own.numbers = NumberKeys(
            rows: numbered(numbers.rows, digits), words: digits.map { numbers.words[$0] },
            hashes: digits.map { numbers.hashes[$0] })
        if let texts {
            let others = taken(texts.rows)
            if !others.isEmpty {
                own.texts = (numbered(texts.rows, others), texts.keys.gather(others.map { UInt32($0) }))
            }
        }
        return own
    }

    /// Eight bytes for a key that is a number, a text's own bytes for others; little beside.
    public func write(to writer: inout BinaryWriter) {
        writer.write(rowCount)
        writer.write(rows: sheetRows)
        writer.write(missing)
        writer.write(rows: numbers.rows)
        writer.write(words: numbers.words)
        writer.write(optional: texts) { writer, texts in
            writer.write(rows: texts.rows)
            for i in texts.rows.indices { writer.write(bytes: texts.keys.bytes(i)) }
        }
        writer.write(optional: contents) { $0.write(words: $1) }
    }

    public init(from reader: inout BinaryReader) throws(DamagedForm) {
        rowCount = try reader.int()
        sheetRows = try reader.rows()
        missing = try reader.bitmap()
        let rows = try reader.rows()
        let words = try reader.words()
        numbers = NumberKeys(rows: rows, words: words, hashes: words.map { PackedKeys.hash($0) })
        texts = try reader.optional { reader throws(DamagedForm) in
            let rows = try reader.rows()
            let buffer = ByteBuffer(capacity: rows.count * 24)
            var (starts, lengths): ([UInt32], [UInt32]) = ([], [])
            for _ in rows {
                let text = try reader.slice()
                starts.append(UInt32(buffer.count))
                lengths.append(UInt32(text.count))
                buffer.append(text)
            }
            let column = TextColumn(
                buffer: buffer, starts: starts, lengths: lengths, validity: Bitmap(count: rows.count).complement)
            return (rows, PackedKeys([.texts(column)], rowCount: rows.count))
        }
        contents = try reader.optional { reader throws(DamagedForm) in try reader.words() }
        guard sheetRows.count == rowCount, missing.count == rowCount, rows.count == words.count,
            contents.map({ $0.count == rowCount }) ?? true,
            (rows + (texts?.rows ?? [])).allSatisfy({ Int($0) < rowCount })
        else { throw DamagedForm() }
    }
}
