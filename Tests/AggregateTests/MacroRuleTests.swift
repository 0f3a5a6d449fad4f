import Aggregate
import Definitions
import Model
import Testing

@Suite struct MacroRuleTests {
    typealias Row = World.Row

    private static func rule(
        _ statement: MacroRuleDefinition.Statement, _ quantity: Quantity? = nil,
        areas: MacroRuleDefinition.Areas = .all, tolerance: MacroRuleDefinition.Tolerance = .absolute(.zero)
    ) -> MacroRuleDefinition {
        MacroRuleDefinition(
            id: "M", severity: .query, statement: statement, quantity: quantity, areas: areas, tolerance: tolerance,
            place: World.place)
    }

    private static func check(
        _ text: String, _ quantity: Quantity? = nil, areas: MacroRuleDefinition.Areas = .all,
        tolerance: MacroRuleDefinition.Tolerance = .absolute(.zero)
    ) -> MacroRuleDefinition {
        rule(.check(SourceText(text, at: World.place)), quantity, areas: areas, tolerance: tolerance)
    }

    private static func footing(
        _ id: String, over: MacroRuleDefinition.Parts = .areas,
        tolerance: MacroRuleDefinition.Tolerance = .absolute(.zero)
    ) -> MacroRuleDefinition {
        rule(.footing(indicator: SourceText(id, at: World.place), over: over), tolerance: tolerance)
    }

    private let indicators = [
        World.indicator("all", breakdowns: [["type"]]), World.indicator("some", where: "type = '开发'"),
        World.indicator("firms", .countDistinct, of: "subject", breakdowns: [["type"]]),
        World.indicator("money", .sum, of: "value", unit: World.money, decimals: [.value: 1]),
    ]

    /// `340102 3 2 no`, one a line: area, left, right, answer.
    private func answers(
        _ rule: MacroRuleDefinition, _ rows: [Row], areas: Set<String> = [],
        delivered: Set<Month> = World.months(2020...2025)
    ) throws -> [String] {
        let outcome = try #require(Outcome(indicators, rows, delivered: delivered, rules: [rule]))
        func text(_ value: Fraction?) -> String {
            value.map { $0.denominator == 1 ? "\($0.numerator)" : "\($0.numerator)/\($0.denominator)" } ?? "-"
        }
        return outcome.table.macroAnswers.compactMap {
            let code = World.areas[$0.area].code
            guard areas.isEmpty || areas.contains(code) else { return nil }
            return "\(code) \(text($0.left)) \(text($0.right)) \($0.truth)"
        }
    }

    @Test func bothSidesAreEvaluatedPerArea() throws {
        let rows = [Row(type: 0), Row(type: 1), Row(type: 0, day: "2024-02-01"), Row(type: 0, area: 3)]
        expectEqual(
            try answers(Self.check("all = some"), rows, areas: ["340100", "340102", "340103", "340202"]),
            ["340100 4 3 no", "340102 3 2 no", "340103 1 1 yes", "340202 0 0 yes"])
        expectEqual(
            try answers(Self.check("all = some", .period), rows, areas: ["340102"]), ["340102 2 1 no"])
        expectEqual(try answers(Self.check("all >= some"), rows, areas: ["340102"]), ["340102 3 2 yes"])
        expectEqual(
            try answers(Self.check("all = some + 1 - all@prior_year"), rows, areas: ["340102"]), ["340102 3 3 yes"])
    }

    @Test func parentsAndUnitsCanBeAskedAlone() throws {
        let parents = try answers(Self.check("all = some", areas: .parents), []).map { $0.prefix(6) }
        #expect(parents == ["340000", "340100", "340200"])
        let units = try answers(Self.check("all = some", areas: .units), []).map { $0.prefix(6) }
        #expect(units == ["340102", "340103", "340191", "340202", "340207", "340300"])
    }

    @Test func aTolerateDifferencePasses() throws {
        let rows = [Row(type: 0), Row(type: 1)]
        func answer(_ tolerance: MacroRuleDefinition.Tolerance, _ text: String = "all = some") throws -> [String] {
            try answers(Self.check(text, tolerance: tolerance), rows, areas: ["340102"])
        }
        expectEqual(try answer(.absolute(Fraction(1))), ["340102 2 1 yes"])
        expectEqual(try answer(.absolute(Fraction(mantissa: 9, scale: 1))), ["340102 2 1 no"])
        expectEqual(try answer(.share(Fraction(1))), ["340102 2 1 yes"])
        expectEqual(try answer(.share(Fraction(mantissa: 99, scale: 2))), ["340102 2 1 no"])
        expectEqual(try answer(.absolute(Fraction(1)), "all < some"), ["340102 2 1 no"])
        expectEqual(try answer(.absolute(Fraction(2)), "all < some"), ["340102 2 1 yes"])
        expectEqual(try answer(.absolute(Fraction(1)), "all <> some"), ["340102 2 1 no"])
        expectEqual(try answer(.absolute(Fraction(0)), "all <> some"), ["340102 2 1 yes"])
        // Two figures that are rounded to one digit each: one and a half of 0.1亿元, 1500万元 apart pass, a yuan more not.
        let moneys = [Row(value: 150_000), Row(value: 1)]
        expectEqual(
            try answers(Self.check("money = 0", tolerance: .rounding), [moneys[0]], areas: ["340102"]).map {
                $0.suffix(2)
            },
            ["no"])
        expectEqual(
            try answers(
                Self.check("money = money * 0 + 0 * all", tolerance: .absolute(Fraction(mantissa: 15, scale: 2))),
                [moneys[0]], areas: ["340102"]),
            ["340102 15000000 0 yes"])
    }

    @Test func whatIsNoNumberIsMissing() throws {
        let months = World.months(2020...2023)
        expectEqual(
            try answers(Self.check("all = some"), [Row()], areas: ["340102"], delivered: months),
            ["340102 - - missing"])
        expectEqual(try answers(Self.check("all / some = 1"), [Row()], areas: ["340102"]), ["340102 - 1 missing"])
    }

    @Test func additivePartsMakeTheirWhole() throws {
        let rows = [Row(type: 0), Row(type: 1), Row(area: 3)]
        // The city has a unit of its own that is not published: what it holds is missing from the parts shown.
        expectEqual(
            try answers(Self.footing("all"), rows),
            [
                "340000 3 3 yes", "340100 3 3 yes", "340200 0 0 yes",
            ])
        expectEqual(try answers(Self.footing("all"), rows + [Row(area: 5)], areas: ["340100"]), ["340100 4 3 no"])
        // A record without a category is in the whole and in no part.
        expectEqual(
            try answers(Self.footing("all", over: .breakdown(["type"])), rows, areas: ["340102", "340103"]),
            ["340102 2 2 yes", "340103 1 0 no"])
    }

    @Test func distinctPartsNeedNotAddUp() throws {
        let rows = [
            Row(type: 0, subject: "a"), Row(type: 1, subject: "a", area: 3), Row(type: 1, subject: "b", area: 3),
        ]
        // Two enterprises, of which one is in two districts: 1 + 2 parts.
        expectEqual(try answers(Self.footing("firms"), rows, areas: ["340100"]), ["340100 2 3 yes"])
        // More than all parts together.
        expectEqual(
            try answers(
                Self.footing("firms"), rows + [Row(subject: "c", area: 5), Row(subject: "d", area: 5)],
                areas: ["340100"]),
            ["340100 4 3 no"])
    }

    @Test func mistakesAreDiagnostics() {
        func told(_ rule: MacroRuleDefinition) -> [String] {
            World.plan(
                indicators + [
                    World.indicator("mean", .mean, of: "value"),
                    World.indicator("stock", .countDistinct, of: "subject", stock: true),
                ],
                rules: [rule]
            ).1.map(\.message)
        }
        #expect(told(Self.check("all = sone")) == ["there is no indicator “sone”"])
        #expect(
            told(Self.check("all + some")) == [
                "a rule compares two numbers: a comparison such as a = b + c is expected here"
            ])
        #expect(told(Self.check("1 = 1")) == ["this names no indicator"])
        #expect(
            told(Self.check("all = money")) == [
                "'all' is in 家 and 'money' in 亿元: they cannot be added, subtracted or compared"
            ])
        #expect(told(Self.check("all@year_start = all")) == ["'all' is a flow and has no state at the year's start"])
        #expect(told(Self.check("stock = 1", .ytd)) == ["rule 'M' is over stocks, which have no quantity ytd"])
        #expect(told(Self.footing("mean")) == ["parts of 'mean' do not add up: only sums and counts foot"])
        #expect(told(Self.footing("some", over: .breakdown(["type"]))) == ["'some' is not broken down by type"])
        #expect(told(Self.footing("alll")) == ["there is no indicator “alll”"])
    }
}

/// As `#expect(actual == expected)`, but shows both where `actual` is the result of a call that can throw.
private func expectEqual<Value: Equatable>(
    _ actual: Value, _ expected: Value, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(actual == expected, sourceLocation: sourceLocation)
}
