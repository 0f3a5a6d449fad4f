import Model
import Tabular

/// Records.
struct CountMeasure: MeasureRule {
    func makeCells() -> (any CellAccumulator)? { CountCells() }
    func quotient(_ tally: Tally) -> Fraction? { Fraction(Int128(tally.records)) }
    var isOfField: Bool { false }
}

struct CountCells: PlainCells {
    var cells: [Int64] = []

    static var empty: Int64 { 0 }
    static func merge(_ cell: inout Int64, _ other: Int64) { cell += other }

    mutating func add(cells addressed: [Int32], selection: Bitmap?, operand: [Int64]) {
        if let selection {
            selection.forEachSet { cells[Int(addressed[$0])] &+= 1 }
        } else {
            for cell in addressed { cells[Int(cell)] &+= 1 }
        }
    }

    func tally(_ cell: Int) -> Tally { Tally(records: cells[cell]) }
}
