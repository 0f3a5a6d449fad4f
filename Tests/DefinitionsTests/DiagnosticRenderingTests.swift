import Definitions
import Testing

@Suite struct DiagnosticRenderingTests {
    private func diagnostic(_ message: String, _ file: String, _ line: Int, _ column: Int, _ word: String? = nil)
        -> Diagnostic
    {
        Diagnostic(message, at: SourcePlace(file: file, line: line, column: column), suggestion: word)
    }

    @Test func aMistakeIsShownWithItsLineACaretAndASuggestion() throws {
        let reading = try reading(["datasets/contracts.yaml": Small.contracts.with("primaryKey", "primarykey")])
        #expect(
            render(reading.diagnostics, sources: reading.sources) == """
                p/datasets/contracts.yaml:4:1: error: unknown key 'primarykey'
                primarykey: [contract_no]
                ^
                did you mean 'primaryKey'?

                """)
    }

    @Test func theCaretStandsBelowItsCharacterBehindWideOnes() {
        let source = "title: {zh: 合同（一）ａ, em: x}\n"
        #expect(
            render([diagnostic("unknown key 'em'", "f", 1, 21, "en")], sources: ["f": Array(source.utf8)]) == """
                f:1:21: error: unknown key 'em'
                title: {zh: 合同（一）ａ, em: x}
                                          ^
                did you mean 'en'?

                """)
    }

    @Test func tabsStayTabsAndControlsAreNotObeyed() {
        #expect(
            render([diagnostic("x", "f", 2, 4)], sources: ["f": Array("\u{FEFF}a\r\n\tb\u{1B}c\r\n".utf8)])
                == "f:2:4: error: x\n\tb\u{FFFD}c\n\t  ^\n")
    }

    @Test func sortedByPlaceAndEachOnce() {
        let all = [
            diagnostic("d", "b", 1, 1), diagnostic("c", "a", 10, 1), diagnostic("b", "a", 9, 2),
            diagnostic("a", "a", 9, 1), diagnostic("c", "a", 10, 1),
        ]
        #expect(
            render(all, sources: [:])
                == "a:9:1: error: a\na:9:2: error: b\na:10:1: error: c\nb:1:1: error: d\n")
    }

    @Test func longLinesAreCut() {
        let line = String(repeating: "a", count: 5_000) + "X" + String(repeating: "b", count: 5_000)
        let shown = render([diagnostic("x", "f", 1, 5_001)], sources: ["f": Array(line.utf8)]).split(separator: "\n")
        #expect(shown[1].count == 240)
        #expect(shown[1].first == "…")
        #expect(Array(shown[1])[shown[2].count - 1] == "X")
    }

    @Test func aPlaceBehindTheFileHasNoLine() {
        #expect(render([diagnostic("x", "f", 3, 1)], sources: ["f": Array("a\n".utf8)]) == "f:3:1: error: x\n")
        #expect(render([diagnostic("x", "f", 1, 2)], sources: ["f": Array("a".utf8)]) == "f:1:2: error: x\na\n ^\n")
    }
}
