/// Unified social credit codes (GB 32100-2015) with a right organisation code (GB 11714) inside: all of them invented.
enum CreditCode {
    /// 31 characters; no I, O, S, V, Z.
    private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)
    private static let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
    private static let organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2]

    /// `kind`: department and type, `91` enterprise, `12` public institution. Distinct serials below 31⁶ give distinct codes.
    static func make(kind: String, region: String, serial: Int) -> String {
        // Multiplication by a number without the factor 31 permutes the residues: codes look unrelated, and stay distinct.
        var rest = (serial &* 48_271_111) % 887_503_681
        var body = Array((kind == "12" ? "4E" : "MA").utf8)
        var tail: [UInt8] = []
        for _ in 0..<6 {
            tail.append(alphabet[rest % 31])
            rest /= 31
        }
        body += tail.reversed()
        var text = Array(kind.utf8) + Array(region.utf8) + body + [organisationCheck(body)]
        text.append(check(text))
        return String(decoding: text, as: UTF8.self)
    }

    /// GB 11714 counts letters A = 10 … Z = 35 without gaps.
    private static func organisationCheck(_ body: [UInt8]) -> UInt8 {
        var sum = 0
        for (byte, weight) in zip(body, organisationWeights) {
            sum += (byte < 65 ? Int(byte) - 48 : Int(byte) - 55) * weight
        }
        switch 11 - sum % 11 {
        case 10: return UInt8(ascii: "X")
        case 11: return UInt8(ascii: "0")
        case let digit: return UInt8(48 + digit)
        }
    }

    private static func check(_ text: [UInt8]) -> UInt8 {
        var sum = 0
        for (byte, weight) in zip(text, weights) { sum += (alphabet.firstIndex(of: byte) ?? 0) * weight }
        return alphabet[(31 - sum % 31) % 31]
    }

    /// The code with the next letter of the alphabet in its last place: the commonest mistake of a hand.
    static func misspelled(_ code: String) -> String {
        var text = Array(code.utf8)
        guard let last = text.popLast(), let place = alphabet.firstIndex(of: last) else { return code }
        text.append(alphabet[(place + 1) % alphabet.count])
        return String(decoding: text, as: UTF8.self)
    }
}
