/// The type of a field's values once normalized.
public enum ValueType: Hashable, Sendable {
    /// Scaled integers: value × 10^scale in base units.
    case number(scale: Int)
    /// Days since 1970-01-01.
    case date
    /// 0 or 1.
    case boolean
    /// Position in the area tree, after successors.
    case area
    /// A period, packed by `PackedPeriod`.
    case period
    /// Position in a dictionary of codes.
    case code
    /// UTF-8 text.
    case text
}

/// A named, typed column of a batch.
public struct SchemaField: Hashable, Sendable {
    public var name: String
    public var type: ValueType
    /// For `.code`: the codes, position = value.
    public var codes: CodeDictionary?

    public init(name: String, type: ValueType, codes: CodeDictionary? = nil) {
        self.name = name
        self.type = type
        self.codes = codes
    }
}

/// The fields of a dataset: first the fields of the definition, then the derived ones.
public struct Schema: Hashable, Sendable {
    public var fields: [SchemaField]

    public init(_ fields: [SchemaField]) { self.fields = fields }

    public func index(of name: String) -> Int? { fields.firstIndex { $0.name == name } }
}

/// A period as one integer: ordinal × 4 + position of the frequency in `Frequency.allCases`.
public enum PackedPeriod {
    public static func pack(_ period: Period) -> Int64 {
        Int64(period.ordinal) * 4 + Int64(Frequency.allCases.firstIndex(of: period.frequency) ?? 0)
    }

    public static func unpack(_ value: Int64) -> Period {
        Period(frequency: Frequency.allCases[Int(value & 3)], ordinal: Int32(truncatingIfNeeded: value >> 2))
    }
}

/// An ordered list of distinct codes; position is the value in a `.code` column.
public final class CodeDictionary: Hashable, Sendable {
    public let codes: [String]
    private let positions: [String: Int]

    public init(_ codes: [String]) {
        self.codes = codes
        var table: [String: Int] = [:]
        for (i, c) in codes.enumerated() where table[c] == nil { table[c] = i }
        positions = table
    }

    public func position(of code: String) -> Int? { positions[code] }

    public static func == (a: CodeDictionary, b: CodeDictionary) -> Bool { a === b || a.codes == b.codes }
    public func hash(into hasher: inout Hasher) { hasher.combine(codes) }
}
