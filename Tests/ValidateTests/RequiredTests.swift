import Definitions
import Expressions
import Model
import Tabular
import Testing
import Validate

@Suite struct RequiredTests {
    @Test func blanksRejectTheRecordAndAreCounted() throws {
        let world = try World(pipeline(dataset("d", [field("a", .string, required: true), field("b", .string)])))
        let checked = world.check([["x", ""], ["", "y"], ["z", "z"]])
        #expect(world.findings(checked) == ["1:d.a.required"])
        #expect(world.count("d.a.required", in: checked) == [3, 2, 1, 0])
        #expect(world.count("d.b.required", in: checked) == [0, 0, 0, 0])
        #expect(checked.rejected.words == [0b010])
    }

    @Test func aTextThatIsNoValueIsWrongNotMissing() throws {
        let world = try World(pipeline(dataset("d", [field("a", .integer, required: true)])))
        let checked = world.check([["x"], [""]])
        #expect(world.findings(checked) == ["0:d.a.type", "1:d.a.required"])
        #expect(world.count("d.a.type", in: checked) == [1, 0, 1, 0])
        #expect(checked.rejected.words == [0b11])
    }

    @Test func aQueryRejectsNothing() throws {
        let required = field("a", .string, required: true, builtIn: [.required: change(.query)])
        let world = try World(pipeline(dataset("d", [required])))
        let checked = world.check([[""]])
        #expect(world.findings(checked) == ["0:d.a.required"])
        #expect(checked.rejected.isEmpty)
    }
}
