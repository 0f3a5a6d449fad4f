import Model

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

    mutating func add(cells addressed: [Int32], operand: [Int64]) {
        forEachRow(addressed) { cells, _, cell in cells[cell] &+= 1 }
    }

    func tally(_ cell: Int) -> Tally { Tally(records: cells[cell]) }

    mutating func put(_ tally: Tally, in cell: Int) { cells[cell] = tally.records }
}
