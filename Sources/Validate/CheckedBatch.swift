public import Expressions
public import Tabular

/// Where the sheet of a batch is, and which of its columns the fields are.
public struct TableContext: Hashable, Sendable {
    /// Position in the run's list of files.
    public var file: Int32
    /// Position in the file's sheets, −1 where the file is one sheet.
    public var sheet: Int32
    /// Sheet column of each field of the definition, from 1; 0 where the table has none.
    public var columns: [Int32]
    /// Fields whose column stands there and cannot be read (no unit is known): a finding of the table says so, and the rows
    /// have no findings of their own for it.
    public var unreadable: Set<Int>

    /// States a table.
    public init(file: Int32, sheet: Int32, columns: [Int32], unreadable: Set<Int> = []) {
        self.file = file
        self.sheet = sheet
        self.columns = columns
        self.unreadable = unreadable
    }
}

/// What the row rules make of a batch. Rows and lines of the evidence are relative: the ordered step sets row and line
/// of `evidence.base`.
public struct CheckedBatch: Sendable {
    /// Values that the figures may use: derived fields behind, cells that an error rejects missing.
    public var batch: Batch
    /// Rows that an error keeps out.
    public var rejected: Bitmap
    /// Rows that `evidence` has copies of, in order.
    public var flagged: Bitmap
    /// nil where no row has a finding.
    public var evidence: Evidence?
    /// By row, then in order of the catalogue.
    public var findings: [Finding]
    /// By position in the catalogue less `RowRules.firstRule`.
    public var counts: [RuleCount]
    /// Repairs, to be counted up per file, column and kind.
    public var notes: [FieldNote]
    /// How often arithmetic of rules and derived fields had no answer.
    public var counters: EvaluationCounters
}
