import Definitions
import Model
import Tabular

/// What a CSV file holds.
enum CSVSurvey {
    static func survey(
        _ source: OpenFile, _ head: ByteBuffer, encoding: TextEncoding, start: Int, marked: Bool,
        vocabulary: HeaderVocabulary
    ) throws(FileProblem) -> FileSurvey {
        let whole = head.count >= source.size
        let delimiter = CSVHead.delimiter(head.bytes, from: start, encoding: encoding, whole: whole)
        let records = CSVHead(
            head.bytes, from: start, delimiter: delimiter, encoding: encoding, whole: whole, limit: HeadGrid.rowLimit
        ).records
        var grid = HeadGrid()
        for (i, record) in records.enumerated() {
            // `sep=;` is an instruction to Excel, not a title.
            let isDirective = i == 0 && record.cells.first?.hasPrefix("sep=") == true
            grid.append(
                isDirective ? [] : record.cells.enumerated().map { HeadCell(column: $0.offset, text: $0.element) },
                index: i)
        }
        if grid.isEmpty, whole { throw FileSurvey.emptyFile(source.file) }
        let layout = LayoutFinder(grid: grid, vocabulary: vocabulary, widths: records.map(\.cells.count)).find()
        var sheet = SheetSurvey(name: nil, position: 0, hidden: false, layout: layout, isEmpty: grid.isEmpty)
        if let layout {
            let last = layout.lastHeadRow - 1
            sheet.headBytes = records[last].end
            // Line ends above the records; a head that ends the file without one counts as if it had it.
            sheet.headLines = last + 1 < records.count ? records[last + 1].line - 1 : lines(head, sheet.headBytes)
        }
        return FileSurvey(format: .csv(delimiter: delimiter), encoding: encoding, sheets: [sheet], isMarked: marked)
    }

    private static func lines(_ head: ByteBuffer, _ end: Int) -> Int {
        var lines = 0
        for at in 0..<end {
            let byte = head.bytes[at]
            if byte == 0x0D || (byte == 0x0A && !(at > 0 && head.bytes[at - 1] == 0x0D)) { lines += 1 }
        }
        let isEnded = end > 0 && (head.bytes[end - 1] == 0x0A || head.bytes[end - 1] == 0x0D)
        return isEnded ? lines : lines + 1
    }
}

extension FileSurvey {
    static func emptyFile(_ file: InputFile) -> FileProblem {
        FileProblem(
            .fileEmpty, at: Place(file: file.id), zh: "文件是空的；请重新导出并报送，确无数据时报送只有表头的表",
            en: "the file is empty; export it again, or send a table with its header only where there are no data")
    }
}
