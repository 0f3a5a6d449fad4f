import Foundation
import Testing

/// Kinds are one file each in a folder, and one line each in a list beside it. The lists and the folders agree.
@Suite struct ListTests {
    struct Kinds: Sendable, CustomStringConvertible {
        var folder: String
        /// Where the list is.
        var list: String
        /// Its first group is the name that a file has, or begins with.
        var pattern: String
        /// Beginnings of the names of files that several kinds use.
        var shared: [String] = []
        var description: String { folder }
    }

    static let all = [
        Kinds(
            folder: "Sources/Ingest/Formats", list: "Sources/Ingest/Survey.swift", pattern: #"([A-Z]+)Survey\.survey"#,
            shared: ["Sheet", "Spreadsheet"]),
        Kinds(
            folder: "Sources/Normalize/Converters", list: "Sources/Normalize/Converter.swift",
            pattern: #"([A-Za-z]+Converter)\(\$0\)"#),
        Kinds(
            folder: "Sources/Validate/Kinds", list: "Sources/Validate/RuleKinds.swift",
            pattern: #"([A-Z][A-Za-z]+)(?:\.self,|\(compilation\))"#),
        Kinds(
            folder: "Sources/Aggregate/Measures", list: "Sources/Aggregate/Measures/Measures.swift",
            pattern: #"([A-Za-z]+)Measure\(\)"#),
        Kinds(
            folder: "Sources/Aggregate/Statistics", list: "Sources/Aggregate/Statistics/Statistics.swift",
            pattern: #"([A-Za-z]+)Statistic\(\)"#),
        Kinds(
            folder: "Sources/Expressions/Functions", list: "Sources/Expressions/Functions/FunctionCatalogue.swift",
            pattern: #"([A-Z][A-Za-z]+Functions)\.all"#),
        Kinds(
            folder: "Sources/Publish/Formats", list: "Sources/Publish/Outputs.swift",
            pattern: #"([A-Z][A-Za-z]+)(?:\.write\(pub|\(table)"#),
        Kinds(
            folder: "Sources/returns/Commands", list: "Sources/returns/Returns.swift",
            pattern: #"([A-Z][A-Za-z]+Command)\.self"#),
    ]

    @Test(arguments: all) func listAndFolderAgree(_ kinds: Kinds) throws {
        let text = try String(contentsOf: SourceTree.root.appendingPathComponent(kinds.list), encoding: .utf8)
        let expression = try NSRegularExpression(pattern: kinds.pattern)
        let listed = Set(
            expression.matches(in: text, range: NSRange(text.startIndex..., in: text)).compactMap { match in
                Range(match.range(at: 1), in: text).map { String(text[$0]) }
            })
        #expect(!listed.isEmpty, "no list in \(kinds.list)")
        let files = SourceTree.sources.map(\.path).filter { $0.hasPrefix(kinds.folder + "/") && $0 != kinds.list }
        let stems = files.map { String($0.dropFirst(kinds.folder.count + 1).dropLast(".swift".count)) }
        for stem in stems {
            let known = listed.contains { stem.hasPrefix($0) } || kinds.shared.contains { stem.hasPrefix($0) }
            #expect(known, "\(kinds.folder)/\(stem).swift is in no list")
        }
        for name in listed {
            #expect(stems.contains { $0.hasPrefix(name) }, "\(name) of \(kinds.list) has no file in \(kinds.folder)")
        }
    }

    /// Tests stand beside the modules they test.
    @Test func everyModuleHasTests() {
        let tested = Set(SourceTree.tests.map(\.target))
        for module in Set(SourceTree.sources.map(\.target))
        where !["SampleInputs", "returns", "Pipeline"].contains(module) {
            #expect(tested.contains("\(module)Tests"), "\(module) has no tests of its own")
        }
        // The others are run as programs.
        #expect(tested.contains("EndToEndTests"))
    }
}
