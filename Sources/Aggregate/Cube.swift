import Definitions
import Model
import Tabular

/// Accepted records that a measure did not count, and why. Records of other times than those asked for are not among them.
public struct LeftOut: Hashable, Sendable {
    /// The area is missing, or no published area holds it.
    public var unplaced: Int64 = 0
    /// The date is missing.
    public var undated: Int64 = 0
    /// The indicator's `where` could not be decided: one of its operands is missing.
    public var undecided: Int64 = 0
    /// The field that is measured is missing.
    public var unmeasured: Int64 = 0

    /// Nothing left out.
    public init() {}

    static func += (a: inout LeftOut, b: LeftOut) {
        a.unplaced += b.unplaced
        a.undated += b.undated
        a.undecided += b.undecided
        a.unmeasured += b.unmeasured
    }
}

/// What one measure is given of a batch.
struct MeasureInput {
    /// Rows that it counts, of all that stand.
    var rows: Bitmap
    /// Whether it counts all rows that stand.
    var countsAll: Bool
    /// The field's values; empty where it has none.
    var operand: [Int64] = []
    /// The subjects' numbers; empty where it has none.
    var subjects: [Int32] = []
    var leftOut = LeftOut()
}

/// The sums of one cube plan over some of the records: reporting unit × time × category.
struct Cube: Sendable {
    let plan: CubePlan
    private(set) var addresses: CellAddresses
    /// By measure of the plan; nil for distinct counts, which are in `subjects`.
    private(set) var cells: [(any CellAccumulator)?]
    private(set) var subjects: [SubjectTimes?]
    /// By measure; `unplaced` is read from unit 0 at the end.
    private(set) var leftOut: [LeftOut]

    init(_ plan: CubePlan, unitCount: Int, timeCount: Int, categoryCount: Int, denseLimit: Int) {
        self.plan = plan
        addresses = CellAddresses(
            unitCount: unitCount, timeCount: timeCount, categoryCount: categoryCount, denseLimit: denseLimit)
        cells = plan.measures.map { $0.kind.rule.makeCells() }
        subjects = cells.map { $0 == nil ? SubjectTimes(unitCount: unitCount, timeCount: timeCount) : nil }
        leftOut = plan.measures.map { _ in LeftOut() }
        resize()
    }

    /// - Parameters:
    ///   - units: per row.
    ///   - categories: per row, below `categoryCount`.
    ///   - inputs: by measure.
    mutating func add(
        units: [Int32], categories: [Int32], categoryCount: Int, spells: Spells, inputs: [MeasureInput]
    ) {
        makeRoom(categoryCount)
        let unitCount = Int32(addresses.unitCount)
        var groups = units
        if categoryCount > 1 {
            for row in groups.indices { groups[row] &+= categories[row] &* unitCount }
        }
        if cells.allSatisfy({ $0 == nil }) {
            // Only subjects are counted here: nothing is kept by cell.
        } else if spells.last == nil {
            add(groups, spells.first, inputs)
        } else {
            for time in 0..<Int32(addresses.timeCount) { add(groups, spells.at(time), inputs) }
        }
        for (measure, input) in inputs.enumerated() {
            leftOut[measure] += input.leftOut
            subjects[measure]?.add(groups: groups, spells: spells, subjects: input.subjects, selection: input.rows)
        }
    }

    private mutating func add(_ groups: [Int32], _ times: [Int32], _ inputs: [MeasureInput]) {
        let addressed = addresses.cells(groups: groups, times: times)
        if addresses.met != nil { resize() }
        // Measures with one condition count the same rows: what they leave out goes to cell 0.
        var last: (rows: Bitmap, cells: [Int32])?
        for (measure, input) in inputs.enumerated() where cells[measure] != nil {
            var counted = addressed
            if let last, last.rows == input.rows {
                counted = last.cells
            } else if !input.countsAll {
                input.rows.complement.forEachSet { counted[$0] = 0 }
                last = (input.rows, counted)
            }
            cells[measure]?.add(cells: counted, operand: input.operand)
        }
    }

    /// Adds what `other`, of the same plan, holds.
    /// - Parameters:
    ///   - categories: the numbers here of its categories.
    ///   - subjects: by measure, the numbers here of its subjects.
    mutating func merge(_ other: Cube, categories: [Int32], categoryCount: Int, subjects numbers: [[Int32]]) {
        makeRoom(categoryCount)
        var map: [Int32] = [0]
        map.reserveCapacity(other.addresses.cellCount)
        for (i, place) in other.addresses.places().enumerated() {
            // Empty cells of the other's layout take no number here.
            let used = addresses.met == nil || other.isUsed(i + 1)
            map.append(
                used
                    ? Int32(
                        addresses.cell(
                            category: Int(categories[place.category]), unit: place.unit, time: place.time))
                    : 0)
        }
        resize()
        for measure in plan.measures.indices {
            leftOut[measure] += other.leftOut[measure]
            if let theirs = other.cells[measure] { cells[measure]?.merge(theirs, cells: map) }
            if let theirs = other.subjects[measure] {
                subjects[measure]?.merge(theirs, categories: categories, subjects: numbers[measure])
            }
        }
    }

    /// Takes in what another process wrote of a cube of this plan; nothing has been added before.
    mutating func fill(
        from reader: inout BinaryReader, categoryCount: Int, subjectCounts: [Int]
    ) throws(DamagedForm) {
        makeRoom(categoryCount)
        for _ in 0..<(try reader.unsigned()) {
            let (category, unit, time) = (try reader.int(), try reader.int(), try reader.int())
            guard 0..<categoryCount ~= category, 0..<addresses.unitCount ~= unit, 0..<addresses.timeCount ~= time
            else { throw DamagedForm() }
            let cell = addresses.cell(category: category, unit: unit, time: time)
            resize()
            for measure in cells.indices where cells[measure] != nil {
                cells[measure]?.put(try Tally(plan.measures[measure].kind, from: &reader), in: cell)
            }
        }
        for measure in subjects.indices where subjects[measure] != nil {
            try subjects[measure]?.fill(
                from: &reader, categoryCount: categoryCount, subjectCount: subjectCounts[measure])
        }
        for measure in leftOut.indices {
            leftOut[measure].unplaced = try reader.integer()
            leftOut[measure].undated = try reader.integer()
            leftOut[measure].undecided = try reader.integer()
            leftOut[measure].unmeasured = try reader.integer()
        }
    }

    func isUsed(_ cell: Int) -> Bool { cells.contains { ($0?.tally(cell).records ?? 0) > 0 } }

    private mutating func makeRoom(_ categoryCount: Int) {
        if addresses.reserve(categories: categoryCount) {
            let used = (1..<addresses.cellCount).filter(isUsed)
            addresses.number(used: used, categories: categoryCount)
            for measure in cells.indices { cells[measure]?.keep([0] + used) }
        }
        resize()
    }

    private mutating func resize() {
        for measure in cells.indices { cells[measure]?.resize(addresses.cellCount) }
    }
}
