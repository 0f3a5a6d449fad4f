import Model

/// Months with their days, the windows that figures speak of, and the names of periods:
///
///     month(m, firstday, lastday)
///     win(id, q, first, last, lastday, prior, opening, closing, todate, late)
///     period(name, q, win, basep, openp, back)
///
/// Every window has the one a year earlier and, for stocks, the close before it begins, as far back as anything asks. `late`:
/// only indicators of the latest period that is known look at it. `back`: the period is that many years before the named one.
struct OracleCalendar {
    let world: World
    let database: Database

    /// Years that bases of bases go back, and, where there are any, averages, streaks and targets of growth.
    private var depth: Int {
        world.indicators.flatMap(\.statistics).contains(where: \.looksFarBack) ? 5 : 2
    }

    func run() throws {
        try database.run(
            """
            CREATE TABLE month(m INTEGER PRIMARY KEY, firstday, lastday);
            CREATE TABLE win(id INTEGER PRIMARY KEY, q, first, last, lastday, prior, opening, closing, todate, late);
            CREATE TABLE period(name, q, win, basep, openp, back);
            CREATE TABLE since(win, tfirst, actual)
            """)
        let months = Month(year: 2010, month: 1)...Month(year: 2026, month: 12)
        try database.insert(
            into: "month",
            months.map { [.init($0.number), .init(Int($0.firstDay.days)), .init(Int($0.lastDay.days))] })
        var windows = Windows()
        var periods: [[Database.Cell]] = []
        var named: Set<String> = []
        func name(_ period: Period, isLate: Bool) {
            guard named.insert("\(period)").inserted else { return }
            for back in 0...(depth > 2 ? 4 : 0) {
                let then = (0..<back).reduce(period) { earlier, _ in earlier.yearEarlier }
                let (first, last) = (then.firstMonth, then.lastMonth)
                let january = Month(year: last.year, month: 1)
                for (quantity, from) in [("period", first), ("ytd", january), ("stock", last)] {
                    let window = windows.window(
                        quantity, from.number...last.number, depth: max(depth - back, 1), isLate: isLate)
                    periods.append([
                        .text("\(period)"), .text(quantity), .init(window), .text("\(then.yearEarlier)"),
                        .text("\(Month(year: last.year - 1, month: 12))"), .init(back),
                    ])
                }
            }
        }
        for period in world.range.periods { name(period, isLate: false) }
        for candidate in world.indicators.indices.flatMap({ OracleReference.candidates($0, world) }) {
            name(candidate, isLate: true)
        }
        // What has come of a target is counted from its own first month on.
        let targets = Set(
            world.deliveries.flatMap(\.stated).filter { $0.gives == .targets }.flatMap(\.rows).map { row in
                row.from?.firstMonth ?? Month(year: row.period.year, month: 1)
            })
        var since: [[Database.Cell]] = []
        for row in periods where row[5] == .init(0) || row[5] == .init(1) {
            guard let window = row[2].integer.map({ Int($0) }), row[1] != .text("period") else { continue }
            for first in targets where first.number <= windows.list[window].months.upperBound {
                let months = windows.list[window].months
                let isOwn = row[1] == .text("stock") || first.number == months.lowerBound
                let actual =
                    isOwn
                    ? window
                    : windows.window(
                        "ytd", first.number...months.upperBound, depth: 1, isLate: windows.list[window].isLate)
                since.append([.init(window), .init(first.number), .init(actual)])
            }
        }
        try database.insert(into: "win", windows.cells)
        try database.insert(into: "period", periods)
        try database.insert(into: "since", Array(Set(since)))
        try database.run("CREATE INDEX period_win ON period(win)")
    }

    /// Windows, each once.
    private struct Windows {
        struct Window {
            var quantity: String
            var months: ClosedRange<Int>
            var prior: Int?
            var opening: Int?
            var closing: Int?
            var todate: Int?
            var isLate: Bool
            /// How far back it has been followed.
            var depth: Int
        }

        private(set) var list: [Window] = []
        private var known: [String: Int] = [:]

        mutating func window(_ quantity: String, _ months: ClosedRange<Int>, depth: Int, isLate: Bool) -> Int {
            let name = "\(quantity) \(months)"
            let number = known[name] ?? list.count
            if known[name] == nil {
                known[name] = number
                list.append(Window(quantity: quantity, months: months, isLate: isLate, depth: -1))
            }
            guard list[number].depth < depth || list[number].isLate && !isLate else { return number }
            list[number].isLate = list[number].isLate && isLate
            list[number].depth = max(list[number].depth, depth)
            guard depth > 0 else { return number }
            let (first, last) = (months.lowerBound, months.upperBound)
            list[number].prior = window(quantity, first - 12...last - 12, depth: depth - 1, isLate: isLate)
            // Over several years, what there was before the first of them.
            let december = quantity == "ytd" ? first - 1 : last / 12 * 12 - 1
            list[number].opening = window("stock", december...december, depth: min(depth - 1, 1), isLate: isLate)
            list[number].closing = window("stock", last...last, depth: depth - 1, isLate: isLate)
            if quantity == "stock" {
                list[number].todate = window("ytd", last / 12 * 12...last, depth: 0, isLate: isLate)
            }
            return number
        }

        var cells: [[Database.Cell]] {
            list.enumerated().map { number, window in
                let last = window.months.upperBound
                let day = Month(year: last / 12, month: last % 12 + 1).lastDay
                return [
                    .init(number), .text(window.quantity), .init(window.months.lowerBound), .init(last),
                    .init(Int(day.days)), .init(window.prior), .init(window.opening), .init(window.closing),
                    .init(window.todate), .init(window.isLate ? 1 : 0),
                ]
            }
        }
    }
}
