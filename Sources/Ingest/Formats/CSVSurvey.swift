import Definitions
import Model
import Tabular

/// What a CSV file holds.
enum CSVSurvey {
    static func survey(
        _ source: OpenFile, _ head: ByteBuffer, encoding: TextEncoding, start: Int, marked: Bool,
        limits: SheetLimits, vocabulary: HeaderVocabulary
    ) throws(FileProblem) -> FileSurvey {
        let whole = head.count >= source.size
        let delimiter = CSVHead.delimiter(head.bytes, from: start, encoding: encoding, whole: whole)
        let records = CSVHead(
            head.bytes, from: start, delimiter: delimiter, encoding: encoding, whole: whole, limit: HeadGrid.rowLimit
        ).records
        if let wide = records.firstIndex(where: { $0.cells.count > limits.columns }) {
            throw limits.tooManyColumns(sheet: -1, row: wide + 1)
        }
        var grid = HeadGrid()
        for (i, record) in records.enumerated() {
            // `sep=;` is an instruction to Excel, not a title.
            let isDirective = i == 0 && record.cells.first?.hasPrefix("sep=") == true
            grid.append(
                isDirective ? [] : record.cells.enumerated().map { HeadCell(column: $0.offset, text: $0.element) },
                index: i)
        }
        if let problem = fullWidthCommas(records, source.file) { throw problem }
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

    /// Records of one cell each that hold the same number of full-width commas: these were meant to separate.
    private static func fullWidthCommas(_ records: [CSVHead.Record], _ file: InputFile) -> FileProblem? {
        let filled = records.filter { $0.cells != [""] }
        guard filled.count > 1, filled.allSatisfy({ $0.cells.count == 1 }) else { return nil }
        let counts = filled.map { $0.cells[0].count { $0 == "，" } }
        guard let first = counts.last, first > 0, counts.count(where: { $0 == first }) * 2 > counts.count else {
            return nil
        }
        return FileProblem(
            .fileUnreadable, at: Place(file: file.id, line: Int64(filled[0].line)),
            zh: "各列之间是全角逗号“，”，不是半角逗号；请改为半角逗号或重新导出",
            en: "its columns are separated by full-width commas; replace them by commas, or export it again")
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
