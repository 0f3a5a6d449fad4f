public import Model

/// How records make an indicator's value.
public enum MeasureKind: String, Hashable, Sendable, CaseIterable {
    case count, countDistinct = "count_distinct", sum, min, max, mean, median
}

/// `sum(value)`, `count`, `count(distinct seller_uscc)`.
public struct Measure: Hashable, Sendable {
    public var kind: MeasureKind
    /// nil for `count`.
    public var field: String?

    public init(kind: MeasureKind, field: String?) {
        self.kind = kind
        self.field = field
    }
}

/// How an indicator lies in time.
public enum Timing: String, Hashable, Sendable, CaseIterable {
    /// Records fall in the month of their date.
    case flow
    /// Records hold from a day to a day; the value is the state at the close of a day.
    case stock
    /// A record is a statement of what its subject has had from January to the month of its date: the newest month holds
    /// all before it, so months are never added.
    case cumulative
}

/// Where the value of a year earlier is taken from.
public enum BaseSource: String, Hashable, Sendable, CaseIterable {
    /// The year's own records.
    case records
    /// This year's records, which state what it was a year earlier: the population of today.
    case restated
    /// The records of those that were there in both years: what is compared is theirs in both.
    case matched
    /// What was published then, as a dataset of figures holds it.
    case published
}

/// Which period a run's figure is of.
public enum ReferencePeriod: String, Hashable, Sendable, CaseIterable {
    /// The run's own.
    case period
    /// The last period of the indicator's frequency, not after the run's, that everybody has delivered.
    case latest
}

/// Until when a record counts in a stock.
public enum StockRule: String, Hashable, Sendable, CaseIterable {
    /// From its first day to its last, as stated.
    case date
    /// By the year of its first day: on 31 December those of that year and the two before, on any earlier day also those
    /// of the third year before, as their certificates run out one by one. A last day stated earlier ends it.
    case cohort
}

/// An entry of `statistics:`.
public struct StatisticRequest: Hashable, Sendable {
    public var statistic: Statistic
    /// Of which statistic a rank is (value by default).
    public var of: Statistic
    public var among: RankAmong
    /// Of a rank among a level: the kind of the ancestor; nil: the root of the areas.
    public var under: AreaKind?
    /// false: the largest is first.
    public var ascending: Bool
    /// Average growth: the year that it is on; nil: the one before the target begins.
    public var baseYear: Int?
    /// Streaks: the last place that counts.
    public var within: Int?
    /// Streaks: how many years before the figure's records are looked at; before those what was published.
    public var years = 0
    /// Thresholds, in the indicator's unit, ascending.
    public var thresholds: [Fraction] = []
    public var place: SourcePlace

    public init(
        _ statistic: Statistic, of: Statistic = .value, among: RankAmong = .siblings,
        under: AreaKind? = nil, ascending: Bool = false, place: SourcePlace
    ) {
        self.statistic = statistic
        self.of = of
        self.among = among
        self.under = under
        self.ascending = ascending
        self.place = place
    }

    /// nil for what is no rank, nor a streak of one.
    public var rank: RankTerms? {
        guard statistic == .rank || statistic == .streak else { return nil }
        return RankTerms(of: of, among: among, under: under, within: statistic == .streak ? within ?? 1 : nil)
    }
}

/// One entry of a file of `indicators/`. Either `dataset` and `measure`, or `formula`.
public struct IndicatorDefinition: Hashable, Sendable {
    public var id: String
    public var title: LocalizedText
    /// What datasets of figures may also call it.
    public var aliases: [String] = []
    public var note: LocalizedText
    public var dataset: String?
    public var measure: Measure?
    public var filter: SourceText?
    public var timing: Timing
    /// Stocks: the fields of the first and the last day, inclusive; empty `to` = open.
    public var from: String?
    public var to: String?
    public var stockRule: StockRule
    /// Sums: the field that states what the measured one was a year earlier.
    public var priorField: String?
    /// The first that has a number is what prior, growth and change are of.
    public var bases: [BaseSource]
    /// Flow: the date field, the dataset's by default.
    public var date: String?
    /// The area field, the dataset's by default.
    public var area: String?
    /// No figure finer than this.
    public var frequency: Frequency
    public var breakdowns: [[String]]
    public var unit: Unit
    /// Digits shown, by statistic; `.value` is the default of all that do not say.
    public var decimals: [Statistic: Int]
    public var statistics: [StatisticRequest]
    public var formula: SourceText?
    /// The indicators whose distinct subjects are counted together, each subject once; the formula names them too. Empty: the
    /// formula is what it says.
    public var union: [String] = []
    /// How subjects came into or left a stock since the year began; nil: it is no such indicator.
    public var flow: StockFlow?
    /// Free words that `table` outputs can show and filter by: `{basis: 输出, measure: amount}`.
    public var labels: [String: String]
    public var qualifier: String?
    /// A window of which some months were not delivered has the value of those that were, marked and never ranked; false:
    /// it has none.
    public var partial = false
    public var reference = ReferencePeriod.period
    /// Months by which its figures are known later; with `latest`, none nearer to the run's end is looked for.
    public var lag = 0
    public var place: SourcePlace

    public init(
        id: String, title: LocalizedText, note: LocalizedText, dataset: String?, measure: Measure?,
        filter: SourceText?, timing: Timing, from: String?, to: String?, date: String?, area: String?,
        frequency: Frequency, breakdowns: [[String]], unit: Unit, decimals: [Statistic: Int],
        statistics: [StatisticRequest], formula: SourceText?, labels: [String: String], qualifier: String?,
        stockRule: StockRule = .date, priorField: String? = nil, bases: [BaseSource] = [.records], place: SourcePlace
    ) {
        self.id = id
        self.title = title
        self.note = note
        self.dataset = dataset
        self.measure = measure
        self.filter = filter
        self.timing = timing
        self.from = from
        self.to = to
        self.stockRule = stockRule
        self.priorField = priorField
        self.bases = bases
        self.date = date
        self.area = area
        self.frequency = frequency
        self.breakdowns = breakdowns
        self.unit = unit
        self.decimals = decimals
        self.statistics = statistics
        self.formula = formula
        self.labels = labels
        self.qualifier = qualifier
        self.place = place
    }
}
