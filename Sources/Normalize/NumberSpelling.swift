/// A number as people and programs write it, taken apart: `1,234.50`, `－１２`, `(123.4)`, `▲3`, `58.5亿`, `1.2E+5`.
struct NumberSpelling: Equatable {
    var isNegative = false
    /// All digits, without the point.
    var mantissa: Int128 = 0
    /// value = mantissa × 10^exponent.
    var exponent = 0
    /// Digits from the first that is not zero.
    var significantDigits = 0
    /// What stands behind the number, narrow and without spaces; empty for nothing.
    var unit = ""
    /// ¥ before it: money, of whatever unit the column has.
    var isMoney = false
    var repairs: Repairs = []

    var signed: Int128 { isNegative ? -mantissa : mantissa }

    /// nil for anything that is no single number: `约50`, `<0.1`, `1-2`, `1,23`, `3余`.
    init?(_ text: UnsafeBufferPointer<UInt8>) {
        let folded = FoldedText(text)
        if folded.changed { repairs.insert(.width) }
        var rest = folded.scalars[...]
        if rest.first == 0x27 || rest.first == 0x2018 || rest.first == 0x2019 {
            rest.removeFirst()
            repairs.insert(.apostrophe)
        }
        let inParentheses = rest.first == 0x28
        if inParentheses {
            rest.removeFirst()
            repairs.insert(.accounting)
            isNegative = true
        }
        guard takeSign(&rest, inParentheses) else { return nil }
        if rest.first == 0xA5 || rest.first == 0xFFE5 {
            rest.removeFirst()
            isMoney = true
            rest = rest.drop { $0 == 0x20 }
        }
        guard takeDigits(&rest) else { return nil }
        guard takeExponent(&rest) else { return nil }
        rest = rest.drop { $0 == 0x20 }
        guard takeUnit(rest, inParentheses) else { return nil }
    }

    private mutating func takeSign(_ rest: inout ArraySlice<UInt32>, _ inParentheses: Bool) -> Bool {
        rest = rest.drop { $0 == 0x20 }
        guard let first = rest.first else { return false }
        switch first {
        case 0x2B:
            break
        case 0x2D:
            isNegative = true
        case 0x2212, 0xFE63:
            isNegative = true
            repairs.insert(.sign)
        case 0x25B2, 0x25B3:  // ▲ △
            isNegative = true
            repairs.insert(.sign)
        default:
            return true
        }
        rest.removeFirst()
        rest = rest.drop { $0 == 0x20 }
        return !inParentheses
    }

    /// Digits with a point, whole part in groups of three where it has commas or spaces.
    private mutating func takeDigits(_ rest: inout ArraySlice<UInt32>) -> Bool {
        var groups: [Int] = [0]
        var isFraction = false
        var fraction = 0
        var any = false
        while let scalar = rest.first {
            switch scalar {
            case 0x30...0x39:
                let (tens, high) = mantissa.multipliedReportingOverflow(by: 10)
                guard !high, significantDigits < 37 else { return false }
                mantissa = tens + Int128(scalar - 0x30)
                if mantissa > 0 { significantDigits += 1 }
                any = true
                if isFraction { fraction += 1 } else { groups[groups.count - 1] += 1 }
            case 0x2E where !isFraction:
                isFraction = true
            case 0x2C where !isFraction:
                groups.append(0)
            case 0x20 where !isFraction && rest.dropFirst().first.map { (0x30...0x39).contains($0) } == true:
                groups.append(0)
            default:
                exponent = -fraction
                return any && grouped(groups)
            }
            rest.removeFirst()
        }
        exponent = -fraction
        return any && grouped(groups)
    }

    /// One to three digits, then threes.
    private mutating func grouped(_ groups: [Int]) -> Bool {
        guard groups.count > 1 else { return true }
        repairs.insert(.thousands)
        return (1...3).contains(groups[0]) && groups.dropFirst().allSatisfy { $0 == 3 }
    }

    private mutating func takeExponent(_ rest: inout ArraySlice<UInt32>) -> Bool {
        guard rest.first == 0x45 || rest.first == 0x65 else { return true }
        var tail = rest.dropFirst()
        let negative = tail.first == 0x2D
        if negative || tail.first == 0x2B { tail.removeFirst() }
        let digits = tail.prefix { (0x30...0x39).contains($0) }
        guard (1...3).contains(digits.count) else { return false }
        let power = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        exponent += negative ? -power : power
        repairs.insert(.scientific)
        rest = tail.dropFirst(digits.count)
        return true
    }

    /// The rest must be a closing parenthesis and a word.
    private mutating func takeUnit(_ rest: ArraySlice<UInt32>, _ inParentheses: Bool) -> Bool {
        var word = rest.filter { $0 != 0x20 }
        if inParentheses {
            guard let close = word.firstIndex(of: 0x29), close == 0 || close == word.count - 1 else { return false }
            word.remove(at: close)
        }
        guard !word.isEmpty else { return true }
        var text = String.UnicodeScalarView()
        for value in word { text.append(Unicode.Scalar(value) ?? "\u{FFFD}") }
        unit = String(text)
        return true
    }

    /// The same number with fifteen significant digits: what a double surely holds. False where it has no more.
    mutating func roundToDouble() -> Bool {
        guard significantDigits > 15 else { return false }
        let excess = significantDigits - 15
        var power: Int128 = 1
        for _ in 0..<excess { power *= 10 }
        mantissa = (mantissa + power / 2) / power
        exponent += excess
        significantDigits = 15
        repairs.insert(.precision)
        return true
    }
}
