import Definitions
import Expressions
import Model
import Tabular
import TestSupport
import Testing
import Validate

@Suite struct CountsTests {
    @Test(arguments: 0..<40)
    func everyRuleAddsUpAndHasItsFindings(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let world = try World(
            pipeline(
                dataset(
                    "d",
                    [
                        field("t", .string, required: true, pattern: ".*"), field("k", .code, required: true),
                        field("n", .number, decimals: 2, required: true, minimum: "0", maximum: "50"),
                        field("m", .number, decimals: 1), field("day", .date, minimum: "2024-01-01"),
                        field("where", .area),
                    ],
                    derive: [derive("sum", "n + m")],
                    rules: [
                        rule("R1", "m <= n", field: "m", expected: "n", difference: "m - n"),
                        rule("R2", "sum < 60", severity: .query), rule("R3", "k = 'A' or n > 10", rejects: .record),
                    ])))
        let count = Int.random(in: 0...300, using: &random)
        let choices = [
            ["", "a", "b"], ["", "A", "B", "?"], ["", "x", "-1", "0", "12.5", "49.99", "51"], ["", "7", "50.5"],
            ["", "2023-12-31", "2024-02-01", "2024-13-01"], ["", "340102", "999"],
        ]
        let rows = (0..<count).map { _ in choices.map { $0.randomElement(using: &random) ?? "" } }
        let failing = (0..<count).filter { !rows[$0][0].isEmpty && $0 % 9 == 0 }
            .map { CellFailure(row: $0, field: 0, rule: "pattern") }
        let checked = world.check(rows, failing: failing)
        var failed = [Int64](repeating: 0, count: world.rules.ruleCount)
        for finding in checked.findings { failed[Int(finding.rule) - world.rules.firstRule] += 1 }
        for (position, count) in checked.counts.enumerated() {
            let id = world.catalogue[position + world.rules.firstRule].id
            #expect(count.evaluated == count.passed + count.failed + count.missing, "\(id), seed \(seed)")
            #expect(count.failed == failed[position], "\(id), seed \(seed)")
        }
        let order = checked.findings.map { (Int($0.evidence?.rows[Int($0.evidenceRow)] ?? 0), Int($0.rule)) }
        for (left, right) in zip(order, order.dropFirst()) { #expect(left < right, "seed \(seed)") }
        #expect(checked.evidence?.rows.count ?? 0 == checked.flagged.ones)
    }
}
