import Model
import Testing

@Suite struct DecimalTests {
    @Test(arguments: [
        ("12.50", "12.50", "12.5"), ("-0.05", "-0.05", "-0.05"), ("7", "7", "7"), ("100.00", "100.00", "100"),
        (".5", "0.5", "0.5"),
    ])
    func textComesBack(_ text: String, _ full: String, _ shortest: String) throws {
        let decimal = try #require(Decimal(text))
        #expect(decimal.description == full)
        #expect(decimal.shortest == shortest)
    }

    @Test(arguments: ["", "-", ".", "1,0", "1e5", "1.2.3", "abc"]) func whatIsNoDecimalIsRefused(_ text: String) {
        #expect(Decimal(text) == nil)
    }
}
