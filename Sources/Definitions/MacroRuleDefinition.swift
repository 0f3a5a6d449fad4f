public import Model

/// A rule over figures instead of records: `rules/*.yaml`. It is asked once per area and period of a run.
public struct MacroRuleDefinition: Hashable, Sendable {
    /// What has to hold.
    public enum Statement: Hashable, Sendable {
        /// Two formulas over indicators and a comparison between them.
        case check(SourceText)
        /// The parts of an indicator make up its whole: the areas below an area, or the categories of a breakdown.
        case footing(indicator: SourceText, over: Parts)
    }
    public enum Parts: Hashable, Sendable {
        case areas
        /// Names of a breakdown's fields.
        case breakdown([String])
    }
    /// For which areas it is asked.
    public enum Areas: String, Hashable, Sendable, CaseIterable {
        case all
        /// Those without a published area below.
        case units
        /// Those with one.
        case parents
    }
    /// By how much the sides may differ.
    public enum Tolerance: Hashable, Sendable {
        /// In the unit of the first indicator that is named.
        case absolute(Fraction)
        /// Of the right side.
        case share(Fraction)
        /// What figures that are each rounded by themselves may come to: half a unit of the last digit for each of them.
        case rounding
    }

    public var id: String
    public var title: LocalizedText
    public var severity: Severity
    public var statement: Statement
    /// nil: stocks their stock, all else the year to date.
    public var quantity: Quantity?
    public var areas: Areas
    public var tolerance: Tolerance
    /// May hold `{left}`, `{right}`, `{difference}`, `{area}`, `{period}`, `{check}`.
    public var message: LocalizedText
    public var place: SourcePlace

    public init(
        id: String, title: LocalizedText = LocalizedText(), severity: Severity, statement: Statement,
        quantity: Quantity? = nil, areas: Areas = .all, tolerance: Tolerance = .absolute(.zero),
        message: LocalizedText = LocalizedText(), place: SourcePlace
    ) {
        self.id = id
        self.title = title
        self.severity = severity
        self.statement = statement
        self.quantity = quantity
        self.areas = areas
        self.tolerance = tolerance
        self.message = message
        self.place = place
    }

    /// What has to hold, as written.
    public var text: String {
        switch statement {
        case .check(let source): source.text
        case .footing(let indicator, .areas): "footing: \(indicator.text)"
        case .footing(let indicator, .breakdown(let fields)):
            "footing: \(indicator.text) (\(fields.joined(separator: ", ")))"
        }
    }
}
