import Definitions
import Ingest
import Model
import Tabular
import Testing

/// Sheets so large that a thread of their own inflates them, and that they are parsed once only: what is read of them is
/// what is read of a small one, and what is wrong with them is noticed.
@Suite struct LargeSheetTests {
    private let three = dataset(of: "甲列", "乙列", "丙列")

    /// Bytes of the sheet.
    private static let sizes = [0, 5 << 20, 34 << 20]

    private static func workbook(_ size: Int, behind: String, checksum: UInt32? = nil) -> [UInt8] {
        let header = ["甲列", "乙列", "丙列"].map { "<c t=\"str\"><v>\($0)</v></c>" }.joined()
        let rows = (2...2400).map { row in
            "<row r=\"\(row)\">" + (row == 2001 ? "" : "<c r=\"A\(row)\" t=\"s\"><v>\(row % 40)</v></c>")
                + "<c r=\"B\(row)\" s=\"1\"><v>\(40000 + row)</v></c></row>"
        }
        let blank = String(repeating: " ", count: size / rows.count)
        let text = "<row r=\"1\">\(header)</row>" + rows.joined(separator: blank)
        let strings = (0..<40).map { "<si><t>文\($0)</t></si>" }.joined()
        var entries = Workbook(rows: text, strings: strings, behind: behind).entries
        if let checksum, let sheet = entries.firstIndex(where: { $0.name.hasSuffix("sheet1.xml") }) {
            entries[sheet].checksum = checksum
        }
        return Zip(entries).bytes
    }

    private func outcome(_ bytes: [UInt8], careful: Bool = false) throws -> Result<ReadTable, FileProblem> {
        let temporary = try TemporaryFile(bytes, name: "a.xlsx")
        return withExtendedLifetime(temporary) {
            Result { () throws(FileProblem) in try read(temporary.file, three, mode: ReadMode(careful: careful)) }
        }
    }

    @Test func readsTheRowsAndMergesOfAnySize() throws {
        let behind = "<mergeCells><mergeCell ref=\"A2000:A2001\"/></mergeCells>"
        let small = try outcome(Self.workbook(0, behind: behind)).get()
        #expect(small.records.count == 2399)
        #expect(small.records.first == ["文2", "2009-07-08", ""])
        // The text of the cell above it, with which it is one.
        #expect(small.records[1999][0] == "文0")
        for size in Self.sizes.dropFirst() {
            #expect(try outcome(Self.workbook(size, behind: behind)).get() == small)
        }
        #expect(try outcome(Self.workbook(Self.sizes[1], behind: behind), careful: true).get() == small)
    }

    @Test(arguments: ["<mergeCells><mergeCell ref=\"A4:A2\"/></mergeCells>", "<mergeCells></worksheet>", "&x;"])
    func noticesWhatIsWrongBehindTheRows(_ behind: String) throws {
        for size in Self.sizes {
            #expect(throws: FileProblem.self) { try outcome(Self.workbook(size, behind: behind)).get() }
        }
    }

    @Test func noticesDamageAtTheEndOfWhatIsInflated() throws {
        let problems = try Self.sizes.map { size in
            #expect(throws: FileProblem.self) {
                try outcome(Self.workbook(size, behind: "", checksum: 0x1234_5678)).get()
            }
        }
        #expect(Set(problems.map { $0?.detail }).count == 1)
    }

    /// Who reads the first rows only leaves no thread behind that waits for ever.
    @Test func stopsReadingAheadWithTheReader() throws {
        let temporary = try TemporaryFile(Self.workbook(Self.sizes[1], behind: ""), name: "a.xlsx")
        let survey = try survey(temporary.file, vocabulary: HeaderVocabulary([three]))
        let layout = try #require(survey.sheets[0].layout)
        for pieces in [0, 1] {
            let reader = try TableReader(
                file: temporary.file, survey: survey, binding: bind(layout, sheet: 0, dataset: three, index: 0),
                mode: ReadMode())
            for _ in 0..<pieces { #expect(try reader.next() != nil) }
        }
    }
}
