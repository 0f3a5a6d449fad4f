import Model

/// One measure of merged partials, folded over areas: what is known of an area and category over any span of time.
protocol Series: Sendable {
    /// - Parameters:
    ///   - category: nil: the whole, with the records that are in no category.
    ///   - span: times on the axis of the measure's cube.
    func tally(area: Int, category: Int?, span: Range<Int>) -> Tally
    /// Categories that have records there, ascending.
    func categories(area: Int, span: Range<Int>) -> [Int]
    /// What is in no unit.
    func unplaced(span: Range<Int>) -> Tally
}

/// The pairs of area and category that have records at any time, numbered. Category 0 stands for the whole.
private struct Groups: Sendable {
    let areaCount: Int
    private var numbers = KeyNumbers()
    private(set) var categories: [[Int]]

    init(areaCount: Int) {
        self.areaCount = areaCount
        categories = .init(repeating: [], count: areaCount)
    }

    var count: Int { numbers.count }

    mutating func number(area: Int, category: Int) -> Int {
        let known = numbers.count
        let number = numbers.number(UInt64(category * areaCount + area))
        if number == known, category > 0 { categories[area].append(category) }
        return number
    }

    /// The numbers that a record of the unit and category counts in.
    mutating func numbers(_ lineage: [Int], category: Int) -> [Int] {
        var list: [Int] = []
        for area in lineage {
            list.append(number(area: area, category: 0))
            if category > 0 { list.append(number(area: area, category: category)) }
        }
        return list
    }

    func find(area: Int, category: Int?) -> Int? { numbers.find(UInt64((category ?? 0) * areaCount + area)) }

    mutating func sort() {
        for area in categories.indices { categories[area].sort() }
    }
}

/// Sums, counts and extremes: a parent's cell is its units' cells together, a period's its months'.
struct CellSeries: Series {
    private let timeCount: Int
    private var groups: Groups
    /// By group and time.
    private var tallies: [Tally] = []
    private var outside: [Tally]

    init(_ cube: Cube, measure: Int, _ units: ReportingUnits) {
        timeCount = cube.addresses.timeCount
        groups = Groups(areaCount: units.areas.count)
        outside = [Tally](repeating: Tally(), count: timeCount)
        guard let cells = cube.cells[measure] else { return }
        for (i, place) in cube.addresses.places().enumerated() {
            let tally = cells.tally(i + 1)
            guard tally.records > 0 else { continue }
            if place.unit == 0 { outside[place.time] += tally }
            for group in groups.numbers(units.lineages[place.unit], category: place.category) {
                let missing = groups.count * timeCount - tallies.count
                if missing > 0 { tallies.append(contentsOf: repeatElement(Tally(), count: missing)) }
                tallies[group * timeCount + place.time] += tally
            }
        }
        groups.sort()
    }

    func tally(area: Int, category: Int?, span: Range<Int>) -> Tally {
        var total = Tally()
        guard let group = groups.find(area: area, category: category) else { return total }
        for time in span { total += tallies[group * timeCount + time] }
        return total
    }

    func categories(area: Int, span: Range<Int>) -> [Int] {
        groups.categories[area].filter { tally(area: area, category: $0, span: span).records > 0 }
    }

    func unplaced(span: Range<Int>) -> Tally { span.reduce(into: Tally()) { $0 += outside[$1] } }
}

/// Distinct subjects: a parent's are the union of its units', a period's the union of its months'.
struct SubjectSeries: Series {
    private var groups: Groups
    /// By group; for each span that was announced.
    private var counts: [Range<Int>: [Int64]] = [:]
    private var outside: [Range<Int>: Int64] = [:]

    /// - Parameter spans: every span that will be asked for.
    init(_ cube: Cube, measure: Int, _ units: ReportingUnits, spans: Set<Range<Int>>) {
        groups = Groups(areaCount: units.areas.count)
        guard let subjects = cube.subjects[measure] else { return }
        let entries = subjects.entries.sorted { ($0.subject, $0.words) < ($1.subject, $1.words) }
        // The groups of entry i: `memberships[starts[i] ..< starts[i + 1]]`; −1 stands for no unit.
        var memberships: [Int] = []
        var starts = [0]
        for entry in entries {
            let lineage = units.lineages[entry.unit]
            memberships += entry.unit == 0 ? [-1] : groups.numbers(lineage, category: entry.category)
            starts.append(memberships.count)
        }
        for span in spans {
            var mask = [UInt64](repeating: 0, count: subjects.wordCount)
            for time in span { mask[time >> 6] |= 1 << UInt64(time & 63) }
            var counted = [Int64](repeating: 0, count: groups.count + 1)
            // The last subject that was counted in each group: entries of one subject stand together.
            var last = [Int](repeating: -1, count: groups.count + 1)
            for (i, entry) in entries.enumerated() {
                let occurs = mask.indices.contains { subjects.times[entry.words + $0] & mask[$0] != 0 }
                guard occurs else { continue }
                for group in memberships[starts[i]..<starts[i + 1]] where last[group + 1] != entry.subject {
                    last[group + 1] = entry.subject
                    counted[group + 1] += 1
                }
            }
            outside[span] = counted.removeFirst()
            counts[span] = counted
        }
        groups.sort()
    }

    func tally(area: Int, category: Int?, span: Range<Int>) -> Tally {
        guard let group = groups.find(area: area, category: category), let counted = counts[span] else {
            return Tally()
        }
        return Tally(records: counted[group])
    }

    func categories(area: Int, span: Range<Int>) -> [Int] {
        groups.categories[area].filter { tally(area: area, category: $0, span: span).records > 0 }
    }

    func unplaced(span: Range<Int>) -> Tally { Tally(records: outside[span] ?? 0) }
}
