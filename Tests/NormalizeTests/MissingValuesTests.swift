import Definitions
import Model
import Normalize
import Tabular
import Testing

/// What a definition says stands for missing, in place of what the program knows.
@Suite struct MissingValuesTests {
    private func missing(_ texts: String...) -> (inout Constraints) -> Void { { $0.missingValues = texts } }

    @Test("behaviour 9: what a field lists stands for missing, numbers too; what it does not list is a text")
    func takesTheDefinitionsWords() {
        let texts = read(field(.string, constraints: missing("未填", "-")), ["无", "未填", " - ", "—", ""])
        #expect(texts.texts == ["无", nil, nil, "—", nil])
        #expect(texts.blanks == [1, 2, 4])
        #expect(texts.facts.notes.map(\.count) == [2])
        #expect(texts.facts.notes.map(\.rule) == ["missing_marker"])
        #expect(texts.facts.notes.map(\.firstRow) == [1])
        let numbers = read(field(.number, constraints: missing("9999", "-1")), ["9999", "-1", "5", "99990", "—"])
        #expect(numbers.integers == [nil, nil, 5, 99990, nil])
        // A marker that is none here is no number either.
        #expect(numbers.blanks == [0, 1])
    }

    @Test("behaviour 9: an empty list leaves blank cells only")
    func knowsNoWordsWhereNoneAreListed() {
        let found = read(field(.string, constraints: { $0.missingValues = [] }), ["无", "/", ""])
        #expect(found.texts == ["无", "/", nil])
        #expect(found.facts.notes.isEmpty)
    }
}
