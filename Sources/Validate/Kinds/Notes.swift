import Definitions
import Tabular

/// What normalization repaired without doubt. No findings of rows: the ordered step makes one per file, column and kind.
struct Notes: RuleKind {
    let field: Int
    let repaired: JudgedRule
    let marker: JudgedRule
    let others: [(name: String, rule: JudgedRule)]

    static func compile(_ compilation: inout RuleCompilation) -> [Notes] {
        compilation.dataset.fields.indices.map { field in
            Notes(
                field: field, repaired: compilation.rule(.repaired, field: field),
                marker: compilation.rule(.missingMarker, field: field),
                others: BuiltInRule.allCases.filter { $0.scope == .field }.map {
                    ($0.rawValue, compilation.rule($0, field: field))
                })
        }
    }

    func evaluate(_ rows: inout RowEvaluation) {
        let facts = rows.normalized.facts[field]
        let found = rows.rowCount - facts.blank.ones
        var repairs = 0
        var markers = 0
        for note in facts.notes {
            guard let rule = others.first(where: { $0.name == note.rule })?.rule else { continue }
            if rule == repaired { repairs += note.count }
            if rule == marker { markers += note.count }
            rows.notes.append(
                FieldNote(
                    rule: rule.position, field: field, kind: note.kind, count: note.count, firstRow: note.firstRow))
        }
        // A cell may need two repairs.
        rows.count(repaired, passed: max(0, found - repairs), failed: repairs)
        rows.count(marker, passed: found, failed: markers)
    }
}
