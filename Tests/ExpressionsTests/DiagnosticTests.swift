import Definitions
import Expressions
import Model
import Testing

/// Mistakes in expressions: where, what, and what was probably meant.
@Suite struct DiagnosticTests {
    /// Source, offset of each mistake (characters before it), words of the message, suggestion.
    static let cases: [(String, Int, String, String?)] = [
        ("valeu > 1", 0, "no field", nil), ("n02 > 1", 0, "no field", "n0"),
        ("statsu = 'valid'", 0, "no field", "status"),
        ("成交总额 > 1", 0, "no field", "n2"), ("n0 + lenght(t1) > 1", 5, "no function", "LENGTH"),
        ("abs > 1", 0, "ABS(number)", nil),
        ("status <> 'revokd'", 10, "not among the codes", "revoked"),
        ("status IN ('valid', '已撤销')", 20, "not among", "revoked"),
        ("CASE status WHEN '有效' THEN 1 END", 17, "not among", "valid"), ("a1 = '瑶海县'", 5, "no area", "瑶海区"),
        ("a1 = '鼓楼区'", 5, "330304, 340199", nil), ("exists(enterprise, t1)", 7, "no dataset", "enterprises"),
        ("exists(contracts, t1)", 7, "itself", nil),
        ("exists(enterprises, t1, t2)", 0, "the key of enterprises is uscc", nil),
        ("lookup(enterprises, t1, capitl) > 1", 24, "a field of enterprises", "capital"),
        ("exists(enterprises, nmae = t1)", 20, "no field", "name"),
        ("counted(certifed, t1)", 8, "distinct", "certified"),
        ("exists(enterprises, n0)", 20, "a text is expected", nil),
        ("exists(quotas, 'valide', 1)", 15, "not among", "valid"),
        ("exists(quotas, status, n6)", 23, "ROUND", nil), ("parent(a1, 'citty')", 11, "kind of area", "city"),
        ("PERIOD(d1, 'week')", 11, "'quarter'", nil), ("n6 * n6 * n6 * n6 > 0", 13, "ROUND an operand", nil),
        ("n0 / 0 > 1", 5, "by zero", nil), ("n0 > '5'", 5, "without quotes", nil),
        ("d1 > n0", 3, "cannot be compared", nil),
        ("status = 1", 7, "single quotes", nil), ("a1 < a2", 3, "no order", nil), ("d1 + n2", 5, "whole days", nil),
        ("t1 + t2", 0, "||", nil), ("n0 and flag", 0, "a condition is expected", nil),
        ("NOT n0", 4, "a condition", nil),
        ("d1 = '2024-02-30'", 5, "not a day", nil), ("DATE '2024-13-01' = d1", 5, "not a day", nil),
        ("p1 = '2024Q5'", 5, "not a period", nil), ("CASE WHEN flag THEN 1 ELSE 'x' END", 27, "not the text 'x'", nil),
        ("CASE WHEN flag THEN d1 ELSE n0 END", 28, "one type", nil), ("t1 LIKE t2", 8, "single quotes", nil),
        ("t1 LIKE 'a!b' ESCAPE '!'", 8, "escape", nil), ("ROUND(n2, n0)", 10, "digits of ROUND", nil),
        ("LENGTH(t1, t2)", 0, "LENGTH(text)", nil), ("x@year_start > 1", 1, "not", nil),
        // Grammar.
        ("", 0, "expected", nil), ("n0 >", 4, "the end", nil), ("n0 > 1 adn n2 > 1", 7, "“adn”", "AND"),
        ("(n0 > 1", 7, "“)”", nil),
        ("n0 == 1", 3, "write =", nil), ("1 < n0 < 5", 7, "do not chain", nil), ("t1 = 'abc", 5, "not closed", nil),
        ("n0 > 5万", 6, "letter", nil), ("n0 ＞ 5", 3, "write >", nil), ("CASE flag THEN 1 END", 10, "WHEN", nil),
        ("t1 = “x”", 5, "single quotes", nil), ("n0 > 0.1234567890123456789", 5, "18 digits", nil),
        ("n0 NOT 5", 7, "IN, BETWEEN or LIKE", nil),
        ("n0 IS 5", 6, "NULL", nil),
    ]

    @Test func mistakesSayWhereAndWhat() throws {
        for (text, offset, words, suggestion) in DiagnosticTests.cases {
            let found = compile(Example.source(text), in: Example.scope).diagnostics
            guard let first = found.first else {
                Issue.record("\(text) has no mistake")
                continue
            }
            #expect(found.count == 1, "\(text): \(found.map(\.message))")
            #expect(first.place.line == Example.place.line && first.place.file == Example.place.file)
            #expect(first.place.column == Example.place.column + offset, "\(text): \(first.message)")
            #expect(first.message.contains(words), "\(text): \(first.message)")
            #expect(first.suggestion == suggestion, "\(text): \(first.message)")
        }
    }

    @Test func allMistakesAreCollected() {
        let found = compile(
            Example.source("foo > 1 AND status = 'nope' OR lenght(bar) > 'x'"), in: Example.scope
        ).diagnostics
        #expect(found.map { $0.place.column - Example.place.column } == [0, 21, 31])
    }

    @Test func conditionsAreAskedFor() {
        #expect(compileCondition(Example.source("n0 > 1"), in: Example.scope).expression != nil)
        let found = compileCondition(Example.source("n0 + 1"), in: Example.scope).diagnostics
        #expect(found.map(\.message) == ["a condition is expected here, not a number"])
    }
}
