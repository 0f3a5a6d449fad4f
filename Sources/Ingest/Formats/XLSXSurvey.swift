import Definitions
import Model

/// What an xlsx workbook holds: every worksheet's first rows, and what stands behind its rows.
enum XLSXSurvey {
    static func survey(
        _ container: ZipContainer, workbook part: String, _ sink: SheetHeads
    ) throws(FileProblem) -> FileSurvey {
        let book = try XLSXWorkbook(outlineOf: container, part: part)
        // The one thing that takes long and needs nothing else: it is looked for while the strings are read.
        let ahead = book.sheets.first { container.size($0.part) > XMLSurvey.largeFile }.map {
            XLSXTail(container.limits, part: $0.part)
        }
        try book.readStrings(container)
        var isValidated = true
        for (position, sheet) in book.sheets.enumerated() {
            let known = sink.sheets.count
            let handler = XLSXHandler(limits: container.limits, sheet: position, book: book, sink: sink)
            let parser = try XMLPush(container.stream(sheet.part), handler)
            let isLarge = container.size(sheet.part) > XMLSurvey.largeFile
            while !parser.isAtEnd {
                try parser.advance()
                // A large sheet is parsed once only, with its records; now its head and what follows its rows.
                if isLarge, sink.hasSeenEnough,
                    let tail = try ahead?.isOf(sheet.part) == true
                        ? ahead?.found() : XLSXTail.find(container, sheet.part)
                {
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
}
