import Model

/// Figures that are stated, found again by what they speak of. Positions are those of the pipeline and of its area tree.
public struct StatedFigures: Sendable {
    /// The months that a figure speaks of.
    enum Span: Hashable, Sendable {
        /// The state at the close of the month.
        case stock(Month)
        case flow(ClosedRange<Month>)

        init(_ quantity: Quantity, _ period: Period) {
            let window = Window(quantity: quantity, period: period)
            self = quantity == .stock ? .stock(period.lastMonth) : .flow(window.months)
        }

        init(_ window: Window) {
            self = window.quantity == .stock ? .stock(window.period.lastMonth) : .flow(window.months)
        }
    }

    struct Key: Hashable, Sendable {
        var indicator: Int
        var area: Int
        var statistic: Statistic
        var span: Span
    }

    /// A stated figure that can be used.
    struct Stated: Sendable {
        /// In base units; ratios as plain fractions.
        var value: Fraction
        /// Half a unit of its last digit, in base units: how far the exact number may lie from it.
        var half: Fraction
        var isForecast: Bool
        var qualifier: String?
        /// As found.
        var figure: StatedFigure
    }

    struct Place: Hashable, Sendable {
        var indicator: Int
        var area: Int
    }

    var values: [Key: Stated] = [:]
    var published: [Key: Stated] = [:]
    /// In order of their time.
    var targets: [Place: [Target]] = [:]

    /// Of a run without datasets of figures.
    public static let none = StatedFigures()
}

/// What is to be reached.
struct Target: Sendable {
    /// Its first and its last month.
    var months: ClosedRange<Month>
    /// As stated; the target ends with it.
    var period: Period
    /// The number that is to be reached: a value, a growth.
    var statistic: Statistic
    /// As stated; without a word at least so much, and of nothing left at most.
    var direction: Direction
    /// Nothing is to be left: zero, at most or without a word, of what is never below it. That is no share of anything: what
    /// counts is how much is still open.
    var isOfNothing = false
    var stated: StatedFigures.Stated

    var value: Fraction { stated.value }

    /// Whether a figure can be a share of it; of others it is met or not.
    var hasShare: Bool { !value.isZero && !value.isNegative && direction != .atMost }

    /// Whether the figure given is what was asked for.
    func isMet(by actual: Fraction) -> Bool {
        switch direction {
        case .atLeast: return actual >= value
        case .atMost: return actual <= value
        case .equal: return actual == value
        }
    }

    /// The part of its time that has gone by at the end of a month.
    func progress(to month: Month) -> Fraction? {
        let all = months.lowerBound.distance(to: months.upperBound) + 1
        let gone = min(max(months.lowerBound.distance(to: month) + 1, 0), all)
        return Fraction(Int128(gone), over: Int128(all))
    }
}

extension StatedFigures {
    /// The target of an indicator and area at the end of `month`: of the value before others, the shortest first, so that
    /// a year's own target goes before that of the five years it lies in.
    func target(_ indicator: Int, area: Int, at month: Month) -> Target? {
        let fitting = (targets[Place(indicator: indicator, area: area)] ?? []).filter { $0.months.contains(month) }
        func rank(_ target: Target) -> (Int, Int, Int32) {
            (
                Statistic.allCases.firstIndex(of: target.statistic) ?? 0, target.months.count,
                -target.months.lowerBound.index
            )
        }
        return fitting.min { rank($0) < rank($1) }
    }
}

extension Window {
    /// The same end, counted from the target's first month on; stocks are what they are at the end.
    func since(_ target: Target) -> Window {
        let first = target.months.lowerBound
        guard quantity == .ytd, first != Month(year: period.lastMonth.year, month: 1) else { return self }
        var window = self
        window.since = first
        return window
    }
}
