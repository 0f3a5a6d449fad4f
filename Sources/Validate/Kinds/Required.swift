import Definitions
import Tabular

/// A field that must not be blank. A text that is no value is wrong, not missing.
struct Required: RuleKind {
    let rule: JudgedRule

    static func compile(_ compilation: inout RuleCompilation) -> [Required] {
        compilation.dataset.fields.indices
            .filter { compilation.dataset.fields[$0].constraints.required }
            .map { Required(rule: compilation.rule(.required, field: $0)) }
    }

    func evaluate(_ rows: inout RowEvaluation) {
        if rows.unreadable.contains(rule.field) {
            if rule.isError, rule.rejects == .record { rows.rejectAll() }
            return
        }
        let blank = rows.normalized.facts[rule.field].blank
        let failed = blank.ones
        rows.count(rule, passed: rows.rowCount - failed, failed: failed)
        if failed > 0 { rows.fail(RuleFailure(rule: rule, rows: blank)) }
    }
}
