/// Numerals as dates and periods use them: `二〇二四`, `十一`, `二十`, `三十一`, `03`.
enum ChineseNumerals {
    /// 0–9 of a digit, Arabic or Chinese; 10 of 十; nil for anything else.
    static func value(_ scalar: UInt32) -> Int? {
        switch scalar {
        case 0x30...0x39: Int(scalar - 0x30)
        case 0x3007, 0x96F6, 0x25CB, 0x25EF: 0  // 〇 零 ○ ◯
        case 0x4E00: 1
        case 0x4E8C: 2
        case 0x4E09: 3
        case 0x56DB: 4
        case 0x4E94: 5
        case 0x516D: 6
        case 0x4E03: 7
        case 0x516B: 8
        case 0x4E5D: 9
        case 0x5341: 10
        default: nil
        }
    }

    /// Digit by digit, or tens with 十; nil where it is no number.
    static func number(_ scalars: [UInt32]) -> Int? {
        var values: [Int] = []
        for scalar in scalars {
            guard let value = value(scalar) else { return nil }
            values.append(value)
        }
        guard !values.isEmpty, values.count <= 9 else { return nil }
        guard let ten = values.firstIndex(of: 10) else { return values.reduce(0) { $0 * 10 + $1 } }
        let before = values[..<ten]
        let after = values[(ten + 1)...]
        guard before.count <= 1, after.count <= 1, before.first != 0, after.first != 0, after.first != 10 else {
            return nil
        }
        return (before.first ?? 1) * 10 + (after.first ?? 0)
    }
}
