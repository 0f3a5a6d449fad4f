/// Where a figure stands, whichever statistic it is: what `explain` and `trace` are asked about.
public struct FigureSite: Hashable, Sendable {
    /// Position in the pipeline's list of indicators.
    public var indicator: Int
    /// Position in the area tree.
    public var area: Int
    /// The period that the figure itself speaks of.
    public var period: Period
    public var quantity: Quantity
    /// Names of the breakdown's fields; empty for the whole.
    public var breakdown: [String]
    /// One code per field of the breakdown.
    public var category: [String]

    public init(
        indicator: Int, area: Int, period: Period, quantity: Quantity, breakdown: [String] = [], category: [String] = []
    ) {
        self.indicator = indicator
        self.area = area
        self.period = period
        self.quantity = quantity
        self.breakdown = breakdown
        self.category = category
    }

    /// Where `figure` stands.
    public init(_ figure: Figure) {
        self.init(
            indicator: figure.indicator, area: figure.area, period: figure.period, quantity: figure.quantity,
            breakdown: figure.breakdown, category: figure.category)
    }
}

/// One of the values that a figure is made of, each of which rests on records of one dataset.
public struct FigurePart: Hashable, Sendable {
    /// What the value is to the figure.
    public enum Role: String, Hashable, Sendable, CaseIterable {
        /// The figure's own value.
        case value
        /// What it is compared with.
        case base
        /// What it is a share of.
        case whole
        /// The stock at the year's start that its growth is on.
        case opening
        /// What was to be reached.
        case target
    }

    /// The figure.
    public var figure: FigureSite
    public var role: Role
    /// Operands of formulas as written, the outermost first; empty where the figure itself is counted from records.
    public var path: [String]
    /// Where the value itself stands: its indicator, area and period.
    public var own: FigureSite
    /// Where a base is from (`records`, `restated`, …); nil for what is no base.
    public var source: String?

    public init(figure: FigureSite, role: Role, path: [String], own: FigureSite, source: String? = nil) {
        self.figure = figure
        self.role = role
        self.path = path
        self.own = own
        self.source = source
    }
}

/// The fields of a dataset's records that say why a record is counted, by position in its schema.
public struct RecordRoles: Hashable, Sendable {
    public var key: [Int]
    public var area: Int
    public var date: Int
    /// Spells: the last day; nil where they have none.
    public var until: Int?
    /// Whom the record is about: what is counted distinctly, else the dataset's subject.
    public var subject: Int?
    /// The number that is summed, averaged or compared; nil where records or subjects are counted.
    public var operand: Int?
    /// The fields that the indicator is broken down by.
    public var categories: [Int]

    public init(
        key: [Int], area: Int, date: Int, until: Int?, subject: Int?, operand: Int?, categories: [Int]
    ) {
        self.key = key
        self.area = area
        self.date = date
        self.until = until
        self.subject = subject
        self.operand = operand
        self.categories = categories
    }

    /// Every field, each once.
    public var fields: [Int] {
        let all = key + [area, date] + [until, subject, operand].compactMap { $0 } + categories
        return all.enumerated().filter { all.firstIndex(of: $0.element) == $0.offset }.map(\.element)
    }
}
