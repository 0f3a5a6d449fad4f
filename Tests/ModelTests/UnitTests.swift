import Model
import Testing

@Suite struct UnitTests {
    @Test func spellingsMeetTheirUnit() throws {
        #expect(try #require(Unit(named: "亿")).symbol == "亿元")
        #expect(try #require(Unit(named: "户")) == Unit(named: "家"))
        #expect(try #require(Unit(named: "㎡")).dimension == .area)
        #expect(Unit(named: "光年") == nil)
    }

    @Test func dimensionsDoNotMeet() throws {
        #expect(try #require(Unit(named: "万元")).dimension != (try #require(Unit(named: "人")).dimension))
        #expect(try #require(Unit(named: "家")).dimension != (try #require(Unit(named: "家次")).dimension))
    }

    @Test func factorsAreExact() throws {
        let yi = try #require(Unit(named: "亿元")).factor
        let wan = try #require(Unit(named: "万元")).factor
        #expect(yi.divided(by: wan) == Fraction(10_000))
        #expect(try #require(Unit(named: "亩")).factor == Fraction(2000, over: 3))
    }
}
