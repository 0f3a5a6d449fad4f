import Definitions
import Foundation
import Ingest
import Model
import Testing

/// CSV's relatives: other encodings, other delimiters, wrapped in gzip (behaviours 1, 27, 45 and 46 of real spreadsheets).
@Suite struct RelativesTests {
    private static let text = "编号\t名称\n001\t𠮷田\n002\t\"甲\n乙\"\n"
    private static let records = [["001", "𠮷田"], ["002", "甲\n乙"]]
    private let wanted = dataset(of: "编号", "名称")

    private func read(_ bytes: some Sequence<UInt8>, pieceBytes: Int = 256 << 10) throws -> ReadTable {
        let temporary = try TemporaryFile(bytes)
        return try withExtendedLifetime(temporary) {
            try IngestTests.read(temporary.file, wanted, pieceBytes: pieceBytes)
        }
    }

    private func problem(_ bytes: some Sequence<UInt8>) throws -> FileProblem? {
        let temporary = try TemporaryFile(bytes)
        return withExtendedLifetime(temporary) {
            do throws(FileProblem) {
                _ = try survey(temporary.file, vocabulary: HeaderVocabulary([wanted]))
                return nil
            } catch {
                return error
            }
        }
    }

    private static func wide(_ text: String, bigEndian: Bool = false) -> [UInt8] {
        text.utf16.flatMap { unit in
            let bytes = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
            return bigEndian ? bytes.reversed() : bytes
        }
    }

    @Test("behaviour 1: UTF-16 of both orders, marked or not", arguments: [false, true], [false, true]) func readsUTF16(
        bigEndian: Bool, marked: Bool
    ) throws {
        let bytes = RelativesTests.wide((marked ? "\u{FEFF}" : "") + RelativesTests.text, bigEndian: bigEndian)
        let table = try read(bytes)
        #expect(table.records == RelativesTests.records)
        #expect(table.rows == [2, 3])
        #expect(table.lines == [2, 3])
        let temporary = try TemporaryFile(bytes)
        let survey = try survey(temporary.file, vocabulary: HeaderVocabulary([wanted]))
        #expect(survey.wrapping.wideEncoding == (bigEndian ? "UTF-16BE" : "UTF-16LE"))
        #expect(survey.format == .csv(delimiter: 0x09))
    }

    @Test("behaviour 1: half a character of UTF-16 is refused with its offset")
    func refusesHalfACharacterWithItsOffset() throws {
        let half = [0xFF, 0xFE] + RelativesTests.wide("编号,名称\n") + [0x42, 0xD8, 0x31, 0x00]
        #expect(try problem(half)?.detail.en?.contains("byte offset 14") == true)
        #expect(try problem(half)?.rule == .fileUnreadable)
        let odd = RelativesTests.wide("\u{FEFF}编号,名称\n") + [0x31]
        #expect(try problem(odd)?.detail.en?.contains("byte offset 14") == true)
    }

    @Test("behaviour 1: a file is read again where a late byte proves the encoding wrong")
    func readsAFileAgainWhereALateByteProvesTheEncodingWrong() throws {
        var bytes = Array("no,name\n".utf8)
        while bytes.count < 3 << 20 { bytes += Array("123456,plain text\n".utf8) }
        // 甲 in GB18030, far behind what decided.
        bytes += Array("9,".utf8) + [0xBC, 0xD7, 0x0A]
        let temporary = try TemporaryFile(bytes)
        let wanted = dataset([field("no", "no"), field("name", "name")], key: ["no"])
        let table = try IngestTests.read(temporary.file, wanted)
        #expect(table.records.last == ["9", "甲"])
        #expect(table.rowCount == table.records.count + 1)
        // A byte that is neither: refused, with its offset.
        let at = bytes.count + 2
        let broken = try TemporaryFile(bytes + Array("8,".utf8) + [0xFF, 0x0A])
        do throws(FileProblem) {
            _ = try IngestTests.read(broken.file, wanted)
            Issue.record("0xFF was read")
        } catch {
            #expect(error.detail.en?.contains("byte offset \(at)") == true)
        }
    }

    @Test(
        "behaviour 27: the delimiter is found",
        arguments: [
            ("sep=;\n编号;名称\n001;a,b\n", ["001", "a,b"], 3), ("编号;名称\n001;\"a;b\"\n", ["001", "a;b"], 2),
            ("编号\t名称\n001\ta,b\n", ["001", "a,b"], 2), ("sep=|\r\n编号|名称\r\n001|x\r\n", ["001", "x"], 3),
        ]) func findsTheDelimiter(text: String, record: [String], row: Int) throws
    {
        let table = try read(text.utf8)
        #expect(table.records == [record])
        #expect(table.rows == [row])
    }

    @Test("behaviour 27: full-width commas are named") func namesFullWidthCommas() throws {
        let found = try problem("编号，名称\n001，甲\n002，乙\n".utf8)
        #expect(found?.rule == .fileUnreadable)
        #expect(found?.detail.zh?.contains("全角逗号") == true)
        // Within a cell they are text.
        #expect(try read("编号,名称\n001,甲，乙\n".utf8).records == [["001", "甲，乙"]])
    }

    @Test func readsWhatIsCompressedOfAnyKind() throws {
        for text in [RelativesTests.text, RelativesTests.text.replacingOccurrences(of: "\t", with: ",")] {
            #expect(try read(gzip(Array(text.utf8))).records == RelativesTests.records)
        }
        // UTF-16 within gzip, and two members behind each other.
        #expect(try read(gzip(RelativesTests.wide("\u{FEFF}" + RelativesTests.text))).records == RelativesTests.records)
        let (first, second) = (Array("编号,名称\n001,a\n".utf8), Array("002,b\n".utf8))
        #expect(try read(gzip(first) + gzip(second)).records == [["001", "a"], ["002", "b"]])
        let workbook = try Data(contentsOf: URL(fileURLWithPath: sample("w1_invest.xml").path))
        let temporary = try TemporaryFile(gzip(Array(workbook)))
        let invest = dataset(of: "县(市、区)")
        let survey = try survey(temporary.file, vocabulary: HeaderVocabulary([invest]))
        #expect(survey.format == .xmlSpreadsheet2003)
        #expect(survey.wrapping.isCompressed)
        #expect(try IngestTests.read(temporary.file, invest).rows == [5, 6, 9, 10])
    }

    @Test("behaviour 46: gzip that is cut off or damaged") func refusesWhatIsCutOffOrDamaged() throws {
        let whole = try gzip(Array(RelativesTests.text.utf8))
        for cut in [3, 12, whole.count - 9, whole.count - 1] {
            #expect(try problem(whole.prefix(cut))?.detail.en?.contains("gzip file is damaged") == true, "\(cut)")
        }
        var wrong = whole
        wrong[whole.count - 6] ^= 0x40
        #expect(try problem(wrong)?.detail.en?.contains("gzip file is damaged") == true)
    }

    @Test("behaviour 45: a bomb is refused while it inflates (gzip)") func stopsAtTheCompressionRatio() throws {
        let bomb = try gzip([UInt8](repeating: 0x20, count: 96 << 20))
        #expect(try problem(bomb)?.detail.en?.contains("compression ratio, 250") == true)
    }

    private func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/gzip")
        process.arguments = ["-c"]
        let source = try TemporaryFile(bytes)
        process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: source.file.path))
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let made = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Array(made)
    }
}
