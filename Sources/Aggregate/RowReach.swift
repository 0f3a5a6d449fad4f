import Definitions
import Expressions
import Model
import Tabular

/// Where and when rows with findings count, or would: a record whose area cannot be read counts where its sender is, one whose
/// date cannot be read in the last month of its table.
struct RowReach {
    let plan: DatasetPlan
    /// Areas without a published one above.
    let roots: [Int]

    init(plan: DatasetPlan) {
        self.plan = plan
        roots = plan.units.parents.indices.filter { plan.units.parents[$0] == nil }
    }

    /// Among the areas that get figures.
    func areas(_ column: Column, _ row: Int, _ origin: ErrorRows.Origin) -> [Int] {
        guard case .integers(let column) = column, column.validity[row] else { return lineage(origin.sender) }
        return plan.units.lineages[Int(plan.units.unitOfArea[Int(column.values[row])])]
    }

    func lineage(_ sender: Int?) -> [Int] {
        guard let sender else { return roots }
        let unit = plan.units.unitOfArea[sender]
        if unit > 0 { return plan.units.lineages[Int(unit)] }
        var line: [Int] = []
        var next = plan.units.areas.firstIndex(of: sender)
        while let area = next {
            line.append(area)
            next = plan.units.parents[area]
        }
        return line.isEmpty ? roots : line
    }

    func times(
        _ row: Int, _ spells: Spells, _ timing: Timing, _ batch: Batch, _ cube: CubePlan, _ origin: ErrorRows.Origin
    ) -> Range<Int> {
        guard batch.columns[timing.timestamp.field].validity[row] else { return times(of: origin.month, cube) }
        let (first, last) = (Int(spells.first[row]), Int(spells.last?[row] ?? spells.first[row]))
        return first >= 0 && first <= last ? first..<last + 1 : 0..<0
    }

    /// Of a flow that month, of a stock every day from its end on.
    func times(of month: Month, _ cube: CubePlan) -> Range<Int> {
        let axis = plan.timings[cube.timing].axis
        guard axis.months.isEmpty else {
            return axis.months.firstIndex(of: month).map { $0..<$0 + 1 } ?? 0..<0
        }
        return (axis.days.firstIndex { $0 >= month.lastDay.days } ?? axis.days.count)..<axis.days.count
    }
}

extension Timestamp {
    /// The field that says from when a record counts.
    var field: Int {
        switch self {
        case .day(let field), .period(let field), .spell(from: let field, to: _, rule: _): field
        }
    }
}

extension DatasetPlan {
    /// All fields that a measure looks at.
    func fields(_ measure: MeasurePlan, _ timing: Timing, _ areaField: Int) -> Set<Int> {
        var fields: Set = [areaField]
        switch timing.timestamp {
        case .day(let field), .period(let field): fields.insert(field)
        case .spell(let from, let to, rule: _): fields.formUnion([from] + [to].compactMap { $0 })
        }
        if let operand = measure.operand { fields.insert(operand) }
        if let subject = measure.subject { fields.insert(subjects[subject]) }
        if let condition = measure.condition { fields.formUnion(conditions[condition].fields) }
        return fields
    }
}
