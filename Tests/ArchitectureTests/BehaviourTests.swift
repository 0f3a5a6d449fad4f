import Foundation
import Testing

/// What real spreadsheets look like: forty-eight habits of programs and of offices, each with what a correct reader does.
/// Every one is shown by a test or by a case folder that names it: `@Test("behaviour 12: …")`, `says: "Behaviour 12: …"`.
@Suite struct BehaviourTests {
    static let all: [(number: Int, title: String)] = [
        (1, "encodings of text"), (2, "title, unit and blank rows above the header"),
        (3, "headers of several levels, merged or not"), (4, "subtotals and totals"), (5, "codes stored as numbers"),
        (6, "leading zeros lost"), (7, "notes, sources and signatures"), (8, "numbers written as text"),
        (9, "markers for missing"), (10, "dates as people write them"), (11, "percentages"),
        (12, "merged cells in XML Spreadsheet 2003"), (13, "LibreOffice's XML 2003 below vertical merges"),
        (14, "padding to the edge of the sheet"), (15, "repeats that are data"), (16, "line breaks in cells"),
        (17, "typed dates, styles and date systems"), (18, "hidden rows, columns and sheets"),
        (19, "formulas by their stored result"), (20, "error values"), (21, "empty columns and rows behind the table"),
        (22, "stubs merged downwards, of-which rows"), (23, "rows that number the columns"), (24, "ragged rows"),
        (25, "quotation marks"), (26, "headers twice or blank"), (27, "delimiters"), (28, "wrong extensions"),
        (29, "several tables in a sheet"), (30, "names of sheets that are no names of files"),
        (31, "precision of doubles"), (32, "text exports that show less than there is"), (33, "white space in XML"),
        (34, "rich text, readings and comments"), (35, "truth values"), (36, "times and durations"),
        (37, "_x000D_ escapes"), (38, "exports that begin at the first used cell"), (39, "namespaces and prefixes"),
        (40, "malformed XML"), (41, "formula injection"), (42, "rare characters"),
        (43, "accounting negatives, marks, units and words in numbers"), (44, "DOCTYPE and entities"),
        (45, "bombs and limits"), (46, "broken containers"), (47, "empty inputs"),
        (48, "identifiers with odd characters"),
    ]

    /// Shown by whom: the tests and cases that name a behaviour, by its number.
    static let shown: [Int: [String]] = {
        var table: [Int: [String]] = [:]
        for file in SourceTree.tests where file.target != "ArchitectureTests" {
            for match in file.lines.joined(separator: "\n").matches(of: #/@Test\(\s*"([^"]*)"/#) {
                let label = String(match.1)
                for number in numbers(in: label) { table[number, default: []].append("\(file.path): \(label)") }
            }
        }
        for path in SourceTree.files(below: "Tests/EndToEndTests/Cases") where path.hasSuffix("/case.yaml") {
            let text = try? String(contentsOf: SourceTree.root.appendingPathComponent(path), encoding: .utf8)
            guard let says = text?.firstMatch(of: #/says: "?([^\n]*)/#)?.1 else { continue }
            for number in numbers(in: String(says)) { table[number, default: []].append(path) }
        }
        return table
    }()

    /// `behaviour 12:`, `Behaviours 4, 5 and 22:`.
    static func numbers(in label: String) -> [Int] {
        guard let list = label.firstMatch(of: #/^[Bb]ehaviours? ([0-9, and]+):/#)?.1 else { return [] }
        return list.matches(of: #/[0-9]+/#).compactMap { Int($0.output) }
    }

    @Test func labelsAreRead() {
        #expect(BehaviourTests.numbers(in: "behaviour 12: x 7") == [12])
        #expect(BehaviourTests.numbers(in: "Behaviours 4, 5 and 22: x") == [4, 5, 22])
        #expect(BehaviourTests.numbers(in: "what behaviour 4 is") == [])
    }

    @Test func everyBehaviourIsShown() {
        #expect(BehaviourTests.all.map(\.number) == Array(1...48))
        for (number, title) in BehaviourTests.all {
            #expect(BehaviourTests.shown[number] != nil, "no test and no case shows behaviour \(number): \(title)")
        }
        #expect(BehaviourTests.shown.keys.allSatisfy { (1...48).contains($0) })
    }
}
