import Model

/// What a value speaks of: a quantity of a period. Stocks are read at the close of the period's last day.
struct Window: Hashable, Sendable {
    var quantity: Quantity
    var period: Period
    /// Year to date: another first month than January, also of a year before: what a target of several years asks for.
    var since: Month?

    /// The months whose records it needs, and which have to have been delivered.
    var months: ClosedRange<Month> {
        if let since, quantity == .ytd, since <= period.lastMonth { return since...period.lastMonth }
        return switch quantity {
        case .period: period.months
        case .ytd: Month(year: period.lastMonth.year, month: 1)...period.lastMonth
        case .stock: period.lastMonth...period.lastMonth
        }
    }

    /// Statements that accumulate: the month whose statements hold everything since January.
    var statement: Window { Window(quantity: .period, period: Period(period.lastMonth)) }

    /// The statements of a time of several years: each year's last, and the newest.
    var statements: [Window] {
        let months = months
        let years = months.lowerBound.year..<max(months.upperBound.year, months.lowerBound.year)
        let closed = years.map { Window(quantity: .period, period: Period(Month(year: $0, month: 12))) }
        return (quantity == .stock ? [] : closed) + [statement]
    }

    /// The windows that stated figures speak of: over several years each of them, and the newest.
    var statedParts: [Window] {
        guard let since, since.month == 1, since.year < period.lastMonth.year else { return [self] }
        var newest = self
        newest.since = nil
        return (since.year..<period.lastMonth.year).map {
            Window(quantity: .ytd, period: Period(Month(year: $0, month: 12)))
        } + [newest]
    }

    /// The same window so many years before.
    func earlier(years: Int) -> Window {
        var window = self
        window.period = period.earlier(years: years)
        window.since = since?.advanced(by: -12 * years)
        return window
    }

    /// The day at whose close a stock is read.
    var day: CivilDate { period.lastMonth.lastDay }
}

/// The points in time that a cube keeps apart: months for flows, evaluation days for stocks. "Time" elsewhere in this
/// module is a position on this axis.
struct TimeAxis: Hashable, Sendable {
    /// Ascending; empty for an axis of days.
    let months: [Month]
    /// Ascending, days since 1970-01-01; empty for an axis of months.
    let days: [Int32]
    /// First day of the first month.
    let firstDay: Int32
    /// For every day from the first month to the last the position of its month, −1 for months that nothing needs: no
    /// division per row.
    let positions: [Int32]

    var count: Int { max(months.count, days.count) }

    init(months wanted: some Sequence<Month>) {
        months = Set(wanted).sorted()
        days = []
        guard let first = months.first, let last = months.last else {
            (firstDay, positions) = (0, [])
            return
        }
        firstDay = first.firstDay.days
        var table = [Int32](repeating: -1, count: Int(last.lastDay.days - firstDay) + 1)
        for (position, month) in months.enumerated() {
            for day in month.firstDay.days...month.lastDay.days { table[Int(day - firstDay)] = Int32(position) }
        }
        positions = table
    }

    init(days wanted: some Sequence<CivilDate>) {
        days = Set(wanted.map(\.days)).sorted()
        months = []
        (firstDay, positions) = (0, [])
    }

    /// The positions that make up a window; the axis was made to hold them.
    func span(_ window: Window) -> Range<Int> {
        if window.quantity == .stock {
            guard let at = days.firstIndex(of: window.day.days) else { return 0..<0 }
            return at..<at + 1
        }
        guard let first = months.firstIndex(of: window.months.lowerBound),
            let last = months.firstIndex(of: window.months.upperBound)
        else { return 0..<0 }
        return first..<last + 1
    }
}
