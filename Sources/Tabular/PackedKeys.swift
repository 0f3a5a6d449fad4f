/// Keys of a batch's rows, made ready for a key set: hashed, and packed so that most are compared as whole words.
///
/// A single field of integers is one word a row. Everything else is three words a row: texts of up to 24 bytes stand in
/// the words themselves; longer ones are (hash, length, where the bytes are). Several fields are first encoded to one
/// byte string. Packing depends on nothing but the batch, so workers do it in parallel.
public struct PackedKeys: Sendable {
    /// Rows of the batch.
    public let rowCount: Int
    /// 1 or 3.
    public let wordsPerRow: Int
    /// The packed keys, row by row.
    public let words: [UInt64]
    /// One per row.
    public let hashes: [UInt64]
    /// Rows where part of the key is missing; their words mean nothing.
    public let missing: Bitmap
    /// Holds the bytes of texts that do not stand in their words.
    public let buffer: ByteBuffer

    /// Last byte of a text's third word that says: the bytes are elsewhere. No UTF-8 text has it.
    @usableFromInline static let elsewhere: UInt64 = 0xFF << 56

    /// One column per key field, each of `rowCount` rows.
    public init(_ columns: [Column], rowCount: Int) {
        precondition(!columns.isEmpty && columns.allSatisfy { $0.count == rowCount })
        self.rowCount = rowCount
        var valid = columns[0].validity
        for column in columns.dropFirst() { valid.formIntersection(column.validity) }
        missing = valid.complement
        switch columns.count == 1 ? columns[0] : .texts(PackedKeys.encode(columns, rowCount: rowCount, valid)) {
        case .integers(let column):
            wordsPerRow = 1
            buffer = ByteBuffer(capacity: 0)
            words = column.values.map { UInt64(bitPattern: $0) }
            hashes = words.map { PackedKeys.hash($0) }
        case .texts(let column):
            wordsPerRow = 3
            buffer = column.buffer
            (words, hashes) = PackedKeys.pack(column)
        }
    }

    private init(
        rowCount: Int, wordsPerRow: Int, words: [UInt64], hashes: [UInt64], missing: Bitmap, buffer: ByteBuffer
    ) {
        self.rowCount = rowCount
        self.wordsPerRow = wordsPerRow
        self.words = words
        self.hashes = hashes
        self.missing = missing
        self.buffer = buffer
    }

    /// The keys of the rows given, in their order.
    public func gather(_ rows: [UInt32]) -> PackedKeys {
        var picked: [UInt64] = []
        picked.reserveCapacity(rows.count * wordsPerRow)
        var absent = Bitmap(count: rows.count)
        for (i, row) in rows.enumerated() {
            let at = Int(row) * wordsPerRow
            picked.append(contentsOf: words[at..<at + wordsPerRow])
            if missing[Int(row)] { absent.set(i) }
        }
        return PackedKeys(
            rowCount: rows.count, wordsPerRow: wordsPerRow, words: picked, hashes: rows.map { hashes[Int($0)] },
            missing: absent, buffer: buffer)
    }

    /// The bytes of a key that is no single integer: packed again as a column of one text field, they are the same key.
    public func bytes(_ row: Int) -> [UInt8] {
        precondition(wordsPerRow == 3)
        let (a, b, c) = (words[row * 3], words[row * 3 + 1], words[row * 3 + 2])
        if c >= PackedKeys.elsewhere {
            let start = Int(c & ~PackedKeys.elsewhere)
            return withExtendedLifetime(buffer) { Array(buffer.bytes[start..<start + Int(b)]) }
        }
        let length = Int(min(c >> 56, 24))
        return (0..<length).map { UInt8(truncatingIfNeeded: [a, b, c][$0 >> 3] >> UInt64(8 * ($0 & 7))) }
    }

    private static func pack(_ column: TextColumn) -> (words: [UInt64], hashes: [UInt64]) {
        let count = column.starts.count
        var hashes: [UInt64] = []
        let base = UnsafeRawPointer(column.buffer.base)
        let words = [UInt64](unsafeUninitializedCapacity: count * 3) { words, used in
            hashes = [UInt64](unsafeUninitializedCapacity: count) { hashes, used in
                for row in 0..<count {
                    let key = pack(base, start: Int(column.starts[row]), length: Int(column.lengths[row]))
                    words[row * 3] = key.0
                    words[row * 3 + 1] = key.1
                    words[row * 3 + 2] = key.2
                    hashes[row] = hash(key.0, key.1, key.2)
                }
                used = count
            }
            used = count * 3
        }
        return (words, hashes)
    }

    /// The three words of a text. The buffer has readable bytes behind it (`ByteBuffer.padding`).
    @inlinable static func pack(_ base: UnsafeRawPointer, start: Int, length: Int) -> (UInt64, UInt64, UInt64) {
        let at = base + start
        if length < 24 {
            let a = at.loadUnaligned(as: UInt64.self) & mask(length)
            let b = at.loadUnaligned(fromByteOffset: 8, as: UInt64.self) & mask(length - 8)
            let c = at.loadUnaligned(fromByteOffset: 16, as: UInt64.self) & mask(length - 16)
            return (a, b, c | UInt64(length) << 56)
        }
        if length == 24 {
            // The last byte cannot be mistaken for a length or for the mark.
            let c = at.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
            if c >> 56 >= 24, c >> 56 < 255 {
                return (at.loadUnaligned(as: UInt64.self), at.loadUnaligned(fromByteOffset: 8, as: UInt64.self), c)
            }
        }
        let bytes = UnsafeRawBufferPointer(start: at, count: length)
        return (hash(bytes), UInt64(length), elsewhere | UInt64(start))
    }

    /// Ones in the low `bytes` bytes of a word.
    @inlinable static func mask(_ bytes: Int) -> UInt64 {
        bytes >= 8 ? ~0 : bytes <= 0 ? 0 : ~0 &>> UInt64(64 - 8 * bytes)
    }

    @inlinable static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }

    /// The hash of a key of one word.
    @inlinable public static func hash(_ word: UInt64) -> UInt64 {
        fold(fold(word ^ 0x9E37_79B9_7F4A_7C15, 0xBF58_476D_1CE4_E5B9) ^ word, 0xD6E8_FEB8_6659_FD93)
    }

    /// Where the bytes are is no part of the hash: the set and its askers keep them in different places.
    @inlinable static func hash(_ a: UInt64, _ b: UInt64, _ c: UInt64) -> UInt64 {
        let last = c >= elsewhere ? elsewhere : c
        let first = fold(a ^ 0x9E37_79B9_7F4A_7C15, b ^ 0xBF58_476D_1CE4_E5B9)
        return fold(first ^ last, 0xD6E8_FEB8_6659_FD93) ^ first
    }

    @usableFromInline static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var state = UInt64(bytes.count) ^ 0x9E37_79B9_7F4A_7C15
        var at = 0
        while at < bytes.count {
            let left = bytes.count - at
            var a: UInt64 = 0
            var b: UInt64 = 0
            if left >= 16 {
                a = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                b = bytes.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self)
            } else {
                for i in 0..<min(left, 8) { a |= UInt64(bytes[at + i]) << UInt64(8 * i) }
                for i in 8..<max(left, 8) { b |= UInt64(bytes[at + i]) << UInt64(8 * (i - 8)) }
            }
            state = fold(state ^ a, b ^ 0xBF58_476D_1CE4_E5B9) &+ state
            at += 16
        }
        return state
    }

    /// Several fields as one text a row: integers as 8 bytes, texts with their length before them, so that no two
    /// different keys have the same bytes. Rows with a missing part are empty.
    private static func encode(_ columns: [Column], rowCount: Int, _ valid: Bitmap) -> TextColumn {
        let buffer = ByteBuffer(capacity: rowCount * 16 * columns.count)
        var starts: [UInt32] = []
        var lengths: [UInt32] = []
        starts.reserveCapacity(rowCount)
        lengths.reserveCapacity(rowCount)
        for row in 0..<rowCount {
            let start = buffer.count
            if valid[row] {
                for column in columns {
                    switch column {
                    case .integers(let c): withUnsafeBytes(of: c.values[row].littleEndian) { buffer.append($0) }
                    case .texts(let c):
                        withUnsafeBytes(of: c.lengths[row].littleEndian) { buffer.append($0) }
                        buffer.append(c.bytes(row))
                    }
                }
            }
            starts.append(UInt32(start))
            lengths.append(UInt32(buffer.count - start))
        }
        return TextColumn(buffer: buffer, starts: starts, lengths: lengths, validity: valid)
    }
}
