import Definitions
import Expressions
import Model
import Testing

@Suite struct FormulaTests {
    static let indicators = ["stock", "sales", "gdp", "missing"]

    private func formula(_ text: String) throws -> Formula {
        try #require(compileFormula(Example.source(text), indicators: FormulaTests.indicators).formula, "\(text)")
    }

    /// stock 238 (173 at the start of the year), sales 58.5 (period 12.25), gdp 0.
    private func value(_ operand: Formula.Operand) -> Fraction? {
        switch (operand.indicator, operand.shift, operand.quantity) {
        case (0, .none, _): Fraction(238)
        case (0, .yearStart, _): Fraction(173)
        case (1, .none, .period?): Fraction(mantissa: 1_225, scale: 2)
        case (1, .none, _): Fraction(mantissa: 585, scale: 1)
        case (1, .priorYear, _): Fraction(40)
        case (2, _, _): .zero
        default: nil
        }
    }

    @Test func numbersAreExactFractions() throws {
        let cases: [(String, Fraction?)] = [
            ("stock - stock@year_start", Fraction(65)),
            ("(stock - stock@year_start) / stock@year_start", Fraction(65, over: 173)),
            ("sales / 3", Fraction(195, over: 10)), ("sales / gdp", nil), ("missing + 1", nil),
            ("COALESCE(missing, gdp, 1)", .zero),
            ("30 * LEAST(sales / 60, 1) + 20 * least(stock / 200, 1)", Fraction(197, over: 4)),
            ("GREATEST(stock, sales, 3)", Fraction(238)), ("LEAST(stock, missing)", nil), ("LEAST(missing, 1)", nil),
            ("sales.period * 2", Fraction(49, over: 2)), ("sales@prior_year", Fraction(40)),
            ("ABS(stock@year_start - stock)", Fraction(65)),
            ("ROUND(stock / 7, 2)", Fraction(34)), ("ROUND(stock / 9, 2)", Fraction(2_644, over: 100)),
            ("ROUND(-stock, -2)", Fraction(-200)),
            ("ROUND(-250, -2)", Fraction(-300)), ("CASE WHEN gdp = 0 THEN 1 ELSE sales / gdp END", Fraction(1)),
            ("CASE WHEN missing > 0 OR stock > 200 THEN 2 END", Fraction(2)),
            ("CASE WHEN missing IS NULL AND NOT stock < 5 THEN 3 END", Fraction(3)),
            ("CASE WHEN missing = 1 THEN 1 END", nil), ("CASE stock WHEN 238 THEN 4 END", Fraction(4)),
            ("CASE WHEN stock BETWEEN 200 AND 300 THEN 5 END", Fraction(5)),
            ("CASE WHEN stock IN (1, 238) THEN 6 END", Fraction(6)),
            ("1 - 2 * 3", Fraction(-5)), ("-stock", Fraction(-238)), ("NULL", nil), ("0.5 * stock", Fraction(119)),
        ]
        for (text, expected) in cases { #expect(try formula(text).evaluate(value) == expected, "\(text)") }
    }

    @Test func operandsAreListedOnce() throws {
        let found = try formula("stock - stock@year_start + stock / sales.ytd@prior_year").operands
        #expect(
            found == [
                Formula.Operand(indicator: 0), Formula.Operand(indicator: 0, shift: .yearStart),
                Formula.Operand(indicator: 1, quantity: .ytd, shift: .priorYear),
            ])
    }

    @Test func mistakesSayWhereAndWhat() throws {
        let cases: [(String, Int, String, String?)] = [
            ("stok - 1", 0, "no indicator", "stock"), ("stock@yearstart", 6, "behind @", "year_start"),
            ("stock.yd", 6, "a quantity", "ytd"), ("stock > 1", 6, "a number is expected", nil),
            ("LEAST(stock)", 0, "two numbers or more", nil),
            ("sum(stock)", 0, "no function", nil),
            ("LENGTH(stock)", 0, "no function", nil), ("'x'", 0, "a number", nil), ("stock -", 7, "the end", nil),
            ("CASE WHEN stock THEN 1 END", 10, "a condition", nil), ("stock@", 6, "a time", nil),
        ]
        for (text, offset, words, suggestion) in cases {
            let found = compileFormula(Example.source(text), indicators: FormulaTests.indicators).diagnostics
            let first = try #require(found.first, "\(text)")
            #expect(found.count == 1, "\(text)")
            #expect(first.place.column == Example.place.column + offset, "\(text): \(first.message)")
            #expect(first.message.contains(words), "\(text): \(first.message)")
            #expect(first.suggestion == suggestion, "\(text): \(first.message)")
        }
    }
}
