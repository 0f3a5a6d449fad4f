import Definitions
import Expressions
import Model
import Tabular

/// A rule that the definition states: a condition that must hold. Unknown is missing, neither passed nor failed. Where the
/// condition says that the field equals something, that is what was expected, unless the definition says something else.
struct Condition: RuleKind {
    let rule: JudgedRule
    let check: Expression
    let expected: StatedValue?
    let difference: StatedValue?

    static func compile(_ compilation: inout RuleCompilation) -> [Condition] {
        var conditions: [Condition] = []
        for (position, definition) in compilation.dataset.rules.enumerated() where definition.series == nil {
            let at = compilation.catalogue.index(expression: position, dataset: compilation.position)
            let rule = JudgedRule(compilation.catalogue, at)
            if rule.isError, rule.rejects == .field, rule.field < 0 {
                compilation.diagnostics.append(
                    Diagnostic(
                        "\(definition.id) rejects a field: say which one (field:), or reject the record (rejects: record)",
                        at: definition.place))
            }
            let check = compilation.condition(definition.check)
            var stated = definition.expected
            if stated == nil, check != nil, let field = definition.field {
                stated = otherSide(of: definition.check, field: field)
            }
            let expected = stated.flatMap { StatedValue($0, &compilation) }
            let difference = definition.difference.flatMap { StatedValue($0, &compilation) }
            guard let check else { continue }
            conditions.append(Condition(rule: rule, check: check, expected: expected, difference: difference))
        }
        return conditions
    }

    func evaluate(_ rows: inout RowEvaluation) {
        let answer = check.evaluateCondition(
            rows.batch, references: rows.references, counters: &rows.counters)
        let failed = answer.yes.union(answer.missing).complement
        let (failures, missing) = (failed.ones, answer.missing.ones)
        rows.count(rule, passed: rows.rowCount - failures - missing, failed: failures, missing: missing)
        guard failures > 0 else { return }
        var failure = RuleFailure(rule: rule, rows: failed)
        if expected != nil || difference != nil {
            var list: [Int] = []
            failed.forEachSet { list.append($0) }
            let batch = rows.batch.gather(list)
            failure.expected = expected?.evaluate(batch, rows.references) ?? []
            failure.difference = difference?.evaluate(batch, rows.references) ?? []
        }
        rows.fail(failure)
    }
}

/// An expression whose values are shown in findings.
struct StatedValue: Sendable {
    private let expression: Expression
    private let field: SchemaField
    private let areas: AreaTree

    init?(_ source: SourceText, _ compilation: inout RuleCompilation) {
        guard let expression = compilation.expression(source) else { return nil }
        self.expression = expression
        let (type, codes) = expression.resultField
        field = SchemaField(name: source.text, type: type, codes: codes)
        areas = compilation.pipeline.areas
    }

    /// One per row of the batch.
    func evaluate(_ batch: Batch, _ references: References) -> [FindingValue?] {
        let column = expression.evaluate(batch, references: references)
        return (0..<batch.rowCount).map { FindingValue(column, row: $0, field: field, areas: areas) }
    }
}
