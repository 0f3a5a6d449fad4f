import Tabular

/// Texts and a number for each, looked up by their bytes: one multiplication and two word compares for texts up to sixteen
/// bytes. Built once, then only read, by many workers.
final class ByteTable: @unchecked Sendable {
    struct Slot {
        /// First eight bytes, zeros above a shorter text.
        var head: UInt64 = 0
        /// Last eight bytes of a text longer than eight.
        var tail: UInt64 = 0
        /// 0: free.
        var length: UInt32 = 0
        var value: Int32 = 0
        /// Where the whole text stands, for texts longer than sixteen bytes.
        var text: Int = 0
    }

    /// Raw memory, because this is asked once a row: an array costs a bounds check and a reference count each time.
    let slots: UnsafeMutablePointer<Slot>
    let texts: ByteBuffer
    let mask: Int
    private(set) var count = 0

    /// The first value stands where a text is listed twice; the empty text is left out.
    init(_ entries: [(text: [UInt8], value: Int32)]) {
        var capacity = 16
        while capacity < entries.count * 4 { capacity *= 2 }
        mask = capacity - 1
        slots = .allocate(capacity: capacity)
        slots.initialize(repeating: Slot(), count: capacity)
        texts = ByteBuffer(capacity: entries.reduce(0) { $0 + $1.text.count } + 1)
        for entry in entries where !entry.text.isEmpty { insert(entry.text, entry.value) }
    }

    deinit { slots.deallocate() }

    /// Looks texts up while the table lives; a copy of the pointers, so that a row touches no reference count.
    var lookup: Lookup { Lookup(slots: UnsafePointer(slots), texts: UnsafePointer(texts.base), mask: mask) }

    private func insert(_ text: [UInt8], _ value: Int32) {
        let start = texts.count
        texts.append(text)
        let at = UnsafePointer(texts.base + start)
        guard lookup.value(at, text.count) == nil else { return }
        let head = word(at, text.count)
        let tail = text.count > 8 ? word(at + text.count - 8) : 0
        var slot = Lookup.hash(head, tail, text.count) & mask
        while slots[slot].length != 0 { slot = (slot + 1) & mask }
        slots[slot] = Slot(head: head, tail: tail, length: UInt32(text.count), value: value, text: start)
        count += 1
    }

    struct Lookup {
        let slots: UnsafePointer<Slot>
        let texts: UnsafePointer<UInt8>
        let mask: Int

        @inline(__always)
        static func hash(_ head: UInt64, _ tail: UInt64, _ length: Int) -> Int {
            let mixed =
                (head ^ (tail << 29 | tail >> 35)) &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(truncatingIfNeeded: length)
            return Int(truncatingIfNeeded: mixed >> 32 ^ mixed >> 47)
        }

        /// The number of the text at `at`, nil where it is not in the table. Eight bytes at `at` must be readable.
        @inline(__always)
        func value(_ at: UnsafePointer<UInt8>, _ length: Int) -> Int32? {
            let head = word(at, length)
            let tail = length > 8 ? word(at + length - 8) : 0
            var slot = Lookup.hash(head, tail, length) & mask
            while true {
                let entry = slots + slot
                if entry.pointee.length == 0 { return nil }
                if entry.pointee.head == head, entry.pointee.tail == tail,
                    Int(entry.pointee.length) == length, length <= 16 || same(entry.pointee.text, at, length)
                {
                    return entry.pointee.value
                }
                slot = (slot &+ 1) & mask
            }
        }

        func value(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
            text.baseAddress.flatMap { text.isEmpty ? nil : value($0, text.count) }
        }

        /// For texts in arrays, which have no readable bytes behind them.
        func value(_ text: [UInt8]) -> Int32? {
            (text + [UInt8](repeating: 0, count: 8)).withUnsafeBufferPointer { padded in
                value(UnsafeBufferPointer(rebasing: padded[..<text.count]))
            }
        }

        @inline(never)
        private func same(_ start: Int, _ at: UnsafePointer<UInt8>, _ length: Int) -> Bool {
            for i in 8..<(length - 8) where texts[start + i] != at[i] { return false }
            return true
        }
    }
}
