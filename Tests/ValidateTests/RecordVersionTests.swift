import Model
import Tabular
import Testing
import Validate

@Suite struct RecordVersionTests {
    private let register = KeyRegister(
        schema: Schema([SchemaField(name: "no", type: .number(scale: 0))]), keyFields: [0])

    /// Rows of one file; `contents` tells what each holds.
    private func claim(
        _ keys: [Int64], _ contents: [UInt64]?, file: Int, turn: Int, rejected: [Int] = []
    ) -> Claims {
        let column = IntegerColumn(values: keys, validity: Bitmap(count: keys.count, repeating: true))
        var prepared = register.preparation.prepare(
            Batch(rowCount: keys.count, columns: [.integers(column)]), sheetRows: keys.indices.map { UInt32($0) })
        prepared.contents = contents
        var kept = Bitmap(count: keys.count)
        for row in rejected { kept.set(row) }
        return register.claim(
            prepared, rejected: kept,
            source: KeySource(delivery: turn, file: file, turn: turn, base: Place(file: Int32(file), row: 2)))
    }

    @Test func filesOfOneReceptionAreHeldAgainstEachOther() {
        _ = claim([1, 2, 3], [10, 20, 30], file: 0, turn: 5)
        let claims = claim([2, 1, 4], [20, 11, 40], file: 1, turn: 5)
        #expect(claims.compared == 2)
        #expect(claims.conflicts == [KeyMeeting(row: 1, other: Place(file: 0, row: 2))])
        // A third file is held against the version that stands, not against the one that lost to it.
        let third = claim([1], [10], file: 2, turn: 5)
        #expect(third.compared == 1)
        #expect(third.conflicts.isEmpty)
        let fourth = claim([1], [11], file: 3, turn: 5)
        #expect(fourth.conflicts == [KeyMeeting(row: 0, other: Place(file: 0, row: 2))])
    }

    @Test func anOlderVersionMayDiffer() {
        _ = claim([1], [10], file: 0, turn: 5)
        let claims = claim([1], [11], file: 1, turn: 4)
        #expect(claims.superseded[0])
        #expect(claims.compared == 0)
        #expect(claims.conflicts.isEmpty)
        // One that comes late, from a sender without a say, may be the newer.
        #expect(claim([1], [12], file: 2, turn: 6).conflicts.count == 1)
    }

    @Test func nothingIsComparedWithoutContentsOrWithRejectedRows() {
        _ = claim([1, 2], nil, file: 0, turn: 5)
        #expect(claim([1], nil, file: 1, turn: 5).conflicts.isEmpty)
        let rejected = claim([1], [12], file: 2, turn: 5, rejected: [0])
        #expect(rejected.superseded[0])
        #expect(rejected.conflicts.isEmpty)
    }

    @Test func rowsOutOfOrderAreFound() {
        _ = claim([1, 2], [10, 20], file: 0, turn: 5)
        let prepared = { (key: Int64, number: UInt64) -> PreparedKeys in
            let column = IntegerColumn(values: [key], validity: Bitmap(count: 1, repeating: true))
            var prepared = self.register.preparation.prepare(
                Batch(rowCount: 1, columns: [.integers(column)]), sheetRows: [0])
            prepared.contents = [number]
            return prepared
        }
        // The same file, pieces that waited: a later row first.
        for (row, key, number) in [(9, 1, 11), (4, 2, 20)] as [(Int64, Int64, UInt64)] {
            let claims = register.claim(
                prepared(key, number), rejected: Bitmap(count: 1),
                source: KeySource(delivery: 5, file: 1, turn: 5, base: Place(file: 1, row: row)))
            #expect(claims.compared == 1)
            #expect(claims.conflicts.count == (key == 1 ? 1 : 0))
        }
    }
}
