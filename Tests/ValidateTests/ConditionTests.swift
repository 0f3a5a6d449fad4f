import Definitions
import Expressions
import Model
import Tabular
import Testing
import Validate

@Suite struct ConditionTests {
    private let fields = [
        field("value", .number, decimals: 2), field("part", .number, decimals: 2), field("day", .date),
    ]

    @Test func unknownIsMissingAndExpectationsAreTyped() throws {
        let world = try World(
            pipeline(
                dataset(
                    "d", fields,
                    rules: [
                        rule(
                            "R", "part <= value", field: "part", expected: "value", difference: "part - value"),
                        rule("Q", "day >= DATE '2024-01-01'", severity: .query, field: "day", expected: "day"),
                    ])))
        let checked = world.check([
            ["10", "9", "2023-12-31"], ["1.5", "2.25", "2024-01-01"], ["", "3", ""], ["1", "4", "2022-01-01"],
        ])
        #expect(world.findings(checked) == ["0:Q", "1:R", "3:R", "3:Q"])
        #expect(world.count("R", in: checked) == [4, 1, 2, 1])
        #expect(world.count("Q", in: checked) == [4, 1, 2, 1])
        #expect(checked.findings[0].expected == CivilDate("2023-12-31").map { .date($0) })
        #expect(checked.findings[1].expected == .number(Decimal(mantissa: 150, scale: 2)))
        #expect(checked.findings[1].difference == .number(Decimal(mantissa: 75, scale: 2)))
        #expect(checked.findings[2].difference == .number(Decimal(mantissa: 300, scale: 2)))
        #expect(integers(checked.batch.columns[1]) == [900, nil, 300, nil])
        #expect(checked.rejected.isEmpty)
    }

    /// Of a condition that says what the field equals that is what was expected, whichever side it stands on.
    @Test func equationsSayWhatTheyExpect() throws {
        let world = try World(
            pipeline(
                dataset(
                    "d", fields,
                    rules: [
                        rule("L", "part = value * 2", severity: .query, field: "part"),
                        rule("R", "value + part - 1 = part", severity: .query, field: "part"),
                        rule("S", "part = value", severity: .query, field: "part", expected: "7.00"),
                        rule("O", "part = value", severity: .query, field: "day"),
                        rule("T", "part <= value", severity: .query, field: "part"),
                    ])))
        let checked = world.check([["10", "90.5", "2024-12-31"]])
        #expect(world.findings(checked) == ["0:L", "0:R", "0:S", "0:O", "0:T"])
        let numbers = checked.findings.map { finding -> String in
            if case .number(let number) = finding.expected { number.shortest } else { "" }
        }
        #expect(numbers == ["20", "99.5", "7", "", ""])
    }

    @Test func anErrorMayRejectTheRecord() throws {
        let world = try World(
            pipeline(dataset("d", fields, rules: [rule("R", "value > 0", rejects: .record)])))
        let checked = world.check([["0", "", ""], ["1", "", ""]])
        #expect(checked.rejected.words == [0b01])
        #expect(integers(checked.batch.columns[0]) == [0, 100])
    }

    @Test func mistakesAreAllCollected() {
        let definition = pipeline(
            dataset(
                "d", fields,
                rules: [
                    rule("A", "valeu > 0", rejects: .record), rule("B", "value + 1", rejects: .record),
                    rule("C", "value > 0", rejects: .field), rule("D", "value > 0", field: "value", expected: "nope"),
                ]))
        let (rules, diagnostics) = RowRules.compile(
            dataset: 0, pipeline: definition, catalogue: RuleCatalogue(definition))
        #expect(rules == nil)
        #expect(diagnostics.count == 4)
        #expect(diagnostics.first?.suggestion == "value")
    }
}
