public import Model

/// What tells figures apart.
public struct FigureKey: Hashable, Sendable {
    /// Position in the pipeline's list of indicators.
    public var indicator: Int
    /// Position in the area tree.
    public var area: Int
    /// The period of the figure.
    public var period: Period
    /// The amount of time it speaks of.
    public var quantity: Quantity
    /// The number that it is.
    public var statistic: Statistic
    /// Names of the breakdown's fields; empty for the whole.
    public var breakdown: [String]
    /// One code per field of the breakdown.
    public var category: [String]
    /// For ranks: of what, and with whom.
    public var rank: RankTerms?

    /// The key of one figure.
    public init(
        indicator: Int, area: Int, period: Period, quantity: Quantity, statistic: Statistic, breakdown: [String] = [],
        category: [String] = [], rank: RankTerms? = nil
    ) {
        self.indicator = indicator
        self.area = area
        self.period = period
        self.quantity = quantity
        self.statistic = statistic
        self.breakdown = breakdown
        self.category = category
        self.rank = rank
    }

    /// The key of `figure`.
    public init(_ figure: Figure) {
        self.init(
            indicator: figure.indicator, area: figure.area, period: figure.period, quantity: figure.quantity,
            statistic: figure.statistic, breakdown: figure.breakdown, category: figure.category,
            rank: figure.rank)
    }
}

/// The figures of a run, ordered by indicator, area (as in `areas.csv`), period, breakdown, category (as in the code list,
/// else by value or bytes), quantity and statistic.
public struct FigureTable: Sendable {
    /// In their order; no two have the same key.
    public let figures: [Figure]
    /// By position of the indicator: accepted records that are in no figure of it, and why.
    public let leftOut: [LeftOut]
    /// What exceptions about records mean for the figures.
    public let impacts: Impacts
    /// What the rules over figures came to.
    public let macroAnswers: [MacroAnswer]
    /// The published figures that were made again.
    public let publishedAsked: [StatedFigure]
    public let publishedDifferences: [PublishedDifference]
    private let positions: [FigureKey: Int]

    init(
        _ figures: [Figure], leftOut: [LeftOut], impacts: Impacts = Impacts(), macroAnswers: [MacroAnswer] = [],
        published: (asked: [StatedFigure], differences: [PublishedDifference]) = ([], [])
    ) {
        publishedAsked = published.asked
        publishedDifferences = published.differences
        self.figures = figures
        self.leftOut = leftOut
        self.impacts = impacts
        self.macroAnswers = macroAnswers
        var positions: [FigureKey: Int] = [:]
        positions.reserveCapacity(figures.count)
        for (position, figure) in figures.enumerated() { positions[FigureKey(figure)] = position }
        self.positions = positions
    }

    /// The figure with that key; nil where none is published.
    public subscript(key: FigureKey) -> Figure? { positions[key].map { figures[$0] } }

    /// The months whose records a figure rests on, its base apart; of a stock the month at whose close it is read.
    public static func months(of figure: Figure) -> ClosedRange<Month> {
        Window(quantity: figure.quantity, period: figure.period).months
    }
}
