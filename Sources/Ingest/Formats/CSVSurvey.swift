import Definitions
import Model
import Tabular

/// What a CSV file holds.
enum CSVSurvey {
    static func survey(
        _ source: OpenFile, _ head: ByteBuffer, encoding: TextEncoding, start: Int, marked: Bool, mode: ReadMode,
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
            grid.append(isDirective ? [] : HeadCell.cells(record.cells), index: i)
        }
        if let problem = fullWidthCommas(records, source.file) { throw problem }
        if grid.isEmpty, whole { throw FileSurvey.emptyFile(source.file) }
        var tables = LayoutFinder(grid: grid, vocabulary: vocabulary, widths: records.map(\.cells.count)).find()
        var rows = CSVRows(first: records, lines: lines(head, records.last?.end ?? 0))
        if mode.searches, !tables.isEmpty {
            tables = try search(source, below: tables, &rows, delimiter, encoding, start, vocabulary)
        }
        rows.place(&tables)
        var survey = FileSurvey(
            format: .csv(delimiter: delimiter), encoding: encoding,
            sheets: [SheetSurvey(name: nil, position: 0, hidden: false, tables: tables, isEmpty: grid.isEmpty)],
            isMarked: marked)
        survey.showsAll = mode.searches || (whole && records.count < HeadGrid.rowLimit)
        return survey
    }

    /// Looks through the whole file for headers.
    private static func search(
        _ source: OpenFile, below tables: [TableLayout], _ rows: inout CSVRows, _ delimiter: UInt8,
        _ encoding: TextEncoding, _ start: Int, _ vocabulary: HeaderVocabulary
    ) throws(FileProblem) -> [TableLayout] {
        var search = TableSearch(vocabulary)
        var walk = CSVRecordWalk(delimiter: delimiter, encoding: encoding, offset: start)
        let buffer = ByteBuffer(unfilled: 1 << 20)
        defer { withExtendedLifetime(buffer) {} }
        var marks: [Int: CSVRows.Mark] = [:]
        func take(_ record: CSVHead.Record, _ row: Int) {
            search.add(HeadCell.cells(record.cells), row: row, width: record.cells.count)
            marks[row] = CSVRows.Mark(end: record.end, line: record.line)
        }
        var offset = start
        while offset < source.size {
            let got = try source.read(into: buffer.base, count: min(buffer.capacity, source.size - offset), at: offset)
            if got == 0 { break }
            offset += got
            walk.advance(UnsafeBufferPointer(start: buffer.base, count: got), take)
        }
        walk.finish(take)
        let found = search.tables(below: tables)
        // Only the rows that bound tables matter.
        for table in found {
            for row in [table.firstRow - 2, table.firstRow - 1, table.lastHeadRow - 1, table.lastHeadRow] {
                rows.marks[row] = marks[row] ?? rows.marks[row]
            }
        }
        return found
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

/// Where rows of a CSV file end and on which line they begin.
struct CSVRows {
    struct Mark {
        /// Offset behind the row.
        var end: Int
        /// From 1.
        var line: Int
    }

    /// By row, from 0.
    var marks: [Int: Mark] = [:]
    /// Physical lines of the rows looked at first; a last one without a line end counts as if it had one.
    private let lines: Int

    init(first records: [CSVHead.Record], lines: Int) {
        self.lines = lines
        for (row, record) in records.enumerated() { marks[row] = Mark(end: record.end, line: record.line) }
    }

    /// Says of each table where in the file it lies.
    func place(_ tables: inout [TableLayout]) {
        for i in tables.indices {
            let first = tables[i].firstRow - 1
            tables[i].span.start = first == 0 ? 0 : marks[first - 1]?.end ?? 0
            tables[i].span.linesAbove = first == 0 ? 0 : (marks[first]?.line ?? 1) - 1
            tables[i].span.records = marks[tables[i].lastHeadRow - 1]?.end ?? 0
            let linesBefore = marks[tables[i].lastHeadRow].map { $0.line - 1 } ?? lines
            tables[i].span.headLines = linesBefore - tables[i].span.linesAbove
        }
        for i in tables.indices {
            tables[i].span.end = tables[i].lastRow.flatMap { last in
                tables.first { $0.firstRow == last + 1 }?.span.start
            }
        }
    }
}

extension HeadCell {
    /// Cells of a row, from the first column on.
    static func cells(_ texts: [String]) -> [HeadCell] {
        texts.enumerated().map { HeadCell(column: $0.offset, text: $0.element) }
    }
}

extension FileSurvey {
    static func emptyFile(_ file: InputFile) -> FileProblem {
        FileProblem(
            .fileEmpty, at: Place(file: file.id), zh: "文件是空的；请重新导出并报送，确无数据时报送只有表头的表",
            en: "the file is empty; export it again, or send a table with its header only where there are no data")
    }
}
