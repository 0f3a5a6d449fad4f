import Definitions
import Model

/// A category as figures state it.
struct Cell: Hashable, Comparable, Sendable {
    /// Names of the breakdown's fields.
    var fields: [String]
    /// What figures state, one per field.
    var codes: [String]
    /// What categories are ordered by.
    var parts: [CategoryPart]

    static func < (a: Cell, b: Cell) -> Bool {
        a.parts == b.parts ? a.codes.lexicographicallyPrecedes(b.codes) : a.parts.lexicographicallyPrecedes(b.parts)
    }
}

/// A measured indicator over merged partials.
struct IndicatorSeries {
    let measure: MeasuredPlan
    private let axis: TimeAxis
    private let whole: any Series
    private let breakdowns: [Broken]
    private let windows: Set<Window>

    private struct Broken {
        var names: [String]
        var series: any Series
        /// By number of the category; 0 is none.
        var cells: [Cell]
        var numbers: [[String]: Int]
    }

    /// - Parameters:
    ///   - partial: all records of the dataset; nil: none.
    ///   - windows: every window that will be asked for.
    init(_ measure: MeasuredPlan, _ partial: Partial, windows: Set<Window>, _ areas: AreaTree) {
        self.measure = measure
        self.windows = windows
        let plan = partial.plan
        let axis = plan.timings[plan.cubes[measure.whole.cube].timing].axis
        self.axis = axis
        let spans = Set(windows.map { axis.span($0) })
        func series(_ place: MeasuredPlan.Place) -> any Series {
            let cube = partial.cubes[place.cube]
            return cube.cells[place.measure] == nil
                ? SubjectSeries(cube, measure: place.measure, plan.units, spans: spans)
                : CellSeries(cube, measure: place.measure, plan.units)
        }
        let whole = series(measure.whole)
        self.whole = whole
        breakdowns = measure.breakdowns.map { place in
            let categories = partial.categories[plan.cubes[place.cube].breakdown]
            let names = categories.breakdown.names
            var cells = [Cell(fields: names, codes: [], parts: [])]
            var numbers: [[String]: Int] = [:]
            for number in 1..<max(categories.count, 1) {
                let parts = categories.parts(number)
                cells.append(Cell(fields: names, codes: categories.codes(parts, areas), parts: parts))
                numbers[cells[number].codes] = number
            }
            return Broken(
                names: names, series: place == measure.whole ? whole : series(place), cells: cells, numbers: numbers)
        }
    }

    private func span(_ window: Window) -> Range<Int> {
        let asked = measure.isCumulative ? window.statement : window
        // What nobody announced may be on the axis in part, and look like a figure.
        assert(windows.contains(asked), "\(asked) is read, and `Needs` does not know of it")
        return axis.span(asked)
    }

    /// The times that make up a window: of statements one for each year.
    func spans(_ window: Window) -> [Range<Int>] {
        measure.isCumulative ? window.statements.map(span) : [span(window)]
    }

    func tally(area: Int, cell: Cell?, _ window: Window) -> Tally {
        let span = span(window)
        guard let cell else { return whole.tally(area: area, category: nil, span: span) }
        guard let broken = breakdowns.first(where: { $0.names == cell.fields }), let number = broken.numbers[cell.codes]
        else { return Tally() }
        return broken.series.tally(area: area, category: number, span: span)
    }

    /// The cells of a breakdown that have records, in no order.
    func cells(area: Int, fields: [String], _ window: Window) -> [Cell] {
        guard let broken = breakdowns.first(where: { $0.names == fields }) else { return [] }
        return broken.series.categories(area: area, span: span(window)).map { broken.cells[$0] }
    }

    /// Records, or subjects, that are in no unit.
    func unplaced(_ windows: [Window]) -> Int64 {
        windows.reduce(0) { $0 + whole.unplaced(span: span($1)).records }
    }
}
