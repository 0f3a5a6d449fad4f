import Definitions
import Expressions
import Model

/// The figures that records of a dataset feed, numbered as they are met, with their values before anything is corrected.
struct ImpactSites {
    /// A value: of an indicator, or what its records state of a year earlier.
    struct Place: Hashable {
        var indicator: Int
        var area: Int
        /// Position in `windows`.
        var window: Int
        /// Position in `cells`, −1 the whole.
        var cell = -1
        var isRestated = false
    }

    /// The places of a target in one area and cell.
    struct Row {
        var area: Int
        var cell: Int
        /// In the list of numbers.
        var start: Int
    }

    private struct RowKey: Hashable {
        var target: Int
        var area: Int
        var cell: Int
    }

    /// Where a measure of a cube is published.
    struct Target {
        /// Position among all of the dataset.
        var number: Int
        var indicator: Int
        var kind: MeasureKind
        /// What one of the kept whole numbers is worth in base units.
        var factor: Double
        /// A cell's by these fields; nil: the whole.
        var fields: [String]?
        var isRestated: Bool
        var windows: [(window: Int, span: Range<Int>)]
    }

    /// Of a formula that reads a value.
    private struct Dependent {
        var formula: Int
        var operand: Int
        var window: Int
        var asked: Int
        /// Of subjects counted over several indicators or times: how one more there changes the number here. As though the
        /// subject were in none of the others: at most that much. nil: the formula says.
        var counts: Double?
    }

    let evaluation: Evaluation
    private(set) var places: [Place] = []
    /// By place; nil: no number.
    private(set) var amounts: [Amount] = []
    private(set) var values: [Double] = []
    private(set) var windows: [Window] = []
    private(set) var cells: [Cell] = []
    private var numbers: [Place: Int32] = [:]
    private var targetCount = 0
    private var rows: [RowKey: Int] = [:]
    /// By row and window of its target the number of the place; −1 where nobody has asked yet.
    private var rowNumbers: [Int32] = []
    private var windowNumbers: [Window: Int] = [:]
    private var cellNumbers: [Cell: Int] = [:]
    private var targets: [MeasuredPlan.Place: [Target]] = [:]
    private var dependents: [Int: [Dependent]] = [:]
    private var operands: [Int32: [Fraction?]] = [:]
    private var linked: [Int32: [Link]] = [:]

    private struct Link {
        var site: Int32
        var operand: Int
        var counts: Double?
    }

    init(_ evaluation: Evaluation, dataset: Int) {
        self.evaluation = evaluation
        let plan = evaluation.plan
        guard let own = plan.datasets[dataset] else { return }
        for (indicator, indicatorPlan) in plan.indicators.enumerated() {
            guard case .measured(let measure) = indicatorPlan.source, measure.dataset == dataset else { continue }
            let asked = windows(of: indicator)
            func add(_ place: MeasuredPlan.Place, _ measure: MeasuredPlan, _ fields: [String]?, _ isRestated: Bool) {
                let axis = own.timings[own.cubes[place.cube].timing].axis
                let spans = asked.map { window -> (window: Int, span: Range<Int>) in
                    let read = measure.isCumulative ? window.statement : window
                    return (number(window), axis.span(read))
                }
                targets[place, default: []].append(
                    Target(
                        number: targetCount, indicator: indicator, kind: measure.kind, factor: double(measure.factor),
                        fields: fields,
                        isRestated: isRestated, windows: spans.filter { !$0.span.isEmpty }))
                targetCount += 1
            }
            add(measure.whole, measure, nil, false)
            for place in measure.breakdowns {
                add(place, measure, own.breakdowns[own.cubes[place.cube].breakdown].names, false)
            }
            for prior in measure.restated { add(prior.whole, prior, nil, true) }
        }
        for (formula, indicatorPlan) in plan.indicators.enumerated() {
            guard case .formula(let source) = indicatorPlan.source else { continue }
            for window in windows(of: formula) {
                for (position, operand) in source.operands.enumerated() {
                    let counts = source.counts(of: position)
                    if counts == 0 { continue }
                    let quantities = plan.indicators[operand.indicator].quantities
                    dependents[operand.indicator, default: []].append(
                        Dependent(
                            formula: formula, operand: position, window: number(window),
                            asked: number(source.window(position, window, quantities: quantities)), counts: counts))
                }
            }
        }
    }

    /// Those that are published, and a year before where their growth is.
    private func windows(of indicator: Int) -> [Window] {
        let plan = evaluation.plan.indicators[indicator]
        var windows: [Window] = []
        for period in evaluation.periods(indicator, evaluation.plan.range) {
            for quantity in plan.quantities {
                let window = Window(quantity: quantity, period: period)
                windows.append(window)
                if plan.looksBack { windows.append(window.earlier(years: 1)) }
            }
        }
        return windows
    }

    private mutating func number(_ window: Window) -> Int {
        if let known = windowNumbers[window] { return known }
        windowNumbers[window] = windows.count
        windows.append(window)
        return windows.count - 1
    }

    mutating func number(_ cell: Cell) -> Int {
        if let known = cellNumbers[cell] { return known }
        cellNumbers[cell] = cells.count
        cells.append(cell)
        return cells.count - 1
    }

    func targets(of place: MeasuredPlan.Place) -> [Target] { targets[place] ?? [] }

    /// The places of a target in all of its windows.
    mutating func row(of target: Target, area: Int, cell: Int) -> Row {
        let key = RowKey(target: target.number, area: area, cell: cell)
        let start = rows[key] ?? rowNumbers.count
        if start == rowNumbers.count {
            rows[key] = start
            rowNumbers += Array(repeating: -1, count: target.windows.count)
        }
        return Row(area: area, cell: cell, start: start)
    }

    /// Of the place in the window at a position of the target's list.
    mutating func number(_ target: Target, _ position: Int, _ row: Row) -> Int32 {
        let known = rowNumbers[row.start + position]
        if known >= 0 { return known }
        let number = number(
            Place(
                indicator: target.indicator, area: row.area, window: target.windows[position].window, cell: row.cell,
                isRestated: target.isRestated))
        rowNumbers[row.start + position] = number
        return number
    }

    mutating func number(_ place: Place) -> Int32 {
        if let known = numbers[place] { return known }
        let number = Int32(places.count)
        numbers[place] = number
        places.append(place)
        let site = site(place)
        var amount = evaluation.amount(site)
        if place.isRestated, case .measured(let measure) = evaluation.plan.indicators[place.indicator].source,
            let prior = measure.restated.first
        {
            amount = evaluation.measured(site, prior, evaluation.restated[place.indicator])
        }
        amounts.append(amount)
        values.append(amount.value.map(double) ?? 0)
        return number
    }

    private func site(_ place: Place) -> Site {
        Site(
            indicator: place.indicator, area: place.area, window: windows[place.window],
            cell: place.cell < 0 ? nil : cells[place.cell])
    }

    /// Where reports find it.
    func published(_ number: Int32) -> FigureSite {
        let place = places[Int(number)]
        let site = site(place)
        return FigureSite(
            indicator: place.indicator, area: evaluation.plan.units.areas[place.area], period: site.window.period,
            quantity: site.window.quantity, breakdown: site.cell?.fields ?? [], category: site.cell?.codes ?? [])
    }

    // MARK: Formulas

    /// By how much formulas that read a value change when it changes by `delta`.
    mutating func changes(of number: Int32, by delta: Double) -> [(site: Int32, delta: Double)] {
        let place = places[Int(number)]
        guard place.cell < 0, !place.isRestated, delta.magnitude < 1e30, dependents[place.indicator] != nil else {
            return []
        }
        let known = linked[number] ?? link(number, place)
        linked[number] = known
        guard !known.isEmpty else { return [] }
        let change = Fraction(mantissa: Int128((delta * 100).rounded()), scale: 2)
        return known.compactMap { link in
            let (site, operand) = (link.site, link.operand)
            if let counts = link.counts { return (site, counts * delta) }
            let formulaPlace = places[Int(site)]
            guard case .formula(let formula) = evaluation.plan.indicators[formulaPlace.indicator].source,
                let values = operands[site], let before = amounts[Int(site)].value, let own = values[operand],
                let changed = own.adding(change)
            else { return nil }
            let after = formula.formula.evaluate { asked in
                formula.operands.firstIndex(of: asked).flatMap { $0 == operand ? changed : values[$0] }
            }
            return after.map { (site, double($0) - double(before)) }
        }
    }

    private mutating func link(_ number: Int32, _ place: Place) -> [Link] {
        var list: [Link] = []
        for dependent in dependents[place.indicator] ?? [] where dependent.asked == place.window {
            let own = self.number(Place(indicator: dependent.formula, area: place.area, window: dependent.window))
            if dependent.counts == nil, operands[own] == nil,
                case .formula(let formula) = evaluation.plan.indicators[dependent.formula].source
            {
                let site = site(places[Int(own)])
                operands[own] = formula.operands.indices.map {
                    evaluation.amount(evaluation.operandSite($0, of: site, formula)).value
                }
            }
            list.append(Link(site: own, operand: dependent.operand, counts: dependent.counts))
        }
        return list
    }
}

extension FormulaPlan {
    /// How one subject more in an operand changes a number of subjects; 0: nobody can say. nil: a formula says.
    fileprivate func counts(of position: Int) -> Double? {
        if isUnion { return 1 }
        guard let flow else { return nil }
        let operand = operands[position]
        // Whom a flow is narrowed to says nothing of how many they are.
        guard operand.quantity == nil else { return 0 }
        let isNow = operand.shift != .yearStart
        return switch flow.kind {
        case .new: isNow ? 1 : -1
        case .gone: isNow ? -1 : 1
        case .movedIn, .movedOut: 0
        }
    }
}

/// For scores only: figures stay fractions.
func double(_ fraction: Fraction) -> Double { Double(fraction.numerator) / Double(fraction.denominator) }
