import Definitions
import Expressions
import Model
import Tabular
import Testing
import Validate

@Suite struct EvidenceTests {
    @Test func onlyFlaggedRowsAreCopiedWithTheirTextsAndPlaces() throws {
        let world = try World(
            pipeline(dataset("d", [field("name", .string), field("n", .integer, required: true)])))
        let checked = world.check([["甲", "1"], ["乙", "x"], ["丙", "3"], ["丁", ""]])
        let evidence = try #require(checked.evidence)
        #expect(checked.flagged.words == [0b1010])
        #expect(evidence.rows == [1, 3])
        #expect(evidence.raw(row: 0, field: 0) == "乙")
        #expect(evidence.raw(row: 0, field: 1) == "x")
        #expect(evidence.raw(row: 1, field: 1) == "")
        #expect(texts(evidence.typed.columns[0]) == ["乙", "丁"])
        evidence.base.row = 2
        #expect(checked.findings[1].location == Place(file: 3, sheet: 1, row: 5, line: 0, column: 3))
    }

    @Test func gb18030IsDecoded() throws {
        let world = try World(pipeline(dataset("d", [field("n", .integer)])))
        var batch = world.normalize([["x"]])
        batch.cells = CellBlock(
            buffer: ByteBuffer([0xCD, 0xF2, 0xD4, 0xAA] as [UInt8]), encoding: .gb18030, rowCount: 1, columnCount: 1,
            starts: [0], lengths: [4], rows: [0])
        let checked = world.rules.evaluate(batch, references: .init(), table: world.table)
        #expect(checked.evidence?.raw(row: 0, field: 0) == "万元")
    }

    @Test func aColumnThatTheTableDoesNotHaveIsBlank() throws {
        let world = try World(pipeline(dataset("d", [field("a", .string), field("n", .integer)])))
        var batch = world.normalize([["a", "x"]])
        batch.cellColumns = [-1, 1]
        let checked = world.rules.evaluate(batch, references: .init(), table: world.table)
        #expect(checked.evidence?.raw(row: 0, field: 0) == "")
        #expect(checked.evidence?.raw(row: 0, field: 1) == "x")
    }
}
