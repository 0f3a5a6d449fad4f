/// Records of bytes with a number each, in ascending order, to be read again in that order.
public final class RecordStore: @unchecked Sendable {
    private let store: ByteStore

    /// - Parameter keeping: bytes that stay in memory under a ceiling.
    public init(_ ceiling: MemoryCeiling?, keeping: Int = 1 << 16) { store = ByteStore(ceiling, keeping: keeping) }

    /// Puts a record behind the others.
    public func append(_ number: Int, _ bytes: [UInt8]) {
        var head = [UInt8](repeating: 0, count: 8)
        head.withUnsafeMutableBytes {
            $0.storeBytes(of: UInt32(number), as: UInt32.self)
            $0.storeBytes(of: UInt32(bytes.count), toByteOffset: 4, as: UInt32.self)
        }
        store.append(head + bytes)
    }

    /// Begins to read; nothing is appended any more.
    public func cursor() -> Cursor { Cursor(store) }

    /// A place between two records.
    public struct Cursor: Sendable {
        private let store: ByteStore
        private let count: Int
        private var at = 0
        /// What has been read ahead, and where it begins.
        private var ahead: [UInt8] = []
        private var start = 0
        private static let step = 1 << 14

        fileprivate init(_ store: ByteStore) {
            self.store = store
            count = store.count
        }

        /// The record here, if that is its number; then the cursor is behind it.
        public mutating func next(_ number: Int) -> [UInt8]? {
            guard at + 8 <= count else { return nil }
            let head = bytes(8)
            let (found, length) = head.withUnsafeBytes {
                ($0.loadUnaligned(as: UInt32.self), $0.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
            }
            guard Int(found) == number, at + 8 + Int(length) <= count else { return nil }
            let body = Array(bytes(8 + Int(length)).dropFirst(8))
            at += 8 + Int(length)
            return body
        }

        /// The bytes from here on.
        private mutating func bytes(_ wanted: Int) -> ArraySlice<UInt8> {
            if at < start || at + wanted > start + ahead.count {
                ahead = store.read(at..<min(count, at + max(wanted, Cursor.step)))
                start = at
            }
            return ahead[(at - start)..<(at - start + wanted)]
        }
    }
}
