import Tabular
import TestSupport
import Testing

@Suite struct KeySetTests {
    /// Holds the set against a dictionary while it grows, with room made for too few, enough and too many keys.
    @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6])
    func holdsWhatADictionaryHolds(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let set = IntegerKeySet()
        var known: [UInt64: UInt64] = [:]
        let count = Int.random(in: 2_000...60_000, using: &generator)
        let reserving = Set((0..<3).map { _ in Int.random(in: 0..<count, using: &generator) })
        for i in 0..<count {
            if reserving.contains(i) { set.reserve(Int.random(in: 1...(2 * count), using: &generator)) }
            // Dense numbers, as registers count, and any others; 0 among them.
            let key =
                Bool.random(using: &generator)
                ? UInt64.random(in: 0...UInt64(count), using: &generator)
                : UInt64.random(in: .min ... .max, using: &generator)
            let value = set.locate(key, hash: PackedKeys.hash(key))
            #expect(value.pointee == known[key] ?? 0)
            value.pointee = UInt64(i + 1)
            known[key] = UInt64(i + 1)
        }
        #expect(set.count == known.count)
        let wrong = known.filter { set.value($0.key, hash: PackedKeys.hash($0.key)) != $0.value }
        #expect(wrong.isEmpty)
        let absent = (0..<1000).map { _ in UInt64.random(in: .min ... .max, using: &generator) }
            .filter { known[$0] == nil && set.value($0, hash: PackedKeys.hash($0)) != 0 }
        #expect(absent.isEmpty)
    }

    @Test func roomThatWasMadeIsHardlyOutgrown() {
        let set = IntegerKeySet()
        set.reserve(200_000)
        let bytes = set.bytes
        for key in UInt64(1)...200_000 { set.locate(key, hash: PackedKeys.hash(key)).pointee = key }
        // A segment or two get more than their part by chance.
        #expect(set.bytes < bytes + bytes / 50)
        #expect(bytes < 200_000 * 22)
    }

    @Test func roomForFewerThanThereAreChangesNothing() {
        let set = IntegerKeySet()
        for key in UInt64(1)...50_000 { set.locate(key, hash: PackedKeys.hash(key)).pointee = key }
        let bytes = set.bytes
        set.reserve(100)
        #expect(set.bytes == bytes)
        #expect(set.value(50_000, hash: PackedKeys.hash(50_000)) == 50_000)
    }
}
