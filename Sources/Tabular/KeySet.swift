import CScan

/// Words, each with a word of its owner's: open addressing, segmented by hash so that growth copies one small segment at
/// a time. A bucket is one cache line, four keys and their four values, filled from the left and compared without
/// branches. 18 to 31 bytes a key once there are many; 20 where it was known before how many would come.
///
/// Written by one thread at a time; may be read by many once writing is over.
public final class IntegerKeySet: @unchecked Sendable {
    @usableFromInline struct Segment {
        /// Eight words a bucket: keys, then values; a value of 0 says that the place is free.
        @usableFromInline var words: UnsafeMutablePointer<UInt64>
        @usableFromInline var buckets: Int
        @usableFromInline var count: Int
        @usableFromInline var limit: Int

        /// Over `buckets` cache lines of zeros.
        init(_ lines: UnsafeMutableRawPointer, buckets: Int) {
            words = lines.bindMemory(to: UInt64.self, capacity: buckets * 8)
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
    private static let segmentCount = 1 << Int(bits)
    @usableFromInline let segments: UnsafeMutablePointer<Segment>
    /// Holds the segments that have not grown since room was made for all of them.
    private var room: ZeroPages

    /// An empty set.
    public init() {
        segments = .allocate(capacity: IntegerKeySet.segmentCount)
        room = ZeroPages(bytes: IntegerKeySet.segmentCount * 4 * 64)
        for i in 0..<IntegerKeySet.segmentCount {
            (segments + i).initialize(to: Segment(room.base + i * 4 * 64, buckets: 4))
        }
    }

    deinit {
        releaseGrown()
        room.release()
        segments.deallocate()
    }

    /// Makes room for about so many keys at once, so that their coming makes none of the segments grow.
    public func reserve(_ keys: Int) {
        // Four fifths full: segments differ by chance, and may fill to seven eighths.
        let buckets = (keys >> Int(IntegerKeySet.bits)) * 5 / 16 + 1
        guard (0..<IntegerKeySet.segmentCount).allSatisfy({ segments[$0].buckets < buckets }) else { return }
        let fresh = ZeroPages(bytes: IntegerKeySet.segmentCount * buckets * 64)
        let moved = (0..<IntegerKeySet.segmentCount).map { i in
            IntegerKeySet.copy(segments[i], to: Segment(fresh.base + i * buckets * 64, buckets: buckets))
        }
        releaseGrown()
        room.release()
        for (i, segment) in moved.enumerated() { segments[i] = segment }
        room = fresh
    }

    private static func lines(_ segment: Segment) -> ZeroPages {
        ZeroPages(base: UnsafeMutableRawPointer(segment.words), bytes: segment.buckets * 64)
    }

    /// Gives back the segments that have outgrown the room for all.
    private func releaseGrown() {
        for i in 0..<IntegerKeySet.segmentCount {
            let lines = IntegerKeySet.lines(segments[i])
            if !room.contains(lines.base) { lines.release() }
        }
    }

    /// Keys in the set.
    public var count: Int { (0..<(1 << Int(IntegerKeySet.bits))).reduce(0) { $0 + segments[$1].count } }

    /// Bytes held.
    public var bytes: Int { (0..<(1 << Int(IntegerKeySet.bits))).reduce(0) { $0 + segments[$1].buckets * 64 } }

    /// Brings the buckets nearer where the keys of these rows are looked for first, then those that follow a full one, so
    /// that their cache misses overlap.
    public func prefetch(_ hashes: UnsafeBufferPointer<UInt64>) {
        for hash in hashes {
            let segment = segments + Int(hash &>> (64 - IntegerKeySet.bits))
            scan_prefetch(segment.pointee.words + segment.pointee.position(hash) &* 8)
        }
        for hash in hashes {
            let segment = segments + Int(hash &>> (64 - IntegerKeySet.bits))
            let at = segment.pointee.position(hash)
            if segment.pointee.words[at &* 8 &+ 7] != 0 {
                let next = at &+ 1 == segment.pointee.buckets ? 0 : at &+ 1
                scan_prefetch(segment.pointee.words + next &* 8)
            }
        }
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
        let buckets = old.buckets < 32 ? old.buckets * 2 : old.buckets * 7 / 4
        segment.pointee = IntegerKeySet.copy(old, to: Segment(ZeroPages(bytes: buckets * 64).base, buckets: buckets))
        let lines = IntegerKeySet.lines(old)
        if room.contains(lines.base) { lines.forget() } else { lines.release() }
    }

    private static func copy(_ old: Segment, to empty: Segment) -> Segment {
        var segment = empty
        for bucket in 0..<old.buckets {
            let words = old.words + bucket * 8
            for place in 0..<4 where words[place + 4] != 0 {
                let target = segment.free(PackedKeys.hash(words[place]))
                target[0] = words[place]
                target[4] = words[place + 4]
            }
        }
        segment.count = old.count
        return segment
    }
}
