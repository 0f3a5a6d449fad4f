/// What a figure lacks because errors keep records out of it.
public struct KeptOutRecords: Hashable, Sendable {
    /// Records that would be in the figure, by their number.
    public var records: Int64
    /// Those of them that state no readable value.
    public var unreadable: Int64
    /// What the others report, in base units; nil where the figure adds nothing up.
    public var value: Fraction?
    /// Their part of the figure with them included, by what they report.
    public var byValue: Fraction
    /// The same by number, of those that report no readable value; of all where the figure adds nothing up.
    public var byNumber: Fraction

    /// Both: what cannot be read weighs by number beside what can.
    public var share: Fraction {
        let rest = Fraction(1).subtracting(byValue).flatMap { byNumber.multiplied(by: $0) }
        return rest.flatMap(byValue.adding) ?? byValue
    }
    /// Records that stand in `byNumber`.
    public var counted: Int64 { value == nil ? records : unreadable }

    public init(records: Int64, unreadable: Int64, value: Fraction?, byValue: Fraction, byNumber: Fraction) {
        self.records = records
        self.unreadable = unreadable
        self.value = value
        self.byValue = byValue
        self.byNumber = byNumber
    }
}
