/// Words, each with a word of its owner's: open addressing with linear probing, segmented by hash so that growth copies
/// one small segment at a time. 16 bytes a slot, half to three quarters full.
///
/// Written by one thread at a time; may be read by many once writing is over.
public final class IntegerKeySet: @unchecked Sendable {
    /// What a key has; a value of 0 says that the slot is free, so the owner sets another at once.
    public struct Slot {
        /// The word looked for.
        public var key: UInt64
        /// What the owner keeps.
        public var value: UInt64
    }

    @usableFromInline struct Segment {
        @usableFromInline var slots: UnsafeMutablePointer<Slot>
        @usableFromInline var capacity: Int
        @usableFromInline var count: Int
        @usableFromInline var limit: Int
    }

    @usableFromInline static let bits: UInt64 = 8
    @usableFromInline let segments: UnsafeMutablePointer<Segment>
    /// Keys in the set.
    public var count: Int { (0..<(1 << Int(IntegerKeySet.bits))).reduce(0) { $0 + segments[$1].count } }

    /// An empty set.
    public init() {
        segments = .allocate(capacity: 1 << IntegerKeySet.bits)
        for i in 0..<(1 << Int(IntegerKeySet.bits)) { (segments + i).initialize(to: IntegerKeySet.segment(16)) }
    }

    deinit {
        for i in 0..<(1 << Int(IntegerKeySet.bits)) { segments[i].slots.deallocate() }
        segments.deallocate()
    }

    private static func segment(_ capacity: Int) -> Segment {
        let slots = UnsafeMutablePointer<Slot>.allocate(capacity: capacity)
        slots.initialize(repeating: Slot(key: 0, value: 0), count: capacity)
        return Segment(slots: slots, capacity: capacity, count: 0, limit: capacity * 3 / 4)
    }

    /// Bytes held by slots.
    public var bytes: Int {
        (0..<(1 << Int(IntegerKeySet.bits))).reduce(0) { $0 + segments[$1].capacity * MemoryLayout<Slot>.stride }
    }

    @inlinable static func position(_ hash: UInt64, _ capacity: Int) -> Int {
        Int(((hash & 0xFFFF_FFFF) &* UInt64(capacity)) &>> 32)
    }

    /// Reads the slots where the keys of these rows are looked for first, so that their cache misses overlap.
    /// The answer means nothing; using it keeps the reads.
    @inlinable public func touch(_ hashes: UnsafeBufferPointer<UInt64>) -> UInt64 {
        var seen: UInt64 = 0
        for hash in hashes {
            let segment = segments[Int(hash &>> (64 - IntegerKeySet.bits))]
            seen |= segment.slots[IntegerKeySet.position(hash, segment.capacity)].value
        }
        return seen
    }

    /// The slot of a key, taken for it if it was not in the set: then its value is 0 and the caller sets one before
    /// the next call, after which the pointer is no longer good.
    @inlinable public func locate(_ key: UInt64, hash: UInt64) -> UnsafeMutablePointer<Slot> {
        let segment = segments + Int(hash &>> (64 - IntegerKeySet.bits))
        let end = segment.pointee.slots + segment.pointee.capacity
        var slot = segment.pointee.slots + IntegerKeySet.position(hash, segment.pointee.capacity)
        while slot.pointee.value != 0 {
            if slot.pointee.key == key { return slot }
            slot += 1
            if slot == end { slot = segment.pointee.slots }
        }
        return take(key, hash: hash, segment, slot)
    }

    @usableFromInline func take(
        _ key: UInt64, hash: UInt64, _ segment: UnsafeMutablePointer<Segment>, _ free: UnsafeMutablePointer<Slot>
    ) -> UnsafeMutablePointer<Slot> {
        var slot = free
        if segment.pointee.count >= segment.pointee.limit {
            grow(segment)
            slot = IntegerKeySet.free(segment.pointee, hash)
        }
        slot.pointee.key = key
        segment.pointee.count += 1
        return slot
    }

    private static func free(_ segment: Segment, _ hash: UInt64) -> UnsafeMutablePointer<Slot> {
        var at = position(hash, segment.capacity)
        while segment.slots[at].value != 0 { at = at + 1 == segment.capacity ? 0 : at + 1 }
        return segment.slots + at
    }

    private func grow(_ segment: UnsafeMutablePointer<Segment>) {
        let old = segment.pointee
        var grown = IntegerKeySet.segment(old.capacity < 128 ? old.capacity * 2 : old.capacity * 3 / 2)
        for i in 0..<old.capacity where old.slots[i].value != 0 {
            IntegerKeySet.free(grown, PackedKeys.hash(old.slots[i].key)).pointee = old.slots[i]
        }
        grown.count = old.count
        old.slots.deallocate()
        segment.pointee = grown
    }

    /// For each row the value less one, as a number given in order of arrival; −1 where the key is not in the set.
    func find(_ keys: PackedKeys) -> [Int32] {
        [Int32](unsafeUninitializedCapacity: keys.rowCount) { ids, used in
            used = keys.rowCount
            for row in 0..<keys.rowCount {
                let hash = keys.hashes[row]
                let key = keys.words[row]
                let segment = segments[Int(hash &>> (64 - IntegerKeySet.bits))]
                var at = IntegerKeySet.position(hash, segment.capacity)
                while segment.slots[at].value != 0, segment.slots[at].key != key {
                    at = at + 1 == segment.capacity ? 0 : at + 1
                }
                ids[row] = Int32(truncatingIfNeeded: segment.slots[at].value) - 1
            }
        }
    }
}
