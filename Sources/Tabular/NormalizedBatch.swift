/// What normalization says of the cells of one field.
public struct FieldFacts: Sendable {
    /// Nothing stood there, or a marker for missing.
    public var blank: Bitmap
    /// Cells that failed something that is judged on the text as found, by built-in rule (its raw value): `type`,
    /// `check_digit`, `codes`, `unknown`, `pattern`, `enumeration`, `length`, `damaged`. Absent where none failed; a cell
    /// stands in one list only.
    public var failures: [CellFailures]
    /// Repairs, counted: one note per file, column and kind.
    public var notes: [CellNote]

    public init(blank: Bitmap, failures: [CellFailures] = [], notes: [CellNote] = []) {
        self.blank = blank
        self.failures = failures
        self.notes = notes
    }
}

public struct CellFailures: Sendable {
    /// Raw value of a `BuiltInRule`, by which the rule catalogue finds it.
    public var rule: String
    public var rows: Bitmap

    public init(rule: String, rows: Bitmap) {
        self.rule = rule
        self.rows = rows
    }
}

public struct CellNote: Sendable {
    /// Raw value of a `BuiltInRule`.
    public var rule: String
    /// What was repaired, a fixed word (`width`, `thousands`, `date_spelling`, `historic_code`, `marker`, …).
    public var kind: String
    public var count: Int
    /// First row of the block that has it.
    public var firstRow: Int

    public init(rule: String, kind: String, count: Int, firstRow: Int) {
        self.rule = rule
        self.kind = kind
        self.count = count
        self.firstRow = firstRow
    }
}

/// Records as typed columns, with what was noticed on the way and the cells they came from.
public struct NormalizedBatch: Sendable {
    /// One column per field of the definition; a cell that is blank or of the wrong type is not valid.
    public var batch: Batch
    /// One per field of the definition.
    public var facts: [FieldFacts]
    /// The cells, for evidence; column of a field: `cellColumns[field]`, −1 where the table has none.
    public var cells: CellBlock
    public var cellColumns: [Int]

    public init(batch: Batch, facts: [FieldFacts], cells: CellBlock, cellColumns: [Int]) {
        self.batch = batch
        self.facts = facts
        self.cells = cells
        self.cellColumns = cellColumns
    }
}
