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

    init(_ indicators: [IndicatorPlan], _ macros: [MacroPlan], _ range: PeriodRange) {
        self.indicators = indicators
        for (position, indicator) in indicators.enumerated() {
            for period in range.periods where period.frequency >= indicator.frequency {
                for quantity in indicator.quantities {
                    let window = Window(quantity: quantity, period: period)
                    require(position, window)
                    if indicator.looksBack {
                        require(position, Window(quantity: quantity, period: period.yearEarlier))
                    }
                    if indicator.looksAtOpening {
                        require(position, Window(quantity: quantity, period: period.yearStart))
                    }
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

    private mutating func require(_ position: Int, _ window: Window) {
        guard seen.insert(Request(indicator: position, window: window)).inserted else { return }
        switch indicators[position].source {
        case .measured(let measure):
            windows[position, default: []].insert(measure.isCumulative ? window.statement : window)
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
