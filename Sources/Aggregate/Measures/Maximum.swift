import Model

/// The largest value of the field; none has no maximum.
struct MaximumMeasure: MeasureRule {
    func makeCells() -> (any CellAccumulator)? { MaximumCells() }
    func quotient(_ tally: Tally) -> Fraction? { tally.records == 0 ? nil : Fraction(Int128(tally.maximum)) }
    var isOfField: Bool { true }
}

struct MaximumCells: PlainCells {
    struct Cell: Hashable, Sendable {
        var maximum: Int64
        var records: Int64
    }

    var cells: [Cell] = []

    static var empty: Cell { Cell(maximum: .min, records: 0) }
    static func merge(_ cell: inout Cell, _ other: Cell) {
        cell.maximum = Swift.max(cell.maximum, other.maximum)
        cell.records += other.records
    }

    mutating func add(cells addressed: [Int32], operand: [Int64]) {
        forEachRow(addressed) { cells, row, cell in
            if operand[row] > cells[cell].maximum { cells[cell].maximum = operand[row] }
            cells[cell].records &+= 1
        }
    }

    func tally(_ cell: Int) -> Tally {
        var tally = Tally(records: cells[cell].records)
        if tally.records > 0 { tally.maximum = cells[cell].maximum }
        return tally
    }

    mutating func put(_ tally: Tally, in cell: Int) {
        cells[cell] = Cell(maximum: tally.maximum, records: tally.records)
    }
}
