import Definitions
import Model

/// How one kind of measure makes a number of records. One file beside this one per kind, one line in `rule`.
protocol MeasureRule: Sendable {
    /// What has to be kept per cell of a cube; nil: the records' subjects and their times.
    func makeCells() -> (any CellAccumulator)?
    /// The number, before unit and decimals of the field; nil where there is none: a mean of no records.
    func quotient(_ tally: Tally) -> Fraction?
    /// Whether the number is one of the field's, in its unit and scale, or counts.
    var isOfField: Bool { get }
}

extension MeasureKind {
    var rule: any MeasureRule {
        switch self {
        case .count: CountMeasure()
        case .countDistinct: DistinctCountMeasure()
        case .sum: SumMeasure()
        case .min: MinimumMeasure()
        case .max: MaximumMeasure()
        case .mean: MeanMeasure()
        case .median: MedianMeasure()
        }
    }
}

/// What is known of a set of records: what cells are folded into.
struct Tally: Hashable, Sendable {
    var records: Int64 = 0
    var sum: Int128 = 0
    /// Meaningless where there are no records.
    var minimum = Int64.max
    var maximum = Int64.min
    /// Every value, where the measure needs them; in no order.
    var values: [Int64] = []

    static func += (a: inout Tally, b: Tally) {
        a.records += b.records
        a.sum += b.sum
        a.minimum = Swift.min(a.minimum, b.minimum)
        a.maximum = Swift.max(a.maximum, b.maximum)
        if !b.values.isEmpty { a.values += b.values }
    }
}

/// One number or a few per cell of a cube. Cell 0 takes what is not counted, so that the loops need no branch.
protocol CellAccumulator: Sendable {
    /// Makes room; new cells are empty.
    mutating func resize(_ cells: Int)
    /// Adds each row to its cell; rows that are not counted stand in cell 0. `operand` holds the field's values, one per
    /// row.
    mutating func add(cells: [Int32], operand: [Int64])
    /// Cell n of `other`, an accumulator of the same kind, is added to cell `cells[n]`.
    mutating func merge(_ other: any CellAccumulator, cells: [Int32])
    /// Keeps the cells listed, in that order.
    mutating func keep(_ cells: [Int])
    func tally(_ cell: Int) -> Tally
    /// Lets a cell hold what `tally` of another accumulator of the kind has said.
    mutating func put(_ tally: Tally, in cell: Int)
}

/// Cells of one concrete type, with the work that all accumulators have in common.
protocol PlainCells: CellAccumulator {
    associatedtype Cell: Sendable
    static var empty: Cell { get }
    var cells: [Cell] { get set }
    static func merge(_ cell: inout Cell, _ other: Cell)
}

extension PlainCells {
    mutating func resize(_ count: Int) {
        if count > cells.count { cells += repeatElement(Self.empty, count: count - cells.count) }
    }

    mutating func merge(_ other: any CellAccumulator, cells map: [Int32]) {
        guard let other = other as? Self else { preconditionFailure("accumulators of different measures") }
        for (from, to) in map.enumerated() { Self.merge(&cells[Int(to)], other.cells[from]) }
    }

    /// Calls `body` for each row with the cells, the row, and its cell. The cells are lent once for all rows: an array asks
    /// at every write whether it is shared, which cost half of the time per row.
    @inline(__always) mutating func forEachRow(
        _ addressed: [Int32],
        _ body: (_ cells: inout UnsafeMutableBufferPointer<Cell>, _ row: Int, _ cell: Int) -> Void
    ) {
        cells.withUnsafeMutableBufferPointer { cells in
            for row in addressed.indices { body(&cells, row, Int(addressed[row])) }
        }
    }

    mutating func keep(_ kept: [Int]) { cells = kept.map { cells[$0] } }
}
