import Model
import Testing

@Suite struct FractionTests {
    @Test(arguments: [
        (Int128(12_1498), 4, 1, "121"), (1050, 3, 1, "11"), (35, 2, 1, "4"), (-35, 2, 1, "-4"),
        (25, 1, 0, "3"),
        (-25, 1, 0, "-3"), (154_546, 4, 0, "15"),
    ]) func halfGoesAwayFromZero(_ mantissa: Int128, _ scale: Int, _ digits: Int, _ expected: String) {
        #expect(Fraction(mantissa: mantissa, scale: scale).rounded(scale: digits).map { "\($0)" } == expected)
    }

    @Test(arguments: [
        (Int128(12_1498), 4, 1, "121"), (1050, 3, 1, "10"),
        (35, 2, 1, "4"), (25, 1, 0, "2"), (35, 1, 0, "4"), (-25, 1, 0, "-2"),
    ]) func halfGoesToEvenUnderTheStandardForMeasurements(
        _ mantissa: Int128, _ scale: Int, _ digits: Int, _ expected: String
    ) {
        #expect(Fraction(mantissa: mantissa, scale: scale).rounded(scale: digits, .gb8170).map { "\($0)" } == expected)
    }

    @Test func publishedGrowth() throws {
        let growth = try #require(Fraction(65).divided(by: Fraction(173)))
        #expect(growth.rounded(scale: 4) == 3757)
        #expect(try #require(Fraction(428 - 317).divided(by: Fraction(317))).rounded(scale: 4) == 3502)
    }

    @Test func whatDoesNotFitIsNoNumber() {
        #expect(Fraction(1).divided(by: .zero) == nil)
        #expect(Fraction(1, over: 0) == nil)
        #expect(Fraction(Int128.max).adding(Fraction(1)) == nil)
        #expect(Fraction(Int128.max).multiplied(by: Fraction(2)) == nil)
    }

    @Test func orderHoldsWhereCrossProductsOverflow() throws {
        let a = try #require(Fraction(Int128.max, over: Int128.max - 1))
        let b = try #require(Fraction(Int128.max - 1, over: Int128.max - 2))
        #expect(a < b)
        #expect(!(b < a))
        #expect(Fraction(-3) < Fraction(-2))
    }

    @Test(arguments: 0..<200) func arithmeticKeepsItsLaws(_ seed: UInt64) throws {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func next() -> Int128 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int128(Int64(bitPattern: state) % 1_000_000)
        }
        let a = try #require(Fraction(next(), over: abs(next()) + 1))
        let b = try #require(Fraction(next(), over: abs(next()) + 1))
        let sum = try #require(a.adding(b))
        #expect(sum.subtracting(b) == a)
        #expect(sum == b.adding(a))
        if !b.isZero {
            #expect(a.multiplied(by: b)?.divided(by: b) == a)
        }
        // Rounding lies within half a unit of the truth.
        let rounded = try #require(sum.rounded(scale: 3))
        let error = try #require(Fraction(mantissa: rounded, scale: 3).subtracting(sum))
        #expect(!(try #require(Fraction(1, over: 2000)) < (error.isNegative ? try #require(error.negated) : error)))
    }
}
