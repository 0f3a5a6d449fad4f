/// Distinct 64-bit keys, numbered in the order in which they were first seen. Open addressing; deterministic.
struct KeyNumbers: Hashable, Sendable {
    private(set) var keys: [UInt64] = []
    /// Number + 1 of the key that stands there; 0: free. A power of two.
    private var slots = [Int32](repeating: 0, count: 64)

    var count: Int { keys.count }

    /// The key's number, given now where it is new.
    mutating func number(_ key: UInt64) -> Int {
        var at = KeyNumbers.mixed(key) & (slots.count - 1)
        while slots[at] != 0 {
            let number = Int(slots[at]) - 1
            if keys[number] == key { return number }
            at = (at + 1) & (slots.count - 1)
        }
        keys.append(key)
        slots[at] = Int32(keys.count)
        if keys.count * 2 > slots.count { grow() }
        return keys.count - 1
    }

    /// The key's number; nil where it was never given one.
    func find(_ key: UInt64) -> Int? {
        var at = KeyNumbers.mixed(key) & (slots.count - 1)
        while slots[at] != 0 {
            let number = Int(slots[at]) - 1
            if keys[number] == key { return number }
            at = (at + 1) & (slots.count - 1)
        }
        return nil
    }

    private mutating func grow() {
        slots = [Int32](repeating: 0, count: slots.count * 4)
        for (number, key) in keys.enumerated() {
            var at = KeyNumbers.mixed(key) & (slots.count - 1)
            while slots[at] != 0 { at = (at + 1) & (slots.count - 1) }
            slots[at] = Int32(number + 1)
        }
    }

    @inline(__always) private static func mixed(_ key: UInt64) -> Int {
        let (high, low) = key.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return Int(truncatingIfNeeded: (high ^ low) >> 1)
    }
}

/// Distinct byte strings, numbered in the order in which they were first seen.
struct ByteStrings: Hashable, Sendable {
    private var bytes: [UInt8] = []
    /// String n is `bytes[ends[n] ..< ends[n + 1]]`.
    private var ends = [0]
    /// The string's hash above, its number + 1 below; 0: free. A power of two.
    private var slots = [UInt64](repeating: 0, count: 64)

    var count: Int { ends.count - 1 }

    subscript(number: Int) -> ArraySlice<UInt8> { bytes[ends[number]..<ends[number + 1]] }

    /// The string's number, given now where it is new.
    mutating func number(_ string: UnsafeBufferPointer<UInt8>) -> Int {
        let hash = ByteStrings.hash(string)
        var at = Int(hash >> 32) & (slots.count - 1)
        while slots[at] != 0 {
            if (slots[at] ^ hash) >> 32 == 0 {
                let number = Int(slots[at] & 0xFFFF_FFFF) - 1
                if equals(number, string) { return number }
            }
            at = (at + 1) & (slots.count - 1)
        }
        bytes.append(contentsOf: string)
        ends.append(bytes.count)
        slots[at] = hash & ~0xFFFF_FFFF | UInt64(count)
        if count * 2 > slots.count { grow() }
        return count - 1
    }

    mutating func number(_ string: ArraySlice<UInt8>) -> Int {
        string.withUnsafeBufferPointer { number($0) }
    }

    /// Takes in all strings of `other`; its number n becomes the n-th of the answer here.
    mutating func absorb(_ other: ByteStrings) -> [Int32] {
        (0..<other.count).map { Int32(number(other[$0])) }
    }

    private func equals(_ number: Int, _ string: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = ends[number]
        guard ends[number + 1] - start == string.count else { return false }
        return bytes.withUnsafeBufferPointer { held in
            for i in 0..<string.count where held[start + i] != string[i] { return false }
            return true
        }
    }

    private mutating func grow() {
        let old = slots
        slots = [UInt64](repeating: 0, count: old.count * 4)
        for slot in old where slot != 0 {
            var at = Int(slot >> 32) & (slots.count - 1)
            while slots[at] != 0 { at = (at + 1) & (slots.count - 1) }
            slots[at] = slot
        }
    }

    private static func hash(_ string: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var state = UInt64(truncatingIfNeeded: string.count) &* 0x9E37_79B9_7F4A_7C15
        var at = 0
        while at < string.count {
            var word: UInt64 = 0
            if let base = string.baseAddress, at + 8 <= string.count {
                word = UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self)
            } else {
                for i in stride(from: string.count - 1, through: at, by: -1) { word = word << 8 | UInt64(string[i]) }
            }
            let (high, low) = (state ^ word).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
            state = high ^ low
            at += 8
        }
        return state ^ state << 32
    }
}
