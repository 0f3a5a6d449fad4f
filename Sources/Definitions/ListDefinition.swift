public import Model

/// An output of kind `list`: the records that an indicator counts, one a line, or the first of them by an order.
public struct ListDefinition: Hashable, Sendable {
    /// Within which areas the first are found, and places counted.
    public enum Scope: Hashable, Sendable {
        /// Over all areas together.
        case whole
        /// In each reporting unit.
        case unit
        /// In each area of a kind.
        case kind(AreaKind)
    }

    /// What people call it; the file's name where nothing is said.
    public var title: LocalizedText
    /// Whose records are listed, by id.
    public var indicator: String
    /// Which of the indicator's figures; nil: its widest.
    public var quantity: Quantity?
    /// Narrows it further; then the list may be shorter than the figure.
    public var filter: SourceText?
    public var scope: Scope
    public var order: [ListOrder]
    /// At most so many lines in each area of the scope; nil: all.
    public var top: Int?
    public var columns: [ListColumn]
    /// Whether it may stand below `returns/`.
    public var isPublic: Bool
    public var byteOrderMark: Bool
    /// "\n" or "\r\n".
    public var endOfLine: String

    public init(
        title: LocalizedText, indicator: String, quantity: Quantity? = nil, filter: SourceText? = nil,
        scope: Scope = .whole, order: [ListOrder] = [], top: Int? = nil, columns: [ListColumn],
        isPublic: Bool = false, byteOrderMark: Bool = true, endOfLine: String = "\r\n"
    ) {
        self.title = title
        self.indicator = indicator
        self.quantity = quantity
        self.filter = filter
        self.scope = scope
        self.order = order
        self.top = top
        self.columns = columns
        self.isPublic = isPublic
        self.byteOrderMark = byteOrderMark
        self.endOfLine = endOfLine
    }
}

/// What lines are ordered by; missing values come last either way.
public struct ListOrder: Hashable, Sendable {
    /// An expression over the record's fields.
    public var expression: SourceText
    public var descending: Bool

    public init(expression: SourceText, descending: Bool) {
        self.expression = expression
        self.descending = descending
    }
}

/// A column of a list.
public struct ListColumn: Hashable, Sendable {
    public enum Source: Hashable, Sendable {
        /// An expression over the record's fields.
        case expression(SourceText)
        case shown(Shown)
    }
    /// What is no field of the record.
    public enum Shown: String, Hashable, Sendable, CaseIterable {
        /// The place by the list's order, ties sharing one.
        case rank
        case period
        /// Name and code of the reporting unit that the record is counted in.
        case unit
        case unitCode = "unit_code"
        /// The area within which places are counted.
        case scope
        /// Status of the figure whose records these are: `L` where some were not delivered.
        case status
    }
    /// Header.
    public var name: LocalizedText
    public var source: Source
    /// Numbers: what they are shown in. A field is converted from its own unit, an expression from base units.
    public var unit: Unit?
    /// Numbers: digits; nil: as many as there are.
    public var decimals: Int?
    /// Areas and codes as codes, not by their names.
    public var showsCodes: Bool
    public var place: SourcePlace

    public init(
        name: LocalizedText, source: Source, unit: Unit? = nil, decimals: Int? = nil, showsCodes: Bool = false,
        place: SourcePlace
    ) {
        self.name = name
        self.source = source
        self.unit = unit
        self.decimals = decimals
        self.showsCodes = showsCodes
        self.place = place
    }
}
