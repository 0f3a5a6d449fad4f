/// Texts of digits as exact integers: half the work and a third of the room of a text key.
public struct DigitKeys: Sendable {
    /// Rows whose text is 1 to 18 digits, and their keys: 10^length + value, so that leading zeros count.
    public private(set) var rows: [UInt32] = []
    /// One per entry of `rows`.
    public private(set) var words: [UInt64] = []
    /// One per entry of `rows`.
    public private(set) var hashes: [UInt64] = []
    /// Rows whose text is anything else.
    public private(set) var others: [UInt32] = []

    /// Sorts the valid rows of a column into texts of digits and others.
    public init(_ column: TextColumn) {
        rows.reserveCapacity(column.starts.count)
        words.reserveCapacity(column.starts.count)
        hashes.reserveCapacity(column.starts.count)
        let base = UnsafeRawPointer(column.buffer.base)
        column.validity.forEachSet { row in
            let length = Int(column.lengths[row])
            if let word = DigitKeys.word(base + Int(column.starts[row]), length: length) {
                rows.append(UInt32(row))
                words.append(word)
                hashes.append(PackedKeys.hash(word))
            } else {
                others.append(UInt32(row))
            }
        }
    }

    /// nil unless the text is 1 to 18 digits. Reads up to 24 bytes (`ByteBuffer.padding` covers the end).
    @inline(__always) static func word(_ text: UnsafeRawPointer, length: Int) -> UInt64? {
        guard length > 0, length <= 18 else { return nil }
        let first = min(length, 8)
        guard let high = eight(text.loadUnaligned(as: UInt64.self), first) else { return nil }
        guard length > 8 else { return high + power(length) }
        let second = min(length - 8, 8)
        guard let middle = eight(text.loadUnaligned(fromByteOffset: 8, as: UInt64.self), second) else { return nil }
        let value = high * power(second) + middle
        guard length > 16 else { return value + power(length) }
        guard let low = eight(text.loadUnaligned(fromByteOffset: 16, as: UInt64.self), length - 16) else { return nil }
        return value * power(length - 16) + low + power(length)
    }

    /// The number that the low `count` bytes (1...8) spell, first digit lowest; nil where one is no digit.
    @inline(__always) private static func eight(_ loaded: UInt64, _ count: Int) -> UInt64? {
        // Zeros are put before the digits, so that there are eight of them.
        let gap = UInt64(64 - 8 * count)
        let digits = count == 8 ? loaded : loaded &<< gap | 0x3030_3030_3030_3030 &>> (64 - gap)
        let nibbles = digits &- 0x3030_3030_3030_3030
        guard (nibbles | (digits &+ 0x4646_4646_4646_4646)) & 0x8080_8080_8080_8080 == 0 else { return nil }
        let pairs = nibbles &* 10 &+ nibbles &>> 8
        let low = (pairs & 0x0000_00FF_0000_00FF) &* (100 &+ 1_000_000 &<< 32)
        let high = (pairs &>> 16 & 0x0000_00FF_0000_00FF) &* (1 &+ 10_000 &<< 32)
        return (low &+ high) &>> 32
    }

    /// 10^n; a table without the lazy initializer of an array.
    @inline(__always) private static func power(_ n: Int) -> UInt64 {
        switch n {
        case 1: 10
        case 2: 100
        case 3: 1000
        case 4: 10_000
        case 5: 100_000
        case 6: 1_000_000
        case 7: 10_000_000
        case 8: 100_000_000
        case 9: 1_000_000_000
        case 10: 10_000_000_000
        case 11: 100_000_000_000
        case 12: 1_000_000_000_000
        case 13: 10_000_000_000_000
        case 14: 100_000_000_000_000
        case 15: 1_000_000_000_000_000
        case 16: 10_000_000_000_000_000
        case 17: 100_000_000_000_000_000
        default: 1_000_000_000_000_000_000
        }
    }
}
