public import Model
public import Tabular

/// What an exception asks about a record.
public struct Question: Sendable {
    /// The caller's number of the finding.
    public var finding: Int
    /// Row of the questioned records.
    public var row: Int
    /// The fields that it doubts, with those derived from them; nil: the record as a whole.
    public var fields: Set<Int>?
    /// How likely something is wrong, 0...1, where no value says more.
    public var doubt: Double
    /// Kept out by an error, or asked while it counts.
    public var isError: Bool
    /// The caller's number of the record: several questions, of several batches too, may be about one. nil: the row's alone.
    public var record: Int?
    /// What its field is held against, as it is held, where more is known than the anticipation of all values.
    public var expected: AnticipatedValue?
    /// `expected` follows from the record's other fields, so that it is doubted however near it is.
    public var isStated = false
    /// With this field put right (`QuestionedRecords.corrected`) the record counts elsewhere.
    public var correctedField: Int?
    /// The version of the record that counts instead.
    public var other: Other?

    public struct Other: Sendable {
        public var typed: Batch
        public var row: Int

        public init(typed: Batch, row: Int) {
            self.typed = typed
            self.row = row
        }
    }

    public init(
        finding: Int, row: Int, fields: Set<Int>?, doubt: Double, isError: Bool, record: Int? = nil,
        other: Other? = nil
    ) {
        self.finding = finding
        self.row = row
        self.fields = fields
        self.doubt = doubt
        self.isError = isError
        self.record = record
        self.other = other
    }
}

/// Records of one dataset that have exceptions, as they were reported.
public struct QuestionedRecords: Sendable {
    public var dataset: Int
    /// Derived fields included.
    public var typed: Batch
    public var fates: [RecordFate]
    /// By row the fields that errors keep out, with those derived from them.
    public var failed: [Set<Int>]
    public var origin: ErrorRows.Origin
    /// In order of rows.
    public var questions: [Question]
    /// By field: the rows with that field as it should be, where that is known, and what is derived from it.
    public var corrected: [Int: Batch] = [:]

    public init(
        dataset: Int, typed: Batch, fates: [RecordFate], failed: [Set<Int>], origin: ErrorRows.Origin,
        questions: [Question]
    ) {
        self.dataset = dataset
        self.typed = typed
        self.fates = fates
        self.failed = failed
        self.origin = origin
        self.questions = questions
    }
}

/// What exceptions about records mean for the figures of a run.
public struct Impacts: Sendable {
    /// By the caller's number of the finding; none for those about records that are in no figure.
    public internal(set) var byFinding: FindingImpacts
    /// nil where nothing has an effect.
    public internal(set) var cut: ReviewCut?
    /// Parts of figures that rest on values which are asked about while they count, rounded to 9 decimals.
    public internal(set) var doubted: [FigureSite: Double] = [:]

    /// Nothing is known.
    /// - Parameter ceiling: of memory; nil: none.
    public init(_ ceiling: MemoryCeiling? = nil) { byFinding = FindingImpacts(ceiling) }
}
