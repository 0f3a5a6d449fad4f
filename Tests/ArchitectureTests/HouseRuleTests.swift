import Foundation
import Testing

/// Habits that a reader of the sources may rely on.
@Suite struct HouseRuleTests {
    @Test func filesStayShort() {
        for file in SourceTree.sources + SourceTree.tests {
            #expect(file.lines.count <= 401, "\(file.path) has \(file.lines.count - 1) lines")
        }
    }

    @Test func nothingIsForced() {
        for file in SourceTree.sources {
            for (number, line) in code(of: file) {
                #expect(!line.contains("try!"), "\(file.path):\(number)")
                #expect(!line.contains(" as! "), "\(file.path):\(number)")
                #expect(!unwraps(line), "\(file.path):\(number): \(line)")
            }
        }
    }

    /// Tests speak to a module as others do. Where one has to look inside, the reason stands here.
    private static let insiders = [
        "Tests/TabularTests/PatternTests.swift": "compares the table of states with the machine it was made from",
        "Tests/AggregateTests/LayoutTests.swift": "what measures share and which months are kept is seen in no figure",
        "Tests/PublishTests/": "writers and sentences are judged one by one; others see only files",
    ]

    @Test func testsUseWhatIsPublic() {
        for file in SourceTree.tests
        where file.target != "ArchitectureTests" && !HouseRuleTests.insiders.keys.contains(where: file.path.hasPrefix) {
            for (number, line) in code(of: file) { #expect(!line.contains("@testable"), "\(file.path):\(number)") }
        }
    }

    /// Nothing random and no clock where outputs are made: the same inputs give the same bytes.
    @Test func nothingIsLeftToChance() {
        let forbidden = [
            "SystemRandomNumberGenerator", ".randomElement()", ".shuffled()", ".random(in:", "UUID()", "Date()",
            "Hasher()",
            "hashValue",
        ]
        // The command line and the section `run` of run.json may ask the clock.
        for file in SourceTree.sources where file.target != "returns" && file.target != "Pipeline" {
            for (number, line) in code(of: file) {
                for word in forbidden { #expect(!line.contains(word), "\(file.path):\(number) uses \(word)") }
            }
        }
    }

    /// No output looks at figures but through the one place that decides whether they may be shown.
    @Test func figuresPassDisclosure() {
        let allowed = ["Sources/Publish/Disclosure.swift", "Sources/Publish/Publication.swift"]
        for file in SourceTree.sources where file.target == "Publish" && !allowed.contains(file.path) {
            for (number, line) in code(of: file) {
                #expect(!line.contains("publication.figures"), "\(file.path):\(number) passes by Disclosure")
            }
        }
    }

    /// A clone must stand alone.
    @Test func nothingPointsOutside() {
        let words = ["../" + "shared", "/" + "work/"]
        let folders = ["Sources", "Tests", "pipelines", ".ci"].flatMap(SourceTree.files(below:))
        for path in folders + ["README.md", "Makefile", "Package.swift"] {
            guard let text = try? String(contentsOf: SourceTree.root.appendingPathComponent(path), encoding: .utf8)
            else {
                continue
            }
            for word in words { #expect(!text.contains(word), "\(path) mentions \(word)") }
        }
    }

    /// Lines without comments and without the contents of string literals.
    private func code(of file: SourceTree.File) -> [(Int, String)] {
        var inText = false
        return file.lines.enumerated().map { number, line in
            if line.contains("\"\"\"") {
                // Literals of several lines open and close on lines of their own.
                if line.components(separatedBy: "\"\"\"").count == 2 { inText.toggle() }
                return (number + 1, "")
            }
            if inText { return (number + 1, "") }
            var result = ""
            var inString = false
            var escaped = false
            let characters = Array(line)
            for (i, character) in characters.enumerated() {
                if inString {
                    if escaped {
                        escaped = false
                    } else if character == "\\" {
                        escaped = true
                    } else if character == "\"" {
                        inString = false
                    }
                    continue
                }
                if character == "\"" { inString = true }
                if character == "/", i + 1 < characters.count, characters[i + 1] == "/" { break }
                result.append(character)
            }
            return (number + 1, result)
        }
    }

    /// `x!`, `f()!`, `a[0]!`; not `!x`, `!=`, nor the type of an imported C pointer.
    private func unwraps(_ line: String) -> Bool {
        let characters = Array(line)
        for i in characters.indices.dropFirst() where characters[i] == "!" {
            let before = characters[i - 1]
            let after = i + 1 < characters.count ? characters[i + 1] : " "
            if before.isLetter || before.isNumber || before == ")" || before == "]", after != "=" { return true }
        }
        return false
    }
}
