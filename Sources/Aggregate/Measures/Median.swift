import Model

/// The middle of the field's values, of an even number of them half way between the two in the middle; none has no median.
struct MedianMeasure: MeasureRule {
    func makeCells() -> (any CellAccumulator)? { ValueCells() }

    func quotient(_ tally: Tally) -> Fraction? {
        guard !tally.values.isEmpty else { return nil }
        let sorted = tally.values.sorted()
        let (below, above) = (sorted[(sorted.count - 1) / 2], sorted[sorted.count / 2])
        return Fraction(Int128(below) + Int128(above), over: 2)
    }

    var isOfField: Bool { true }
}

/// Every value of a cell, in no order: parents and periods have the median of all their values, which does not follow from
/// those of their parts.
struct ValueCells: PlainCells {
    var cells: [[Int64]] = []

    static var empty: [Int64] { [] }
    static func merge(_ cell: inout [Int64], _ other: [Int64]) { cell += other }

    mutating func add(cells addressed: [Int32], operand: [Int64]) {
        forEachRow(addressed) { cells, row, cell in
            // What is not counted needs no room.
            if cell > 0 { cells[cell].append(operand[row]) }
        }
    }

    func tally(_ cell: Int) -> Tally { Tally(records: Int64(cells[cell].count), values: cells[cell]) }

    mutating func put(_ tally: Tally, in cell: Int) { cells[cell] = tally.values }
}
