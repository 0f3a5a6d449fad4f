import Definitions
import Tabular

/// What a definition asks of the text itself: `pattern` of the text as found, the others without the white space around.
struct TextConstraints: Sendable {
    private let pattern: Pattern?
    private let enumeration: ByteTable?
    private let minimumLength: Int
    private let maximumLength: Int
    let isEmpty: Bool

    /// A pattern that is none is a mistake of the definition, reported there; here it asks nothing.
    init(_ constraints: Constraints, enumerates: Bool = true) {
        pattern = constraints.pattern.flatMap { try? Pattern($0.text) }
        enumeration = enumerates ? constraints.enumeration.map { ByteTable($0.map { (bytes($0), 1) }) } : nil
        minimumLength = constraints.minLength ?? 0
        maximumLength = constraints.maxLength ?? Int.max
        isEmpty = pattern == nil && enumeration == nil && minimumLength == 0 && maximumLength == Int.max
    }

    /// Whether the text is listed as a value: a listed marker is no marker.
    func lists(_ text: UnsafeBufferPointer<UInt8>) -> Bool { enumeration?.lookup.value(text) != nil }

    /// The first constraint that does not hold.
    func failure(found: UnsafeBufferPointer<UInt8>, text: UnsafeBufferPointer<UInt8>) -> BuiltInRule? {
        if let pattern, !pattern.matches(found) { return .pattern }
        if let enumeration, enumeration.lookup.value(text) == nil { return .enumeration }
        if minimumLength > 0 || maximumLength < Int.max {
            let characters = text.reduce(0) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
            if characters < minimumLength || characters > maximumLength { return .length }
        }
        return nil
    }
}
