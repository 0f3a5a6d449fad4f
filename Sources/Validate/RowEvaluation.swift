import Definitions
import Expressions
import Model
import Tabular

/// A batch while its rules are judged.
struct RowEvaluation {
    let normalized: NormalizedBatch
    let references: References
    /// Values that rules see: cells that failed as text are missing; derived fields behind.
    var columns: [Column]
    /// Rows that an error keeps out.
    private(set) var rejected: Bitmap
    private(set) var failures: [RuleFailure] = []
    /// By position in the catalogue less `firstRule`.
    private(set) var counts: [RuleCount]
    var notes: [FieldNote] = []
    /// What arithmetic could not answer.
    var counters = EvaluationCounters()
    /// Cells that become missing once all rules were judged.
    private(set) var withheld: [(field: Int, rows: Bitmap)] = []
    private let firstRule: Int
    /// Fields whose column cannot be read at all.
    let unreadable: Set<Int>

    var rowCount: Int { normalized.batch.rowCount }
    var batch: Batch { Batch(rowCount: rowCount, columns: columns) }

    init(_ normalized: NormalizedBatch, references: References, rules: Range<Int>, unreadable: Set<Int> = []) {
        self.normalized = normalized
        self.references = references
        columns = normalized.batch.columns
        rejected = Bitmap(count: normalized.batch.rowCount)
        counts = [RuleCount](repeating: RuleCount(), count: rules.count)
        firstRule = rules.lowerBound
        self.unreadable = unreadable
    }

    /// Rows of a field where something was found that is no value (any more).
    func unreadable(_ field: Int) -> Int {
        let found = normalized.facts[field].blank.complement
        return found.subtracting(columns[field].validity).ones
    }

    /// Keeps out every row, for a reason that a finding of the whole table states.
    mutating func rejectAll() { rejected = Bitmap(count: rowCount, repeating: true) }

    mutating func count(_ rule: JudgedRule, passed: Int, failed: Int, missing: Int = 0) {
        let at = rule.position - firstRule
        counts[at].evaluated += Int64(passed + failed + missing)
        counts[at].passed += Int64(passed)
        counts[at].failed += Int64(failed)
        counts[at].missing += Int64(missing)
    }

    /// Cells that failed as text: an error makes them missing before anything is computed of them.
    mutating func failText(_ rule: JudgedRule, rows: Bitmap) {
        guard note(RuleFailure(rule: rule, rows: rows)), rule.isError else { return }
        if rule.rejects == .record { rejected.formUnion(rows) }
        let field = rule.field
        if !columns[field].validity.intersection(rows).isEmpty { columns[field] = columns[field].missing(on: rows) }
    }

    /// Values that failed: an error makes the field missing after all rules, so that each rule sees what was reported.
    mutating func fail(_ failure: RuleFailure) {
        guard note(failure), failure.rule.isError else { return }
        switch failure.rule.rejects {
        case .record: rejected.formUnion(failure.rows)
        case .field where failure.rule.field >= 0: withheld.append((failure.rule.field, failure.rows))
        case .field: break
        }
    }

    private mutating func note(_ failure: RuleFailure) -> Bool {
        guard !failure.rows.isEmpty else { return false }
        failures.append(failure)
        return true
    }
}

/// Rows that failed a rule.
struct RuleFailure {
    var rule: JudgedRule
    var rows: Bitmap
    /// One per set row, in order; empty where the rule states none.
    var expected: [FindingValue?] = []
    var difference: [FindingValue?] = []
}

/// A repair that was done without doubt, in one field of one batch.
public struct FieldNote: Hashable, Sendable {
    /// Position in the catalogue.
    public var rule: Int
    /// Position in the dataset's fields.
    public var field: Int
    /// What was repaired, a fixed word.
    public var kind: String
    /// Cells.
    public var count: Int
    /// First row of the batch that has it.
    public var firstRow: Int
}
