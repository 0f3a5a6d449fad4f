import Definitions
import Expressions
import Model
import Tabular
import Testing
import Validate

@Suite struct TextFailuresTests {
    @Test func anErrorMakesTheCellMissingBeforeRulesSeeIt() throws {
        let world = try World(
            pipeline(
                dataset(
                    "d", [field("n", .integer, pattern: "[0-9]{2}"), field("k", .code)],
                    rules: [rule("R", "n < 0", field: "n")])))
        let checked = world.check(
            [["7", "A"], ["12", "C"], ["", ""], ["x", "B"]],
            failing: [CellFailure(row: 0, field: 0, rule: "pattern")])
        #expect(world.findings(checked) == ["0:d.n.pattern", "1:d.k.codes", "1:R", "3:d.n.type"])
        #expect(integers(checked.batch.columns[0]) == [nil, nil, nil, nil], "R rejects the field of row 1")
        #expect(
            world.count("d.n.pattern", in: checked) == [2, 1, 1, 0], "not asked of blanks and of cells that failed")
        #expect(world.count("d.n.type", in: checked) == [2, 1, 1, 0])
        #expect(world.count("d.k.codes", in: checked) == [3, 2, 1, 0])
        #expect(world.count("R", in: checked) == [4, 0, 1, 3])
        #expect(checked.rejected.isEmpty, "fields are rejected by default")
    }

    @Test func aQueryLeavesTheValue() throws {
        let number = field("n", .integer, pattern: "[0-9]{2}", builtIn: [.pattern: change(.query)])
        let world = try World(pipeline(dataset("d", [number])))
        let checked = world.check([["7"]], failing: [CellFailure(row: 0, field: 0, rule: "pattern")])
        #expect(world.findings(checked) == ["0:d.n.pattern"])
        #expect(integers(checked.batch.columns[0]) == [7])
    }

    @Test func aDatasetMayRejectRecords() throws {
        let world = try World(pipeline(dataset("d", [field("n", .integer)], rejects: .record)))
        let checked = world.check([["x"], ["1"]])
        #expect(checked.rejected.words == [0b01])
    }
}
