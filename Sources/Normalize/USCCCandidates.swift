/// Codes of GB 32100 that a destroyed or mistyped text can have been.
public struct USCCCandidates: Sendable {
    /// Codes that both check characters leave (GB 32100's own and GB 11714's within it), of a number's digits or of letters
    /// that the alphabet does not have (O for 0, I for 1, Z for 2, S for 5). In order.
    public private(set) var codes: [String] = []
    /// Codes that differ by two neighbours exchanged, or B and 8: likely where somebody knows them, else a guess.
    public private(set) var guesses: [String] = []

    /// All that can be said of `text` as it was found.
    public init(_ text: String) {
        let found = USCCCandidates.plain(text)
        // A double has seventeen digits; eighteen were typed.
        if let number = DamagedNumber(found), number.length == 18, number.digits.count <= 17 {
            codes = USCCCandidates.numbers(number).map { String(decoding: $0, as: UTF8.self) }
            return
        }
        guard found.count == 18 else { return }
        if USCCCandidates.isSound(found) { codes = [String(decoding: found, as: UTF8.self)] }
        let letters = found.map { USCCCandidates.lookalikes[$0] ?? $0 }
        if letters != found, USCCCandidates.isSound(letters) { codes = [String(decoding: letters, as: UTF8.self)] }
        guesses = USCCCandidates.slips(letters).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether `code` can have been what `text` now shows: rounded or cut by a program, or mistyped in one place.
    public static func couldBe(_ code: String, shownAs text: String) -> Bool {
        let found = plain(text)
        let code = Array(code.utf8)
        if let number = DamagedNumber(found), found.count != 18 || number.digits.count <= 17 {
            if number.shows(code) { return true }
        }
        if found.count == code.count {
            let apart = code.indices.filter { code[$0] != found[$0] }
            if apart.count <= 1 { return true }
            return apart.count == 2 && apart[1] == apart[0] + 1 && code[apart[0]] == found[apart[1]]
                && code[apart[1]] == found[apart[0]]
        }
        let (long, short) = code.count > found.count ? (code, found) : (found, code)
        guard long.count == short.count + 1 else { return false }
        return long.indices.contains { at in (long[..<at] + long[(at + 1)...]).elementsEqual(short) }
    }

    /// Both check characters hold.
    static func isSound(_ code: [UInt8]) -> Bool {
        guard code.count == 18, code.contains(where: { $0 != 0x30 }) else { return false }
        var sum: UInt32 = 0
        for (position, byte) in code.enumerated() {
            let value = USCC.weighted[position << 8 | Int(byte)]
            guard value < USCC.invalid else { return false }
            sum += value
        }
        return sum % 31 == 0 && code[16] == organizationCheck(code[8..<16])
    }

    /// GB 11714: the check character of the eight characters before it.
    static func organizationCheck(_ body: ArraySlice<UInt8>) -> UInt8 {
        let sum = zip(body, [3, 7, 9, 10, 5, 8, 4, 2]).reduce(0) { sum, item in
            sum + Int(item.0 <= 0x39 ? item.0 - 0x30 : item.0 - 0x37) * item.1
        }
        switch 11 - sum % 11 {
        case 10: return UInt8(ascii: "X")
        case 11: return 0x30
        case let digit: return UInt8(0x30 + digit)
        }
    }

    private static let lookalikes: [UInt8: UInt8] = Dictionary(
        uniqueKeysWithValues: zip("OIZS".utf8, "0125".utf8))

    /// Narrow capitals without spaces and apostrophe.
    private static func plain(_ text: String) -> [UInt8] {
        bytes(text).withUnsafeBufferPointer { text in
            FoldedText(text).scalars.filter { $0 != 0x20 && $0 != 0x27 && $0 != 0x2019 && $0 != 0x2018 }.map {
                $0 >= 0x80 ? 0 : (0x61...0x7A).contains($0) ? UInt8($0) - 0x20 : UInt8($0)
            }
        }
    }

    /// Sound codes of digits only that a program would have written so; none where too many digits are gone.
    private static func numbers(_ number: DamagedNumber) -> [[UInt8]] {
        guard number.digits.count >= 12 else { return [] }
        let padded = number.digits + Array(repeating: UInt8(0x30), count: 18 - number.digits.count)
        guard let value = Int(String(decoding: padded, as: UTF8.self)) else { return [] }
        // As Excel leaves it: cut behind fifteen digits, never rounded. Three digits of an exponent are LibreOffice's, which
        // rounds; anything longer is a double.
        let isCut = number.exponentDigits == 0 && number.digits.count <= 15
        let range = isCut ? value...(value + 999) : (value - 1_000)...(value + 1_000)
        return range.lazy.map { Array(String($0).utf8) }.filter { code in
            guard isSound(code) else { return false }
            return isCut ? true : number.shows(code)
        }
    }

    /// Sound codes with two neighbours exchanged, or one B for an 8 or the other way round.
    private static func slips(_ found: [UInt8]) -> [[UInt8]] {
        var codes: [[UInt8]] = []
        for at in found.indices {
            var changed = found
            if at + 1 < found.count, found[at] != found[at + 1] {
                changed.swapAt(at, at + 1)
                if isSound(changed) { codes.append(changed) }
                changed = found
            }
            if found[at] == UInt8(ascii: "B") || found[at] == UInt8(ascii: "8") {
                changed[at] = found[at] == UInt8(ascii: "B") ? UInt8(ascii: "8") : UInt8(ascii: "B")
                if isSound(changed) { codes.append(changed) }
            }
        }
        return codes
    }
}
