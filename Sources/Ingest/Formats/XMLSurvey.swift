import Definitions
import Glibc
import Model
import Tabular

/// What an XML Spreadsheet 2003 file holds: every sheet's first rows, its name, whether it is hidden.
enum XMLSurvey {
    static func survey(
        _ source: OpenFile, limits: SheetLimits, _ sink: SheetHeads
    ) throws(FileProblem) -> FileSurvey {
        let handler = SpreadsheetHandler(limits: limits, sink: sink)
        let parser = try XMLPush(FileStream(source), handler)
        let isSingle = source.size > largeFile ? try isSingleSheet(source) : false
        while !parser.isAtEnd {
            try parser.advance()
            // A large file of one sheet is read once only: its head now, its well-formedness with its rows.
            if isSingle, sink.hasSeenEnough {
                sink.closeSheet()
                var survey = FileSurvey(
                    format: .xmlSpreadsheet2003, encoding: .utf8, sheets: sink.sheets, isValidated: false)
                survey.lacksNamespace = handler.isBare
                survey.serialOrigin = handler.serialOrigin
                return survey
            }
        }
        var survey = try sink.survey(.xmlSpreadsheet2003)
        survey.lacksNamespace = handler.isBare
        survey.serialOrigin = handler.serialOrigin
        return survey
    }

    /// Files up to this size are parsed whole before a row counts.
    static let largeFile = 32 << 20

    /// Whether the text `<Worksheet`, with any prefix, occurs exactly once. Comments and CDATA may hold it too: then the
    /// answer is no, and costs time only.
    private static func isSingleSheet(_ source: OpenFile) throws(FileProblem) -> Bool {
        let word = Array("Worksheet".utf8)
        let buffer = ByteBuffer(unfilled: 1 << 20)
        defer { withExtendedLifetime(buffer) {} }
        var offset = 0
        var found = 0
        while offset < source.size {
            let got = try source.read(into: buffer.base, count: buffer.capacity, at: offset)
            if got <= word.count { break }
            var at = 0
            while let next = ByteSearch.find(word, in: buffer.base, from: at, to: got) {
                // An end tag, or WorksheetOptions, is no beginning.
                let after = next + word.count < got ? buffer.base[next + word.count] : 0x20
                let isStart = [0x20, 0x09, 0x0A, 0x0D, 0x3E, 0x2F].contains(after)
                var before = next - 1
                while before >= 0, buffer.base[before] != 0x3C, buffer.base[before] != 0x3E, next - before < 32 {
                    before -= 1
                }
                let isEnd = before >= 0 && before + 1 < got && buffer.base[before + 1] == 0x2F
                if isStart, !isEnd { found += 1 }
                if found > 1 { return false }
                at = next + word.count
            }
            if got < buffer.capacity { break }
            // The windows overlap, so that no word is cut; one that is seen twice makes the answer no.
            offset += got - 48
        }
        return found == 1
    }
}

/// Search for a short word among bytes.
enum ByteSearch {
    static func find(_ word: [UInt8], in base: UnsafePointer<UInt8>, from: Int, to: Int) -> Int? {
        guard let first = word.first else { return nil }
        var at = from
        while at + word.count <= to {
            guard let hit = memchr(base + at, Int32(first), to - word.count + 1 - at) else { return nil }
            at = UnsafeRawPointer(base).distance(to: UnsafeRawPointer(hit))
            if (1..<word.count).allSatisfy({ base[at + $0] == word[$0] }) { return at }
            at += 1
        }
        return nil
    }
}
