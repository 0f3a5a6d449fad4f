/// Which amount of time a figure speaks of.
public enum Quantity: String, Hashable, Sendable, CaseIterable {
    /// The period itself.
    case period
    /// From 1 January to the period's end.
    case ytd
    /// The state at the close of the period's last day.
    case stock
}

/// A number derived from an indicator's value.
public enum Statistic: String, Hashable, Sendable, CaseIterable {
    case value, prior, yoy, change, share
    case growthOnOpening = "growth_on_opening"
    case averageGrowth = "average_growth"
    case target, completion, progress, gap
    case rank
    /// For how many years in a row a rank has been held.
    case streak
    /// Growth on a year earlier, as it was a year earlier.
    case priorYoy = "prior_yoy"
    /// The highest of some marks that has been passed since a year earlier.
    case threshold
}

/// Why a figure is, or is not, a number. SDMX CL_OBS_STATUS letters.
public enum FigureStatus: String, Hashable, Sendable, CaseIterable {
    case normal = "A"
    /// Exists but was not collected: a month of the window was not delivered.
    case notDelivered = "L"
    /// Cannot exist: growth on a base of zero, a rank among none.
    case cannotExist = "M"
    /// Unspecified: an operand was missing.
    case missing = "O"
    /// Marked: part of the window was not delivered.
    case partial = "P"
    /// Stated as expected, or computed from what is.
    case forecast = "F"
}

/// One published number: (indicator, area, period, breakdown, quantity, statistic). The value is exact; it is cut to
/// `decimals` of `unit` once, where it is written.
public struct Figure: Hashable, Sendable {
    /// Position in the pipeline's list of indicators.
    public var indicator: Int
    /// Position in the area tree.
    public var area: Int
    /// The period that the figure itself speaks of.
    public var period: Period
    public var quantity: Quantity
    public var statistic: Statistic
    /// Names of the breakdown's fields; empty for the whole.
    public var breakdown: [String]
    /// One code per field of the breakdown.
    public var category: [String]
    /// In base units; ratios as plain fractions (0.35, not 35). nil: no number, the status says why.
    public var value: Fraction?
    public var unit: Unit
    public var decimals: Int
    public var status: FigureStatus
    /// A word that limits it (余, 预计); of completions that are no number `met` or `not_met`; of streaks that may
    /// be longer `at_least`.
    public var qualifier: String?
    /// The base that a growth, change or rank was computed on.
    public var basePeriod: Period?
    public var baseSource: String?
    /// For ranks: how many were ranked.
    public var among: Int?
    /// For ranks and streaks of them: of what, and with whom.
    public var rank: RankTerms?
    /// For values: what errors keep out of it; nil: nothing.
    public var keptOut: KeptOutRecords?
    /// For values: the part of it (0.05 = 5%) that rests on values which count although they are likely wrong; nil: none.
    public var doubted: Double?
    /// For values: how much of it rests on a review; nil: nothing.
    public var reviewed: ReviewedRecords?

    public init(
        indicator: Int, area: Int, period: Period, quantity: Quantity, statistic: Statistic, breakdown: [String] = [],
        category: [String] = [], value: Fraction?, unit: Unit, decimals: Int, status: FigureStatus = .normal,
        qualifier: String? = nil, basePeriod: Period? = nil, baseSource: String? = nil, among: Int? = nil,
        rank: RankTerms? = nil
    ) {
        self.indicator = indicator
        self.area = area
        self.period = period
        self.quantity = quantity
        self.statistic = statistic
        self.breakdown = breakdown
        self.category = category
        self.value = value
        self.unit = unit
        self.decimals = decimals
        self.status = status
        self.qualifier = qualifier
        self.basePeriod = basePeriod
        self.baseSource = baseSource
        self.among = among
        self.rank = rank
    }

    /// What outputs write as the statistic.
    public var statisticName: String { rank?.name ?? statistic.rawValue }
}
