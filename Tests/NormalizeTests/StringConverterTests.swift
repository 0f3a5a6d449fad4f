import Definitions
import Model
import Normalize
import Tabular
import Testing

@Suite struct StringConverterTests {
    @Test func textAsFoundWithoutTheSpaceAround() {
        let texts = [
            "瑶海科技", " a b ", "\u{3000}甲\u{A0}", "\u{FEFF}乙\u{200B}", "", " \u{3000}", "（合肥）", "12.50", "e\u{301}",
        ]
        let found = read(field(.string), texts)
        #expect(found.texts == ["瑶海科技", "a b", "甲", "乙", nil, nil, "（合肥）", "12.50", "e\u{301}"])
        #expect(found.blanks == [4, 5])
        #expect(found.notes == ["spaces": 3])
    }

    @Test func textsAreRangesOfTheCells() {
        let cells = block([Array("瑶海".utf8), Array("  甲".utf8)])
        let normalizer = Normalizer(
            dataset: dataset([field(.string)]), pipeline: pipeline, cellColumns: [1], units: [nil], encoding: .utf8)
        guard case .texts(let column) = normalizer.normalize(cells).batch.columns[0] else {
            Issue.record("no texts")
            return
        }
        #expect(column.buffer === cells.buffer)
    }

    @Test(
        "behaviour 9: markers are missing, never zero; zero is a value",
        arguments: [
            "-", "—", "——", "–", "－", "/", "\\", "…", "……", "*", "不详", "无", "暂无", "空", "N/A", "NULL", "#N/A", " — ",
        ])
    func markers(text: String) {
        let found = read(field(.string), [text, "甲"])
        #expect(found.texts == [nil, "甲"])
        #expect(found.blanks == [0])
        #expect(found.facts.notes.map(\.rule) == ["missing_marker"])
        // Zero is always a value, and a marker is none for a number either.
        #expect(read(field(.number), [text, "0"]).integers == [nil, 0])
        #expect(read(field(.number), [text, "0"]).failures.isEmpty)
    }

    @Test("behaviours 19 and 20: errors and formulas without a result are no values")
    func errorsAndFormulasWithoutValue() {
        let texts = ["#DIV/0!", "#N/A", "Err:502", "", "#DIV/0!", "#1"]
        let found = read(field(.string), texts, kinds: [.error, .error, .error, .uncached, .text, .text])
        #expect(found.failures == [0: "type", 2: "type", 3: "type", 4: "type"])
        #expect(found.blanks == [1])
        #expect(found.texts[5] == "#1")
        let numbers = read(field(.number), ["5", "", "7"], kinds: [.uncached, .uncached, .number])
        #expect(numbers.integers == [nil, nil, 7])
        #expect(numbers.failures == [0: "type", 1: "type"])
    }

    @Test func constraintsOfTheText() {
        let some = field(.string) {
            $0.pattern = SourceText("[a-z区]+", at: nowhere)
            $0.enumeration = ["abc", "瑶海区", "区", "ab", "区区区区区"]
            $0.minLength = 2
            $0.maxLength = 4
        }
        let found = read(some, ["abc", "ABC", "abcd", "区", "区区区区区", " ab", ""])
        #expect(
            found.failures == [1: "pattern", 2: "enumeration", 3: "length", 4: "length", 5: "pattern"])
        // The text stands, so that a finding of a query's weight keeps it.
        #expect(found.texts == ["abc", "ABC", "abcd", "区", "区区区区区", "ab", nil])
        #expect(read(field(.string) { $0.enumeration = ["-", "有"] }, ["-", "—", "有"]).texts == ["-", nil, "有"])
    }
}
