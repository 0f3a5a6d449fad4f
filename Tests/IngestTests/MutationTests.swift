import Definitions
import Foundation
import Ingest
import Model
import Tabular
import TestSupport
import Testing

/// Samples with a few bytes changed, in every way that a bad disk, a bad network or a bad exporter knows: each is read to
/// cells or refused with words; none stops the program, and none keeps it busy.
///
/// `MUTATIONS=1000 swift test --filter MutationTests` tries more of each than the suite does.
@Suite struct MutationTests {
    static let rounds = ProcessInfo.processInfo.environment["MUTATIONS"].flatMap { Int($0) } ?? 12

    static let samples = Array(Set(TruthTests.exports.map(\.file))).sorted()

    @Test(arguments: samples) func aChangedFileIsReadOrRefused(_ name: String) throws {
        let whole = try Array(Data(contentsOf: URL(fileURLWithPath: sample(name).path)))
        for round in 0..<Self.rounds {
            var random = SeededGenerator(
                seed: UInt64(round) &* 1_000_003 &+ UInt64(name.utf8.reduce(7) { $0 &* 31 &+ Int($1) } & 0xFFFF))
            try tryToRead(Mutation.changed(whole, &random), "\(name), round \(round)")
        }
    }

    /// Within a container a checksum would catch nearly every change; here the parts are changed before they are packed.
    @Test func aChangedPartIsReadOrRefused() throws {
        for round in 0..<(Self.rounds * 20) {
            var random = SeededGenerator(seed: UInt64(round))
            var entries = (round % 2 == 0 ? Self.workbook : Self.openDocument)
            let at = Int.random(in: entries.indices, using: &random)
            entries[at].data = Mutation.changed(entries[at].data, &random)
            if round % 7 == 0 { entries[at].flags = UInt16.random(in: 0...0xFFFF, using: &random) }
            if round % 11 == 0 { entries[at].method = UInt16.random(in: 0...99, using: &random) }
            try tryToRead(Zip(entries).bytes, "part \(entries[at].name), round \(round)")
        }
    }

    private func tryToRead(_ bytes: [UInt8], _ what: String) throws {
        let temporary = try TemporaryFile(bytes)
        let clock = ContinuousClock()
        let began = clock.now
        var limits = Limits()
        limits.repeats = 10_000
        limits.inflatedBytes = 64 << 20
        let mode = ReadMode(limits: limits)
        do throws(FileProblem) {
            let found = try self.found(temporary.file, mode)
            for sheet in found.sheets where sheet.layout != nil {
                _ = try read(temporary.file, Self.wanted, sheet: sheet.position, mode: mode, pieceBytes: 4_096)
            }
        } catch {
            #expect(error.detail.zh?.isEmpty == false && error.detail.en?.isEmpty == false, "\(what)")
        }
        #expect(clock.now - began < .seconds(20), "\(what) took \(clock.now - began)")
    }

    /// Surveys as a run does: again where it is asked for.
    private func found(_ file: InputFile, _ mode: ReadMode) throws(FileProblem) -> FileSurvey {
        do throws(FileProblem) {
            return try survey(file, mode: mode, vocabulary: HeaderVocabulary([Self.wanted]))
        } catch {
            guard let retry = error.retry else { throw error }
            return try survey(file, mode: mode.with(retry), vocabulary: HeaderVocabulary([Self.wanted]))
        }
    }

    static let wanted = dataset(of: "县(市、区)", "统一社会信用代码", "指标", "计划总投资", "成立日期", "数值", "甲列", "乙列")

    private static let workbook: [Zip.Entry] = {
        let rows = """
            <row r="1" spans="1:3"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>乙列</t></is></c></row>\
            <row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" s="1"><v>45356</v></c><c t="b"><v>1</v></c></row>\
            <row r="3" hidden="1"><c r="A3" t="str"><f>A1&amp;B1</f><v>c_x000D_</v></c><c r="B3" s="5"><v>1.5</v></c></row>
            """
        return Workbook(
            rows: rows, strings: "<si><t>甲列</t></si><si><r><t>富</t></r><rPh><t>フ</t></rPh></si>",
            formats: "<numFmt numFmtId=\"164\" formatCode=\"[h]:mm;@\"/>",
            before: "<cols><col min=\"1\" max=\"2\" hidden=\"1\"/></cols>",
            behind: "<mergeCells><mergeCell ref=\"A2:A3\"/></mergeCells>"
        ).entries
    }()

    private static let openDocument: [Zip.Entry] = {
        let names = "urn:oasis:names:tc:opendocument:xmlns:"
        func cell(_ text: String, _ more: String = "") -> String {
            "<t:table-cell o:value-type=\"string\" \(more)><x:p>\(text)</x:p></t:table-cell>"
        }
        let content = """
            <o:document-content xmlns:o="\(names)office:1.0" xmlns:t="\(names)table:1.0" xmlns:x="\(names)text:1.0" xmlns:s="\(names)style:1.0">\
            <o:automatic-styles><s:style s:name="a"><s:table-properties t:display="false"/></s:style></o:automatic-styles>\
            <o:body><o:spreadsheet><t:table t:name="表" t:style-name="a"><t:table-column t:number-columns-repeated="3"/>\
            <t:table-row>\(cell("甲列"))\(cell("乙列"))</t:table-row>\
            <t:table-row t:number-rows-repeated="3">\(cell("a<x:s x:c=\"3\"/><x:line-break/>b", "t:number-rows-spanned=\"2\" t:number-columns-repeated=\"2\""))\
            <t:table-cell o:value-type="date" o:date-value="2024-03-05"/><t:table-cell o:value-type="time" o:time-value="PT36H15M00S"/></t:table-row>\
            </t:table></o:spreadsheet></o:body></o:document-content>
            """
        return [
            Zip.Entry("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), Zip.Entry("content.xml", content),
            Zip.Entry(
                "META-INF/manifest.xml", "<m:manifest xmlns:m=\"\(names)manifest:1.0\"><m:file-entry/></m:manifest>"),
        ]
    }()
}

/// Ways of spoiling a file.
enum Mutation {
    private static let words =
        [
            "<", ">", "\"", "&", "/", "=", "\0", "\u{FEFF}", "\r", "\n", ",", ";", "]]>", "<!--", "<![CDATA[", "&#0;",
            "&#x10FFFF;",
            "-1", "0", "2147483648", "99999999999999999999", "1e999", "A1", "XFD1048577", "<!DOCTYPE a>", "_x",
            "_xD800_",
        ].map { Array($0.utf8) } + [[0xFF], [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0x81], [0x50, 0x4B, 3, 4]]

    static func changed(_ whole: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = whole
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            guard bytes.count > 4 else { return bytes }
            let at = Int.random(in: 0..<bytes.count, using: &random)
            let length = min(bytes.count - at, 1 << Int.random(in: 0...12, using: &random))
            switch Int.random(in: 0..<9, using: &random) {
            case 0: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes[at] = UInt8.random(in: 0...255, using: &random)
            case 2: bytes.insert(contentsOf: words.randomElement(using: &random) ?? [], at: at)
            case 3: bytes.removeSubrange(at..<(at + min(length, 64)))
            case 4: bytes.insert(contentsOf: bytes[at..<(at + length)], at: at)
            case 5: bytes.removeSubrange(at...)
            case 6:
                let word = words.randomElement(using: &random) ?? []
                bytes.replaceSubrange(at..<min(bytes.count, at + word.count), with: word)
            case 7:
                let other = Int.random(in: 0..<bytes.count, using: &random)
                bytes.swapAt(at, other)
            default:
                // A number of the file becomes another one.
                if let digit = bytes[at...].firstIndex(where: { (0x30...0x39).contains($0) }) {
                    let digits = ["0", "-1", "65536", "2147483647", "4294967296", "18446744073709551616"]
                    bytes.replaceSubrange(digit...digit, with: Array((digits.randomElement(using: &random) ?? "").utf8))
                }
            }
        }
        return bytes
    }
}
