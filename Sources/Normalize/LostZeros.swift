public import Definitions
import Tabular

/// Zeros in front of a code that a spreadsheet program dropped when it took the code for a number: 620 for 0620.
public enum LostZeros {
    /// The codes of a list that a text of digits has become, zeros left out.
    public static func codes(_ text: String, in list: Codelist) -> [String] {
        let found = Array(text.utf8)
        guard isNumber(found) else { return [] }
        return list.entries.map(\.code).filter { code in
            code.utf8.first == 0x30 && code.utf8.count > found.count && stripped(Array(code.utf8)) == stripped(found)
        }
    }

    /// The texts that a pattern admits and that a text of digits has become; at most six zeros.
    public static func texts(_ text: String, matching pattern: String) -> [String] {
        guard isNumber(Array(text.utf8)), let pattern = try? Pattern(pattern) else { return [] }
        return texts(text, pattern)
    }

    static func texts(_ text: String, _ pattern: Pattern) -> [String] {
        (1...6).map { String(repeating: "0", count: $0) + text }.filter { padded in
            bytes(padded).withUnsafeBufferPointer { pattern.matches($0) }
        }
    }

    static func isNumber(_ text: some Collection<UInt8>) -> Bool {
        !text.isEmpty && text.count <= 15 && text.first != 0x30 && text.allSatisfy(DamagedNumber.isDigit)
    }

    private static func stripped(_ text: [UInt8]) -> ArraySlice<UInt8> { text.drop { $0 == 0x30 } }
}
