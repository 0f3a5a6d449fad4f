public import Model

/// How a wide table (districts × indicators) becomes records: each of its cells one, with what its column's header says.
///
///     unpivot:
///       value: value                                   # the field that takes the cells; `value` where nothing is said
///       set: {period: "{stated_period}"}               # for every column
///       columns:
///         - {path: 技术合同/成交额, set: {indicator: contract_value}, unit: 亿元}
///         - {path: "{indicator}/{period}"}             # a level that a field takes
public struct UnpivotDefinition: Hashable, Sendable {
    /// A field that all records of a column get.
    public struct Setting: Hashable, Sendable {
        public var field: String
        /// May hold `{stated_period}`, `{reporting_unit}`, `{title}`, `{header}`, `{unit}`.
        public var text: String

        public init(field: String, text: String) {
            self.field = field
            self.text = text
        }
    }

    /// One level of a header's path.
    public enum Level: Hashable, Sendable {
        /// Compared as titles are: width, spaces, a unit in brackets do not matter.
        case text(String)
        /// Any text, which is the field's.
        case field(String)
        /// `*`: any text.
        case any
    }

    /// Columns whose header has this path.
    public struct Column: Hashable, Sendable {
        public var path: [Level]
        public var settings: [Setting]
        /// Where the table states none.
        public var unit: Unit?
        /// Totals are held to the sum of their rows; no by default for ratios.
        public var addsUp: Bool?
        public var place: SourcePlace

        public init(path: [Level], settings: [Setting], unit: Unit?, addsUp: Bool?, place: SourcePlace) {
            self.path = path
            self.settings = settings
            self.unit = unit
            self.addsUp = addsUp
            self.place = place
        }
    }

    /// The field that takes the cells.
    public var value: String
    /// For every column that does not set the field itself.
    public var settings: [Setting]
    /// The first that fits a header has it.
    public var columns: [Column]

    public init(value: String, settings: [Setting], columns: [Column]) {
        self.value = value
        self.settings = settings
        self.columns = columns
    }

    /// Words in braces that a setting may hold.
    public static let placeholders = ["stated_period", "reporting_unit", "title", "header", "unit"]
}
