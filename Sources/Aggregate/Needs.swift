import Definitions
import Expressions
import Model

/// Every window that the figures of a run read, per measured indicator: what decides how much of time cubes keep.
struct Needs {
    private(set) var windows: [Int: Set<Window>] = [:]
    private let indicators: [IndicatorPlan]
    private var seen: Set<Request> = []

    private struct Request: Hashable {
        var indicator: Int
        var window: Window
    }

    init(_ indicators: [IndicatorPlan], _ macros: [MacroPlan], _ range: PeriodRange, _ stated: StatedFigures) {
        self.indicators = indicators
        for (position, indicator) in indicators.enumerated() {
            for period in Set(range.periods.flatMap(indicator.candidates)) {
                for quantity in indicator.quantities {
                    let window = Window(quantity: quantity, period: period)
                    require(position, window)
                    if indicator.looksBack { require(position, window.earlier(years: 1)) }
                    if indicator.looksAtOpening {
                        require(position, Window(quantity: quantity, period: period.yearStart))
                    }
                    requireTargets(position, window, stated)
                    requireStreaks(position, window)
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

    /// What has come of targets is counted from their own first month on; average growth is on the year before it.
    private mutating func requireTargets(_ position: Int, _ window: Window, _ stated: StatedFigures) {
        let indicator = indicators[position]
        guard indicator.looksAtTargets || indicator.averagesGrowth else { return }
        for request in indicator.statistics {
            if let base = request.baseYear { require(position, window.earlier(years: window.period.year - base)) }
        }
        for target in stated.targets(position, at: window.period.lastMonth) {
            require(position, window.since(target))
            switch target.statistic {
            case .value: break
            case .averageGrowth:
                require(position, window.earlier(years: window.period.year - target.months.lowerBound.year + 1))
            default: require(position, window.earlier(years: 1))
            }
        }
    }

    /// The ranks of years before, as far as they are looked for in records; growth of the year before; values of those in
    /// which a threshold may have been passed already.
    private mutating func requireStreaks(_ position: Int, _ window: Window) {
        for request in indicators[position].statistics {
            let years = request.statistic == .priorYoy ? 2 : request.statistic == .threshold ? request.years : 0
            for back in 0..<years { require(position, window.earlier(years: back + 1)) }
        }
        for request in indicators[position].statistics where request.statistic == .streak {
            for years in 0...max(0, request.years) {
                let then = window.earlier(years: years)
                require(position, then)
                if request.of.looksBack { require(position, then.earlier(years: 1)) }
                if request.of == .growthOnOpening {
                    require(position, Window(quantity: then.quantity, period: then.period.yearStart))
                }
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
