/// Texts that a spreadsheet program made of a code by taking it for a number: `9.13E+17`, `9.13401007901223E+017`,
/// `913401007901223400`. It holds fifteen digits, and forgets zeros in front.
struct DamagedNumber {
    /// Digits from the first that is not zero to the last that is not.
    var digits: [UInt8]
    /// Digits of the whole number.
    var length: Int
    /// Digits of the exponent as written; 0 where none is.
    var exponentDigits: Int

    /// nil for anything but plain digits, or digits with an exponent, that stand for a whole number.
    init?(_ text: some Collection<UInt8>) {
        var mantissa: [UInt8] = []
        var whole = 0
        var rest = Array(text)[...]
        while let byte = rest.first, DamagedNumber.isDigit(byte) {
            mantissa.append(byte)
            rest.removeFirst()
        }
        whole = mantissa.count
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            let fraction = rest.prefix(while: DamagedNumber.isDigit)
            mantissa += fraction
            rest = rest.dropFirst(fraction.count)
        }
        var power = 0
        exponentDigits = 0
        if let byte = rest.first, byte | 0x20 == UInt8(ascii: "e") {
            rest.removeFirst()
            if rest.first == UInt8(ascii: "+") { rest.removeFirst() }
            guard (1...3).contains(rest.count), rest.allSatisfy(DamagedNumber.isDigit) else { return nil }
            exponentDigits = rest.count
            power = rest.reduce(0) { $0 * 10 + Int($1 - 0x30) }
            rest = []
        }
        guard rest.isEmpty, whole > 0 else { return nil }
        let zeros = mantissa.prefix { $0 == 0x30 }.count
        let last = mantissa.lastIndex { $0 != 0x30 } ?? -1
        length = whole + power - zeros
        // Digits behind the point that the exponent does not reach are no code's.
        guard last >= zeros, length >= last + 1 - zeros, length <= 40 else { return nil }
        digits = Array(mantissa[zeros...last])
    }

    /// `9.13E+17`: a point or a sign, and an exponent.
    static func isScientific(_ text: some Collection<UInt8>) -> Bool {
        guard let at = text.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) else { return false }
        let mantissa = text[..<at]
        var exponent = text[at...].dropFirst()
        let signed = exponent.first == UInt8(ascii: "+") || exponent.first == UInt8(ascii: "-")
        if signed { exponent = exponent.dropFirst() }
        let points = mantissa.filter { $0 == UInt8(ascii: ".") }.count
        return (points == 1 || signed) && points <= 1 && (1...3).contains(exponent.count)
            && exponent.allSatisfy(isDigit) && mantissa.contains(where: isDigit)
            && mantissa.allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") }
    }

    /// A number of more digits than a double keeps, or with an exponent.
    static func isLong(_ text: some Collection<UInt8>) -> Bool {
        isScientific(text) || text.filter(isDigit).count > 15
    }

    /// Whether a whole number of digits only would have been written so.
    func shows(_ code: [UInt8]) -> Bool {
        guard code.count == length, code.first != 0x30, code.allSatisfy(DamagedNumber.isDigit) else { return false }
        let padded = digits + Array(repeating: UInt8(0x30), count: length - digits.count)
        if Double(String(decoding: code, as: UTF8.self)) == Double(String(decoding: padded, as: UTF8.self)) {
            return true
        }
        // Excel cuts behind fifteen digits; what is shown of them is rounded.
        if digits.count <= 15, code.prefix(15).elementsEqual(padded.prefix(15)) { return true }
        return DamagedNumber.rounded(code, digits.count) == padded
    }

    /// A number to so many digits, half up.
    private static func rounded(_ code: [UInt8], _ count: Int) -> [UInt8] {
        guard count < code.count else { return code }
        var result = Array(code.prefix(count)) + Array(repeating: UInt8(0x30), count: code.count - count)
        guard code[count] >= 0x35 else { return result }
        var at = count - 1
        while at >= 0 {
            if result[at] < 0x39 {
                result[at] += 1
                return result
            }
            result[at] = 0x30
            at -= 1
        }
        return result
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
