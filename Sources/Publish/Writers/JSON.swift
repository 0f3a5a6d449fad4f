public import Model

/// A JSON text in the making: keys keep the order in which they are written, so that equal contents are equal bytes.
///
///     JSONValue.object([("rows", 12), ("title", "合同"), ("gates", .array([]))]).text
///
/// Written with two spaces of indentation, LF, UTF-8; only quotes, backslashes and control characters are escaped.
public indirect enum JSONValue: Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    /// An exact decimal, all digits of its scale.
    case decimal(Decimal)
    case string(String)
    case array([JSONValue])
    /// Keys in the order to be written; each once.
    case object([(String, JSONValue)])

    /// A text or null.
    public static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    /// Any whole number.
    public static func number(_ value: some BinaryInteger) -> JSONValue { .integer(Int64(value)) }

    /// In one of the languages or both, a missing one left out: `{"zh": "…", "en": "…"}`.
    public static func localized(_ text: LocalizedText) -> JSONValue {
        var members: [(String, JSONValue)] = []
        if let zh = text.zh { members.append(("zh", .string(zh))) }
        if let en = text.en { members.append(("en", .string(en))) }
        return .object(members)
    }

    /// The document as UTF-8, with a line break at the end.
    public var bytes: [UInt8] {
        var out: [UInt8] = []
        write(to: &out, indent: 0)
        out.append(0x0A)
        return out
    }

    /// The document as text, with a line break at the end.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The document without any space, for programs.
    public var compactText: String {
        var out: [UInt8] = []
        writeCompact(to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    private func writeCompact(to out: inout [UInt8]) {
        switch self {
        case .array(let items):
            out.append(UInt8(ascii: "["))
            for (i, item) in items.enumerated() {
                if i > 0 { out.append(UInt8(ascii: ",")) }
                item.writeCompact(to: &out)
            }
            out.append(UInt8(ascii: "]"))
        case .object(let members):
            out.append(UInt8(ascii: "{"))
            for (i, member) in members.enumerated() {
                if i > 0 { out.append(UInt8(ascii: ",")) }
                JSONValue.write(member.0, to: &out)
                out.append(UInt8(ascii: ":"))
                member.1.writeCompact(to: &out)
            }
            out.append(UInt8(ascii: "}"))
        default: write(to: &out, indent: 0)
        }
    }

    private func write(to out: inout [UInt8], indent: Int) {
        switch self {
        case .null: out.append(contentsOf: "null".utf8)
        case .boolean(let bit): out.append(contentsOf: (bit ? "true" : "false").utf8)
        case .integer(let value): out.append(contentsOf: String(value).utf8)
        case .decimal(let value): out.append(contentsOf: value.description.utf8)
        case .string(let text): JSONValue.write(text, to: &out)
        case .array(let items):
            guard !items.isEmpty else { out.append(contentsOf: "[]".utf8); return }
            out.append(UInt8(ascii: "["))
            for (i, item) in items.enumerated() {
                JSONValue.breakLine(after: i, indent: indent + 1, to: &out)
                item.write(to: &out, indent: indent + 1)
            }
            JSONValue.breakLine(after: 0, indent: indent, to: &out)
            out.append(UInt8(ascii: "]"))
        case .object(let members):
            guard !members.isEmpty else { out.append(contentsOf: "{}".utf8); return }
            out.append(UInt8(ascii: "{"))
            for (i, member) in members.enumerated() {
                JSONValue.breakLine(after: i, indent: indent + 1, to: &out)
                JSONValue.write(member.0, to: &out)
                out.append(contentsOf: ": ".utf8)
                member.1.write(to: &out, indent: indent + 1)
            }
            JSONValue.breakLine(after: 0, indent: indent, to: &out)
            out.append(UInt8(ascii: "}"))
        }
    }

    private static func breakLine(after written: Int, indent: Int, to out: inout [UInt8]) {
        if written > 0 { out.append(UInt8(ascii: ",")) }
        out.append(0x0A)
        out.append(contentsOf: repeatElement(0x20, count: indent * 2))
    }

    private static func write(_ text: String, to out: inout [UInt8]) {
        out.append(0x22)
        for byte in text.utf8 {
            switch byte {
            case 0x22, 0x5C: out += [0x5C, byte]
            case 0x0A: out += [0x5C, UInt8(ascii: "n")]
            case 0x0D: out += [0x5C, UInt8(ascii: "r")]
            case 0x09: out += [0x5C, UInt8(ascii: "t")]
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                out += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: out.append(byte)
            }
        }
        out.append(0x22)
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral
{
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A whole number.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// `true` or `false`.
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    /// A list.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}
