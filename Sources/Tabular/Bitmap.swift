/// One bit a row; bits past `count` are zero.
public struct Bitmap: Hashable, Sendable {
    public private(set) var words: [UInt64]
    public private(set) var count: Int

    @inlinable public init(count: Int, repeating bit: Bool = false) {
        self.init(words: [UInt64](repeating: bit ? ~0 : 0, count: (count + 63) >> 6), count: count)
    }

    /// Takes whole words as a kernel made them; clears what stands past `count`.
    public init(words: [UInt64], count: Int) {
        precondition(words.count == (count + 63) >> 6)
        self.words = words
        self.count = count
        if count & 63 != 0 { self.words[words.count - 1] &= (1 << UInt64(count & 63)) - 1 }
    }

    @inlinable public subscript(row: Int) -> Bool {
        get { words[row >> 6] >> UInt64(row & 63) & 1 != 0 }
        set { set(row, newValue) }
    }

    public mutating func set(_ row: Int, _ bit: Bool = true) {
        precondition(row >= 0 && row < count)
        if bit { words[row >> 6] |= 1 << UInt64(row & 63) } else { words[row >> 6] &= ~(1 << UInt64(row & 63)) }
    }

    public var isEmpty: Bool { words.allSatisfy { $0 == 0 } }
    public var isFull: Bool { ones == count }
    /// How many rows are set.
    public var ones: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    public mutating func formIntersection(_ other: Bitmap) { combine(other, &) }
    public mutating func formUnion(_ other: Bitmap) { combine(other, |) }
    public mutating func subtract(_ other: Bitmap) { combine(other) { $0 & ~$1 } }
    public func intersection(_ other: Bitmap) -> Bitmap { var a = self; a.formIntersection(other); return a }
    public func union(_ other: Bitmap) -> Bitmap { var a = self; a.formUnion(other); return a }
    public func subtracting(_ other: Bitmap) -> Bitmap { var a = self; a.subtract(other); return a }
    public var complement: Bitmap { Bitmap(words: words.map { ~$0 }, count: count) }

    private mutating func combine(_ other: Bitmap, _ operation: (UInt64, UInt64) -> UInt64) {
        precondition(count == other.count)
        for i in words.indices { words[i] = operation(words[i], other.words[i]) }
    }

    /// Calls `body` for each set row, in order.
    @inlinable public func forEachSet(_ body: (Int) -> Void) {
        for (i, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                body(i << 6 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
    }
}

extension Bitmap {
    /// The bits of the rows given, in their order.
    public func gather(_ rows: [Int]) -> Bitmap {
        var picked = Bitmap(count: rows.count)
        for (i, row) in rows.enumerated() where self[row] { picked.set(i) }
        return picked
    }

    /// With the rows given set.
    public init(count: Int, rows: some Sequence<Int>) {
        self.init(count: count)
        for row in rows { set(row) }
    }
}
