/// A mistake in a pattern.
public struct PatternError: Error, Hashable, Sendable {
    /// UTF-8 offset in the pattern's text of what is wrong.
    public var offset: Int
    /// What is wrong and what to write instead.
    public var message: String

    /// A mistake at a UTF-8 offset.
    public init(offset: Int, message: String) {
        self.offset = offset
        self.message = message
    }
}

/// An XML Schema regular expression over UTF-8 text; it always speaks of the whole text.
///
///     let pattern = try Pattern(#"\d{1,12}(\.\d{1,6})?"#)
///     pattern.matches("855.5")   // true
///
/// Time is linear in the text: the pattern becomes a table of states before the first text is seen, one step a
/// character; patterns that would need too many states are simulated state by state instead. Malformed UTF-8 matches
/// nothing.
public final class Pattern: Sendable {
    /// As written in the definition.
    public let text: String
    private let machine: PatternMachine
    private let table: PatternTable?

    /// Throws where the text is not a pattern, with the offset of the mistake.
    public convenience init(_ text: String) throws(PatternError) {
        try self.init(text, maximumStates: PatternTable.maximumStates)
    }

    /// The same with another bound on the table's states; 0 leaves the table out, for comparing both ways of matching.
    public init(_ text: String, maximumStates: Int) throws(PatternError) {
        var parser = PatternParser(text)
        let tree = try parser.parse()
        self.text = text
        machine = try PatternMachine(tree)
        table = PatternTable(machine, maximumStates: maximumStates)
    }

    /// Whether the whole of `bytes` (UTF-8) is in the pattern's language.
    public func matches(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        if let table { return table.matches(bytes) }
        return machine.matches(bytes)
    }

    /// The same for a text of the program's own.
    public func matches(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { matches($0) }
    }

    /// Whether matching goes through the table.
    public var isTabled: Bool { table != nil }
}

/// Reads the scalar at `at` and moves behind it; nil for malformed UTF-8 (overlong forms and surrogates included).
@inline(__always)
func decodeScalar(_ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> UInt32? {
    let lead = UInt32(bytes[at])
    if lead < 0x80 {
        at += 1
        return lead
    }
    let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
    guard lead >= 0xC2, lead <= 0xF4, at + length <= bytes.count else { return nil }
    var value = lead & (0xFF >> UInt32(length + 1))
    for i in 1..<length {
        let next = UInt32(bytes[at + i])
        guard next & 0xC0 == 0x80 else { return nil }
        value = value << 6 | next & 0x3F
    }
    switch length {
    case 3: guard value >= 0x800, value & 0xF800 != 0xD800 else { return nil }
    case 4: guard value >= 0x10000, value <= 0x10FFFF else { return nil }
    default: break
    }
    at += length
    return value
}
