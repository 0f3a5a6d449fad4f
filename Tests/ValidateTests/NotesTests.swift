import Definitions
import Expressions
import Model
import Tabular
import Testing
import Validate

@Suite struct NotesTests {
    @Test func repairsAreCountedAndAreNoFindings() throws {
        let world = try World(pipeline(dataset("d", [field("a", .string), field("n", .integer)])))
        var batch = world.normalize([["x", "1"], ["y", ""], ["", "3"]])
        batch.facts[1].notes = [
            CellNote(rule: "repaired", kind: "width", count: 2, firstRow: 0),
            CellNote(rule: "missing_marker", kind: "marker", count: 1, firstRow: 1),
        ]
        let checked = world.rules.evaluate(batch, references: .init(), table: world.table)
        #expect(checked.findings.isEmpty)
        #expect(checked.notes.map(\.field) == [1, 1])
        #expect(checked.notes.map { world.catalogue[$0.rule].id } == ["d.n.repaired", "d.n.missing_marker"])
        #expect(checked.notes.map(\.count) == [2, 1])
        #expect(checked.notes.map(\.firstRow) == [0, 1])
        #expect(world.count("d.n.repaired", in: checked) == [2, 0, 2, 0])
        #expect(world.count("d.n.missing_marker", in: checked) == [3, 2, 1, 0])
    }
}
