/// The three answers of a rule: unknown operands make it missing, never passed or failed.
public enum Truth: UInt8, Hashable, Sendable {
    case no, yes, missing
}

/// How much a finding weighs.
public enum Severity: String, Hashable, Sendable, CaseIterable, Comparable {
    /// 提示: repaired without doubt.
    case note
    /// 核实性: stays in the figures, needs an explanation.
    case query
    /// 强制性: the record or the field is kept out.
    case error

    private var rank: Int { self == .error ? 2 : self == .query ? 1 : 0 }
    public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
}
