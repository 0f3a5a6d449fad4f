import Definitions
import Model
import Tabular

/// What normalization found wrong with the texts of a field: wrong type or check digit, not in the code list, no such
/// area, against the pattern. A rule is asked of every cell that is not blank and failed no other of them.
struct TextFailures: RuleKind {
    private static let kinds: [BuiltInRule] = [
        .type, .pattern, .enumeration, .length, .checkDigit, .codes, .areaUnknown, .damaged,
    ]

    let field: Int
    let rules: [(name: String, rule: JudgedRule, isAsked: Bool)]

    static func compile(_ compilation: inout RuleCompilation) -> [TextFailures] {
        compilation.dataset.fields.enumerated().map { position, field in
            TextFailures(
                field: position,
                rules: kinds.map { kind in
                    (
                        kind.rawValue, compilation.rule(kind, field: position),
                        isAsked(kind, of: field, compilation.pipeline)
                    )
                })
        }
    }

    private static func isAsked(_ kind: BuiltInRule, of field: FieldDefinition, _ pipeline: PipelineDefinition) -> Bool
    {
        switch kind {
        case .type: field.type != .string
        case .pattern: field.constraints.pattern != nil
        case .enumeration: field.constraints.enumeration != nil
        case .length: field.constraints.minLength != nil || field.constraints.maxLength != nil
        case .checkDigit: field.type == .uscc
        case .damaged:
            field.type == .uscc
                // Only codes with a zero in front can lose it.
                || field.codelist.flatMap { pipeline.codelist($0) }?.entries.contains { $0.code.hasPrefix("0") } == true
        case .codes: field.type == .code
        case .areaUnknown: field.type == .area
        default: false
        }
    }

    func evaluate(_ rows: inout RowEvaluation) {
        let facts = rows.normalized.facts[field]
        let failed = facts.failures.map { $0.rows.ones }
        let passed = rows.rowCount - facts.blank.ones - failed.reduce(0, +)
        for (name, rule, isAsked) in rules {
            guard let at = facts.failures.firstIndex(where: { $0.rule == name }) else {
                if isAsked { rows.count(rule, passed: passed, failed: 0) }
                continue
            }
            // What is not asked of every cell counts where it fails, whatever the cells stand beside.
            rows.count(rule, passed: isAsked ? passed : 0, failed: failed[at])
            rows.failText(rule, rows: facts.failures[at].rows)
        }
    }
}
