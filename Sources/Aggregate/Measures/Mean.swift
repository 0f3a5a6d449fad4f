import Model

/// The sum over the number of records that state the field; none has no mean.
struct MeanMeasure: MeasureRule {
    func makeCells() -> (any CellAccumulator)? { SumCells() }
    func quotient(_ tally: Tally) -> Fraction? { Fraction(tally.sum, over: Int128(tally.records)) }
    var isOfField: Bool { true }
}
