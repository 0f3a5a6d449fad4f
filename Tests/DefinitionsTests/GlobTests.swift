import Definitions
import TestSupport
import Testing

@Suite struct GlobTests {
    @Test(arguments: [
        ("contracts*", "Contracts-2024.csv", true), ("*技术合同*", "瑶海区技术合同登记表", true), ("*技术合同*", "技术", false),
        ("*", "", true), ("", "", true), ("", "a", false), ("?", "合", true), ("?", "", false), ("a?c*", "abc", true),
        ("*.csv", "a.csv.gz", false), ("*ab", "aab", true), ("a*b*c", "a-b-b-c", true), ("a*b*c", "a-c-b", false),
    ])
    func whatStarsAndQuestionMarksStandFor(pattern: String, name: String, isMatch: Bool) {
        #expect(Glob(pattern).matches(Glob.folded(name)) == isMatch)
    }

    /// Beside the definition by recursion, over a small alphabet so that most patterns nearly match.
    @Test(arguments: 0..<300 as Range<UInt64>) func matchesWhatItsDefinitionSays(seed: UInt64) {
        func slow(_ pattern: ArraySlice<Unicode.Scalar>, _ name: ArraySlice<Unicode.Scalar>) -> Bool {
            guard let first = pattern.first else { return name.isEmpty }
            if first == "*" {
                return slow(pattern.dropFirst(), name) || (!name.isEmpty && slow(pattern, name.dropFirst()))
            }
            return !name.isEmpty && (first == "?" || first == name.first) && slow(pattern.dropFirst(), name.dropFirst())
        }
        var random = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let pattern = (0..<random.number(0...6)).map { _ in random.pick(["a", "b", "*", "?"]) }.joined()
            let name = Glob.folded((0..<random.number(0...7)).map { _ in random.pick(["a", "b"]) }.joined())
            let isMatch = slow(Array(pattern.unicodeScalars)[...], name[...])
            #expect(Glob(pattern).matches(name) == isMatch, "\(pattern) on \(String(describing: name))")
        }
    }
}
