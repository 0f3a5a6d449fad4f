/// How the values of a column are spread, counted by magnitude: a quantile is right to about 3%, whatever the order in which
/// values came, in 8 KiB for any number of them. Only values above zero are counted: what is anticipated by ratios needs no
/// others.
public struct ValueSpread: Hashable, Sendable {
    /// Parts of a power of two.
    private static let parts = 16
    /// By power of two, then its part; empty as long as nothing was counted.
    private var counts: [Int64] = []
    public private(set) var count: Int64 = 0

    public init() {}

    /// Counts the values of the rows given; missing ones are not among them.
    public mutating func add(_ column: IntegerColumn, rows: Bitmap) {
        let counted = rows.intersection(column.validity)
        guard !counted.isEmpty else { return }
        reserve()
        var added: Int64 = 0
        counts.withUnsafeMutableBufferPointer { counts in
            column.values.withUnsafeBufferPointer { values in
                counted.forEachSet { row in
                    guard values[row] > 0 else { return }
                    counts[ValueSpread.bucket(values[row])] &+= 1
                    added &+= 1
                }
            }
        }
        count += added
    }

    public mutating func merge(_ other: ValueSpread) {
        guard other.count > 0 else { return }
        reserve()
        for bucket in counts.indices { counts[bucket] += other.counts[bucket] }
        count += other.count
    }

    /// The value that `numerator / denominator` of all values do not exceed; nil where there are none.
    public func quantile(_ numerator: Int64, of denominator: Int64) -> Int64? {
        guard count > 0 else { return nil }
        let wanted = min(max((count * numerator + denominator - 1) / denominator, 1), count)
        var seen: Int64 = 0
        for (bucket, number) in counts.enumerated() {
            seen += number
            if seen >= wanted { return ValueSpread.middle(bucket) }
        }
        return nil
    }

    public var median: Int64? { quantile(1, of: 2) }

    private mutating func reserve() {
        if counts.isEmpty { counts = [Int64](repeating: 0, count: 63 * ValueSpread.parts) }
    }

    private static func bucket(_ value: Int64) -> Int {
        let power = 63 - value.leadingZeroBitCount
        let part = power >= 4 ? Int(value >> Int64(power - 4)) & 15 : Int(value << Int64(4 - power)) & 15
        return power * parts + part
    }

    private static func middle(_ bucket: Int) -> Int64 {
        let (power, part) = (bucket / parts, Int64(bucket % parts))
        guard power >= 4 else { return (16 + part) >> Int64(4 - power) }
        let width = Int64(1) << Int64(power - 4)
        return (16 + part) * width + width / 2
    }
}

extension ValueSpread {
    func write(to writer: inout BinaryWriter) {
        writer.write(count)
        writer.write(list: counts) { $0.write($1) }
    }

    init(from reader: inout BinaryReader) throws(DamagedForm) {
        count = try reader.integer()
        counts = try reader.list { reader throws(DamagedForm) in try reader.integer() }
        guard counts.count == (count == 0 ? 0 : 63 * ValueSpread.parts) || counts.count == 63 * ValueSpread.parts else {
            throw DamagedForm()
        }
    }
}
