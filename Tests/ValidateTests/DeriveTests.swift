import Definitions
import Expressions
import Model
import Tabular
import Testing
import Validate

@Suite struct DeriveTests {
    private let fields = [field("a", .integer, minimum: "0"), field("b", .integer)]

    @Test func derivedFieldsStandBehindAndMayUseEachOther() throws {
        let world = try World(
            pipeline(
                dataset(
                    "d", fields, derive: [derive("sum", "a + b", .integer), derive("double", "sum * 2")],
                    rules: [rule("R", "double < 10", rejects: .field, field: "double")])))
        #expect(world.rules.schema.fields.map(\.name) == ["a", "b", "sum", "double"])
        let checked = world.check([["1", "2"], ["4", "4"], ["", "1"]])
        #expect(integers(checked.batch.columns[2]) == [3, 8, nil])
        #expect(integers(checked.batch.columns[3]) == [6, nil, nil])
        #expect(world.findings(checked) == ["1:R"])
        #expect(checked.evidence.map { integers($0.typed.columns[3]) } == [16])
    }

    @Test func whatIsDerivedFromARejectedCellIsComputedAgain() throws {
        let world = try World(
            pipeline(
                dataset(
                    "d", fields,
                    derive: [derive("sum", "coalesce(a, 100) + b"), derive("twice", "sum * 2"), derive("other", "b")])))
        let checked = world.check([["-5", "1"], ["5", "1"]])
        #expect(world.findings(checked) == ["0:d.a.minimum"])
        #expect(integers(checked.batch.columns[2]) == [101, 6])
        #expect(integers(checked.batch.columns[3]) == [202, 12])
        #expect(checked.evidence.map { integers($0.typed.columns[2]) } == [-4], "as reported")
    }

    @Test func aDeclaredTypeHolds() {
        let definition = pipeline(dataset("d", fields, derive: [derive("x", "a + b", .date)]))
        let (rules, diagnostics) = RowRules.compile(
            dataset: 0, pipeline: definition, catalogue: RuleCatalogue(definition))
        #expect(rules == nil)
        #expect(diagnostics.map(\.message) == ["x is declared as date, but its expression is an integer"])
    }

    @Test func oneMistakeIsToldOnce() {
        let definition = pipeline(
            dataset(
                "d", fields, derive: [derive("x", "a + c", .integer), derive("y", "x + 1")],
                rules: [rule("R", "x > 0", rejects: .record)]))
        let (_, diagnostics) = RowRules.compile(
            dataset: 0, pipeline: definition, catalogue: RuleCatalogue(definition))
        #expect(diagnostics.count == 1)
    }
}
