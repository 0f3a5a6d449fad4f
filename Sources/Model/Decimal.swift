/// An exact decimal: mantissa × 10^−scale.
public struct Decimal: Hashable, Sendable {
    public var mantissa: Int128
    /// Digits after the point, 0...38.
    public var scale: Int

    public init(mantissa: Int128, scale: Int) {
        self.mantissa = mantissa
        self.scale = scale
    }

    /// `-12.50` and the like; nil for anything else or more than 36 digits.
    public init?(_ text: some StringProtocol) {
        var mantissa: Int128 = 0
        var scale = 0
        var digits = 0
        var point = false
        var rest = Substring(text).utf8[...]
        let negative = rest.first == UInt8(ascii: "-")
        if negative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        for c in rest {
            if c == UInt8(ascii: "."), !point { point = true; continue }
            guard c >= 48, c <= 57, digits < 36 else { return nil }
            mantissa = mantissa * 10 + Int128(c - 48)
            digits += 1
            if point { scale += 1 }
        }
        guard digits > 0 else { return nil }
        self.init(mantissa: negative ? -mantissa : mantissa, scale: scale)
    }

    public var fraction: Fraction { Fraction(mantissa: mantissa, scale: scale) }
}

extension Decimal: CustomStringConvertible {
    /// All digits of the scale: `12.50` for (1250, 2).
    public var description: String {
        guard scale > 0 else { return "\(mantissa)" }
        var digits = String(mantissa.magnitude)
        if digits.utf8.count <= scale {
            digits = String(repeating: "0", count: scale + 1 - digits.utf8.count) + digits
        }
        let cut = digits.index(digits.endIndex, offsetBy: -scale)
        return "\(mantissa < 0 ? "-" : "")\(digits[..<cut]).\(digits[cut...])"
    }

    /// Without zeros at the end of the fraction.
    public var shortest: String {
        var (m, s) = (mantissa, scale)
        while s > 0, m % 10 == 0 { m /= 10; s -= 1 }
        return Decimal(mantissa: m, scale: s).description
    }
}
