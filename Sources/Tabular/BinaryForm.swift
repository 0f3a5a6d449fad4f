/// Bytes that do not hold what they should: cut short, or another program's.
public struct DamagedForm: Error, Hashable, Sendable {
    /// States nothing more: whoever knows the file says which it is.
    public init() {}
}

/// Values as bytes, for files that one process writes and another one of the same version reads. Whole numbers take the
/// bytes that they need (LEB128, zigzag); long lists of words are copied as they lie in memory, little end first, as all
/// machines that Swift runs on have them.
public struct BinaryWriter: Sendable {
    /// What was written so far.
    public private(set) var bytes: [UInt8] = []

    /// Nothing written.
    public init() {}

    public mutating func write(byte: UInt8) { bytes.append(byte) }

    public mutating func write(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

    public mutating func write(unsigned value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    public mutating func write(_ value: Int64) { write(unsigned: UInt64(bitPattern: value << 1 ^ value >> 63)) }

    public mutating func write(_ value: Int) { write(Int64(value)) }

    public mutating func write(_ value: Int32) { write(Int64(value)) }

    public mutating func write(_ value: Int128) {
        write(Int64(truncatingIfNeeded: value >> 64))
        write(unsigned: UInt64(truncatingIfNeeded: value))
    }

    /// Its length, and its UTF-8 bytes.
    public mutating func write(_ text: String) { write(bytes: Array(text.utf8)) }

    public mutating func write(bytes more: some Collection<UInt8>) {
        write(unsigned: UInt64(more.count))
        bytes.append(contentsOf: more)
    }

    /// Eight bytes each.
    public mutating func write(words: [UInt64]) {
        write(unsigned: UInt64(words.count))
        words.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    /// Numbers of rows and the like: one byte where each follows the last.
    public mutating func write(rows: [UInt32]) {
        write(unsigned: UInt64(rows.count))
        var (at, next) = (0, UInt32(0))
        while at < rows.count {
            // A gap before, and how many follow each other.
            var end = at + 1
            while end < rows.count, rows[end] == rows[end - 1] &+ 1 { end += 1 }
            write(Int64(rows[at]) - Int64(next))
            write(unsigned: UInt64(end - at))
            next = rows[end - 1] &+ 1
            at = end
        }
    }

    /// Nothing, or a value.
    public mutating func write<Value>(optional value: Value?, _ body: (inout BinaryWriter, Value) -> Void) {
        write(value != nil)
        if let value { body(&self, value) }
    }

    /// How many, and each.
    public mutating func write<Element>(
        list: some Collection<Element>, _ body: (inout BinaryWriter, Element) -> Void
    ) {
        write(unsigned: UInt64(list.count))
        for element in list { body(&self, element) }
    }
}

/// Reads what a `BinaryWriter` has written, in the same order.
public struct BinaryReader: Sendable {
    private let bytes: [UInt8]
    private var at = 0

    /// From the beginning of `bytes`.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Whether everything has been read.
    public var isAtEnd: Bool { at == bytes.count }

    public mutating func byte() throws(DamagedForm) -> UInt8 {
        guard at < bytes.count else { throw DamagedForm() }
        at += 1
        return bytes[at - 1]
    }

    public mutating func flag() throws(DamagedForm) -> Bool {
        let byte = try byte()
        guard byte < 2 else { throw DamagedForm() }
        return byte == 1
    }

    public mutating func unsigned() throws(DamagedForm) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            let byte = try byte()
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw DamagedForm()
    }

    public mutating func integer() throws(DamagedForm) -> Int64 {
        let folded = try unsigned()
        return Int64(bitPattern: folded >> 1) ^ -Int64(bitPattern: folded & 1)
    }

    public mutating func int() throws(DamagedForm) -> Int { Int(try integer()) }

    public mutating func int32() throws(DamagedForm) -> Int32 {
        guard let value = Int32(exactly: try integer()) else { throw DamagedForm() }
        return value
    }

    public mutating func int128() throws(DamagedForm) -> Int128 {
        let high = try integer()
        return Int128(high) << 64 | Int128(try unsigned())
    }

    public mutating func text() throws(DamagedForm) -> String { String(decoding: try slice(), as: UTF8.self) }

    /// Some bytes with their length before them.
    public mutating func slice() throws(DamagedForm) -> ArraySlice<UInt8> {
        let count = try count()
        at += count
        return bytes[at - count..<at]
    }

    public mutating func words() throws(DamagedForm) -> [UInt64] {
        let count = try count(bytesEach: 8)
        let start = at
        at += count * 8
        return [UInt64](unsafeUninitializedCapacity: count) { words, used in
            bytes.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(words).copyMemory(from: .init(rebasing: $0[start..<at]))
            }
            used = count
        }
    }

    public mutating func rows() throws(DamagedForm) -> [UInt32] {
        let count = try unsigned()
        var rows: [UInt32] = []
        var next: Int64 = 0
        while rows.count < count {
            let (first, length) = (next + (try integer()), Int64(bitPattern: try unsigned()))
            guard first >= 0, length > 0, length <= Int64(count) - Int64(rows.count), first + length <= 1 << 32 else {
                throw DamagedForm()
            }
            for row in first..<first + length { rows.append(UInt32(row)) }
            next = first + length
        }
        return rows
    }

    public mutating func optional<Value>(
        _ body: (inout BinaryReader) throws(DamagedForm) -> Value
    ) throws(DamagedForm) -> Value? {
        try flag() ? try body(&self) : nil
    }

    public mutating func list<Element>(
        _ body: (inout BinaryReader) throws(DamagedForm) -> Element
    ) throws(DamagedForm) -> [Element] {
        var list: [Element] = []
        for _ in 0..<(try count(bytesEach: 0)) { list.append(try body(&self)) }
        return list
    }

    /// A length that the rest of the bytes can hold.
    private mutating func count(bytesEach: Int = 1) throws(DamagedForm) -> Int {
        let count = try unsigned()
        guard count <= UInt64(bytes.count), Int(count) * bytesEach <= bytes.count - at else { throw DamagedForm() }
        return Int(count)
    }
}
