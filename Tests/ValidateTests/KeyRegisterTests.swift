import Model
import Tabular
import TestSupport
import Testing
import Validate

@Suite struct KeyRegisterTests {
    @Test(arguments: 0..<60)
    func agreesWithASlowDictionary(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let shape = KeyShape.allCases[seed % KeyShape.allCases.count]
        let register = KeyRegister(schema: shape.schema, keyFields: shape.keyFields)
        var oracle = SlowRegister()
        let pool = Int.random(in: 1...120, using: &random)
        for file in 0..<Int.random(in: 1...6, using: &random) {
            let sheets = Int.random(in: 1...2, using: &random)
            for sheet in 0..<sheets {
                var base: Int64 = 2
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    let count = Int.random(in: 0...200, using: &random)
                    let keys = (0..<count).map { _ in
                        Int.random(in: 0..<10, using: &random) == 0 ? nil : Int.random(in: 0..<pool, using: &random)
                    }
                    var rejected = Bitmap(count: count)
                    for row in 0..<count where Int.random(in: 0..<3, using: &random) == 0 { rejected.set(row) }
                    let source = KeySource(
                        delivery: file / 2, file: file,
                        base: Place(file: Int32(file), sheet: sheets == 1 ? -1 : Int32(sheet), row: base))
                    let prepared = register.preparation.prepare(
                        shape.batch(keys), sheetRows: (0..<count).map { UInt32($0 * 2) })
                    let claims = register.claim(prepared, rejected: rejected, source: source)
                    let expected = oracle.claim(keys, rejected, source)
                    #expect(claims.standing == expected.standing, "seed \(seed)")
                    #expect(claims.superseded == expected.superseded, "seed \(seed)")
                    #expect(claims.duplicates == expected.duplicates, "seed \(seed)")
                    #expect(claims.revisions == expected.revisions, "seed \(seed)")
                    let unique = claims.uniqueCount
                    #expect(unique.evaluated == unique.passed + unique.failed)
                    #expect(unique.evaluated == Int64(keys.count { $0 != nil }))
                    base += Int64(count * 2)
                }
            }
        }
        #expect(register.count == oracle.states.count)
    }

    @Test func growthKeepsEveryKey() {
        let register = KeyRegister(schema: KeyShape.digits.schema, keyFields: [0])
        for piece in 0..<50 {
            let keys = (0..<1_000).map { Optional($0 + piece * 1_000) }
            let prepared = register.preparation.prepare(KeyShape.digits.batch(keys), sheetRows: Array(0..<1_000))
            let claims = register.claim(
                prepared, rejected: Bitmap(count: 1_000),
                source: KeySource(delivery: 0, file: 0, base: Place(file: 0, row: Int64(piece * 1_000))))
            #expect(claims.standing.isFull)
        }
        #expect(register.count == 50_000)
        #expect(register.bytes <= 50_000 * 32)
        let again = register.preparation.prepare(KeyShape.digits.batch([49_999, 50_000]), sheetRows: [7, 9])
        let claims = register.claim(
            again, rejected: Bitmap(count: 2), source: KeySource(delivery: 0, file: 0, base: Place(file: 0)))
        #expect(claims.duplicates == [KeyMeeting(row: 0, other: Place(file: 0, sheet: -1, row: 49_999))])
    }

    @Test func withoutKeyFieldsEveryAcceptedRowStands() {
        let register = KeyRegister(schema: KeyShape.digits.schema, keyFields: [])
        let prepared = register.preparation.prepare(KeyShape.digits.batch([1, 1, 1]), sheetRows: [0, 1, 2])
        let claims = register.claim(
            prepared, rejected: Bitmap(words: [0b010], count: 3),
            source: KeySource(delivery: 0, file: 0, base: Place(file: 0)))
        #expect(claims.standing == Bitmap(words: [0b101], count: 3))
        #expect(claims.uniqueCount == RuleCount())
    }
}
