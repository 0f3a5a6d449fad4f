import Tabular
import TestSupport
import Testing

@Suite struct PatternTests {
    /// Pattern, texts that it takes, texts that it does not take.
    static let cases: [(String, [String], [String])] = [
        (
            #"\d{1,12}(\.\d{1,6})?"#, ["1", "123456789012", "1.5", "0.123456", "１２"],
            ["", "1234567890123", "1.", ".5", "1.1234567", "-1", "1 "]
        ),
        ("[0-9]{14}|[0-9]{16}", ["12345678901234", "1234567890123456"], ["123456789012345", "", "1234567890123a"]),
        ("", [""], ["a", " "]),
        ("a|", ["a", ""], ["b", "aa"]),
        ("(ab|cd)*", ["", "ab", "abcd", "cdcdab"], ["a", "abc", "ba"]),
        ("a+b?c*", ["a", "aab", "abccc"], ["", "b", "abb"]),
        (".", ["a", "区", "😀"], ["", "\n", "\r", "ab"]),
        (#"\s\S\n?"#, [" a", "\tb\n"], ["a ", "  ", "\u{3000}a"]),
        (#"[A-Z-[IO]]{2}"#, ["AB", "ZX"], ["AI", "OA", "A", "ab"]),
        (#"[^0-9\-]+"#, ["abc", "区"], ["a1", "-", ""]),
        (#"[-a]+"#, ["-a-"], ["b"]),
        (#"[a-]+"#, ["-a-"], ["b"]),
        (#"[\d.-]+"#, ["1.-2"], ["a"]),
        (#"\p{L}+"#, ["abc", "瑶海区", "Éa"], ["a1", "，", ""]),
        (#"\p{Lu}\P{Lu}"#, ["Ab", "A1"], ["AB", "ab"]),
        (#"[\p{Nd}\p{P}]+"#, ["1，2"], ["a"]),
        (#"\p{IsCJKUnifiedIdeographs}+"#, ["合肥"], ["a", "合a"]),
        (#"\w+"#, ["abc1", "合肥", "$+"], ["a b", "a-b", "a_b", "，"]),
        (#"\i\c*"#, ["name-1", "_x", "区.1"], ["1name", "-x", ""]),
        (#"\I\C"#, ["1 "], ["a ", "1a"]),
        (#"a{3}"#, ["aaa"], ["aa", "aaaa"]),
        (#"a{2,}"#, ["aa", "aaaaaa"], ["a", ""]),
        (#"a{0}b"#, ["b"], ["ab"]),
        (#"(a{2}){2,3}"#, ["aaaa", "aaaaaa"], ["aa", "aaa", "aaaaa"]),
        (#"\(\)\[\]\{\}\.\*\+\?\|\\\^\$"#, [#"()[]{}.*+?|\^$"#], ["()"]),
        ("(a*)*", ["", "aaaa"], ["b"]),
        ("(a|ab)(c|bcd)", ["ac", "abc", "abcd", "abbcd"], ["ab", "abcdc"]),
        ("皖[A-Z]\\d{5}", ["皖A12345"], ["皖A1234", "A12345"]),
    ]

    @Test func takesWhatItsLanguageHolds() throws {
        for (text, yes, no) in PatternTests.cases {
            for states in [4_096, 0] {
                let pattern = try Pattern(text, maximumStates: states)
                #expect(pattern.isTabled == (states > 0))
                for sample in yes { #expect(pattern.matches(sample), "\(text) should take \(sample)") }
                for sample in no { #expect(!pattern.matches(sample), "\(text) should not take \(sample)") }
            }
        }
    }

    @Test func mistakesSayWhere() {
        let mistakes: [(String, Int)] = [
            ("a(b", 1), ("a)", 1), ("*a", 0), ("a**", 2), ("a+?", 2), ("[a", 0), ("[]", 1), ("[b-a]", 1), (#"a\q"#, 1),
            (#"\p{Xx}"#, 0), ("a{2,1}", 1), ("a{2000}", 2), ("a{x}", 2), ("^a", 0), ("区a$", 4), ("(?:a)", 1),
            ("((a{1000}){1000}){1000}", 0), ("a]", 1), (#"a\"#, 1),
        ]
        for (text, offset) in mistakes {
            let error = #expect(throws: PatternError.self, "\(text)") { _ = try Pattern(text) }
            #expect(error?.offset == offset, "\(text): \(error?.message ?? "")")
        }
    }

    /// Random patterns: the table and the simulation are two ways to the same answer.
    @Test func tableAndSimulationAgree() throws {
        var generator = SeededGenerator(seed: 20_240_305)
        let atoms = ["a", "b", "区", "[ab]", "[^a]", ".", #"\d"#, #"\w"#]
        func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
        func pattern(_ depth: Int) -> String {
            switch below(depth > 3 ? 1 : 6) {
            case 0, 1: return atoms[below(atoms.count)]
            case 2: return pattern(depth + 1) + pattern(depth + 1)
            case 3: return "(\(pattern(depth + 1))|\(pattern(depth + 1)))"
            case 4: return "(\(pattern(depth + 1)))" + ["*", "+", "?", "{1,2}", "{2}"][below(5)]
            default: return pattern(depth + 1)
            }
        }
        for _ in 0..<400 {
            let text = pattern(0)
            let table = try Pattern(text)
            let simulation = try Pattern(text, maximumStates: 0)
            for _ in 0..<20 {
                let sample = (0..<below(6)).map { _ in ["a", "b", "c", "区", "1", "-"][below(6)] }
                    .joined()
                #expect(table.matches(sample) == simulation.matches(sample), "seed 20240305: \(text) on \(sample)")
            }
        }
    }

    @Test func hardPatternsStayLinear() throws {
        let pattern = try Pattern("(a|aa)*(a|b)*c")
        #expect(!pattern.matches(String(repeating: "a", count: 100_000)))
        let wide = try Pattern("(a|b)*a(a|b){14}")
        #expect(!wide.isTabled)
        #expect(wide.matches(String(repeating: "ab", count: 2_000) + "a" + String(repeating: "b", count: 14)))
    }

    @Test func malformedTextMatchesNothing() throws {
        let pattern = try Pattern(".*")
        for bytes: [UInt8] in [
            [0xFF], [0xC0, 0x80], [0xE4, 0xB8], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80],
        ] {
            bytes.withUnsafeBufferPointer { #expect(!pattern.matches($0)) }
        }
    }

    @Test func digitsAreThoseOfUnicode() throws {
        // One comparison at the end: a failure should name the scalars, not each of them.
        let pattern = try Pattern(#"\d"#)
        let different = (0...UInt32(0x10FFFF)).compactMap(Unicode.Scalar.init).filter {
            ($0.properties.generalCategory == .decimalNumber) != pattern.matches(String($0))
        }
        #expect(different.isEmpty)
    }
}
