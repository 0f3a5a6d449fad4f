import Definitions
import Expressions
import Model

/// Every window that the figures of a run read, per measured indicator: what decides how much of time cubes keep.
struct Needs {
    private(set) var windows: [Int: Set<Window>] = [:]
    private let indicators: [IndicatorPlan]
    /// By indicator, of any area.
    private var targets: [Int: [Target]] = [:]
    private var seen: Set<Request> = []

    private struct Request: Hashable {
        var indicator: Int
        var window: Window
    }

    init(_ indicators: [IndicatorPlan], _ macros: [MacroPlan], _ range: PeriodRange, _ stated: StatedFigures) {
        self.indicators = indicators
        for (place, own) in stated.targets { targets[place.indicator, default: []] += own }
        for (position, indicator) in indicators.enumerated() {
            for period in Set(range.periods.flatMap(indicator.candidates)) {
                for quantity in indicator.quantities {
                    let window = Window(quantity: quantity, period: period)
                    require(position, window)
                    for request in indicator.statistics { require(position, request, window) }
                    // Whoever asks for an explanation is told of a target, whether any figure is about it or not.
                    requireTargets(position, window)
                }
            }
        }
        for macro in macros {
            for period in range.periods where period.frequency >= macro.frequency {
                let window = Window(quantity: macro.quantity, period: period)
                for request in macro.requests(window, indicators) { require(request.indicator, request.window) }
            }
        }
    }

    /// What a statistic of the indicator reads for a figure of the window.
    private mutating func require(_ position: Int, _ request: StatisticRequest, _ window: Window) {
        switch request.statistic {
        case .rank: require(position, request, of: request.of, window)
        case .streak:
            // The ranks of years before, as far as they are looked for in records.
            for years in 0...max(0, request.years) {
                require(position, request, of: request.of, window.earlier(years: years))
            }
        default: require(position, request, of: request.statistic, window)
        }
    }

    private mutating func require(
        _ position: Int, _ request: StatisticRequest, of statistic: Statistic, _ window: Window
    ) {
        require(position, window)
        switch statistic {
        case .value, .share, .rank, .streak: break
        case .prior, .yoy, .change: require(position, window.earlier(years: 1))
        case .priorYoy: for years in 1...2 { require(position, window.earlier(years: years)) }
        // Values of the years in which it may have been passed already.
        case .threshold: for years in 1...max(1, request.years) { require(position, window.earlier(years: years)) }
        case .growthOnOpening:
            require(position, Window(quantity: window.quantity, period: window.period.yearStart))
        case .averageGrowth:
            if let base = request.baseYear { require(position, window, on: base) }
            // Where no year is stated, it is the one before the target, whatever that is of.
            for target in targets(position, at: window.period.lastMonth) {
                require(position, window, on: target.months.lowerBound.year - 1)
            }
        case .target, .completion, .progress, .gap: requireTargets(position, window)
        }
    }

    /// The same window of the year that an average growth is on.
    private mutating func require(_ position: Int, _ window: Window, on year: Int) {
        require(position, window.earlier(years: max(0, window.period.year - year)))
    }

    private func targets(_ position: Int, at month: Month) -> [Target] {
        (targets[position] ?? []).filter { $0.months.contains(month) }
    }

    /// What has come of targets is counted from their own first month on, and as what they are stated.
    private mutating func requireTargets(_ position: Int, _ window: Window) {
        for target in targets(position, at: window.period.lastMonth) {
            require(position, window.since(target))
            switch target.statistic {
            case .averageGrowth: require(position, window, on: target.months.lowerBound.year - 1)
            case .streak, .target, .completion, .progress, .gap: break
            default:
                let own = indicators[position].statistics.first { $0.statistic == target.statistic }
                let nowhere = SourcePlace(file: "", line: 0, column: 0)
                require(position, own ?? StatisticRequest(target.statistic, place: nowhere), window)
            }
        }
    }

    private mutating func require(_ position: Int, _ window: Window) {
        guard seen.insert(Request(indicator: position, window: window)).inserted else { return }
        switch indicators[position].source {
        case .measured(let measure):
            windows[position, default: []].formUnion(measure.isCumulative ? window.statements : [window])
        case .stated: break
        case .formula(let formula):
            for (i, operand) in formula.operands.enumerated() {
                let asked = formula.window(i, window, quantities: indicators[operand.indicator].quantities)
                require(operand.indicator, asked)
            }
        }
    }

    /// The points in time that the indicators given read, on one axis.
    func axis(_ positions: [Int], stock: Bool) -> TimeAxis {
        let wanted = positions.flatMap { windows[$0] ?? [] }
        return stock ? TimeAxis(days: wanted.map(\.day)) : TimeAxis(months: wanted.flatMap { Array($0.months) })
    }
}
