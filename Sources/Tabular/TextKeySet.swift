import CScan

/// Texts, numbered from 0 in order of arrival. A slot is 32 bits of hash and the number; the keys themselves stand in
/// pages of three words each, longer texts in pages of bytes. Pages and segments keep growth free of large copies.
///
/// Written by one thread at a time; may be read by many once writing is over.
public final class TextKeySet: @unchecked Sendable {
    private typealias Words = (UInt64, UInt64, UInt64)

    private struct Segment {
        var slots: UnsafeMutablePointer<UInt64>
        var capacity: Int
        var count = 0
        var limit: Int

        init(_ capacity: Int) {
            slots = .allocate(capacity: capacity)
            slots.initialize(repeating: 0, count: capacity)
            self.capacity = capacity
            limit = capacity * 3 / 4
        }

        /// Where a key is looked for first: from the bits of the hash that a slot keeps, less those that chose the
        /// segment, so that growth need not look at the keys, and slots stay in that order.
        @inline(__always) func first(_ hash: UInt64) -> Int {
            Int((((hash &<< 6) &>> 38) &* UInt64(capacity)) &>> 26)
        }
    }

    private static let segmentBits: UInt64 = 6
    private static let pageBits = 14
    private static let tagMask: UInt64 = 0xFFFF_FFFF << 32

    private let segments: UnsafeMutablePointer<Segment>
    /// Room for the addresses of all pages that 2³¹ keys need; the system gives memory as they are written.
    private let pages: UnsafeMutablePointer<UnsafeMutablePointer<Words>>
    /// Not a property of the object: those are checked at every access.
    private let filled: UnsafeMutablePointer<Int>
    private var texts: [ByteBuffer] = []

    /// An empty set.
    public init() {
        pages = .allocate(capacity: 1 << (31 - TextKeySet.pageBits))
        filled = .allocate(capacity: 1)
        filled.initialize(to: 0)
        segments = .allocate(capacity: 1 << TextKeySet.segmentBits)
        for i in 0..<(1 << Int(TextKeySet.segmentBits)) { (segments + i).initialize(to: Segment(16)) }
    }

    deinit {
        for i in 0..<(1 << Int(TextKeySet.segmentBits)) { segments[i].slots.deallocate() }
        segments.deallocate()
        for page in 0..<pageCount { pages[page].deallocate() }
        pages.deallocate()
        filled.deallocate()
    }

    /// Keys in the set.
    public var count: Int { filled.pointee }
    private var pageCount: Int { (count + (1 << TextKeySet.pageBits) - 1) >> TextKeySet.pageBits }

    /// Bytes held by slots, keys and texts.
    public var bytes: Int {
        (0..<(1 << Int(TextKeySet.segmentBits))).reduce(0) { $0 + segments[$1].capacity * 8 }
            + pageCount * (MemoryLayout<Words>.stride << TextKeySet.pageBits) + texts.reduce(0) { $0 + $1.capacity }
    }

    @inline(__always) private func key(_ id: Int) -> UnsafeMutablePointer<Words> {
        pages[id >> TextKeySet.pageBits] + (id & ((1 << TextKeySet.pageBits) - 1))
    }

    /// Whether the key numbered is the row's.
    @inline(__always) private func equal(_ id: Int, _ words: Words, _ buffer: ByteBuffer) -> Bool {
        let held = key(id).pointee
        guard held.0 == words.0, held.1 == words.1 else { return false }
        if held.2 == words.2, held.2 < PackedKeys.elsewhere { return true }
        guard held.2 >= PackedKeys.elsewhere, words.2 >= PackedKeys.elsewhere else { return false }
        return sameBytes(held.2, buffer.base + Int(words.2 & ~PackedKeys.elsewhere), Int(held.1))
    }

    @inline(never) private func sameBytes(_ held: UInt64, _ other: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        let at = Int(held & ~PackedKeys.elsewhere)
        let text = UnsafeBufferPointer(start: texts[at >> 32].base + (at & 0xFFFF_FFFF), count: length)
        return text.elementsEqual(UnsafeBufferPointer(start: other, count: length))
    }

    /// Brings the slot nearer where a key is looked for first.
    @inline(__always) private func prefetch(_ hash: UInt64) {
        let segment = segments + Int(hash &>> (64 - TextKeySet.segmentBits))
        scan_prefetch(segment.pointee.slots + segment.pointee.first(hash))
    }

    /// For each of these rows the number of its key: a new one (the number of keys before it) where the key was not in
    /// the set. Slots are asked for some rows ahead of their use, so that cache misses overlap.
    public func insert(_ keys: PackedKeys, rows: [UInt32]) -> [Int32] {
        let step = 128
        return [Int32](unsafeUninitializedCapacity: rows.count) { ids, used in
            used = rows.count
            keys.hashes.withUnsafeBufferPointer { hashes in
                keys.words.withUnsafeBufferPointer { words in
                    for start in stride(from: 0, to: rows.count, by: step) {
                        let end = min(start + step, rows.count)
                        for i in start..<end { prefetch(hashes[Int(rows[i])]) }
                        for i in start..<end {
                            let row = Int(rows[i])
                            let key = (words[row * 3], words[row * 3 + 1], words[row * 3 + 2])
                            ids[i] = insert(key, hash: hashes[row], keys.buffer)
                        }
                    }
                }
            }
        }
    }

    @inline(__always) private func insert(_ words: Words, hash: UInt64, _ buffer: ByteBuffer) -> Int32 {
        let segment = segments + Int(hash &>> (64 - TextKeySet.segmentBits))
        if segment.pointee.count >= segment.pointee.limit { grow(segment) }
        let (slots, capacity) = (segment.pointee.slots, segment.pointee.capacity)
        var at = segment.pointee.first(hash)
        while slots[at] != 0 {
            if (slots[at] ^ hash) & TextKeySet.tagMask == 0 {
                let id = Int(slots[at] & 0xFFFF_FFFF) - 1
                if equal(id, words, buffer) { return Int32(truncatingIfNeeded: id) }
            }
            at = at + 1 == capacity ? 0 : at + 1
        }
        let id = count
        precondition(id < Int(Int32.max) - 1, "a key set numbers up to 2³¹ keys")
        slots[at] = hash & TextKeySet.tagMask | UInt64(id + 1)
        segment.pointee.count += 1
        if id & ((1 << TextKeySet.pageBits) - 1) == 0 {
            pages[id >> TextKeySet.pageBits] = .allocate(capacity: 1 << TextKeySet.pageBits)
        }
        filled.pointee = id + 1
        key(id).initialize(to: words.2 < PackedKeys.elsewhere ? words : keep(words, buffer))
        return Int32(truncatingIfNeeded: id)
    }

    /// Copies a long text; answers its words with the new place: position in `texts` above 32 bits, offset below.
    private func keep(_ words: Words, _ buffer: ByteBuffer) -> Words {
        let length = Int(words.1)
        if texts.last.map({ $0.capacity - $0.count < length }) ?? true {
            texts.append(ByteBuffer(capacity: max(length, 1 << 18)))
        }
        let page = texts[texts.count - 1]
        let place = UInt64(texts.count - 1) << 32 | UInt64(page.count)
        page.append(UnsafeBufferPointer(start: buffer.base + Int(words.2 & ~PackedKeys.elsewhere), count: length))
        return (words.0, words.1, PackedKeys.elsewhere | place)
    }

    private func grow(_ segment: UnsafeMutablePointer<Segment>) {
        let old = segment.pointee
        var grown = Segment(old.capacity < 128 ? old.capacity * 2 : old.capacity * 3 / 2)
        for i in 0..<old.capacity where old.slots[i] != 0 {
            var at = grown.first(old.slots[i])
            while grown.slots[at] != 0 { at = at + 1 == grown.capacity ? 0 : at + 1 }
            grown.slots[at] = old.slots[i]
        }
        grown.count = old.count
        old.slots.deallocate()
        segment.pointee = grown
    }

    /// For each row the number of its key, −1 where the set does not have it.
    ///
    /// In phases over a few hundred rows — slots, then keys, then the comparison — so that cache misses overlap.
    public func find(_ keys: PackedKeys) -> [Int32] {
        let step = 256
        return [Int32](unsafeUninitializedCapacity: keys.rowCount) { ids, used in
            used = keys.rowCount
            keys.hashes.withUnsafeBufferPointer { hashes in
                keys.words.withUnsafeBufferPointer { words in
                    for start in stride(from: 0, to: keys.rowCount, by: step) {
                        let end = min(start + step, keys.rowCount)
                        for row in start..<end { prefetch(hashes[row]) }
                        for row in start..<end {
                            let id = candidate(hashes[row])
                            ids[row] = id
                            if id >= 0 {
                                // A key may lie in two lines.
                                scan_prefetch(key(Int(id)))
                                scan_prefetch(UnsafeRawPointer(key(Int(id))) + 16)
                            }
                        }
                        for row in start..<end where ids[row] >= 0 {
                            let asked = (words[row * 3], words[row * 3 + 1], words[row * 3 + 2])
                            if !equal(Int(ids[row]), asked, keys.buffer) {
                                ids[row] = search(hashes[row], asked, keys.buffer)
                            }
                        }
                    }
                }
            }
        }
    }

    /// The first key whose slot has these bits of hash, −1 where there is none.
    @inline(__always) private func candidate(_ hash: UInt64) -> Int32 {
        let segment = segments[Int(hash &>> (64 - TextKeySet.segmentBits))]
        var at = segment.first(hash)
        while true {
            let slot = segment.slots[at]
            if slot == 0 { return -1 }
            if (slot ^ hash) & TextKeySet.tagMask == 0 { return Int32(truncatingIfNeeded: slot) - 1 }
            at = at + 1 == segment.capacity ? 0 : at + 1
        }
    }

    /// As `candidate`, with every key compared: for the rare two keys that share a tag.
    @inline(never) private func search(_ hash: UInt64, _ words: Words, _ buffer: ByteBuffer) -> Int32 {
        let segment = segments[Int(hash &>> (64 - TextKeySet.segmentBits))]
        var at = segment.first(hash)
        while segment.slots[at] != 0 {
            let id = Int(segment.slots[at] & 0xFFFF_FFFF) - 1
            if (segment.slots[at] ^ hash) & TextKeySet.tagMask == 0, equal(id, words, buffer) { return Int32(id) }
            at = at + 1 == segment.capacity ? 0 : at + 1
        }
        return -1
    }
}
