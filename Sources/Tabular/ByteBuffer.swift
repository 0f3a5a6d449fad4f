import Glibc

/// A block of bytes with one owner at a time: filled by a reader, cut into fields by a decoder, then only read.
///
/// Cells are ranges of it, so no text is built unless it is reported. `@unchecked Sendable`: it is handed from the
/// reader to one worker, and shared only after the last write.
public final class ByteBuffer: @unchecked Sendable {
    // Unchecked: the run-time check of exclusive access costs more than the few bytes of a cell that follow it.
    @exclusivity(unchecked) public private(set) var base: UnsafeMutablePointer<UInt8>
    /// Bytes in use.
    @exclusivity(unchecked) public var count: Int
    @exclusivity(unchecked) public private(set) var capacity: Int

    /// Readable zero bytes behind the capacity, so that kernels may load whole words at the end of a field.
    public static let padding = 64

    public init(capacity: Int) {
        self.capacity = capacity
        self.count = 0
        base = .allocate(capacity: capacity + ByteBuffer.padding)
        memset(base, 0, capacity + ByteBuffer.padding)
    }

    /// Room for a reader that says with `filled(_:)` how much it has put there; zeroing what a read overwrites costs as
    /// much as the read.
    public init(unfilled capacity: Int) {
        self.capacity = capacity
        self.count = 0
        base = .allocate(capacity: capacity + ByteBuffer.padding)
    }

    /// Says that the first `count` bytes hold data, and zeroes the padding behind them.
    public func filled(_ count: Int) {
        precondition(count >= 0 && count <= capacity)
        self.count = count
        (base + count).initialize(repeating: 0, count: ByteBuffer.padding)
    }

    public convenience init(_ bytes: some Collection<UInt8>) {
        self.init(capacity: bytes.count)
        append(bytes)
    }

    deinit { base.deallocate() }

    /// The bytes in use.
    public var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

    public func reserve(_ wanted: Int) {
        guard wanted > capacity else { return }
        let grown = max(wanted, capacity * 2)
        let fresh = UnsafeMutablePointer<UInt8>.allocate(capacity: grown + ByteBuffer.padding)
        fresh.update(from: base, count: count)
        (fresh + count).initialize(repeating: 0, count: grown + ByteBuffer.padding - count)
        base.deallocate()
        base = fresh
        capacity = grown
    }

    public func append(_ bytes: some Collection<UInt8>) {
        reserve(count + bytes.count)
        var at = base + count
        if bytes.withContiguousStorageIfAvailable({
            at.update(from: $0.baseAddress ?? UnsafePointer(at), count: $0.count)
        })
            == nil
        {
            for byte in bytes { at.pointee = byte; at += 1 }
        }
        count += bytes.count
    }

    /// The same for bytes in one place; of its own, because kernels of other modules call it once a row.
    public func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        reserve(count + bytes.count)
        (base + count).update(from: source, count: bytes.count)
        count += bytes.count
    }

    /// The text of a range, malformed UTF-8 replaced. For reports only.
    public func string(_ start: Int, _ length: Int) -> String {
        withExtendedLifetime(self) {
            String(decoding: UnsafeBufferPointer(start: base + start, count: length), as: UTF8.self)
        }
    }
}
