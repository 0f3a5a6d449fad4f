import Definitions
import Foundation
import Ingest
import Model
import Testing

@Suite struct FileKindTests {
    private func problem(_ bytes: some Sequence<UInt8>) throws -> FileProblem? {
        let temporary = try TemporaryFile(bytes)
        let vocabulary = HeaderVocabulary([dataset(of: "编号", "名称")])
        return #expect(throws: FileProblem.self) { try survey(temporary.file, vocabulary: vocabulary) }
    }

    @Test(
        "behaviour 28: a file is named for what it is",
        arguments: [
            ("%PDF-1.4 …", "PDF"), ("<html><table>", "HTML"),
            ("<?xml version=\"1.0\"?>\n<data/>", "not XML Spreadsheet 2003"),
            (
                "<?xml version=\"1.0\"?><office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" office:mimetype=\"application/vnd.oasis.opendocument.text\"/>",
                "text document"
            ),
            ("Rar!\u{1A}\u{7}", "archive"),
            ("MIME-Version: 1.0\r\nContent-Type: multipart/related", "web page"),
            ("编号,名称\r\n1,甲\r\n\0\0\0\0", "zero bytes in it (from byte offset 22 on)"),
        ]) func namesWhatItIs(content: String, word: String) throws
    {
        let found = try problem(content.utf8)
        #expect(found?.rule == .fileForeign)
        #expect(found?.detail.en?.contains(word) == true)
        #expect(found?.detail.zh?.isEmpty == false)
    }

    @Test("behaviour 28: binary workbooks, encrypted ones and documents are named, whatever the file is called")
    func namesBinaryContainers() throws {
        #expect(try problem([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1])?.detail.en?.contains("Excel 97–2003") == true)
        func container(_ name: String) -> [UInt8] {
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1] + name.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        }
        #expect(try problem(container("Workbook"))?.detail.en?.contains("BIFF") == true)
        #expect(try problem(container("EncryptedPackage"))?.detail.en?.contains("password") == true)
        #expect(try problem(container("WordDocument"))?.detail.en?.contains("text document") == true)
        #expect(try problem([0x09, 0x08, 0x10, 0x00, 0x00, 0x06, 0x05, 0x00])?.detail.en?.contains("BIFF") == true)
        #expect(try problem([0x1F, 0x8B, 0x08])?.detail.en?.contains("gzip") == true)
        #expect(try problem([0xFF, 0xFE, 0x31])?.detail.en?.contains("UTF-16LE") == true)
        #expect(try problem([0x01, 0x00, 0x00, 0x00, 0xFF, 0x07, 0x08])?.rule == .fileForeign)
    }

    @Test("behaviour 47: nothing, a mark only, blanks only: the file is empty")
    func saysThatAFileIsEmpty() throws {
        for text in ["", "\u{FEFF}", "\n\n", ",,\n,,\n", "  \r\n"] {
            #expect(try problem(text.utf8)?.rule == .fileEmpty, "\(text.debugDescription)")
        }
    }

    @Test func saysThatItIsNotThere() {
        let file = InputFile(id: 7, path: "/nonexistent/a.csv", name: "a.csv")
        let problem = #expect(throws: FileProblem.self) { try survey(file, vocabulary: HeaderVocabulary([])) }
        #expect(problem?.rule == .fileUnreadable)
        #expect(problem?.place.file == 7)
    }

    @Test func doesNotWaitForAPipe() {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).csv").path
        #expect(mkfifo(path, 0o600) == 0)
        defer { unlink(path) }
        let pipe = InputFile(id: 0, path: path, name: "pipe.csv")
        let problem = #expect(throws: FileProblem.self) { try survey(pipe, vocabulary: HeaderVocabulary([])) }
        #expect(problem?.rule == .fileUnreadable)
    }

    @Test("behaviour 47: a header only is a table of no records")
    func yieldsNothingBelowAHeaderOnly() throws {
        for end in ["", "\n"] {
            let table = try read("编号,名称" + end, dataset(of: "编号", "名称"))
            #expect(table.records.isEmpty)
            #expect(table.rowCount == 1)
            #expect(table.lineCount == 1)
            #expect(table.notRecords == [.header: 1])
        }
    }

    @Test func findsNoTableAmongNumbers() throws {
        let survey = try survey("1,2\n3,4\n", dataset(of: "编号", "名称"))
        #expect(survey.sheets[0].layout == nil)
        #expect(!survey.sheets[0].isEmpty)
    }
}
