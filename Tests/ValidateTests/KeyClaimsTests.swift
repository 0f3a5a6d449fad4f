import Definitions
import Expressions
import Model
import Tabular
import Testing
import Validate

@Suite struct KeyClaimsTests {
    private let fields = [field("no", .string), field("n", .integer, minimum: "0")]

    /// Claims and judges two files: the newer one's rows, then the older one's.
    private func run(_ world: World, _ files: [[[String]]]) -> [(CheckedBatch, Claims, KeyFindings)] {
        let register = KeyRegister(schema: world.rules.schema, keyFields: [0])
        return files.enumerated().map { file, rows in
            let batch = world.normalize(rows)
            let checked = world.rules.evaluate(batch, references: .init(), table: world.table)
            let base = Place(file: Int32(file), row: 2, line: 2)
            checked.evidence?.base.row = base.row
            let claims = register.claim(
                register.preparation.prepare(checked.batch, sheetRows: batch.cells.rows), rejected: checked.rejected,
                source: KeySource(delivery: 1 - file, file: file, base: base))
            let table = TableContext(file: Int32(file), sheet: -1, columns: [1, 2])
            return (
                checked, claims,
                world.rules.judge(claims, normalized: batch, checked: checked, table: table, base: base)
            )
        }
    }

    @Test func duplicatesAreErrorsAndShareTheEvidenceOfTheirRow() throws {
        let world = try World(pipeline(dataset("d", fields, key: ["no"], rejects: .record)))
        let (checked, claims, judged) = run(
            world, [[["a", "1"], ["a", "-1"], ["b", "1"], ["a", "1"], ["", "1"]]])[0]
        #expect(world.describe(judged.findings) == ["1:d.unique", "3:d.unique"])
        #expect(judged.findings[0].evidence === checked.evidence)
        #expect(judged.findings[1].evidence !== checked.evidence)
        #expect(judged.findings[1].location == Place(file: 0, sheet: -1, row: 5, line: 5, column: 1))
        #expect(judged.findings.map(\.related) == [Place(file: 0, row: 2), Place(file: 0, row: 2)])
        #expect(judged.findings[1].evidence?.raw(row: 0, field: 0) == "a")
        #expect(judged.standing == claims.standing)
        #expect(judged.standing.words == [0b10101])
        let unique = world.catalogue.index(.unique, dataset: 0) - world.rules.firstRule
        #expect(judged.counts[unique].evaluated == 4)
        #expect(judged.counts[unique].failed == 2)
    }

    @Test func anOlderVersionStandsWhereTheNewerWasRejected() throws {
        let world = try World(pipeline(dataset("d", fields, key: ["no"], rejects: .record)))
        let results = run(world, [[["a", "-1"], ["b", "1"]], [["a", "1"], ["b", "2"], ["c", "3"]]])
        #expect(world.describe(results[1].2.findings) == ["0:d.revision_rejected"])
        #expect(results[1].2.findings[0].related == Place(file: 0, row: 2))
        #expect(results[1].1.superseded.words == [0b010])
        #expect(results[1].2.standing.words == [0b101])
        #expect(results[0].2.standing.words == [0b10])
    }

    @Test func duplicatesThatAreNoErrorStand() throws {
        let world = try World(
            pipeline(dataset("d", fields, key: ["no"], builtIn: [.unique: change(.query)])))
        let (_, _, judged) = run(world, [[["a", "1"], ["a", "2"]]])[0]
        #expect(world.describe(judged.findings) == ["1:d.unique"])
        #expect(judged.standing.isFull)
    }

    @Test func whatTheCallerKeepsOutStaysOut() throws {
        let world = try World(pipeline(dataset("d", fields, key: ["no"], builtIn: [.unique: change(.query)])))
        let batch = world.normalize([["a", "1"], ["a", "2"]])
        let checked = world.rules.evaluate(batch, references: References(), table: world.table)
        let register = KeyRegister(schema: world.rules.schema, keyFields: [0])
        let claims = register.claim(
            register.preparation.prepare(checked.batch, sheetRows: [0, 1]), rejected: Bitmap(words: [0b10], count: 2),
            source: KeySource(delivery: 0, file: 0, base: Place(file: 0, row: 1)))
        let judged = world.rules.judge(
            claims, normalized: batch, checked: checked, table: world.table, base: Place(file: 0, row: 1))
        #expect(judged.standing.words == [0b01])
    }
}
