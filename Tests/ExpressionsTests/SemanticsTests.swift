import Definitions
import Expressions
import Foundation
import Model
import Tabular
import Testing

/// What expressions mean, value by value; every case goes through the kernels and the row evaluator.
@Suite struct SemanticsTests {
    /// The one row that the cases read; fields that are not here are missing.
    static let row: [String: RowValue] = [
        "n0": number("7"), "n2": number("12.50"), "n6": number("-0.000001"), "d1": date("2024-02-29"),
        "d2": date("2023-12-31"), "t1": .text("合肥 Hefei"), "t2": .text("  a_b%  "), "status": .text("revoked"),
        "flag": .truth(true), "a1": .area(2), "a2": .area(5), "p1": period("2024-Q4"), "p2": period("2024-12"),
    ]

    static let cases: [(String, RowValue)] = [
        // Scales: + - the larger, * the sum, / twelve.
        ("n0 + n2", number("19.50")), ("n2 - n0", number("5.50")), ("n2 * n2", number("156.2500")),
        ("n0 / 3", number("2.333333333333")), ("n0 / -3", number("-2.333333333333")),
        ("1 / 8", number("0.125000000000")),
        ("2 / 3", number("0.666666666667")), ("-n0 - -3", number("-4")), ("n0 / 0.5", number("14.000000000000")),
        ("(n2 + 0.005) * 2", number("25.010")), ("2 + 3 * 4 - 1", number("13")),
        // Half away from zero.
        ("ROUND(n2)", number("13")), ("ROUND(-n2)", number("-13")), ("ROUND(n2, 1)", number("12.5")),
        ("ROUND(n6, 5)", number("0.00000")), ("ROUND(n2, 4)", number("12.50")),
        ("ROUND(1250 + n0, -2)", number("1300")),
        ("round(-1250, -2)", number("-1300")), ("ROUND(n0 / 3, 2)", number("2.33")), ("ABS(n6)", number("0.000001")),
        // Comparisons over scales are exact.
        ("n2 = 12.5", .truth(true)), ("n2 = 12.500001", .truth(false)), ("n2 > n0", .truth(true)),
        ("n6 < 0", .truth(true)), ("n0 >= 7.000", .truth(true)), ("n0 <> 7", .truth(false)), ("n0 != 8", .truth(true)),
        ("n0 < 99999999999999999999", .truth(true)), ("n0 BETWEEN 7 AND 12", .truth(true)),
        ("n0 NOT BETWEEN 1 AND 6.5", .truth(true)), ("n0 IN (1, 7)", .truth(true)), ("n0 IN (1, 7.5)", .truth(false)),
        ("n0 NOT IN (1, NULL)", .missing), ("n0 IN (7, NULL)", .truth(true)), ("n0 IN (n2 - 5.5, 1)", .truth(true)),
        // Unknown.
        ("k2 = 1", .missing), ("k2 IS NULL", .truth(true)), ("k2 IS NOT NULL", .truth(false)),
        ("k2 = 1 AND FALSE", .truth(false)), ("k2 = 1 OR flag", .truth(true)), ("NOT k2 = 1", .missing),
        ("k2 = 1 AND TRUE", .missing), ("NULL = NULL", .missing), ("k2 + 1", .missing),
        ("COALESCE(k2, n0)", number("7.00")),
        ("COALESCE(k2, NULL)", .missing), ("n0 / (n0 - 7)", .missing), ("k2 BETWEEN 1 AND 2", .missing),
        // Of several values: missing where one is.
        ("LEAST(n0, n2, 40)", number("7.00")), ("greatest(n0, n2)", number("12.50")), ("LEAST(n0, k2)", .missing),
        ("GREATEST(k2, n0, n2)", .missing), ("LEAST(7, n0, 7.0)", number("7.0")), ("LEAST('b', 'a')", .text("a")),
        // CASE.
        ("CASE WHEN n0 > 5 THEN 1 ELSE 0.5 END", number("1.0")),
        ("CASE n0 WHEN 1 THEN 'x' WHEN 7 THEN 'y' END", .text("y")),
        ("CASE WHEN k2 > 0 THEN 1 END", .missing), ("CASE WHEN flag THEN n0 > 1 ELSE FALSE END", .truth(true)),
        ("CASE WHEN flag THEN t1 ELSE 'x' END", .text("合肥 Hefei")),
        ("CASE WHEN flag THEN status ELSE 'x' END", .text("revoked")),
        // Texts.
        ("'it''s'", .text("it's")), ("t1 || '!'", .text("合肥 Hefei!")), ("LENGTH(t1)", number("8")),
        ("UPPER(t1)", .text("合肥 HEFEI")), ("LOWER('ÀB')", .text("Àb")), ("TRIM(t2)", .text("a_b%")),
        ("SUBSTR(t1, 2)", .text("肥 Hefei")), ("SUBSTR(t1, 1, 2)", .text("合肥")), ("SUBSTR(t1, 0, 2)", .text("合")),
        ("SUBSTR(t1, 9)", .text("")), ("SUBSTR(t1, 2, -1)", .text("")), ("SUBSTR(t1, -1, 3)", .text("合")),
        ("t1 LIKE '合_ H%'", .truth(true)), ("t1 LIKE '%hefei'", .truth(false)),
        ("t2 LIKE '%!_b!%%' ESCAPE '!'", .truth(true)),
        ("t2 NOT LIKE '%a'", .truth(true)), ("CONTAINS(t1, '肥 H')", .truth(true)),
        ("STARTS_WITH(t1, '合')", .truth(true)),
        ("ENDS_WITH(t1, 'ei')", .truth(true)), ("CONTAINS(t1, '')", .truth(true)), ("'b' > 'a'", .truth(true)),
        ("'Z' < 'a'", .truth(true)), ("'é' > 'z'", .truth(true)), ("t1 IN ('x', '合肥 Hefei')", .truth(true)),
        // Codes.
        ("status = 'revoked'", .truth(true)), ("status <> 'valid'", .truth(true)),
        ("status IN ('valid', 'expired')", .truth(false)),
        ("'revoked' = status", .truth(true)), ("status || '!'", .text("revoked!")), ("status < 's'", .truth(true)),
        ("status = t1", .truth(false)), ("LENGTH(status)", number("7")), ("status LIKE 're%'", .truth(true)),
        ("COALESCE(status, 'none') = 'none'", .truth(false)),
        ("CASE WHEN a1 = a2 THEN '本区' ELSE '省外' END = '省外'", .truth(true)),
        // Dates and periods.
        ("d1 > DATE '2024-02-28'", .truth(true)), ("d1 = '2024-02-29'", .truth(true)), ("d1 - d2", number("60")),
        ("d1 + 1", date("2024-03-01")), ("1 + d1", date("2024-03-01")), ("d2 - 31", date("2023-11-30")),
        ("YEAR(d1)", number("2024")), ("QUARTER(d1)", number("1")), ("MONTH(d2)", number("12")),
        ("DAY(d1)", number("29")),
        ("ADD_YEARS(d1, 1)", date("2025-02-28")), ("ADD_MONTHS(d2, 2)", date("2024-02-29")),
        ("ADD_MONTHS(d1, -12)", date("2023-02-28")),
        ("ADD_YEARS(d1, 8000)", .missing), ("d1 + 9999999", .missing), ("d1 - '2024-01-01'", number("59")),
        ("PERIOD(d1, 'quarter')", period("2024-Q1")), ("PERIOD(d1, 'half') = '2024-S1'", .truth(true)),
        ("PERIOD_START(p1)", date("2024-10-01")), ("PERIOD_END(p1)", date("2024-12-31")),
        ("PERIOD_END('2024')", date("2024-12-31")),
        ("YEAR(p1)", number("2024")), ("p1 > p2", .truth(true)), ("p1 = p2", .truth(false)),
        ("p1 < PERIOD '2025-01'", .truth(true)),
        ("p2 BETWEEN '2024-11' AND '2024-Q4'", .truth(true)),
        // Areas.
        ("a1 = '340102'", .truth(true)), ("a1 = '瑶海'", .truth(true)), ("a1 = '340101'", .truth(true)),
        ("a1 <> a2", .truth(true)),
        ("parent(a1, 'city')", .area(1)), ("parent(a1, 'city') = parent(a2, 'city')", .truth(false)),
        ("parent(a1, 'province') = parent(a2, 'province')", .truth(true)), ("parent(a1, 'zone')", .missing),
        ("a1 IN ('庐阳区', '瑶海区')", .truth(true)), ("COALESCE(a1, '境外')", .area(2)),
        ("parent('镜湖区', 'city') = '3402'", .truth(true)),
        // Other datasets.
        ("exists(enterprises, 'A1')", .truth(true)), ("exists(enterprises, t1)", .truth(false)),
        ("exists(enterprises, '')", .truth(true)),
        ("exists(enterprises, CASE WHEN flag THEN NULL ELSE t1 END)", .missing),
        ("lookup(enterprises, 'A1', name)", .text("甲")), ("lookup(enterprises, 'B2', name)", .missing),
        ("lookup(enterprises, 'A1', capital) * 2", number("246.90")),
        ("lookup(enterprises, 'A1', area) = a1", .truth(true)),
        ("lookup(enterprises, 'A1', status) = 'valid'", .truth(true)),
        ("lookup(enterprises, 'A1', status) = status", .truth(false)),
        ("lookup(enterprises, 'B2', listed)", .truth(false)), ("lookup(enterprises, 'C3', listed)", .missing),
        ("exists(enterprises, name = '甲', listed = true)", .truth(true)),
        ("exists(enterprises, name = '甲', listed = false)", .truth(false)),
        ("exists(enterprises, name = CASE WHEN flag THEN NULL ELSE t1 END, listed = true)", .missing),
        // Of several records the first.
        ("lookup(enterprises, name = '甲', listed = true, uscc)", .text("A1")),
        ("period_end(period)", date("2024-12-31")), ("period = '2024-Q4'", .truth(true)),
        ("counted(certified, 'B2')", .truth(true)), ("counted(certified, 'A1')", .truth(false)),
        ("counted(certified, CASE WHEN flag THEN NULL ELSE t1 END)", .missing),
        ("exists(quotas, 'valid', 3)", .truth(true)), ("exists(quotas, status, 3)", .truth(false)),
        ("exists(quotas, CASE WHEN flag THEN 'valid' ELSE 'expired' END, n0 - 4)", .truth(true)),
        ("exists(quotas, TRIM(' valid '), 3.0)", .truth(true)), ("exists(quotas, t1, 3)", .truth(false)),
        ("lookup(quotas, 'valid', 3, limit)", number("7")), ("exists(quotas, status, k2)", .missing),
    ]

    @Test func valuesAreAsStated() throws {
        // The row stands behind others, so that it is not the first of its word of 64.
        let batch = Example.batch([[String: RowValue]](repeating: [:], count: 66) + [SemanticsTests.row])
        let references = Example.references()
        for (text, expected) in SemanticsTests.cases {
            let result = compile(Example.source(text), in: Example.scope)
            guard let expression = result.expression else {
                Issue.record("\(text): \(result.diagnostics.map(\.message))")
                continue
            }
            let found = values(of: expression, batch, references)[66]
            #expect(found == expected, "kernels: \(text)")
            let slow = RowEvaluator(Example.source(text), in: Example.scope)?.evaluate(
                batch, row: 66, references: references, as: expression.type)
            #expect(slow == expected, "row evaluator: \(text)")
        }
    }

    /// The design's own example of a derived field.
    @Test func relationOfBuyerAndSeller() throws {
        let text = """
            case when a1 is null or a2 is null then null when a1 = '境外' or a2 = '境外' then '境外' when a1 = a2 then '本区' \
            when parent(a1, 'city') = parent(a2, 'city') then '市内' when parent(a1, 'province') = parent(a2, 'province') \
            then '省内' else '省外' end
            """
        let expression = try #require(compile(Example.source(text), in: Example.scope).expression)
        #expect(expression.resultField.0 == .code)
        #expect(expression.resultField.1?.codes == ["境外", "本区", "市内", "省内", "省外"])
        #expect(expression.fields == [10, 11])
        let pairs: [(Int?, Int?, RowValue)] = [
            (2, 2, .text("本区")), (2, 3, .text("市内")), (2, 5, .text("省内")), (2, 8, .text("省外")), (2, 11, .text("境外")),
            (11, 11, .text("境外")), (nil, 2, .missing),
        ]
        let batch = Example.batch(
            pairs.map { ["a1": $0.0.map { .area($0) } ?? .missing, "a2": $0.1.map { .area($0) } ?? .missing] })
        #expect(values(of: expression, batch) == pairs.map(\.2))
    }

    @Test func whatHasNoAnswerIsCounted() throws {
        let batch = Example.batch([
            ["n0": number("0"), "n2": number("92233720368547758.07")], ["n0": number("2"), "n2": number("1.00")],
            ["n2": number("1.00")],
        ])
        func counters(_ text: String) throws -> EvaluationCounters {
            let expression = try #require(compile(Example.source(text), in: Example.scope).expression)
            var counters = EvaluationCounters()
            _ = expression.evaluate(batch, references: References(), counters: &counters)
            return counters
        }
        #expect(try counters("n2 / n0").divisionsByZero == 1)
        #expect(try counters("CASE WHEN n0 = 0 THEN 0 ELSE n2 / n0 END").divisionsByZero == 0)
        #expect(try counters("n0 <> 0 AND n2 / n0 > 1").divisionsByZero == 0)
        #expect(try counters("COALESCE(n0, n2 / 1)").divisionsByZero == 0)
        #expect(try counters("n2 / n0 BETWEEN 1 AND 2").divisionsByZero == 1)
        // The sum does not fit 64 bits as a result, but within an expression it does.
        #expect(try counters("n2 + n2").overflows == 1)
        #expect(try counters("n2 + n2 - n2").overflows == 0)
        #expect(try counters("n2 * n2 > 1").overflows == 0)
        #expect(try counters("n2 * n2 * n2 > 1").overflows == 1)
        #expect(try counters("DATE '9999-12-31' + n0").overflows == 1)
    }

    @Test func wideNumbersCompareExactly() throws {
        let batch = Example.batch([["n0": number("9223372036854775807"), "n2": number("92233720368547758.07")]])
        for (text, expected) in [
            ("n0 * n0 > n0", true), ("n0 * n0 = n0 * n0", true), ("n0 + 1 > n0", true), ("n0 > n2", true),
            ("n2 * 100 = n0", true), ("n0 * n0 - 1 < n0 * n0", true), ("n0 * 0.000001 < n0", true),
            ("n0 * n0 * 0.00 = 0", true), ("-n0 - 1 < -n0", true), ("ABS(-n0 - 1) > n0", true),
            ("n0 * n0 / n0 = n0", true), ("ROUND(n0 * n0 * 0.1, 0) < n0 * n0", true), ("n0 * n0 IN (1, 2)", false),
        ] {
            let expression = try #require(compile(Example.source(text), in: Example.scope).expression, "\(text)")
            #expect(values(of: expression, batch) == [.truth(expected)], "\(text)")
        }
    }

    @Test func whatAnExpressionReads() throws {
        let text =
            "exists(enterprises, t2) and lookup(enterprises, t1, capital) > n0 or lookup(enterprises, t1, name) = t2"
        let expression = try #require(compile(Example.source(text), in: Example.scope).expression)
        #expect(expression.type == .boolean)
        #expect(expression.fields == [0, 6, 7])
        let use = try #require(expression.references.first)
        #expect(expression.references.count == 1)
        #expect(use.dataset == "enterprises")
        #expect(use.keyFields.map(\.name) == ["uscc"])
        #expect(use.valueFields.map(\.name) == ["name", "capital"])
    }

    @Test func textsOfFieldsStayTexts() throws {
        for (text, type) in [
            ("t1", ValueType.text), ("UPPER(status)", .text), ("'a'", .code), ("COALESCE(t1, 'a')", .text),
        ] {
            let expression = try #require(compile(Example.source(text), in: Example.scope).expression)
            #expect(expression.resultField.0 == type, "\(text)")
        }
    }

    /// Nothing in the catalogue goes unused here, and each is documented.
    @Test func everyFunctionHasACase() {
        let used = SemanticsTests.cases.map { $0.0.uppercased() }.joined(separator: " ")
        for function in FunctionDescription.all {
            #expect(used.contains("\(function.name)("), "\(function.name)")
            #expect(function.signature.hasPrefix("\(function.name)("), "\(function.name)")
            #expect(function.summary.hasSuffix("."), "\(function.name)")
        }
        #expect(Set(FunctionDescription.all.map(\.name)).count == FunctionDescription.all.count)
    }

    /// The list and the folder say the same.
    @Test func familiesAreFiles() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/Expressions/Functions")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix("Functions.swift") }.map { String($0.dropLast(".swift".count)) }
        #expect(Set(files) == Set(FunctionDescription.all.map(\.family)))
    }
}
