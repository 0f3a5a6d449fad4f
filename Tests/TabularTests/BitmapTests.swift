import Tabular
import Testing

@Suite struct BitmapTests {
    @Test(arguments: [0, 1, 63, 64, 65, 200]) func bitsPastTheEndStayZero(_ count: Int) {
        let full = Bitmap(count: count, repeating: true)
        #expect(full.ones == count)
        #expect(full.complement.isEmpty)
        #expect(Bitmap(count: count).complement == full)
    }

    @Test(arguments: 1...50) func algebraAgreesWithSets(_ seed: UInt64) {
        var state = seed
        func random(_ n: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % n
        }
        let count = Int(random(300)) + 1
        func pick() -> (Bitmap, Set<Int>) {
            var bits = Bitmap(count: count)
            var rows: Set<Int> = []
            for _ in 0..<random(400) {
                let row = Int(random(UInt64(count)))
                bits.set(row)
                rows.insert(row)
            }
            return (bits, rows)
        }
        let (a, x) = pick()
        let (b, y) = pick()
        func rows(_ bits: Bitmap) -> Set<Int> {
            var found: Set<Int> = []
            bits.forEachSet { found.insert($0) }
            return found
        }
        #expect(rows(a.intersection(b)) == x.intersection(y))
        #expect(rows(a.union(b)) == x.union(y))
        #expect(rows(a.subtracting(b)) == x.subtracting(y))
        #expect(a.ones == x.count)
    }
}
