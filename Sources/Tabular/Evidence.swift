public import Model

/// What became of a record that has a finding.
public enum RecordFate: UInt8, Hashable, Sendable {
    /// It is in the figures, apart from fields that errors keep out.
    case counted
    /// An error keeps it out, and no other version of it counts.
    case keptOut
    /// Another version of it counts, or none should: superseded, repeated, withdrawn.
    case apart
}

/// Copies of the rows that have a finding: what stood in the cells, and what was made of it. Travels with the findings, so
/// that nothing has to read the file again.
public final class Evidence: @unchecked Sendable {
    /// Position of the dataset in the pipeline.
    public let dataset: Int32
    /// File and sheet of all rows; rows and lines of `place` are the bases that the ordered step adds.
    public var base: Place
    /// Relative to `base`.
    public let rows: [UInt32]
    public let lines: [UInt32]?
    /// Fields of the definition (derived ones have no raw cell).
    public let fieldCount: Int
    /// Sheet column of each field, from 1; 0 where the table has none.
    public let columns: [Int32]
    /// By row; set by the ordered step, which alone knows.
    public var fates: [RecordFate]
    private var content: Content

    /// What stood in the rows.
    public struct Rows: Sendable {
        /// Texts as found (UTF-8), row by row: cell (r, f) is `bytes[ends[r × fieldCount + f] ..< ends[… + 1]]`.
        public var ends: [UInt32]
        public var bytes: [UInt8]
        /// Typed values, derived fields behind.
        public var typed: Batch
    }

    private enum Content {
        case held(Rows)
        case paged(EvidencePages, Range<Int>)
    }

    public init(
        dataset: Int32, base: Place, rows: [UInt32], lines: [UInt32]?, fieldCount: Int, ends: [UInt32], bytes: [UInt8],
        typed: Batch, columns: [Int32]
    ) {
        precondition(ends.count == rows.count * fieldCount + 1)
        self.dataset = dataset
        self.base = base
        self.rows = rows
        self.lines = lines
        self.fieldCount = fieldCount
        content = .held(Rows(ends: ends, bytes: bytes, typed: typed))
        self.columns = columns
        fates = [RecordFate](repeating: .apart, count: rows.count)
    }

    /// What stood in the rows; read again where it has been put away.
    public var stood: Rows {
        switch content {
        case .held(let rows): rows
        case .paged(let pages, let range): pages.rows(self, range)
        }
    }

    /// Typed values, derived fields behind.
    public var typed: Batch { stood.typed }

    /// Puts what stood in the rows away until it is asked for. Only as long as nobody else has the evidence.
    public func page(to pages: EvidencePages) {
        guard case .held(let held) = content else { return }
        content = .paged(pages, pages.append(held))
    }

    /// The text found in a cell, as bytes; empty for a blank.
    public func cell(row: Int, field: Int) -> ArraySlice<UInt8> {
        guard field >= 0, field < fieldCount else { return [] }
        let (at, rows) = (row * fieldCount + field, stood)
        return rows.bytes[Int(rows.ends[at])..<Int(rows.ends[at + 1])]
    }

    /// The text found in a cell; empty for a blank.
    public func raw(row: Int, field: Int) -> String { String(decoding: cell(row: row, field: field), as: UTF8.self) }

    public func place(row: Int, field: Int) -> Place {
        var place = base
        place.row += Int64(rows[row])
        place.line = base.line == 0 ? 0 : base.line + Int64(lines?[row] ?? rows[row])
        if field >= 0, field < columns.count { place.column = columns[field] }
        return place
    }
}

/// A typed value in a finding.
public enum FindingValue: Hashable, Sendable {
    case number(Decimal)
    case text(String)
    case date(CivilDate)
}

/// A fact: this rule did not hold there. Sentences are made at publication.
///
/// There are as many as errors in the inputs, so what most of them lack stands elsewhere.
public struct Finding: Sendable {
    /// Position in the rule catalogue.
    public var rule: Int32
    /// Of the dataset, −1 none.
    public var field: Int32
    /// The flagged row, for findings about a row.
    public var evidence: Evidence?
    public var evidenceRow: Int32
    /// Position in the area tree of a sender of whom nothing came; −1: the bureau, or whoever sent the file.
    public var sender: Int32 = -1
    /// About what a review put in place of what had been reported.
    public var isOfCorrection = false
    /// nil: nothing is to be said but that the rule did not hold.
    private var more: More?

    private struct Contents: Sendable {
        var place = Place()
        var value: String?
        var detail: LocalizedText?
        var expected: FindingValue?
        var difference: FindingValue?
        var spread: Double?
        var related: Place?
        var context: FindingContext?
        var suggestion: String?
        var count: Int64 = 1
    }

    private final class More: Sendable {
        let contents: Contents
        init(_ contents: Contents) { self.contents = contents }
    }

    public init(
        rule: Int, field: Int = -1, evidence: Evidence? = nil, evidenceRow: Int = 0, place: Place = Place(),
        value: String? = nil, expected: FindingValue? = nil, difference: FindingValue? = nil, related: Place? = nil,
        count: Int64 = 1
    ) {
        self.rule = Int32(rule)
        self.field = Int32(field)
        self.evidence = evidence
        self.evidenceRow = Int32(evidenceRow)
        let isPlain = value == nil && expected == nil && difference == nil && related == nil && count == 1
        guard !isPlain || place != Place() else { return }
        more = More(
            Contents(
                place: place, value: value, expected: expected, difference: difference, related: related, count: count))
    }

    /// For findings that are not about a row.
    public var place: Place {
        get { more?.contents.place ?? Place() }
        set { change { $0.place = newValue } }
    }
    /// What was found, for findings that are not about a row (a header, a unit, a system's message).
    public var value: String? {
        get { more?.contents.value }
        set { if newValue != nil || more != nil { change { $0.value = newValue } } }
    }
    /// What is wrong in words that only the finder has, for problems of files; `value` is the same for tables.
    public var detail: LocalizedText? {
        get { more?.contents.detail }
        set { if newValue != nil || more != nil { change { $0.detail = newValue } } }
    }
    public var expected: FindingValue? {
        get { more?.contents.expected }
        set { if newValue != nil || more != nil { change { $0.expected = newValue } } }
    }
    public var difference: FindingValue? {
        get { more?.contents.difference }
        set { if newValue != nil || more != nil { change { $0.difference = newValue } } }
    }
    /// How far the values lie apart of the group that `expected` is of, as the ratio of their quartiles; nil: it is of no group.
    public var spread: Double? {
        get { more?.contents.spread }
        set { if newValue != nil || more != nil { change { $0.spread = newValue } } }
    }
    /// Another record it speaks of: the first one with the key, the newer version that was rejected.
    public var related: Place? {
        get { more?.contents.related }
        set { if newValue != nil || more != nil { change { $0.related = newValue } } }
    }
    /// For findings about figures or about two versions of a record.
    public var context: FindingContext? {
        get { more?.contents.context }
        set { if newValue != nil || more != nil { change { $0.context = newValue } } }
    }
    /// What would be right instead, where nothing else can have been meant; shown, never taken.
    public var suggestion: String? {
        get { more?.contents.suggestion }
        set { if newValue != nil || more != nil { change { $0.suggestion = newValue } } }
    }
    /// Cells or rows it stands for: notes are one per file, column and kind.
    public var count: Int64 {
        get { more?.contents.count ?? 1 }
        set { if newValue != 1 || more != nil { change { $0.count = newValue } } }
    }

    private mutating func change(_ body: (inout Contents) -> Void) {
        var contents = more?.contents ?? Contents()
        body(&contents)
        more = More(contents)
    }

    /// Where it is, with the column of its field.
    public var location: Place { evidence?.place(row: Int(evidenceRow), field: Int(field)) ?? place }
}

/// How often a rule was asked and what it answered.
public struct RuleCount: Hashable, Sendable {
    public var evaluated: Int64 = 0
    public var passed: Int64 = 0
    public var failed: Int64 = 0
    /// An operand was unknown.
    public var missing: Int64 = 0

    public init() {}

    public static func += (a: inout RuleCount, b: RuleCount) {
        a.evaluated += b.evaluated
        a.passed += b.passed
        a.failed += b.failed
        a.missing += b.missing
    }
}
