import Model

/// The smallest value of the field; none has no minimum.
struct MinimumMeasure: MeasureRule {
    func makeCells() -> (any CellAccumulator)? { MinimumCells() }
    func quotient(_ tally: Tally) -> Fraction? { tally.records == 0 ? nil : Fraction(Int128(tally.minimum)) }
    var isOfField: Bool { true }
}

struct MinimumCells: PlainCells {
    struct Cell: Hashable, Sendable {
        var minimum: Int64
        var records: Int64
    }

    var cells: [Cell] = []

    static var empty: Cell { Cell(minimum: .max, records: 0) }
    static func merge(_ cell: inout Cell, _ other: Cell) {
        cell.minimum = Swift.min(cell.minimum, other.minimum)
        cell.records += other.records
    }

    mutating func add(cells addressed: [Int32], operand: [Int64]) {
        forEachRow(addressed) { cells, row, cell in
            if operand[row] < cells[cell].minimum { cells[cell].minimum = operand[row] }
            cells[cell].records &+= 1
        }
    }

    func tally(_ cell: Int) -> Tally {
        var tally = Tally(records: cells[cell].records)
        if tally.records > 0 { tally.minimum = cells[cell].minimum }
        return tally
    }

    mutating func put(_ tally: Tally, in cell: Int) {
        cells[cell] = Cell(minimum: tally.minimum, records: tally.records)
    }
}
