public import Definitions
public import Model
public import Tabular

/// Everything a run hands over to be written. Positions (datasets, fields, areas, rules, files) are those of the pipeline,
/// the catalogue and the lists given here.
public struct Publication: Sendable {
    /// The definitions that the run followed.
    public var pipeline: PipelineDefinition
    /// Every rule; findings and counts name them by position.
    public var catalogue: RuleCatalogue
    /// Typed columns by dataset, derived fields included.
    public var schemas: [Schema]
    /// The periods of the run.
    public var range: PeriodRange
    /// The one today that outputs know.
    public var asOf: CivilDate
    /// In any order; each output puts them into its own.
    public var figures: [Figure]
    /// In order of reading, the newest delivery first; totals count them all, details are capped where they are written.
    public var findings: [Finding]
    /// By rule of the catalogue.
    public var counts: [RuleCount]
    /// `Place.file` points into it.
    public var files: [PublishedFile]
    /// What became of the rows, one a table, in order of files and sheets.
    public var accounts: [TableAccount]
    /// Which months were delivered, in a fixed order.
    public var coverage: [Coverage]
    /// In order of the pipeline's gates.
    public var gates: [GateResult]
    /// By finding, what it means for the figures; empty where nobody has asked.
    public var impacts = FindingImpacts()
    /// Down to where exceptions are worth a review for the figures' sake; nil where none has an effect.
    public var reviewCut: ReviewCut?
    /// How many of those who have to report have, by rule and area.
    public var responses: [ResponseRate] = []
    /// The records that stand, in any order; empty where no output shows them.
    public var ledger: [LedgerRows] = []
    /// By position in the findings; those of which nobody has said anything have none.
    public var reviews: [Int: ExceptionReview] = [:]
    /// Of the outputs of kind `list`.
    public var lists: [PublishedList] = []
    /// The exceptions of the vintage before; nil where there is none.
    public var earlier: EarlierExceptions?
    /// The figures of the published vintage before; nil where there is none.
    public var earlierFigures: EarlierFigures?
    /// Number of the vintage that is written; nil before it has one.
    public var vintage: Int?

    /// Lists left out are empty.
    public init(
        pipeline: PipelineDefinition, catalogue: RuleCatalogue, schemas: [Schema], range: PeriodRange, asOf: CivilDate,
        figures: [Figure] = [], findings: [Finding] = [], counts: [RuleCount] = [], files: [PublishedFile] = [],
        accounts: [TableAccount] = [], coverage: [Coverage] = [], gates: [GateResult] = []
    ) {
        self.pipeline = pipeline
        self.catalogue = catalogue
        self.schemas = schemas
        self.range = range
        self.asOf = asOf
        self.figures = figures
        self.findings = findings
        self.counts = counts
        self.files = files
        self.accounts = accounts
        self.coverage = coverage
        self.gates = gates
    }
}

/// A file of the inputs as reports name it.
public struct PublishedFile: Hashable, Sendable {
    /// Relative to the inputs' folder: `2024-Q4/瑶海区/contracts.csv`.
    public var name: String
    /// The delivery's folder: `2024-Q4`.
    public var delivery: String
    /// Position of the sender in the area tree; nil: the bureau itself.
    public var sender: Int?
    /// Names of its sheets; empty for a file that is one table.
    public var sheets: [String]

    /// A file of one table sent by the bureau, where nothing more is said.
    public init(name: String, delivery: String, sender: Int? = nil, sheets: [String] = []) {
        self.name = name
        self.delivery = delivery
        self.sender = sender
        self.sheets = sheets
    }
}

/// What became of the rows of one table; they add up.
public struct TableAccount: Hashable, Sendable {
    /// Position in the publication's files.
    public var file: Int
    /// Position in the file's sheets; −1 where the file is one table.
    public var sheet: Int
    /// From 1 where the sheet holds several tables, else 0.
    public var table: Int
    /// Of a wide table the column of the sheet, from 1, that was read as records of its own; else 0.
    public var column = 0
    /// Position of the dataset; −1: nobody took the table.
    public var dataset: Int
    /// Rows with anything in them.
    public var read: Int64
    /// Records that stand.
    public var accepted: Int64
    /// By an error that rejects the record.
    public var rejected: Int64
    /// By review.
    public var excluded: Int64
    /// By an accepted record of a newer delivery, or an equal one.
    public var superseded: Int64
    /// By a later delivery that restates without them.
    public var withdrawn: Int64
    /// Rows that are no records, by class (`header`, `title`, `unit`, `total`, `note`, …), in a fixed order.
    public var notRecords: [RowClassCount]
    /// Months that the records that stand name, where the dataset's records are statements of a time.
    public var months: Set<Month> = []

    /// Counts left out are zero.
    public init(
        file: Int, sheet: Int = -1, table: Int = 0, dataset: Int, read: Int64 = 0, accepted: Int64 = 0,
        rejected: Int64 = 0,
        excluded: Int64 = 0, superseded: Int64 = 0, withdrawn: Int64 = 0, notRecords: [RowClassCount] = []
    ) {
        self.file = file
        self.sheet = sheet
        self.table = table
        self.dataset = dataset
        self.read = read
        self.accepted = accepted
        self.rejected = rejected
        self.excluded = excluded
        self.superseded = superseded
        self.withdrawn = withdrawn
        self.notRecords = notRecords
    }

    /// All rows that are no records.
    public var notRecordCount: Int64 { notRecords.reduce(0) { $0 + $1.count } }

    /// Whether every row read has a fate.
    public var addsUp: Bool { read == accepted + rejected + excluded + superseded + withdrawn + notRecordCount }
}

/// Rows of a table that are no records, of one class.
public struct RowClassCount: Hashable, Sendable {
    /// The class: `header`, `total`, …
    public var name: String
    /// How many rows.
    public var count: Int64

    /// So many rows of a class.
    public init(name: String, count: Int64) {
        self.name = name
        self.count = count
    }
}

/// How many of those who have to report in an area have.
public struct ResponseRate: Hashable, Sendable {
    /// Position in the catalogue.
    public var rule: Int
    /// Position in the area tree; nil: none is known.
    public var area: Int?
    public var month: Month
    public var expected: Int64
    public var responded: Int64

    public init(rule: Int, area: Int?, month: Month, expected: Int64, responded: Int64) {
        self.rule = rule
        self.area = area
        self.month = month
        self.expected = expected
        self.responded = responded
    }

    /// Counts one who has to report.
    public mutating func add(_ hasReported: Bool) {
        expected += 1
        if hasReported { responded += 1 }
    }
}

/// Which months a sender delivered of a dataset.
public struct Coverage: Hashable, Sendable {
    /// What is known of these months.
    public enum State: String, Hashable, Sendable, CaseIterable {
        case delivered
        case deliveredEmpty = "delivered_empty"
        case notDelivered = "not_delivered"
        /// Read from the last snapshot before.
        case carriedForward = "carried_forward"
    }
    /// Position in the pipeline's datasets.
    public var dataset: Int
    /// Position in the area tree; nil: the bureau.
    public var sender: Int?
    /// Consecutive months of one state.
    public var months: ClosedRange<Month>
    /// What was delivered of them.
    public var state: State

    /// One sender's months of a dataset.
    public init(dataset: Int, sender: Int?, months: ClosedRange<Month>, state: State) {
        self.dataset = dataset
        self.sender = sender
        self.months = months
        self.state = state
    }
}

/// What a gate was asked and answered, once per dataset that it speaks of.
public struct GateResult: Hashable, Sendable {
    /// The condition.
    public var gate: GateDefinition
    /// −1 where the gate speaks of none.
    public var dataset: Int
    /// The share found (0.05 = 5%).
    public var observed: Fraction
    /// false: the return is held.
    public var passed: Bool
    /// The figure that decided; nil where the gate asks none, or none lacks anything.
    public var figure: Figure?

    /// The answer for one dataset.
    public init(gate: GateDefinition, dataset: Int, observed: Fraction, passed: Bool, figure: Figure? = nil) {
        self.figure = figure
        self.gate = gate
        self.dataset = dataset
        self.observed = observed
        self.passed = passed
    }
}
