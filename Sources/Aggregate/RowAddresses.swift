import Definitions
import Model
import Tabular

/// The times of each row on an axis: from `first` to `last`, none where `first` is below 0 or above `last`.
struct Spells: Sendable {
    var first: [Int32]
    /// nil: as `first`.
    var last: [Int32]?

    /// `during`: times outside it are left out.
    init(_ timing: Timing, _ batch: Batch, standing: Bitmap, during: ClosedRange<CivilDate>? = nil) {
        let bounds = during.map { Int64($0.lowerBound.days)...Int64($0.upperBound.days) }
        let within = { (day: Int64) -> Int64 in bounds.map { $0.contains(day) } ?? true ? day : .min }
        switch timing.timestamp {
        case .day(let field) where bounds == nil:
            first = Spells.months(timing.axis, batch.columns[field], standing) { $0 }
        case .day(let field): first = Spells.months(timing.axis, batch.columns[field], standing, within)
        case .period(let field):
            first = Spells.months(timing.axis, batch.columns[field], standing) { packed in
                let month = PackedPeriod.unpack(packed).lastMonth
                return (0...120_000).contains(month.index) ? within(Int64(month.firstDay.days)) : .min
            }
        case .spell(let from, let to, let rule):
            var first = [Int32](repeating: -1, count: batch.rowCount)
            var last = first
            let days = timing.axis.days
            guard case .integers(let from) = batch.columns[from] else { preconditionFailure("a first day is a date") }
            var open = Bitmap(count: batch.rowCount, repeating: true)
            var ends = from.values
            if let to, case .integers(let column) = batch.columns[to] {
                open = column.validity.complement
                ends = column.values
            }
            if rule == .cohort {
                from.validity.forEachSet { row in
                    let last = Spells.lastDayOfCohort(from.values[row])
                    ends[row] = open[row] ? last : min(last, ends[row])
                }
                open = Bitmap(count: batch.rowCount)
            }
            standing.intersection(from.validity).forEachSet { row in
                let opening = max(from.values[row], bounds?.lowerBound ?? .min)
                let start = days.partitioningIndex { Int64($0) >= opening }
                let closing = min(open[row] ? .max : ends[row], bounds?.upperBound ?? .max)
                let end = closing == .max ? days.count : days.partitioningIndex { Int64($0) > closing }
                first[row] = Int32(start)
                last[row] = Int32(end - 1)
            }
            self.first = first
            self.last = last
        }
    }

    /// A cohort counts to the last day but one of the third year after its own: on 31 December of that year only the three
    /// later ones do.
    private static func lastDayOfCohort(_ firstDay: Int64) -> Int64 {
        let year = CivilDate(days: Int32(truncatingIfNeeded: firstDay)).civil.year
        return Int64(CivilDate.daysFromCivil(year: year + 3, month: 12, day: 30))
    }

    private static func months(
        _ axis: TimeAxis, _ column: Column, _ standing: Bitmap, _ day: (Int64) -> Int64
    ) -> [Int32] {
        guard case .integers(let column) = column else { preconditionFailure("a date is a whole number") }
        let base = Int64(axis.firstDay)
        let limit = UInt64(axis.positions.count)
        var times = [Int32](repeating: -1, count: column.values.count)
        for row in times.indices {
            let offset = UInt64(bitPattern: day(column.values[row]) &- base)
            if offset < limit { times[row] = axis.positions[Int(offset)] }
        }
        standing.intersection(column.validity).complement.forEachSet { times[$0] = -1 }
        return times
    }

    /// The rows that have a time at all.
    func placed(_ standing: Bitmap) -> Bitmap {
        var placed = standing
        standing.forEachSet { row in
            if first[row] < 0 || last.map({ first[row] > $0[row] }) ?? false { placed.set(row, false) }
        }
        return placed
    }

    /// For one time of a stock: that time where the row stands, else −1.
    func at(_ time: Int32) -> [Int32] {
        guard let last else { return first.map { $0 == time ? time : -1 } }
        return first.indices.map { first[$0] <= time && time <= last[$0] && first[$0] >= 0 ? time : -1 }
    }
}

extension ReportingUnits {
    /// The unit of each row.
    func units(_ column: Column) -> [Int32] {
        guard case .integers(let column) = column else { preconditionFailure("an area is a whole number") }
        var units = [Int32](repeating: 0, count: column.values.count)
        for row in units.indices { units[row] = unitOfArea[Int(column.values[row])] }
        column.validity.complement.forEachSet { units[$0] = 0 }
        return units
    }
}

/// Where the cells of a cube are: computed while there are few that could be, numbered as they are met beyond.
struct CellAddresses: Sendable {
    let unitCount: Int
    let timeCount: Int
    /// Cells that are laid out whether they are used or not, at most.
    let denseLimit: Int
    /// Categories that there is room for.
    private(set) var categoryCount: Int
    /// Beyond the limit: the numbers of cells in use, by linear address.
    private(set) var met: KeyNumbers?

    init(unitCount: Int, timeCount: Int, categoryCount: Int, denseLimit: Int) {
        self.unitCount = unitCount
        self.timeCount = timeCount
        self.denseLimit = denseLimit
        self.categoryCount = categoryCount
        if unitCount * timeCount * categoryCount > denseLimit { met = KeyNumbers() }
    }

    /// Cells that accumulators need, with cell 0 that takes what is not counted.
    var cellCount: Int { 1 + (met?.count ?? unitCount * timeCount * categoryCount) }

    /// Makes room for more categories: their cells come behind those of the others.
    /// - Returns: whether dense cells have to be numbered from now on; `number(used:)` is to be called then.
    mutating func reserve(categories: Int) -> Bool {
        guard categories > categoryCount else { return false }
        let over = met == nil && unitCount * timeCount * categories > denseLimit
        if !over { categoryCount = categories }
        return over
    }

    /// Goes over to numbers: the cells listed keep their order, from 1.
    mutating func number(used cells: [Int], categories: Int) {
        var numbers = KeyNumbers()
        for cell in cells { _ = numbers.number(UInt64(cell - 1)) }
        met = numbers
        categoryCount = categories
    }

    /// The cell of (category, unit, time).
    mutating func cell(category: Int, unit: Int, time: Int) -> Int {
        let address = (category * unitCount + unit) * timeCount + time
        return 1 + (met?.number(UInt64(address)) ?? address)
    }

    /// The cells of the rows, 0 where the row has no time.
    mutating func cells(groups: [Int32], times: [Int32]) -> [Int32] {
        var cells = [Int32](repeating: 0, count: groups.count)
        if met == nil {
            let timeCount = Int32(timeCount)
            for row in cells.indices {
                let time = times[row]
                cells[row] = time < 0 ? 0 : groups[row] &* timeCount &+ time &+ 1
            }
        } else {
            for row in cells.indices where times[row] >= 0 {
                let address = Int(groups[row]) * timeCount + Int(times[row])
                cells[row] = Int32(truncatingIfNeeded: met?.number(UInt64(address)) ?? 0) + 1
            }
        }
        return cells
    }

    /// Category, unit and time of every cell but 0, in order of the cells.
    func places() -> [(category: Int, unit: Int, time: Int)] {
        (1..<cellCount).map { cell in
            let address = met.map { Int($0.keys[cell - 1]) } ?? cell - 1
            let group = address / timeCount
            return (group / unitCount, group % unitCount, address % timeCount)
        }
    }
}

extension Array {
    /// The first position whose element, and every one behind it, satisfies the condition.
    func partitioningIndex(_ condition: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if condition(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
