import Definitions
import Expressions
import Model
import Tabular
import Testing
import Validate

@Suite struct DatasetSchemasTests {
    private func compileAll(_ definition: PipelineDefinition) -> (rules: [RowRules?], diagnostics: [Diagnostic]) {
        RowRules.compile(definition, catalogue: RuleCatalogue(definition))
    }

    @Test func derivedFieldsOfOthersCanBeLookedUpWhereverTheyAreListed() throws {
        let definition = pipeline(
            dataset("a", [field("k", .string)], derive: [derive("x", "lookup(b, k, y)")]),
            dataset("b", [field("k", .string)], key: ["k"], derive: [derive("y", "lookup(c, k, z) + 1")]),
            dataset("c", [field("k", .string), field("n", .integer)], key: ["k"], derive: [derive("z", "n * 2")]))
        let (rules, diagnostics) = compileAll(definition)
        #expect(diagnostics == [])
        #expect(rules[0]?.schema.fields.last?.type == .number(scale: 0))
        let references = rules.map { $0?.references ?? [] }
        #expect(references.map { $0.map(\.dataset) } == [["b"], ["c"], []])
        #expect(references[1].first?.valueFields.map(\.name) == ["z"])
        let (order, circles) = processingOrder(definition, references: references)
        #expect(order == [2, 1, 0])
        #expect(circles == [])
    }

    @Test func circlesAreNamed() {
        let definition = pipeline(
            dataset("a", [field("k", .string)], key: ["k"], rules: [rule("A", "exists(b, k)", rejects: .record)]),
            dataset("b", [field("k", .string)], key: ["k"], rules: [rule("B", "exists(a, k)", rejects: .record)]),
            dataset("c", [field("k", .string)], key: ["k"]))
        let (rules, diagnostics) = compileAll(definition)
        #expect(diagnostics == [])
        let (order, circles) = processingOrder(definition, references: rules.map { $0?.references ?? [] })
        #expect(circles.map(\.message) == ["datasets refer to each other in a circle: a → b → a"])
        #expect(order.sorted() == [0, 1, 2])
    }

    @Test func usesOfOneDatasetAreMergedAndAnswered() throws {
        let definition = pipeline(
            dataset(
                "a", [field("k", .string)],
                rules: [
                    rule("E", "exists(b, k)", rejects: .record), rule("L", "lookup(b, k, n) > 1", rejects: .record),
                    rule("M", "lookup(b, k, m) > 1", severity: .query),
                ]),
            dataset("b", [field("k", .string), field("n", .integer), field("m", .integer)], key: ["k"]))
        let world = try World(definition)
        let use = try #require(world.rules.references.first)
        #expect(world.rules.references.count == 1)
        #expect(use.valueFields.map(\.name).sorted() == ["m", "n"])
        let table = ReferenceTable(keyFields: use.keyFields, valueFields: use.valueFields)
        let other = try World(definition, 1)
        let accepted = other.check([["x", "1", "5"], ["y", "2", ""], ["z", "9", "9"]])
        table.append(accepted.batch, schema: other.rules.schema, rows: Bitmap(words: [0b011], count: 3))
        let checked = world.check([["x"], ["y"], ["z"], [""]], references: References(["b": table]))
        #expect(world.findings(checked) == ["0:L", "2:E"])
        #expect(world.count("E", in: checked) == [4, 2, 1, 1])
        #expect(world.count("M", in: checked) == [4, 1, 0, 3])
    }
}
