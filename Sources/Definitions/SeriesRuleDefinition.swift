public import Model

/// What a rule over time or over the whole of a dataset asks: it is judged when all records have been counted, so it cannot keep
/// one out.
public struct SeriesRuleDefinition: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The ratio to the subject's own value of an earlier time lies between bounds.
        case change
        /// The ratio is not far from those of the group (Hidiroglou and Berthelot).
        case outlier
        /// What accumulates since January does not become less.
        case falls
        /// No two records of different keys hold the same in the fields given.
        case repeated
        /// Who reported before, or is on the register, has reported.
        case completeness
    }
    /// What a value is held against.
    public enum Base: String, Hashable, Sendable, CaseIterable {
        /// The subject's own of the same months a year before.
        case priorYear = "prior_year"
        /// The subject's own of the period before.
        case priorPeriod = "prior_period"
        /// What is usual in the group, of all times asked for together.
        case group
    }
    /// By how much large units weigh more than small ones.
    public enum Exponent: String, Hashable, Sendable, CaseIterable {
        case none = "0"
        case half = "0.5"
        case whole = "1"
    }

    public var kind: Kind
    public var base: Base
    /// Fields that make a group; none: all are one.
    public var by: [String]
    /// Change: the ratios that pass; nil: no bound on that side.
    public var minimum: Fraction?
    public var maximum: Fraction?
    /// Outlier: how many quartile distances pass (C), the least distance as a part of the median (A), and the exponent (U).
    public var width: Fraction
    public var proportion: Fraction
    public var exponent: Exponent
    /// Groups with fewer units are not judged.
    public var minimumCount: Int
    /// Repeated: the fields that are the same.
    public var fields: [String]
    /// Completeness: the dataset of those who have to report, and its field of the last day.
    public var register: String?
    public var until: String?

    public init(
        kind: Kind, base: Base = .priorYear, by: [String] = [], minimum: Fraction? = nil, maximum: Fraction? = nil,
        width: Fraction = Fraction(20), proportion: Fraction = Fraction(mantissa: 5, scale: 2),
        exponent: Exponent = .half, minimumCount: Int = 10, fields: [String] = [], register: String? = nil,
        until: String? = nil
    ) {
        self.kind = kind
        self.base = base
        self.by = by
        self.minimum = minimum
        self.maximum = maximum
        self.width = width
        self.proportion = proportion
        self.exponent = exponent
        self.minimumCount = minimumCount
        self.fields = fields
        self.register = register
        self.until = until
    }

    /// What it asks, in a line.
    public var text: String {
        switch kind {
        case .change:
            "change against \(base.rawValue) from \(minimum.map(short) ?? "…") to \(maximum.map(short) ?? "…")"
        case .outlier: "outlier against \(base.rawValue)" + (by.isEmpty ? "" : " by \(by.joined(separator: ", "))")
        case .falls: "does not fall within the year"
        case .repeated: "repeated: \(fields.joined(separator: ", "))"
        case .completeness: "completeness" + (register.map { " of \($0)" } ?? "")
        }
    }

    private func short(_ value: Fraction) -> String {
        value.rounded(scale: 6).map { Decimal(mantissa: $0, scale: 6).shortest } ?? "…"
    }
}
