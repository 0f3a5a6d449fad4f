import Definitions
import Model
import Tabular

/// What an xlsx workbook holds: every worksheet's first rows, and what stands behind its rows.
enum XLSXSurvey {
    static func survey(
        _ container: ZipContainer, workbook part: String, _ sink: SheetHeads
    ) throws(FileProblem) -> FileSurvey {
        let book = try XLSXWorkbook(container, part: part)
        var isValidated = true
        for (position, sheet) in book.sheets.enumerated() {
            let known = sink.sheets.count
            let handler = XLSXHandler(limits: container.limits, sheet: position, book: book, sink: sink)
            let parser = try XMLPush(container.stream(sheet.part), handler)
            let isLarge = container.size(sheet.part) > XMLSurvey.largeFile
            while !parser.isAtEnd {
                try parser.advance()
                // A large sheet is parsed once only, with its records; now its head and what follows its rows.
                if isLarge, sink.hasSeenEnough, let tail = try tail(container, sheet.part) {
                    isValidated = false
                    let behind = XLSXHandler(
                        limits: container.limits, sheet: position, book: book, isTail: true, sink: sink)
                    try XMLPush(tail, behind).finish()
                    break
                }
                if sink.hasSeenEnough, isLarge { try parser.finish() }
            }
            // A part that is no worksheet, whatever the workbook says, counts as an empty one.
            if sink.sheets.count == known { sink.closeSheet() }
            sink.note(part: sheet.part)
        }
        var survey = try sink.survey(.xlsx, isValidated: isValidated)
        survey.workbook = part
        if book.is1904 { survey.serialOrigin = SheetDates.origin1904 }
        survey.book = XLSXWorkbook.Kept(book)
        return survey
    }

    /// The document without its rows: the first tag, then what follows the end of `sheetData`. nil where these are not
    /// found by their letters (UTF-16), so that all has to be parsed.
    private static func tail(_ container: ZipContainer, _ part: String) throws(FileProblem) -> PrefixedStream? {
        let stream = try container.stream(part)
        let buffer = ByteBuffer(unfilled: 1 << 20)
        defer { withExtendedLifetime(buffer) {} }
        var filled = try stream.read(into: buffer.base, count: buffer.capacity)
        guard let root = rootTag(UnsafeBufferPointer(start: buffer.base, count: filled)) else { return nil }
        let word = Array("sheetData>".utf8)
        // An end of a tag may lie across two windows: the last bytes stay.
        let kept = 64
        while true {
            if let at = ByteSearch.find(word, in: buffer.base, from: 0, to: filled), isEndTag(buffer.base, at) {
                let rest = UnsafeBufferPointer(start: buffer.base + at + word.count, count: filled - at - word.count)
                return PrefixedStream(root + rest, before: stream)
            }
            guard filled > kept else { return nil }
            buffer.base.update(from: buffer.base + filled - kept, count: kept)
            let got = try stream.read(into: buffer.base + kept, count: buffer.capacity - kept)
            if got == 0 { return nil }
            filled = kept + got
        }
    }

    /// The first tag that is no declaration and no comment, with its namespaces.
    private static func rootTag(_ head: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var at = 0
        while at + 1 < min(head.count, 1 << 16) {
            if head[at] == 0x3C, head[at + 1] != 0x3F, head[at + 1] != 0x21 {
                var quote: UInt8?
                for end in at..<head.count {
                    let byte = head[end]
                    if let open = quote {
                        if byte == open { quote = nil }
                    } else if byte == 0x22 || byte == 0x27 {
                        quote = byte
                    } else if byte == 0x3E {
                        return Array(head[at...end])
                    }
                }
                return nil
            }
            at += 1
        }
        return nil
    }

    /// `</x:` stands before the name.
    private static func isEndTag(_ base: UnsafePointer<UInt8>, _ name: Int) -> Bool {
        var before = name - 1
        while before > 0, base[before] != 0x3C, base[before] != 0x3E, name - before < 32 { before -= 1 }
        return before >= 0 && base[before] == 0x3C && base[before + 1] == 0x2F
    }
}
