/// How much of a figure rests on what a review changed.
public struct ReviewedRecords: Hashable, Sendable {
    /// One part of it.
    public struct Part: Hashable, Sendable {
        public var records: Int64
        /// What they add up to, in base units; nil where the figure adds nothing up.
        public var value: Fraction?
        /// Their part of the figure (of what was taken out: of the figure with it), by value where it adds up, else by number.
        public var share: Fraction

        public init(records: Int64, value: Fraction?, share: Fraction) {
            self.records = records
            self.value = value
            self.share = share
        }
    }
    /// Records in the figure by a value that a review put in, or that only a correction let in; nil: none.
    public var corrected: Part?
    /// Records that a review took out; nil: none.
    public var excluded: Part?

    public init(corrected: Part?, excluded: Part?) {
        self.corrected = corrected
        self.excluded = excluded
    }
}
