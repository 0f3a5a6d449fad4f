import Definitions
import Expressions
import Model

/// An indicator, resolved: where its value comes from and what it is published for.
struct IndicatorPlan: Sendable {
    enum Source: Sendable {
        case measured(MeasuredPlan)
        case formula(FormulaPlan)
        /// By a dataset of figures.
        case stated
    }

    var source: Source
    /// What its value speaks of: period and ytd, or stock.
    var quantities: [Quantity]
    /// No figure finer than this; of a formula no finer than that of any operand.
    var frequency: Frequency
    /// In the order of `Statistic.allCases`.
    var statistics: [StatisticRequest]
    var reference = ReferencePeriod.period
    /// With `latest`: months before the run's end that are not looked at.
    var lag = 0

    /// The periods that a figure of a run's period may be of, the newest first: that period itself, or with `latest` all
    /// that may be the last that everybody has delivered.
    func candidates(_ period: Period) -> [Period] {
        guard reference == .latest else { return period.frequency >= frequency ? [period] : [] }
        let end = period.lastMonth.advanced(by: -lag)
        var newest = Period(frequency, holding: end)
        if newest.lastMonth > end { newest = newest.previous }
        let count =
            switch frequency {
            case .month: 24
            case .quarter: 8
            case .half: 6
            case .year: 5
            }
        return (0..<count).map { Period(frequency: frequency, ordinal: newest.ordinal - Int32($0)) }
    }

    private func asks(_ asked: (Statistic) -> Bool) -> Bool {
        statistics.contains { asked($0.statistic) || ($0.rank != nil && asked($0.of)) }
    }

    /// Whether its statistics look a year back, and whether they need the opening stock.
    var looksBack: Bool { asks(\.looksBack) }
    var looksAtOpening: Bool { asks { $0 == .growthOnOpening } }
}

extension Statistic {
    /// Whether it needs the value a year earlier.
    var looksBack: Bool {
        switch self {
        case .prior, .yoy, .change, .priorYoy, .threshold: true
        default: false
        }
    }

    /// Whether it needs the target, and what has come of it.
    var looksAtTarget: Bool {
        switch self {
        case .target, .completion, .progress, .gap: true
        default: false
        }
    }
}

/// An indicator that is computed from records.
struct MeasuredPlan: Sendable {
    /// Where a number is kept: position of the cube in the dataset's plan, of the measure in the cube.
    struct Place: Hashable, Sendable {
        var cube: Int
        var measure: Int
    }

    var dataset: Int
    var kind: MeasureKind
    /// The records of a month state what was from January to it.
    var isCumulative = false
    /// What is taken off for records that were revoked, in the month in which they were.
    var deducted: [MeasuredPlan] = []
    /// What the records state of a year earlier; none where they do not.
    var restated: [MeasuredPlan] = []
    /// What is kept by subject, to tell who was there in both years; nil where nobody asks.
    var matched: Place?
    /// What one of the kept whole numbers is worth in base units: scale and unit of the field.
    var factor: Fraction
    /// By breakdown of the definition.
    var breakdowns: [Place]
    /// The figure over all categories; the first breakdown's place where there is one.
    var whole: Place
}

/// An indicator that is computed from others.
struct FormulaPlan: Sendable {
    /// Its operands' indicators are positions in the pipeline. An operand that states no quantity means the one that the
    /// formula is asked for, of a stock its stock.
    var formula: Formula
    /// `x - x@year_start`, and flows of x: the position of the operand x. The growth of such an increase is on its opening
    /// stock.
    var increaseOf: Int?
    /// Distinct subjects of all operands together instead of what the formula says.
    var isUnion = false
    /// Subjects that came into or left the first operand's stock, instead of what the formula says.
    var flow: StockFlow?

    var operands: [Formula.Operand] { formula.operands }

    /// What operand `position` is asked for when the formula is asked for `window`.
    func window(_ position: Int, _ window: Window, quantities: [Quantity]) -> Window {
        let operand = operands[position]
        var asked = window
        asked.quantity = operand.quantity ?? (quantities == [.stock] ? .stock : window.quantity)
        switch operand.shift {
        case .none: break
        // Over several years an increase is on the state before the first of them.
        case .yearStart: asked.period = window.since.map { Period($0.advanced(by: -1)) } ?? window.period.yearStart
        case .priorYear: asked = asked.earlier(years: 1)
        }
        if asked.quantity != .ytd { asked.since = nil }
        return asked
    }
}

extension Period {
    /// The month at whose close the year's opening stock is read: the December before.
    var yearStart: Period { Period(Month(year: lastMonth.year - 1, month: 12)) }
}
