import Definitions
public import Model
public import Tabular

/// The rules of keys, `unique` and `revision_rejected`: judged in the ordered step, from what the register answers.
struct KeyClaims: Sendable {
    let unique: JudgedRule
    let revisionRejected: JudgedRule
    let authority: JudgedRule

    init(_ compilation: RuleCompilation) {
        let first = compilation.dataset.primaryKey.first.flatMap { compilation.schema.index(of: $0) }
        unique = JudgedRule(
            compilation.catalogue, compilation.catalogue.index(.unique, dataset: compilation.position), field: first)
        revisionRejected = JudgedRule(
            compilation.catalogue, compilation.catalogue.index(.revisionRejected, dataset: compilation.position),
            field: first)
        authority = JudgedRule(
            compilation.catalogue, compilation.catalogue.index(.authority, dataset: compilation.position), field: first)
    }
}

/// What becomes of a batch after its keys were claimed.
public struct KeyFindings: Sendable {
    /// By row, then in order of the catalogue; not merged with the findings of the row rules.
    public var findings: [Finding]
    /// Findings of the rule `authority`, with the place of the record that stands; what differs is for the caller to find.
    public var conflicts: [Finding]
    /// As `CheckedBatch.counts`.
    public var counts: [RuleCount]
    /// Rows that enter the figures: `claims.standing`, with duplicates that no error keeps out, without rows that an
    /// error of `revision_rejected` keeps out.
    public var standing: Bitmap
}

extension RowRules {
    /// Findings of a batch's key claims. `base`: row and line that the batch's rows are relative to.
    public func judge(
        _ claims: Claims, normalized: NormalizedBatch, checked: CheckedBatch, table: TableContext, base: Place
    ) -> KeyFindings {
        var result = KeyFindings(
            findings: [], conflicts: [], counts: [RuleCount](repeating: RuleCount(), count: ruleCount),
            standing: claims.standing)
        result.counts[self.claims.unique.position - firstRule] = claims.uniqueCount
        result.counts[self.claims.revisionRejected.position - firstRule] = claims.revisionCount
        var flags: [RowFlag] = []
        for meeting in claims.duplicates {
            flags.append(RowFlag(meeting, self.claims.unique))
            if !self.claims.unique.isError, !claims.rejected[meeting.row] { result.standing.set(meeting.row) }
        }
        for meeting in claims.revisions {
            flags.append(RowFlag(meeting, self.claims.revisionRejected))
            if self.claims.revisionRejected.isError { result.standing.set(meeting.row, false) }
        }
        let conflicts = claims.conflicts.map { RowFlag($0, self.claims.authority) }
        var count = RuleCount()
        count.evaluated = Int64(claims.compared)
        count.failed = Int64(conflicts.count)
        count.passed = count.evaluated - count.failed
        result.counts[self.claims.authority.position - firstRule] = count
        result.conflicts = flag(
            conflicts, normalized: normalized, checked: checked, table: table, base: base)
        result.findings = flag(flags, normalized: normalized, checked: checked, table: table, base: base)
        return result
    }

    /// Findings about rows of a batch that are flagged after its rules were judged. Rows that have evidence already
    /// share it; `base` is set on what is new.
    public func flag(
        _ flags: [RowFlag], normalized: NormalizedBatch, checked: CheckedBatch, table: TableContext, base: Place
    ) -> [Finding] {
        guard !flags.isEmpty else { return [] }
        var fresh = Bitmap(count: checked.batch.rowCount)
        for flag in flags where !checked.flagged[flag.row] { fresh.set(flag.row) }
        var list: [Int] = []
        fresh.forEachSet { list.append($0) }
        let added = list.isEmpty ? nil : builder(normalized, checked.batch.columns, table).build(list)
        added?.base = Place(file: table.file, sheet: table.sheet, row: base.row, line: base.line)

        return flags.sorted { ($0.row, $0.rule) < ($1.row, $1.rule) }.map { flag in
            let isFresh = fresh[flag.row]
            return Finding(
                rule: flag.rule, field: flag.field, evidence: isFresh ? added : checked.evidence,
                evidenceRow: (isFresh ? fresh : checked.flagged).rank(flag.row), related: flag.related)
        }
    }
}

/// A row to be flagged.
public struct RowFlag: Hashable, Sendable {
    /// Row of the batch.
    public var row: Int
    /// Position in the catalogue.
    public var rule: Int
    /// Position in the dataset's fields, −1 none.
    public var field: Int
    /// The other record that the finding speaks of.
    public var related: Place?

    /// States a flag.
    public init(row: Int, rule: Int, field: Int = -1, related: Place? = nil) {
        self.row = row
        self.rule = rule
        self.field = field
        self.related = related
    }

    init(_ meeting: KeyMeeting, _ rule: JudgedRule) {
        self.init(row: meeting.row, rule: rule.position, field: rule.field, related: meeting.other)
    }
}

extension Bitmap {
    /// How many rows before this one are set.
    func rank(_ row: Int) -> Int {
        var rank = 0
        for word in 0..<(row >> 6) { rank += words[word].nonzeroBitCount }
        let below = words[row >> 6] & (1 << UInt64(row & 63) - 1)
        return rank + below.nonzeroBitCount
    }
}
