import Definitions
import Model
import Normalize
import Tabular
import Testing

@Suite struct USCCConverterTests {
    static let good = [
        "91340102MA2T00007J", "91110000600037341L", "91340000711771143J", "91340100149067617J", "91330100799655058B",
        "914403001922038216", "9144030071526726XG", "913502000728319549", "123502001549897397", "91340202MA2N12344F",
        "91330304MA2H000146", "91341602MA2U8888XW", "123401004850000088",
    ]

    @Test func knownGoodCodes() {
        let found = read(field(.uscc), USCCConverterTests.good)
        #expect(found.texts == USCCConverterTests.good)
        #expect(found.facts.failures.isEmpty && found.facts.notes.isEmpty)
    }

    @Test func everySingleCharacterChangedIsFound() {
        let alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY".map { String($0) }
        for code in USCCConverterTests.good {
            let characters = code.map { String($0) }
            for position in characters.indices {
                let changed = alphabet.filter { $0 != characters[position] }.map { other -> String in
                    var copy = characters
                    copy[position] = other
                    return copy.joined()
                }
                let found = read(field(.uscc), changed)
                // Digits alone that end in zeros are rather a number's.
                #expect(found.failures.count == changed.count)
                #expect(found.failures.values.allSatisfy { $0 == "check_digit" || $0 == "damaged" })
            }
        }
    }

    @Test func wrongCheckCharacterKeepsTheText() {
        let found = read(field(.uscc), ["91350203M0001QAY9B"])
        #expect(found.failures == [0: "check_digit"])
        #expect(found.texts == ["91350203M0001QAY9B"])
    }

    @Test(
        "behaviour 48: width, case, apostrophe, ZWSP and BOM are taken off an identifier before it is checked",
        arguments: [
            ("91340102ma2t00007j", "case"), ("９１３４０１０２ＭＡ２Ｔ００００７Ｊ", "width"), ("'91340102MA2T00007J", "apostrophe"),
            ("91340102MA2T00007J\u{200B}", "spaces"), (" 91340102MA2T00007J", "spaces"),
            ("91340102\u{200B}MA2T00007J", "width"), ("91340102 MA2T 00007J", "spaces"),
        ])
    func repairs(text: String, note: String) {
        let found = read(field(.uscc), ["914403001922038216", text, "", "123401004850000088"])
        #expect(found.texts == ["914403001922038216", "91340102MA2T00007J", nil, "123401004850000088"])
        #expect(found.notes == [note: 1])
        #expect(found.blanks == [2])
    }

    @Test(
        "behaviours 5 and 48: a code shown as a number is damaged; eighteen zeros are no code",
        arguments: [
            ("9.13401007901223E+017", "damaged"), ("9.13E+17", "damaged"), ("9.134E+17", "damaged"), ("913E15", "type"),
            ("913401007901223400", "damaged"), ("000000000000000000", "type"), ("91340102MA2T00007", "type"),
            ("91340102MA2T00007I", "type"), ("91340102MA2T00007JJ", "type"), ("瑶海区科技有限公司", "type"),
            ("340102000012345", "type"), ("#REF!", "type"),
        ])
    func noCodes(text: String, rule: String) {
        let found = read(field(.uscc), [text])
        #expect(found.failures == [0: rule])
        #expect(found.texts == [nil])
    }

    @Test("behaviour 5: a code typed as a number of more than fifteen digits is damaged, even if it checks")
    func numbersAreDamagedEvenIfTheyCheck() {
        let texts = ["123401004850000088", "9.13401007901223E+017", "913401007901223000", "12345"]
        let found = read(field(.uscc), texts, kinds: texts.map { _ in .number })
        #expect(found.failures == [0: "damaged", 1: "damaged", 2: "damaged", 3: "type"])
    }
}
