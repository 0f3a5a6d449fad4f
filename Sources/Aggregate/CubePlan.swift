import Definitions
public import Expressions
import Model
import Tabular

/// Where a record lies in time.
enum Timestamp: Hashable, Sendable {
    /// The field that holds its day.
    case day(field: Int)
    /// The field that holds its period; it counts in that period's last month.
    case period(field: Int)
    /// The fields of its first and its last day, inclusive; no `to`, or an empty one: open.
    case spell(from: Int, to: Int?, rule: StockRule)
}

/// Whose occurrences are counted.
enum Subject: Hashable, Sendable {
    /// The distinct values of a field.
    case field(Int)
    /// Every record is one. Accepted records with a key differ in it, so this also counts distinct keys.
    case record
}

/// One accumulator of a cube: measures that ask the same of the same records share it.
struct MeasurePlan: Hashable, Sendable {
    var kind: MeasureKind
    /// Sum, mean, minimum, maximum: the field.
    var operand: Int?
    /// Distinct counts: position in `DatasetPlan.subjects`.
    var subject: Int?
    /// Position in `DatasetPlan.conditions`; nil: every record.
    var condition: Int?

    /// Sums and means keep the same.
    func isServed(by other: MeasurePlan) -> Bool {
        func kept(_ kind: MeasureKind) -> MeasureKind { kind == .mean ? .sum : kind }
        return kept(kind) == kept(other.kind) && operand == other.operand && subject == other.subject
            && condition == other.condition
    }
}

/// Measures over the same records laid out the same way: unit × time × category.
struct CubePlan: Sendable {
    /// Positions in the plan's `areaFields`, `timings` and `breakdowns`.
    var areaField: Int
    var timing: Int
    var breakdown: Int
    var measures: [MeasurePlan] = []
}

/// A field that places records in time, and the times that are kept.
struct Timing: Sendable {
    var timestamp: Timestamp
    var axis: TimeAxis
}

/// What one dataset's records are put into. Made once for a run, shared by all workers.
public struct DatasetPlan: Sendable {
    /// Position in the pipeline's datasets.
    public let dataset: Int
    let units: ReportingUnits
    /// `where` of the measures, compiled; equal texts are evaluated once.
    var conditions: [Expression] = []
    var conditionTexts: [String] = []
    var timings: [Timing] = []
    var areaFields: [Int] = []
    var breakdowns: [Breakdown] = []
    /// The fields whose values are counted as subjects.
    var subjects: [Int] = []
    var cubes: [CubePlan] = []
    /// Cells that a cube lays out whether they are used or not, at most; beyond, cells are numbered as they are met.
    public var denseLimit = 1 << 17

    /// The other datasets that conditions read: their accepted records are to be at hand when records are added.
    public var references: [ReferenceUse] { conditions.flatMap(\.references) }

    /// The fields that sums and means are made of, ascending.
    public var operands: [Int] {
        Set(cubes.flatMap(\.measures).filter { [.sum, .mean].contains($0.kind) }.compactMap(\.operand)).sorted()
    }

    init(dataset: Int, units: ReportingUnits) {
        self.dataset = dataset
        self.units = units
    }
}
