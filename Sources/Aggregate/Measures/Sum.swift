import Model

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

    mutating func add(cells addressed: [Int32], operand: [Int64]) {
        forEachRow(addressed) { cells, row, cell in
            cells[cell].sum &+= Int128(operand[row])
            cells[cell].records &+= 1
        }
    }

    func tally(_ cell: Int) -> Tally { Tally(records: cells[cell].records, sum: cells[cell].sum) }

    mutating func put(_ tally: Tally, in cell: Int) { cells[cell] = Cell(sum: tally.sum, records: tally.records) }
}
