import Definitions
import Expressions
import Model
import Tabular
import Testing
import Validate

@Suite struct ValueRangeTests {
    @Test func boundsAreInclusiveAndSayByHowMuch() throws {
        let world = try World(
            pipeline(dataset("d", [field("n", .number, decimals: 2, minimum: "0.005", maximum: "10")])))
        let checked = world.check([["0"], ["0.01"], ["10.00"], ["10.01"], [""], ["x"]])
        #expect(world.findings(checked) == ["0:d.n.minimum", "3:d.n.maximum", "5:d.n.type"])
        #expect(world.count("d.n.minimum", in: checked) == [5, 3, 1, 1], "blank: not asked; no number: missing")
        #expect(checked.findings[0].expected == .number(Decimal(mantissa: 5, scale: 3)))
        #expect(checked.findings[0].difference == .number(Decimal(mantissa: -5, scale: 3)))
        #expect(checked.findings[1].difference == .number(Decimal(mantissa: 1, scale: 2)))
        #expect(integers(checked.batch.columns[0]) == [nil, 1, 1000, nil, nil, nil])
    }

    @Test func negativeBoundsAreRoundedToTheSideThatPasses() throws {
        let world = try World(pipeline(dataset("d", [field("n", .integer, minimum: "-1.5", maximum: "-0.5")])))
        let checked = world.check([["-2"], ["-1"], ["0"]])
        #expect(world.findings(checked) == ["0:d.n.minimum", "2:d.n.maximum"])
    }

    @Test func datesAndPeriodsHaveBounds() throws {
        let world = try World(
            pipeline(
                dataset(
                    "d",
                    [
                        field("day", .date, minimum: "2024-02-29"),
                        field("p", .period, maximum: "2024-Q3", builtIn: [.maximum: change(rejects: .record)]),
                    ])))
        let checked = world.check([["2024-02-28", "2024-Q3"], ["2024-02-29", "2024-Q4"]])
        #expect(world.findings(checked) == ["0:d.day.minimum", "1:d.p.maximum"])
        #expect(checked.findings[0].expected == CivilDate("2024-02-29").map { .date($0) })
        #expect(checked.rejected.words == [0b10])
    }

    @Test func rulesSeeTheValueAsReported() throws {
        let world = try World(
            pipeline(
                dataset("d", [field("n", .integer, minimum: "0")], rules: [rule("R", "n > -5", severity: .query)])))
        let checked = world.check([["-7"]])
        #expect(world.findings(checked) == ["0:d.n.minimum", "0:R"])
        #expect(integers(checked.batch.columns[0]) == [nil])
        #expect(checked.evidence.map { integers($0.typed.columns[0]) } == [-7])
    }

    @Test(arguments: [
        ("n", FieldType.integer, "ten"), ("n", .number, "99999999999999999999"), ("d", .date, "2024-02-30"),
        ("t", .string, "5"), ("p", .period, "soon"),
    ])
    func boundsThatMeanNothingAreMistakes(name: String, type: FieldType, bound: String) {
        let definition = pipeline(dataset("d", [field(name, type, minimum: bound)]))
        let (rules, diagnostics) = RowRules.compile(
            dataset: 0, pipeline: definition, catalogue: RuleCatalogue(definition))
        #expect(rules == nil)
        #expect(diagnostics.count == 1)
        #expect(diagnostics.first?.message.contains("minimum") == true)
    }
}
