/// Words, each with a word of its owner's: open addressing, segmented by hash so that growth copies one small segment at
/// a time. A bucket is one cache line, four keys and their four values, filled from the left and compared without
/// branches. 18 to 31 bytes a key once there are many.
///
/// Written by one thread at a time; may be read by many once writing is over.
public final class IntegerKeySet: @unchecked Sendable {
    @usableFromInline struct Segment {
        /// Eight words a bucket: keys, then values; a value of 0 says that the place is free.
        @usableFromInline var words: UnsafeMutablePointer<UInt64>
        @usableFromInline var buckets: Int
        @usableFromInline var count: Int
        @usableFromInline var limit: Int

        init(buckets: Int) {
            let bytes = UnsafeMutableRawPointer.allocate(byteCount: buckets * 64, alignment: 64)
            words = bytes.bindMemory(to: UInt64.self, capacity: buckets * 8)
            words.initialize(repeating: 0, count: buckets * 8)
            self.buckets = buckets
            count = 0
            limit = buckets * 4 * 7 / 8
        }

        /// Buckets stand in order of the hash's low half, so that growth reads and writes from left to right.
        @inlinable func position(_ hash: UInt64) -> Int {
            Int(((hash & 0xFFFF_FFFF) &* UInt64(buckets)) &>> 32)
        }

        /// The value of the key, or the free place where it would be.
        @inlinable func find(_ key: UInt64, _ hash: UInt64) -> (key: UnsafeMutablePointer<UInt64>, isFree: Bool) {
            var at = position(hash)
            while true {
                let bucket = words + at &* 8
                let free = Segment.equal(bucket + 4, 0)
                let candidates = Segment.equal(bucket, key) & ~free | free
                if candidates != 0 {
                    let place = bucket + candidates.trailingZeroBitCount
                    return (place, place[4] == 0)
                }
                at = at &+ 1 == buckets ? 0 : at &+ 1
            }
        }

        /// The first free place for a key that is not there.
        func free(_ hash: UInt64) -> UnsafeMutablePointer<UInt64> {
            var at = position(hash)
            while true {
                let free = Segment.equal(words + at &* 8 + 4, 0)
                if free != 0 { return words + at &* 8 + free.trailingZeroBitCount }
                at = at &+ 1 == buckets ? 0 : at &+ 1
            }
        }

        @inlinable static func equal(_ four: UnsafeMutablePointer<UInt64>, _ word: UInt64) -> UInt8 {
            (four[0] == word ? 1 : 0) | (four[1] == word ? 2 : 0) | (four[2] == word ? 4 : 0)
                | (four[3] == word ? 8 : 0)
        }
    }

    @usableFromInline static let bits: UInt64 = 8
    @usableFromInline let segments: UnsafeMutablePointer<Segment>

    /// An empty set with room for about so many keys; it grows beyond.
    public init(expecting keys: Int = 0) {
        let buckets = max(4, (keys >> Int(IntegerKeySet.bits)) * 5 / 16 + 1)
        segments = .allocate(capacity: 1 << IntegerKeySet.bits)
        for i in 0..<(1 << Int(IntegerKeySet.bits)) { (segments + i).initialize(to: Segment(buckets: buckets)) }
    }

    deinit {
        for i in 0..<(1 << Int(IntegerKeySet.bits)) { segments[i].words.deallocate() }
        segments.deallocate()
    }

    /// Keys in the set.
    public var count: Int { (0..<(1 << Int(IntegerKeySet.bits))).reduce(0) { $0 + segments[$1].count } }

    /// Bytes held.
    public var bytes: Int { (0..<(1 << Int(IntegerKeySet.bits))).reduce(0) { $0 + segments[$1].buckets * 64 } }

    /// Reads the buckets where the keys of these rows are looked for first, so that their cache misses overlap.
    /// The answer means nothing; using it keeps the reads.
    @inlinable public func touch(_ hashes: UnsafeBufferPointer<UInt64>) -> UInt64 {
        var seen: UInt64 = 0
        for hash in hashes {
            let segment = segments + Int(hash &>> (64 - IntegerKeySet.bits))
            seen |= segment.pointee.words[segment.pointee.position(hash) &* 8]
        }
        return seen
    }

    /// The value of a key, taken in if it was not in the set: then its value is 0 and the caller sets another before
    /// the next call, after which the pointer is no longer good.
    @inlinable public func locate(_ key: UInt64, hash: UInt64) -> UnsafeMutablePointer<UInt64> {
        let segment = segments + Int(hash &>> (64 - IntegerKeySet.bits))
        var (place, isFree) = segment.pointee.find(key, hash)
        if isFree {
            if segment.pointee.count >= segment.pointee.limit {
                grow(segment)
                place = segment.pointee.find(key, hash).key
            }
            segment.pointee.count &+= 1
            place.pointee = key
        }
        return place + 4
    }

    /// The value of a key, 0 where the set does not have it.
    @inlinable public func value(_ key: UInt64, hash: UInt64) -> UInt64 {
        segments[Int(hash &>> (64 - IntegerKeySet.bits))].find(key, hash).key[4]
    }

    @usableFromInline func grow(_ segment: UnsafeMutablePointer<Segment>) {
        let old = segment.pointee
        var grown = Segment(buckets: old.buckets < 32 ? old.buckets * 2 : old.buckets * 7 / 4)
        for bucket in 0..<old.buckets {
            let words = old.words + bucket * 8
            for place in 0..<4 where words[place + 4] != 0 {
                let target = grown.free(PackedKeys.hash(words[place]))
                target[0] = words[place]
                target[4] = words[place + 4]
            }
        }
        grown.count = old.count
        old.words.deallocate()
        segment.pointee = grown
    }
}
