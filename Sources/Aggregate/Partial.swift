public import Expressions
public import Model
public import Tabular

/// What some of a dataset's records add up to: one value per worker, file or machine, to be merged in any order. Any
/// split of the records over any number of partials gives the same figures.
public struct Partial: Sendable {
    let plan: DatasetPlan
    /// By `plan.breakdowns`.
    private(set) var categories: [Categories]
    /// By `plan.subjects`: the values met.
    private(set) var subjects: [ByteStrings]
    /// By `plan.cubes`.
    private(set) var cubes: [Cube]

    /// Of no records.
    public init(_ plan: DatasetPlan) {
        self.plan = plan
        categories = plan.breakdowns.map { Categories($0) }
        subjects = plan.subjects.map { _ in ByteStrings() }
        cubes = []
        for cube in plan.cubes {
            cubes.append(
                Cube(
                    cube, unitCount: plan.units.unitCount, timeCount: plan.timings[cube.timing].axis.count,
                    categoryCount: categories[cube.breakdown].count, denseLimit: plan.denseLimit))
        }
    }

    /// Adds the records that stand. Columns are those of the dataset's schema, derived fields included. `during`: the days
    /// that are read from these records; at other times they count nowhere. nil: every day.
    public mutating func add(
        _ batch: Batch, standing: Bitmap, during: ClosedRange<CivilDate>? = nil, references: References
    ) {
        precondition(standing.count == batch.rowCount)
        let spells = plan.timings.map { Spells($0, batch, standing: standing, during: during) }
        let units = plan.areaFields.map { plan.units.units(batch.columns[$0]) }
        let conditions = plan.conditions.map { $0.evaluateCondition(batch, references: references) }
        var numbers: [[Int32]] = []
        for breakdown in categories.indices {
            numbers.append(categories[breakdown].numbers(batch, standing: standing))
        }
        var subjectNumbers: [[Int32]] = []
        for (i, field) in plan.subjects.enumerated() {
            subjectNumbers.append(subjects[i].numbers(batch.columns[field], standing))
        }
        for (i, cube) in plan.cubes.enumerated() {
            let dated = standing.intersection(plan.timings[cube.timing].timestamp.validity(batch))
            let undated = Int64(standing.ones - dated.ones)
            let inputs = cube.measures.map { measure in
                var input = MeasureInput(rows: dated, countsAll: true)
                input.leftOut.undated = undated
                if let condition = measure.condition {
                    let answer = conditions[condition]
                    input.leftOut.undecided = Int64(dated.intersection(answer.missing).ones)
                    input.rows.formIntersection(answer.yes)
                }
                if let field = measure.operand ?? measure.subject.map({ plan.subjects[$0] }) {
                    let asked = input.rows.ones
                    input.rows.formIntersection(batch.columns[field].validity)
                    input.leftOut.unmeasured = Int64(asked - input.rows.ones)
                }
                if let operand = measure.operand, case .integers(let column) = batch.columns[operand] {
                    input.operand = column.values
                }
                if let subject = measure.subject { input.subjects = subjectNumbers[subject] }
                input.countsAll = input.rows == dated
                return input
            }
            cubes[i].add(
                units: units[cube.areaField], categories: numbers[cube.breakdown],
                categoryCount: categories[cube.breakdown].count, spells: spells[cube.timing], inputs: inputs)
        }
    }

    /// Adds what `other`, of the same plan, holds.
    public mutating func merge(_ other: consuming Partial) {
        precondition(other.plan.dataset == plan.dataset && other.cubes.count == cubes.count)
        var categoryNumbers: [[Int32]] = []
        for i in categories.indices { categoryNumbers.append(categories[i].absorb(other.categories[i])) }
        var subjectNumbers: [[Int32]] = []
        for i in subjects.indices { subjectNumbers.append(subjects[i].absorb(other.subjects[i])) }
        for (i, cube) in plan.cubes.enumerated() {
            cubes[i].merge(
                other.cubes[i], categories: categoryNumbers[cube.breakdown],
                categoryCount: categories[cube.breakdown].count,
                subjects: cube.measures.map { $0.subject.map { subjectNumbers[$0] } ?? [] })
        }
    }
}

extension Partial {
    /// Takes in what `write(to:)` wrote; nothing has been added before.
    mutating func fill(from reader: inout BinaryReader) throws(DamagedForm) {
        for i in categories.indices { try categories[i].fill(from: &reader) }
        for i in subjects.indices { subjects[i] = try ByteStrings(from: &reader) }
        for (i, cube) in plan.cubes.enumerated() {
            try cubes[i].fill(
                from: &reader, categoryCount: categories[cube.breakdown].count,
                subjectCounts: cube.measures.map { $0.subject.map { subjects[$0].count } ?? 0 })
        }
    }
}

extension Timestamp {
    /// The rows that state when they are.
    func validity(_ batch: Batch) -> Bitmap {
        switch self {
        case .day(let field), .period(let field), .spell(from: let field, to: _, rule: _): batch.columns[field].validity
        }
    }
}

extension ByteStrings {
    /// The numbers of a column's values, −1 where a row does not stand or has none.
    fileprivate mutating func numbers(_ column: Column, _ standing: Bitmap) -> [Int32] {
        var numbers = [Int32](repeating: -1, count: column.count)
        let rows = standing.intersection(column.validity)
        switch column {
        case .texts(let texts): rows.forEachSet { numbers[$0] = Int32(number(texts.bytes($0))) }
        case .integers(let integers):
            rows.forEachSet { row in
                numbers[row] = withUnsafeBytes(of: integers.values[row].littleEndian) {
                    Int32(number($0.assumingMemoryBound(to: UInt8.self)))
                }
            }
        }
        return numbers
    }
}
