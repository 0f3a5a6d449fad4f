import Definitions
public import Expressions
public import Model
public import Tabular

/// Rows of a dataset of which errors keep something out, with what was reported and what was counted of them.
public struct ErrorRows: Sendable {
    /// As they were reported, derived fields included.
    public var reported: Batch
    /// As they are counted: cells that errors reject are missing.
    public var counted: Batch
    /// Rows that are not counted at all.
    public var lost: Bitmap
    /// By row the fields that an error is filed under, with those derived from them.
    public var failed: [Set<Int>]
    public var origin: Origin

    /// Whose rows they are and of when, where they do not say so in a readable way.
    public struct Origin: Hashable, Sendable {
        /// Position in the area tree; nil: the bureau.
        public var sender: Int?
        /// The last month that their table covers.
        public var month: Month

        public init(sender: Int?, month: Month) {
            self.sender = sender
            self.month = month
        }
    }

    public init(reported: Batch, counted: Batch, lost: Bitmap, failed: [Set<Int>], origin: Origin) {
        self.reported = reported
        self.counted = counted
        self.lost = lost
        self.failed = failed
        self.origin = origin
    }
}

/// What errors keep out of the measures of a dataset, by area and time. Made once all records have been read, of the few
/// rows that have errors.
///
/// A row is kept out of a measure where it is lost, or where the measure reads a field that failed: with what it reported if
/// that can be read, else by number. A record whose area failed counts where its sender is, one whose date failed in the
/// last month of its table.
public struct KeptOut: Sendable {
    /// Of whose measures.
    public let plan: DatasetPlan
    private let reach: RowReach
    private var tallies: [Key: Tally] = [:]

    struct Tally: Hashable {
        var records: Int64 = 0
        var unreadable: Int64 = 0
        var sum: Int128 = 0

        static func += (a: inout Tally, b: Tally) {
            a.records += b.records
            a.unreadable += b.unreadable
            a.sum += b.sum
        }
    }

    private struct Key: Hashable {
        var place: MeasuredPlan.Place
        /// Among the areas that get figures.
        var area: Int
        var time: Int
    }

    public init(_ plan: DatasetPlan) {
        self.plan = plan
        reach = RowReach(plan: plan)
    }

    public var isEmpty: Bool { tallies.isEmpty }

    /// What is kept out of a measure in an area over a span of times.
    func tally(_ place: MeasuredPlan.Place, area: Int, _ span: Range<Int>) -> Tally {
        guard !tallies.isEmpty else { return Tally() }
        return span.reduce(into: Tally()) { sum, time in
            if let tally = tallies[Key(place: place, area: area, time: time)] { sum += tally }
        }
    }

    /// Rows that cannot be told at all: they count by number, in the measures that take every record of the dataset's own
    /// area.
    public mutating func add(unseen count: Int, areaField: Int?, _ origin: ErrorRows.Origin) {
        guard count > 0 else { return }
        for (c, cube) in plan.cubes.enumerated() {
            let areas = plan.areaFields[cube.areaField] == areaField ? reach.lineage(origin.sender) : reach.roots
            for (m, measure) in cube.measures.enumerated() where measure.condition == nil {
                let tally = Tally(records: Int64(count), unreadable: Int64(count))
                add(tally, MeasuredPlan.Place(cube: c, measure: m), areas, reach.times(of: origin.month, cube))
            }
        }
    }

    public mutating func add(_ rows: ErrorRows, references: References) {
        let answers = [rows.reported, rows.counted].map { batch in
            plan.conditions.map { $0.evaluateCondition(batch, references: references) }
        }
        let all = Bitmap(count: rows.reported.rowCount, repeating: true)
        for (c, cube) in plan.cubes.enumerated() {
            let timing = plan.timings[cube.timing]
            let spells = [rows.reported, rows.counted].map { Spells(timing, $0, standing: all) }
            let areaField = plan.areaFields[cube.areaField]
            for (m, measure) in cube.measures.enumerated() {
                let reads = plan.fields(measure, timing, areaField)
                for row in 0..<rows.reported.rowCount {
                    let failed = rows.failed[row]
                    guard rows.lost[row] || !failed.isDisjoint(with: reads) else { continue }
                    let place = MeasuredPlan.Place(cube: c, measure: m)
                    if let found = reading(measure, rows.reported, row, answers[0], failed, timing, areaField) {
                        add(
                            found, place, reach.areas(rows.reported.columns[areaField], row, rows.origin),
                            reach.times(row, spells[0], timing, rows.reported, cube, rows.origin))
                    }
                    guard !rows.lost[row],
                        let counted = reading(measure, rows.counted, row, answers[1], [], timing, areaField)
                    else { continue }
                    add(
                        Tally(records: -counted.records, unreadable: 0, sum: -counted.sum), place,
                        reach.areas(rows.counted.columns[areaField], row, rows.origin),
                        reach.times(row, spells[1], timing, rows.counted, cube, rows.origin))
                }
            }
        }
    }

    /// Rows that are whole, as they are counted: each is in the measures that read one of its `fields`, in all that take it
    /// where it is `whole`.
    mutating func add(
        counted rows: Batch, fields: [Set<Int>], whole: [Bool], _ origin: ErrorRows.Origin,
        during: ClosedRange<CivilDate>?, _ references: References
    ) {
        let answers = plan.conditions.map { $0.evaluateCondition(rows, references: references) }
        let all = Bitmap(count: rows.rowCount, repeating: true)
        for (c, cube) in plan.cubes.enumerated() {
            let timing = plan.timings[cube.timing]
            let spells = Spells(timing, rows, standing: all, during: during)
            let areaField = plan.areaFields[cube.areaField]
            for (m, measure) in cube.measures.enumerated() {
                let reads = plan.fields(measure, timing, areaField)
                for row in 0..<rows.rowCount where whole[row] || !fields[row].isDisjoint(with: reads) {
                    guard let found = reading(measure, rows, row, answers, [], timing, areaField) else { continue }
                    add(
                        found, MeasuredPlan.Place(cube: c, measure: m),
                        reach.areas(rows.columns[areaField], row, origin),
                        reach.times(row, spells, timing, rows, cube, origin))
                }
            }
        }
    }

    /// What a row is to a measure; nil: nothing. A part that failed could be anything.
    private func reading(
        _ measure: MeasurePlan, _ batch: Batch, _ row: Int, _ answers: [(yes: Bitmap, missing: Bitmap)],
        _ failed: Set<Int>, _ timing: Timing,
        _ areaField: Int
    ) -> Tally? {
        var isReadable = true
        if let condition = measure.condition, !answers[condition].yes[row] {
            guard answers[condition].missing[row],
                !failed.isDisjoint(with: plan.conditions[condition].fields)
            else { return nil }
            isReadable = false
        }
        for field in [areaField, timing.timestamp.field] where !batch.columns[field].validity[row] {
            guard failed.contains(field) else { return nil }
        }
        guard let field = measure.operand ?? measure.subject.map({ plan.subjects[$0] }) else {
            return Tally(records: 1, unreadable: isReadable ? 0 : 1)
        }
        guard batch.columns[field].validity[row] else {
            return failed.contains(field) ? Tally(records: 1, unreadable: 1) : nil
        }
        guard isReadable else { return Tally(records: 1, unreadable: 1) }
        guard measure.operand != nil, case .integers(let column) = batch.columns[field] else {
            return Tally(records: 1)
        }
        return Tally(records: 1, sum: Int128(column.values[row]))
    }

    /// Adds what is kept out of other records of the same plan.
    public mutating func merge(_ other: KeptOut) {
        for (key, tally) in other.tallies { tallies[key, default: Tally()] += tally }
    }

    public func write(to writer: inout BinaryWriter) {
        let ordered = tallies.sorted {
            ($0.key.place.cube, $0.key.place.measure, $0.key.area, $0.key.time)
                < ($1.key.place.cube, $1.key.place.measure, $1.key.area, $1.key.time)
        }
        writer.write(list: ordered) { writer, entry in
            for number in [entry.key.place.cube, entry.key.place.measure, entry.key.area, entry.key.time] {
                writer.write(number)
            }
            writer.write(entry.value.records)
            writer.write(entry.value.unreadable)
            writer.write(entry.value.sum)
        }
    }

    /// Of the plan that the other process had.
    public init(_ plan: DatasetPlan, from reader: inout BinaryReader) throws(DamagedForm) {
        self.init(plan)
        for _ in 0..<(try reader.unsigned()) {
            let place = MeasuredPlan.Place(cube: try reader.int(), measure: try reader.int())
            let key = Key(place: place, area: try reader.int(), time: try reader.int())
            tallies[key] = Tally(
                records: try reader.integer(), unreadable: try reader.integer(), sum: try reader.int128())
        }
    }

    // MARK: Where and when

    private mutating func add(_ tally: Tally, _ place: MeasuredPlan.Place, _ areas: [Int], _ times: Range<Int>) {
        for area in areas {
            for time in times { tallies[Key(place: place, area: area, time: time), default: Tally()] += tally }
        }
    }
}

extension Evaluation {
    /// What errors keep out of a value; nil: nothing.
    func keptOut(_ site: Site) -> KeptOutRecords? {
        guard site.cell == nil, case .measured(let measure) = plan.indicators[site.indicator].source,
            let kept = keptOut[measure.dataset], !kept.isEmpty
        else { return nil }
        let window = measure.isCumulative ? site.window.statement : site.window
        let axis = kept.plan.timings[kept.plan.cubes[measure.whole.cube].timing].axis
        let tally = kept.tally(measure.whole, area: site.area, axis.span(window))
        guard tally.records > 0 || tally.sum != 0 else { return nil }
        let amount = amount(site)
        func part(_ part: Fraction?, of rest: Fraction?) -> Fraction {
            guard let part = part?.magnitude, let rest = rest?.magnitude, let whole = part.adding(rest), !whole.isZero
            else { return .zero }
            return part.divided(by: whole) ?? .zero
        }
        let records = Fraction(Int128(amount.records))
        guard measure.kind == .sum else {
            return KeptOutRecords(
                records: tally.records, unreadable: tally.unreadable, value: nil, byValue: .zero,
                byNumber: part(Fraction(Int128(tally.records)), of: records))
        }
        let value = Fraction(tally.sum).multiplied(by: measure.factor) ?? .zero
        return KeptOutRecords(
            records: tally.records, unreadable: tally.unreadable, value: value,
            byValue: part(value, of: amount.value ?? .zero),
            byNumber: part(Fraction(Int128(tally.unreadable)), of: records))
    }
}

extension Fraction {
    var magnitude: Fraction? { isNegative ? negated : self }
}
