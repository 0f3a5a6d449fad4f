import Definitions
import Model
import Normalize
import Tabular
import TestSupport
import Testing

@Suite struct DateConverterTests {
    private let fifthOfMarch = Int64(CivilDate("2024-03-05")?.days ?? 0)

    @Test(
        "behaviour 10: dates as people write them",
        arguments: [
            ("2024年3月5日", "date_spelling"), ("2024年03月05日", "date_spelling"), ("2024.3.5", "date_spelling"),
            ("2024/3/5", "date_spelling"), ("2024/03/05", "date_spelling"), ("20240305", "date_spelling"),
            ("2024-03-05 00:00:00", "date_spelling"), ("2024-03-05T08:30:00.000", "date_spelling"),
            ("2024-03-05T08:30:00Z", "date_spelling"), ("2024-3-5", "date_spelling"), ("24.3.5", "two_digit_year"),
            ("24年3月5日", "two_digit_year"), ("二〇二四年三月五日", "date_spelling"), ("二○二四年三月五日", "date_spelling"),
            ("45356", "serial"), ("２０２４－０３－０５", "width"), (" 2024-03-05", "spaces"),
            ("2024 年 3 月 5 日", "date_spelling"),
            ("2024年3月5日 14:30", "date_spelling"), ("'2024-03-05", "apostrophe"), ("2024年3月5号", "date_spelling"),
        ])
    func spellings(text: String, note: String) {
        let found = read(field(.date), [text])
        #expect(found.integers == [fifthOfMarch])
        #expect(found.notes[note] == 1, "\(found.notes)")
    }

    @Test("behaviour 17: bare serials are counted from the day that the workbook counts from")
    func serialsOfTheOtherDateSystem() {
        let found = read(
            field(.date), ["43894", "43894.5", "20240305"], kinds: [.number, .number, .number], origin: -24_107)
        #expect(found.integers == [fifthOfMarch, fifthOfMarch, fifthOfMarch])
        #expect(found.notes["serial"] == 2)
    }

    @Test("behaviour 10: 24:00 is the first moment of the next day, as in workbooks")
    func endOfADay() {
        let found = read(
            field(.date), ["2024-03-04T24:00:00", "2024-03-04 24:00", "2024-03-04T24:00:01", "2024-03-04T24:30"])
        #expect(found.integers == [fifthOfMarch, fifthOfMarch, nil, nil])
    }

    @Test func isoNeedsNoNote() {
        let found = read(field(.date), ["2024-03-05", "1850-01-01", "2101-12-31", "", "2024-02-29"])
        #expect(
            found.integers == [
                fifthOfMarch, CivilDate("1850-01-01").map { Int64($0.days) },
                CivilDate("2101-12-31").map { Int64($0.days) },
                nil, CivilDate("2024-02-29").map { Int64($0.days) },
            ])
        #expect(found.notes.isEmpty && found.blanks == [3])
    }

    @Test("behaviour 10: dates in Chinese numerals")
    func chineseNumerals() {
        let texts = ["二〇二三年十一月三十日", "二〇二三年十二月二十一日", "二〇二三年十月十日", "一九九八年〇一月〇九日"]
        let days = ["2023-11-30", "2023-12-21", "2023-10-10", "1998-01-09"]
        #expect(read(field(.date), texts).integers == days.map { CivilDate($0).map { Int64($0.days) } })
    }

    @Test(
        "behaviour 10: 3-5, 1/2 and half dates are no dates",
        arguments: [
            "2024年3月", "2024-2-30", "2023-02-30", "2024-13-01", "2024-00-10", "2024-06-31", "3-5", "1/2", "3/5/24",
            "24/3/5", "12.11.24", "31.12.24", "24.03.05",
            "2024", "202403", "4535", "145356", "2024-03-05x", "2024.3/5", "2024-03-", "昨天", "2024-03-05 25:00",
            "十年三月五日",
            "20241301", "2023-02-29", "45356.5",
        ])
    func noDays(text: String) {
        let found = read(field(.date), [text])
        #expect(found.integers == [nil])
        #expect(found.failures == [0: "type"])
    }

    @Test("behaviour 10: typed dates and bare serials in a date column")
    func typedCells() {
        let texts = [
            "2024-03-05T00:00:00.000", "2024-03-05", "45356", "45356.4375", "1899-12-31T08:30:00.000", "20240305",
        ]
        let found = read(field(.date), texts, kinds: [.date, .date, .number, .number, .date, .number])
        #expect(found.integers == [fifthOfMarch, fifthOfMarch, fifthOfMarch, fifthOfMarch, nil, fifthOfMarch])
        #expect(found.failures == [4: "type"])
        #expect(found.notes == ["serial": 2, "date_spelling": 1])
    }

    @Test func formatHoldsForTheTextAsFound() {
        let iso = field(.date, format: "%Y-%m-%d")
        let texts = [
            "2024-03-05", "2024/03/05", " 2024-03-05", "2024-3-5", "45356", "2024-02-30", "2024-03-05T00:00:00",
        ]
        let found = read(iso, texts, kinds: [.text, .text, .text, .text, .number, .text, .date])
        #expect(found.integers == [fifthOfMarch, nil, nil, nil, nil, nil, fifthOfMarch])
        #expect(found.failures.keys.sorted() == [1, 2, 3, 4, 5])
        let chinese = field(.date, format: "%Y年%m月%d日")
        #expect(read(chinese, ["2024年03月05日", "2024-03-05", "2024年3月5日"]).integers == [fifthOfMarch, nil, nil])
        #expect(read(field(.date, format: "%d/%m/%y"), ["05/03/24"]).integers == [fifthOfMarch])
    }

    @Test func everyDayOfTheFastYears() {
        var texts: [String] = []
        var days: [Int64] = []
        for day in stride(from: -30_000 as Int32, to: 48_000, by: 7) {
            texts.append(CivilDate(days: day).description)
            days.append(Int64(day))
        }
        let found = read(field(.date), texts)
        #expect(found.integers == days)
        #expect(found.notes.isEmpty)
    }

    /// Random strings that look like days: read exactly where the calendar's own reader reads them.
    @Test func agreesWithTheSlowReading() {
        for seed in UInt64(1)...20 {
            var random = SeededGenerator(seed: seed)
            let texts = (0..<500).map { _ -> String in
                var text = Array("2024-03-05".utf8)
                for _ in 0..<Int.random(in: 0...3, using: &random) {
                    let letters = Array("0123456789-/:x".utf8)
                    text[Int.random(in: 0..<10, using: &random)] = letters.randomElement(using: &random) ?? 0x30
                }
                return String(decoding: text, as: UTF8.self)
            }
            let found = read(field(.date, format: "%Y-%m-%d"), texts).integers
            for (text, value) in zip(texts, found) {
                #expect(value == CivilDate(text).map { Int64($0.days) }, "seed \(seed): \(text)")
            }
        }
    }
}
