import Definitions
import Model
import Normalize
import Tabular
import TestSupport
import Testing

@Suite struct NumberConverterTests {
    private let amount = field(.number, unit: "元", decimals: 2)

    @Test func statedUnitIsConvertedExactly() {
        let found = read(amount, ["106", "44.4", "0.123456", "999999999999.999999", "0", "12345678.5"], unit: "万元")
        #expect(found.integers == [106_000_000, 44_400_000, 123_456, 999_999_999_999_999_999, 0, 12_345_678_500_000])
        #expect(found.facts.failures.isEmpty && found.facts.notes.isEmpty)
    }

    @Test(
        "behaviours 8 and 43: numbers as people write them, each with a note",
        arguments: [
            ("1,234.50", 123_450, "thousands"), ("１２３．４", 12_340, "width"), ("−5", -500, "sign"), ("－5", -500, "width"),
            ("(123.4)", -12_340, "accounting"), ("（123.4）", -12_340, "accounting"), ("▲3", -300, "sign"),
            ("△1.2", -120, "sign"), (" 45 ", 4_500, "spaces"), ("1\u{A0}234", 123_400, "thousands"),
            ("58.5亿", 585_000_000_000, "unit_in_cell"), ("855万元", 855_000_000, "unit_in_cell"),
            ("12 千元", 1_200_000, "unit_in_cell"), ("(1.5万元)", -1_500_000, "unit_in_cell"),
            ("¥12.5", 1_250, "unit_in_cell"),
            ("1.2E+5", 12_000_000, "scientific"), ("0.125", 13, "rounded"), ("-0.125", -13, "rounded"),
            ("'12", 1_200, "apostrophe"), ("1.005", 101, "rounded"),
        ])
    func spellings(text: String, value: Int64, note: String) {
        let found = read(amount, [text])
        #expect(found.integers == [value])
        #expect(found.notes[note] == 1, "\(found.notes)")
        #expect(found.facts.failures.isEmpty)
    }

    @Test("behaviour 43: a currency sign does not say 元 where the column says 万元; what stands behind the number does")
    func currencySignsLeaveTheUnitToTheColumn() {
        let found = read(amount, ["￥100.00", "¥50.00", "￥100元", "￥1.5亿元", "¥"], unit: "万元")
        #expect(found.integers == [100_000_000, 50_000_000, 10_000, 15_000_000_000, nil])
        #expect(found.notes == ["unit_in_cell": 4])
        #expect(read(field(.integer, unit: "人"), ["￥5"]).failures == [0: "type"])
    }

    @Test("behaviour 35: TRUE is no quantity, though a workbook stores it as 1")
    func truthValuesAreNoNumbers() {
        for type in [FieldType.number, .integer, .amount] {
            let found = read(field(type), ["1", "0", "1"], kinds: [.boolean, .boolean, .number])
            #expect(found.failures == [0: "type", 1: "type"])
        }
    }

    @Test(arguments: ["-3", "+3", "-0.50", "007", ".5", "5.", "12.340000"])
    func plainSpellingsNeedNoNote(text: String) {
        let found = read(amount, [text])
        #expect(found.integers != [nil])
        #expect(found.notes.isEmpty)
    }

    @Test(
        "behaviours 27 and 43: what is no single number stays text and fails, never a guess",
        arguments: [
            "约50", "50余", "超27亿", "<0.1", "1,23", "1,2345", "12,34.5", "1.2.3", "--5", "(-5)", "5人", "12.5%", "4.1①",
            "abc",
            "1e",
            "1 23", "9E+99", "99999999999999999999", "2-3", "(5", "5)", "#DIV/0!",
        ])
    func noNumbers(text: String) {
        let found = read(amount, [text])
        #expect(found.integers == [nil])
        #expect(found.failures == [0: "type"])
        #expect(found.notes.isEmpty)
    }

    @Test func largestValuesFitAndTheNextDoesNot() {
        let found = read(field(.number), ["9223372036854775807", "-9223372036854775808", "9223372036854775808"])
        #expect(found.integers == [.max, .min, nil])
        #expect(found.failures == [2: "type"])
    }

    @Test("behaviour 31: the noise of doubles is no difference")
    func doublesOfWorkbooksLoseTheirNoise() {
        let texts = [
            "12345.678900000001", "98765.39999999999", "123456.780000000000001", "1.2E5", "0.30000000000000004",
        ]
        let found = read(
            field(.number, decimals: 4), texts, kinds: texts.map { _ in .number })
        #expect(found.integers == [123_456_789, 987_654_000, 1_234_567_800, 1_200_000_000, 3_000])
        #expect(found.notes == ["precision": 4])
        // The same digits as text are what somebody wrote.
        #expect(read(field(.number, decimals: 4), [texts[1]]).notes == ["rounded": 1])
    }

    @Test("behaviour 11: 12.5% as text, as a typed ratio, and 12.5 under a header of % are one value")
    func percentages() {
        let share = field(.number, unit: "%", decimals: 2)
        let found = read(
            share, ["12.5%", "12.5％", "12.5", "0.125", "3‰"], kinds: [.text, .text, .text, .percent, .text], unit: "%")
        #expect(found.integers == [1250, 1250, 1250, 1250, 30])
        let plain = read(field(.number, decimals: 4), ["12.5%", "0.125"], kinds: [.text, .percent])
        #expect(plain.integers == [1250, 1250])
        #expect(plain.notes == ["percent": 2])
    }

    @Test func countedThings() {
        let people = field(.integer, unit: "人")
        #expect(read(people, ["3.5万", "12人", "2千人", "3.0", "1,200"]).integers == [35_000, 12, 2_000, 3, 1_200])
        #expect(read(people, ["3.5", "12家", "2亿元"]).failures == [0: "type", 1: "type", 2: "type"])
    }

    @Test func unitsThatDoNotFitAreNotRead() {
        #expect(read(amount, ["5", "5元"], unit: "人").integers == [nil, 500])
    }

    @Test func smallUnitsIntoLargeOnes() {
        let found = read(field(.number, unit: "万元", decimals: 2), ["123400", "1234", "5000.00", "49"], unit: "元")
        #expect(found.integers == [1_234, 12, 50, 0])
        #expect(found.notes == ["rounded": 2])
    }

    @Test func patternHoldsForTheTextAsFound() {
        let stated = field(.number, unit: "元", decimals: 2, constraints: pattern(#"\d{1,12}(\.\d{1,6})?"#))
        let texts = ["106", "1,200.50", "约106", "0.1234567", "1234567890123", "12.", " 5", "-1", "12.345678", ""]
        let found = read(stated, texts, unit: "万元")
        #expect(
            found.failures == [
                1: "pattern", 2: "type", 3: "pattern", 4: "pattern", 5: "pattern", 6: "pattern", 7: "pattern",
            ])
        #expect(found.integers[1] == 1_200_500_000)
        #expect(found.blanks == [9])
        // Another pattern goes through the pattern itself.
        let even = field(.number, constraints: pattern(#"\d*[02468]"#))
        #expect(read(even, ["12", "13"]).failures == [1: "pattern"])
    }

    /// Every spelling against long arithmetic on characters.
    @Test func agreesWithTheSlowReading() {
        for seed in UInt64(1)...4000 {
            var random = SeededGenerator(seed: seed)
            let whole = (0..<Int.random(in: 1...12, using: &random)).map { _ in Int.random(in: 0...9, using: &random) }
            let fraction = (0..<Int.random(in: 0...7, using: &random)).map { _ in Int.random(in: 0...9, using: &random)
            }
            let negative = Int.random(in: 0..<4, using: &random) == 0
            let decimals = Int.random(in: 0...4, using: &random)
            // 10^6 units of the last digit kept, so that seven stated digits and a factor of ten thousand stay whole.
            var exact: Int128 = 0
            for digit in whole + fraction { exact = exact * 10 + Int128(digit) }
            for _ in fraction.count..<7 { exact *= 10 }
            exact *= 10_000
            for _ in 0..<decimals { exact *= 10 }
            let unit: Int128 = 10_000_000
            let rounded = (exact / unit) + (exact % unit * 2 >= unit ? 1 : 0)
            let expected = Int64(exactly: negative ? -rounded : rounded)
            let text = spelled(whole, fraction, negative: negative, &random)
            let found = read(field(.number, unit: "元", decimals: decimals), [text], unit: "万元")
            #expect(found.integers == [expected], "seed \(seed): \(text)")
            #expect((found.notes["rounded"] == 1) == (exact % unit != 0 && expected != nil), "seed \(seed): \(text)")
        }
    }

    private func spelled(_ whole: [Int], _ fraction: [Int], negative: Bool, _ random: inout SeededGenerator) -> String {
        var text = ""
        let groups = Bool.random(using: &random)
        for (at, digit) in whole.enumerated() {
            if groups, at > 0, (whole.count - at) % 3 == 0 { text += "," }
            text += "\(digit)"
        }
        if !fraction.isEmpty { text += "." + fraction.map { "\($0)" }.joined() }
        if negative {
            switch Int.random(in: 0..<4, using: &random) {
            case 0: text = "-" + text
            case 1: text = "(\(text))"
            case 2: text = "▲" + text
            default: text = "－" + text
            }
        }
        if Int.random(in: 0..<3, using: &random) == 0 {
            let wide = text.unicodeScalars.map { scalar in
                (0x30...0x39).contains(scalar.value) ? Unicode.Scalar(scalar.value + 0xFEE0) ?? scalar : scalar
            }
            text = wide.reduce(into: "") { $0.unicodeScalars.append($1) }
        }
        return ["", " ", "\u{3000}"].randomElement(using: &random).map { $0 + text } ?? text
    }
}
