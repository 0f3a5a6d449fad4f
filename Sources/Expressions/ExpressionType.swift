public import Model

/// The type of an expression, known before the first byte of data is read.
public enum ExpressionType: Hashable, Sendable {
    /// Exact decimals, value × 10^scale; scale 0...18.
    case number(scale: Int)
    /// Days since 1970-01-01.
    case date
    /// Yes, no or missing.
    case boolean
    /// Position in the pipeline's area tree.
    case area
    /// A period, packed by `PackedPeriod`.
    case period
    /// Position in a dictionary: a code field, or a text chosen among texts that the expression states.
    case code(CodeDictionary)
    /// UTF-8.
    case text
    /// NULL, which is of every type.
    case null

    /// Digits after the point that a number may have.
    public static let maximumScale = 18
    /// Digits after the point of every quotient.
    public static let quotientScale = 12

    init(_ field: SchemaField) {
        switch field.type {
        case .number(let scale): self = .number(scale: scale)
        case .date: self = .date
        case .boolean: self = .boolean
        case .area: self = .area
        case .period: self = .period
        case .code: self = .code(field.codes ?? CodeDictionary([]))
        case .text: self = .text
        }
    }

    /// As messages call it.
    var noun: String {
        switch self {
        case .number: "a number"
        case .date: "a date"
        case .boolean: "a condition"
        case .area: "an area"
        case .period: "a period"
        case .code: "a code"
        case .text: "a text"
        case .null: "NULL"
        }
    }

    /// Whether both are numbers, both dates, and so on.
    func isSameKind(_ other: ExpressionType) -> Bool {
        switch (self, other) {
        case (.number, .number), (.date, .date), (.boolean, .boolean), (.area, .area), (.period, .period),
            (.code, .code),
            (.text, .text), (.null, .null):
            true
        default: false
        }
    }
}
