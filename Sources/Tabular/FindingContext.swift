public import Model

/// What else a finding speaks of, where a place in a file does not say it.
public indirect enum FindingContext: Sendable {
    /// Figures that do not fit each other.
    case figures(ComparedFigures)
    /// Another version of the flagged record: a row of other evidence.
    case record(Evidence, row: Int)
}

/// Two amounts that should compare, and where.
public struct ComparedFigures: Hashable, Sendable {
    /// Position in the pipeline: whose unit and digits the amounts are shown in.
    public var indicator: Int
    /// Position in the area tree.
    public var area: Int
    public var period: Period
    public var quantity: Quantity
    /// In base units.
    public var left: Fraction
    public var right: Fraction

    public init(indicator: Int, area: Int, period: Period, quantity: Quantity, left: Fraction, right: Fraction) {
        self.indicator = indicator
        self.area = area
        self.period = period
        self.quantity = quantity
        self.left = left
        self.right = right
    }
}

extension Finding {
    /// The figures that it is about; nil: it is about what was sent.
    public var figures: ComparedFigures? {
        if case .figures(let figures) = context { return figures }
        return nil
    }
}
