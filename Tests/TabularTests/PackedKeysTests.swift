import Model
import Tabular
import TestSupport
import Testing

@Suite struct PackedKeysTests {
    @Test func textsOfUpTo24BytesAreTheirOwnWords() {
        let texts = (0...40).map { String("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG".prefix($0)) }
        let keys = PackedKeys([.texts(textColumn(texts))], rowCount: texts.count)
        #expect(keys.wordsPerRow == 3)
        var seen = Set<[UInt64]>()
        for row in texts.indices {
            seen.insert(Array(keys.words[row * 3..<row * 3 + 3]))
            #expect((keys.words[row * 3 + 2] >> 56 == 0xFF) == (row > 24), "\(row) bytes")
        }
        #expect(seen.count == texts.count)
    }

    @Test func zerosAtTheEndOfATextCount() {
        let texts = ["a", "a\0", "a\0\0", "", "\0", String(repeating: "x", count: 23) + "\u{17}"]
        let column = textColumn(texts)
        let set = TextKeySet()
        let keys = PackedKeys([.texts(column)], rowCount: texts.count)
        #expect(set.insert(keys, rows: texts.indices.map { UInt32($0) }) == texts.indices.map { Int32($0) })
        #expect(set.find(keys) == texts.indices.map { Int32($0) })
    }

    @Test func severalFieldsAreOneKeyAndMissingInOneIsMissing() {
        let left = textColumn(["ab", "a", nil, "ab", "ab"])
        let right = textColumn(["c", "bc", "c", "c", nil])
        let keys = PackedKeys([.texts(left), .texts(right)], rowCount: 5)
        let set = TextKeySet()
        #expect(set.insert(keys, rows: [0, 1, 3]) == [0, 1, 0], "a+bc is not ab+c")
        #expect(keys.missing == Bitmap(words: [0b10100], count: 5))
    }

    @Test func textsOfDigitsAreNumbersWithTheirLength() {
        let texts = [
            "1", "01", "001", "123456789012345678", "1234567890123456789", "12a4567", "", "0", "12345678/", "00000000",
            "000000000",
        ]
        let digits = DigitKeys(textColumn(texts))
        #expect(digits.rows == [0, 1, 2, 3, 7, 9, 10])
        #expect(digits.others == [4, 5, 6, 8])
        #expect(
            digits.words == [
                11, 101, 1001, 1_123_456_789_012_345_678, 10, 100_000_000, 1_000_000_000,
            ])
    }

    @Test func everyLengthAndDigitIsReadExactly() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<2_000 {
            let length = Int.random(in: 1...20, using: &random)
            let text = (0..<length).map { _ in "0123456789/:ab".randomElement(using: &random) ?? "0" }
            let isDigits = text.allSatisfy { "0123456789".contains($0) } && length <= 18
            let digits = DigitKeys(textColumn([String(text) + "", "99999999"]))
            #expect(digits.rows.first == (isDigits ? 0 : 1))
            if isDigits { #expect(digits.words.first == UInt64("1" + String(text))) }
        }
    }
}
