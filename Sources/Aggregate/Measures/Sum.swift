import Model
import Tabular

/// The field's values, added up; none is 0.
struct SumMeasure: MeasureRule {
    func makeCells() -> (any CellAccumulator)? { SumCells() }
    func quotient(_ tally: Tally) -> Fraction? { Fraction(tally.sum) }
    var isOfField: Bool { true }
}

/// Sums in 128 bits: the values fit 64, a billion of them need not.
struct SumCells: PlainCells {
    struct Cell: Hashable, Sendable {
        var sum: Int128
        var records: Int64
    }

    var cells: [Cell] = []

    static var empty: Cell { Cell(sum: 0, records: 0) }
    static func merge(_ cell: inout Cell, _ other: Cell) {
        cell.sum += other.sum
        cell.records += other.records
    }

    mutating func add(cells addressed: [Int32], selection: Bitmap?, operand: [Int64]) {
        if let selection {
            selection.forEachSet { row in add(operand[row], to: Int(addressed[row])) }
        } else {
            for row in addressed.indices { add(operand[row], to: Int(addressed[row])) }
        }
    }

    @inline(__always) private mutating func add(_ value: Int64, to cell: Int) {
        cells[cell].sum &+= Int128(value)
        cells[cell].records &+= 1
    }

    func tally(_ cell: Int) -> Tally { Tally(records: cells[cell].records, sum: cells[cell].sum) }
}
