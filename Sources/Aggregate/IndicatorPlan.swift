import Definitions
import Expressions
import Model

/// An indicator, resolved: where its value comes from and what it is published for.
struct IndicatorPlan: Sendable {
    enum Source: Sendable {
        case measured(MeasuredPlan)
        case formula(FormulaPlan)
    }

    var source: Source
    /// What its value speaks of: period and ytd, or stock.
    var quantities: [Quantity]
    /// No figure finer than this; of a formula no finer than that of any operand.
    var frequency: Frequency
    /// In the order of `Statistic.allCases`.
    var statistics: [StatisticRequest]

    /// How many years back its statistics look, and whether they need the opening stock.
    var looksBack: Bool { statistics.contains { $0.statistic.looksBack || ($0.statistic == .rank && $0.of.looksBack) } }
    var looksAtOpening: Bool {
        statistics.contains {
            $0.statistic == .growthOnOpening || ($0.statistic == .rank && $0.of == .growthOnOpening)
        }
    }
}

extension Statistic {
    /// Whether it needs the value a year earlier.
    var looksBack: Bool {
        switch self {
        case .prior, .yoy, .change: true
        case .value, .share, .growthOnOpening, .rank: false
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
    /// What the records state of a year earlier; none where they do not.
    var restated: [MeasuredPlan] = []
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
    /// `x - x@year_start`: the position of the operand x. The growth of such an increase is on its opening stock.
    var increaseOf: Int?

    var operands: [Formula.Operand] { formula.operands }

    /// What operand `position` is asked for when the formula is asked for `window`.
    func window(_ position: Int, _ window: Window, quantities: [Quantity]) -> Window {
        let operand = operands[position]
        var asked = window
        asked.quantity = operand.quantity ?? (quantities == [.stock] ? .stock : window.quantity)
        switch operand.shift {
        case .none: break
        case .yearStart: asked.period = window.period.yearStart
        case .priorYear: asked.period = window.period.yearEarlier
        }
        return asked
    }
}

extension Period {
    /// The month at whose close the year's opening stock is read: the December before.
    var yearStart: Period { Period(Month(year: lastMonth.year - 1, month: 12)) }
}
