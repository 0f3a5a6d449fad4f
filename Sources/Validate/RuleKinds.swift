import Tabular

/// A kind of rule that is judged row by row: one file in `Kinds/`, one line in `RuleKinds`.
protocol RuleKind: Sendable {
    /// The rules of this kind that a dataset has; mistakes go into the compilation's diagnostics.
    static func compile(_ compilation: inout RuleCompilation) -> [Self]

    /// Judges a batch: counts, failures, and what becomes missing.
    func evaluate(_ rows: inout RowEvaluation)
}

/// The kinds, in the order in which they judge: what was found in the cells, what is missing, then what is computed of
/// the values that are left. Keys are claimed afterwards, in the ordered step.
enum RuleKinds {
    static let inOrder: [any RuleKind.Type] = [
        TextFailures.self,
        Required.self,
        Notes.self,
        Derive.self,
        ValueRange.self,
        Condition.self,
    ]

    static func keys(_ compilation: RuleCompilation) -> KeyClaims { KeyClaims(compilation) }

    static func compile(_ compilation: inout RuleCompilation) -> [any RuleKind] {
        var rules: [any RuleKind] = []
        for kind in inOrder { append(kind, &compilation, to: &rules) }
        return rules
    }

    private static func append<Kind: RuleKind>(
        _ kind: Kind.Type, _ compilation: inout RuleCompilation, to rules: inout [any RuleKind]
    ) {
        rules.append(contentsOf: kind.compile(&compilation))
    }
}
