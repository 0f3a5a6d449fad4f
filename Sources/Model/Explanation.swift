/// Everything there is to say about a figure, as facts; sentences are made where it is shown.
public struct Explanation: Sendable {
    public var site: FigureSite
    /// The statistics published there, in their order.
    public var figures: [Figure]
    /// The figure's value, before any statistic.
    public var amount: ExplainedAmount
    /// Of a formula: what its operands are at this place.
    public var operands: [ExplainedOperand]
    /// What it can be compared with, in the order of preference; empty where nothing compares it.
    public var bases: [ExplainedBase]
    public var rankings: [ExplainedRanking]
    /// What is to be reached at the figure's time; nil: nobody set a target.
    public var target: ExplainedTarget?
    /// The rows of datasets of figures behind value, base and target.
    public var statements: [ExplainedStatement]
    /// The records behind the value and behind the base that was used.
    public var records: [ExplainedRecords]
    /// What errors keep out of the values that the figure is made of; those that lack nothing are not named. Of a category,
    /// what the whole lacks: which categories kept out records are of is not known.
    public var keptOut: [ExplainedKeptOut]
    /// What a review decided about records behind the value and the base that was used.
    public var reviewed: [ExplainedReview]
    /// What was delivered of the months that the value needs.
    public var deliveries: [ExplainedDelivery]
    /// Accepted records of the run that are in no figure of the indicator, and why: a few of them may have belonged here.
    public var leftOut: ExplainedLeftOut

    public init(site: FigureSite, figures: [Figure], amount: ExplainedAmount) {
        self.site = site
        self.figures = figures
        self.amount = amount
        operands = []
        bases = []
        rankings = []
        statements = []
        records = []
        keptOut = []
        reviewed = []
        deliveries = []
        leftOut = ExplainedLeftOut()
    }
}

/// Accepted records that an indicator does not count, by what they lack.
public struct ExplainedLeftOut: Hashable, Sendable {
    /// The area, or one that is published.
    public var unplaced: Int64
    public var undated: Int64
    /// What the indicator's condition asks for.
    public var undecided: Int64
    /// The field that is measured.
    public var unmeasured: Int64

    public init(unplaced: Int64 = 0, undated: Int64 = 0, undecided: Int64 = 0, unmeasured: Int64 = 0) {
        self.unplaced = unplaced
        self.undated = undated
        self.undecided = undecided
        self.unmeasured = unmeasured
    }
}

/// A value and why it is, or is not, a number.
public struct ExplainedAmount: Hashable, Sendable {
    /// In base units.
    public var value: Fraction?
    public var status: FigureStatus
    /// Records, or distinct subjects, behind it.
    public var count: Int64

    public init(value: Fraction?, status: FigureStatus, count: Int64) {
        self.value = value
        self.status = status
        self.count = count
    }
}

/// What a formula reads.
public struct ExplainedOperand: Hashable, Sendable {
    /// As the formula writes it.
    public var name: String
    public var site: FigureSite
    public var amount: ExplainedAmount

    public init(name: String, site: FigureSite, amount: ExplainedAmount) {
        self.name = name
        self.site = site
        self.amount = amount
    }
}

/// What a figure may be compared with.
public struct ExplainedBase: Hashable, Sendable {
    /// Where it is from: `records`, `restated`, …
    public var source: String
    public var period: Period
    public var amount: ExplainedAmount
    /// What is compared with it, where that is not the figure's own value: of those only that were there in both years.
    public var compared: Fraction?
    /// The growth of the figure on it; nil: no number.
    public var growth: Fraction?
    /// Whether the published figures are on it.
    public var isUsed: Bool

    public init(
        source: String, period: Period, amount: ExplainedAmount, compared: Fraction? = nil, growth: Fraction?,
        isUsed: Bool
    ) {
        self.source = source
        self.period = period
        self.amount = amount
        self.compared = compared
        self.growth = growth
        self.isUsed = isUsed
    }
}

/// A target, and whether it is reached.
public struct ExplainedTarget: Hashable, Sendable {
    /// Its first and its last month.
    public var months: ClosedRange<Month>
    public var direction: Direction
    /// The number that is to be reached: a value, a growth.
    public var statistic: Statistic
    /// In base units, and what it is shown in.
    public var value: Fraction
    public var unit: Unit
    /// The same number over the target's own time, up to the figure's; nil: not known.
    public var actual: Fraction?
    public var isMet: Bool?

    public init(
        months: ClosedRange<Month>, direction: Direction, statistic: Statistic, value: Fraction, unit: Unit,
        actual: Fraction?, isMet: Bool?
    ) {
        self.months = months
        self.direction = direction
        self.statistic = statistic
        self.value = value
        self.unit = unit
        self.actual = actual
        self.isMet = isMet
    }
}

/// A row of a dataset of figures that a figure rests on.
public struct ExplainedStatement: Hashable, Sendable {
    public var part: FigurePart
    public var stated: StatedFigure
    /// What the number as written is in.
    public var unit: Unit

    public init(part: FigurePart, stated: StatedFigure, unit: Unit) {
        self.part = part
        self.stated = stated
        self.unit = unit
    }
}

/// Whom a figure is ranked with.
public struct ExplainedRanking: Hashable, Sendable {
    public struct Entry: Hashable, Sendable {
        /// Position in the area tree.
        public var area: Int
        /// nil: not ranked, for want of a number or of a part of it.
        public var place: Int?
        public var value: Fraction?
        public var status: FigureStatus

        public init(area: Int, place: Int?, value: Fraction?, status: FigureStatus) {
            self.area = area
            self.place = place
            self.value = value
            self.status = status
        }
    }

    public var terms: RankTerms
    /// false: the largest is first.
    public var ascending: Bool
    /// What the ranked statistic is shown in.
    public var unit: Unit
    public var decimals: Int
    /// The ranked in order of their places, then those without one in order of the areas.
    public var entries: [Entry]

    public init(terms: RankTerms, ascending: Bool, unit: Unit, decimals: Int, entries: [Entry]) {
        self.terms = terms
        self.ascending = ascending
        self.unit = unit
        self.decimals = decimals
        self.entries = entries
    }
}

/// How many records of which file a value rests on.
public struct ExplainedRecords: Hashable, Sendable {
    public struct File: Hashable, Sendable {
        /// Position in the run's list of files.
        public var file: Int
        /// Position in the file's sheets; −1 where it is one table.
        public var sheet: Int
        public var records: Int64

        public init(file: Int, sheet: Int, records: Int64) {
            self.file = file
            self.sheet = sheet
            self.records = records
        }
    }

    public var part: FigurePart
    /// Position in the pipeline's datasets.
    public var dataset: Int
    public var records: Int64
    /// Distinct ones; nil where records state no subject.
    public var subjects: Int64?
    /// Reporting units with records.
    public var units: Int64
    public var files: [File]

    public init(part: FigurePart, dataset: Int, records: Int64, subjects: Int64?, units: Int64, files: [File]) {
        self.part = part
        self.dataset = dataset
        self.records = records
        self.subjects = subjects
        self.units = units
        self.files = files
    }
}

/// What errors keep out of a value.
public struct ExplainedKeptOut: Hashable, Sendable {
    public var part: FigurePart
    public var lacking: KeptOutRecords
    /// Their part of the value with them included; nil: the value is no number.
    public var share: Fraction?

    public init(part: FigurePart, lacking: KeptOutRecords, share: Fraction?) {
        self.part = part
        self.lacking = lacking
        self.share = share
    }
}

/// How much of a value rests on one kind of decision of a review.
public struct ExplainedReview: Hashable, Sendable {
    public var part: FigurePart
    public var disposition: Disposition
    /// Records in the value; of exclusions, those that would be.
    public var records: Int64
    /// Of corrections and exclusions their part of the value, with what was taken out included; nil: it is not known.
    public var share: Fraction?
    /// Who decided, and when, each once, in order.
    public var by: [String]

    public init(part: FigurePart, disposition: Disposition, records: Int64, share: Fraction?, by: [String]) {
        self.part = part
        self.disposition = disposition
        self.records = records
        self.share = share
        self.by = by
    }
}

/// What a sender delivered of the months that a value needs.
public struct ExplainedDelivery: Hashable, Sendable {
    /// Position in the pipeline's datasets.
    public var dataset: Int
    /// Position in the area tree; nil: the bureau.
    public var sender: Int?
    public var months: ClosedRange<Month>
    /// `delivered`, `delivered_empty`, `not_delivered`, `carried_forward`.
    public var state: String

    public init(dataset: Int, sender: Int?, months: ClosedRange<Month>, state: String) {
        self.dataset = dataset
        self.sender = sender
        self.months = months
        self.state = state
    }
}
