import Definitions
import Model
import Normalize
import Tabular
import TestSupport
import Testing

@Suite struct CodeConverterTests {
    private let kind = field(.code, codelist: "types")

    @Test(arguments: [TextEncoding.utf8, .gb18030])
    func codesNamesAndAliases(encoding: TextEncoding) {
        let texts = ["development", "技术开发", "Development", "开发", "转让", " 转让", "Ａ１", "无", "", "合作", "技术 转让"]
        let found = read(kind, texts, encoding: encoding)
        #expect(found.integers == [0, 0, 0, 0, 1, 1, 2, 2, nil, nil, 1])
        #expect(found.failures == [9: "codes"])
        #expect(found.notes == ["spaces": 1, "width": 1])
        #expect(found.blanks == [8])
    }

    @Test func markersAreMissingWhereTheListHasThemNot() {
        #expect(read(kind, ["—", "N/A", " 无 "]).blanks == [0, 1])
        #expect(read(kind, ["—", "N/A", " 无 "]).integers == [nil, nil, 2])
    }

    @Test func enumerationAdmitsCodes() {
        let some = field(.code, codelist: "types") { $0.enumeration = ["transfer"] }
        let found = read(some, ["转让", "开发", "合作"])
        #expect(found.integers == [1, nil, nil])
        #expect(found.failures == [1: "enumeration", 2: "codes"])
    }

    /// Texts of every length around the words that a look-up compares, many alike: each found, no other.
    @Test func everyTextIsFoundAndNoOther() {
        var random = SeededGenerator(seed: 7)
        var texts: Set<String> = []
        while texts.count < 3000 {
            let length = Int.random(in: 1...40, using: &random)
            texts.insert(String((0..<length).map { _ in "ab区".randomElement(using: &random) ?? "a" }))
        }
        let sorted = texts.sorted()
        let list = Codelist(
            name: "types", entries: sorted.map { Codelist.Entry(code: $0, name: LocalizedText(), aliases: []) })
        let known = definitions(areas: areas, codelists: [list])
        #expect(read(kind, sorted, in: known).integers == sorted.indices.map { Int64($0) })
        let others = sorted.map { $0 + "b" }.filter { !texts.contains($0) }
        #expect(read(kind, others, in: known).integers.allSatisfy { $0 == nil })
    }
}
