import Definitions
import Model
import Normalize
import Tabular
import Testing

@Suite struct USCCCandidatesTests {
    @Test("behaviour 5: of a code cut to fifteen digits, check characters leave three of ten")
    func cutCodes() {
        let found = USCCCandidates("914403001922038000").codes
        #expect(found.filter { $0.hasPrefix("914403001922038") } == found)
        #expect(found.count == 3)
        #expect(found.contains("914403001922038216"))
        #expect(found.map { String($0.suffix(3)) } == ["216", "809", "996"])
    }

    @Test(
        "behaviour 5: a double's digits leave the codes that are the same double",
        arguments: [
            "9.144030019220383E+17", "914403001922038272", "914403001922038300",
        ]) func doubles(text: String)
    {
        // 914403001922038272 is typed with eighteen digits: only itself could be meant, and it does not check.
        let found = USCCCandidates(text).codes
        #expect(found.allSatisfy { abs((Int($0) ?? 0) - 914_403_001_922_038_300) < 200 })
        #expect(found.contains("914403001922038216") == (text != "914403001922038272"))
    }

    @Test func whatIsShownOfAFewDigitsIsNoCode() {
        for text in ["9.13E+17", "9.134E+17", "", "—", "12345", "913401", "999999999999999999"] {
            #expect(USCCCandidates(text).codes.isEmpty, "\(text)")
        }
        #expect(USCCCandidates.couldBe("914403001922038216", shownAs: "9.144E+17"))
        #expect(USCCCandidates.couldBe("914403001922038216", shownAs: "9.14403E+17"))
        #expect(USCCCandidates.couldBe("914403001922038216", shownAs: "9.14403001922038E+017"))
        #expect(!USCCCandidates.couldBe("914403001922038216", shownAs: "9.145E+17"))
        // A code with letters was never a number.
        #expect(!USCCCandidates.couldBe("91340102MA2T00007J", shownAs: "9.134E+17"))
    }

    @Test("behaviour 48: letters that the alphabet does not have are what they look like, where both checks say so")
    func lookalikes() {
        #expect(USCCCandidates("9111000060003734IL").codes.isEmpty == false)
        #expect(USCCCandidates("9IIIOOOO6OOO37341L").codes == ["91110000600037341L"])
        #expect(USCCCandidates("9111000060003734OL").codes.isEmpty)
        #expect(USCCCandidates("91110000600037341l").codes == ["91110000600037341L"])
    }

    @Test func neighboursExchangedAreAGuess() {
        let found = USCCCandidates("19110000600037341L")
        #expect(found.codes.isEmpty)
        #expect(found.guesses == ["91110000600037341L"])
        #expect(USCCCandidates.couldBe("91110000600037341L", shownAs: "19110000600037341L"))
        #expect(USCCCandidates.couldBe("91110000600037341L", shownAs: "9111000060003734L"))
        #expect(!USCCCandidates.couldBe("91110000600037341L", shownAs: "91110000600037999L"))
    }

    @Test("behaviour 6: a number that lost the zeros of a code is told as such, and not padded")
    func lostZeros() {
        let list = Codelist(
            name: "types",
            entries: ["0620", "620000", "0111", "01110", "5211"].map {
                Codelist.Entry(code: $0, name: LocalizedText(zh: $0), aliases: [])
            })
        #expect(LostZeros.codes("620", in: list) == ["0620"])
        #expect(LostZeros.codes("1110", in: list) == ["01110"])
        #expect(LostZeros.codes("5211", in: list).isEmpty)
        #expect(LostZeros.texts("30001", matching: "[0-9]{6}") == ["030001"])
        #expect(LostZeros.texts("030001", matching: "[0-9]{6}").isEmpty)
        let codes = read(
            field(.code, codelist: "types"), ["620", "0620", "62"], in: definitions(areas: areas, codelists: [list]))
        #expect(codes.failures == [0: "damaged", 2: "codes"])
        #expect(codes.integers == [nil, 0, nil])
        let postcode = field(.string, constraints: pattern("[0-9]{6}"))
        let texts = read(postcode, ["030001", "30001", "30001", "1234567"], kinds: [.text, .number, .text, .number])
        #expect(texts.failures == [1: "damaged", 2: "pattern", 3: "pattern"])
    }

    @Test("behaviour 5: a text field takes no long number for what was typed")
    func longNumbersInTexts() {
        let texts = ["2024340102000001", "2024340102000001", "9.13401007901223E+017", "9.13E+17", "1.5E", "5518888123"]
        let found = read(field(.string), texts, kinds: [.number, .text, .number, .text, .text, .number])
        #expect(found.failures == [0: "damaged", 2: "damaged", 3: "damaged"])
        #expect(found.texts == texts)
    }
}
