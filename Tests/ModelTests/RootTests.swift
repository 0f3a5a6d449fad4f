import Model
import Testing

@Suite struct RootTests {
    @Test(arguments: [
        (161051, 100_000, 5, "11/10"), (4, 1, 2, "2/1"), (0, 1, 3, "0/1"), (1, 1, 7, "1/1"), (9, 4, 1, "9/4"),
        (1, 1_000_000_000_000, 2, "1/1000000"),
    ])
    func exactRoots(numerator: Int, denominator: Int, n: Int, root: String) throws {
        let value = try #require(Fraction(Int128(numerator), over: Int128(denominator)))
        #expect(value.root(n).map { "\($0.numerator)/\($0.denominator)" } == root)
    }

    /// Against the definition: the root rounds to k where the number lies between the powers of k − ½ and k + ½.
    @Test func roundedRootsAreTheRootsOwn() throws {
        for (a, b, n) in [(2, 1, 2), (5174, 3534, 4), (100, 7, 3), (1, 3, 5), (999, 1000, 2), (123_456_789, 1_000, 6)] {
            let value = try #require(Fraction(Int128(a), over: Int128(b)))
            let rounded = try #require(value.root(n)?.rounded(scale: 4))
            func power(_ twice: Int128) -> Fraction? {
                guard let base = Fraction(twice, over: 20_000) else { return nil }
                return (1..<n).reduce(base as Fraction?) { product, _ in product?.multiplied(by: base) }
            }
            let low = try #require(power(2 * rounded - 1))
            let high = try #require(power(2 * rounded + 1))
            #expect(low <= value && value < high, "\(a)/\(b) root \(n)")
        }
    }

    @Test func noRootBelowZero() {
        #expect(Fraction(-8).root(3) == nil)
        #expect(Fraction(8).root(0) == nil)
    }
}

@Suite struct StatedNumberTests {
    @Test(arguments: ["58.50 亿元 余", "500 余", "-3 %", "0.5"]) func isReadAsItIsWritten(text: String) {
        #expect(StatedNumber(text)?.description == text)
    }

    @Test(arguments: ["", "亿元", "3 4 5", "x"]) func isNone(text: String) { #expect(StatedNumber(text) == nil) }
}
