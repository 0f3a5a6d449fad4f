import Tabular

/// The walk over the marks of one piece. Positions count from the piece's first record.
///
/// Unsafe pointers: the walk touches every field of every row; with checked arrays it took a third longer.
struct CSVWalk {
    struct Result {
        var records = 0
        /// Rows, records or not.
        var rows = 0
        var classes = [Int](repeating: 0, count: RowClass.allCases.count)
        var others: [OtherRow] = []
        var totals: [TotalRow] = []
        var ragged: [RaggedRow] = []
        var looseQuotes = 0
        var looseQuoteRow: UInt32 = 0
        /// The piece ends inside quotes.
        var isOpen = false
        /// The last record has no line end.
        var isUnfinished = false
    }

    let table: CSVTable
    let bytes: UnsafeMutablePointer<UInt8>
    let begin: UInt32
    let count: Int
    let masks: UnsafeMutablePointer<UInt64>
    private let quotes: UnsafeMutablePointer<UInt64>
    let starts: UnsafeMutablePointer<UInt32>?
    let lengths: UnsafeMutablePointer<UInt32>?
    let rows: UnsafeMutablePointer<UInt32>?
    let lines: UnsafeMutablePointer<UInt32>?
    let headRows: Int
    let headLines: Int
    /// Fields of the row under way.
    let fieldStarts: UnsafeMutablePointer<UInt32>
    let fieldEnds: UnsafeMutablePointer<UInt32>
    /// Fields that are kept of a row; more are only counted.
    let fieldLimit: Int
    /// Out of the table, whose stored arrays would be retained for each row: which first bytes call for a closer look.
    let suspicious: UnsafeMutablePointer<Bool>
    let lastOfTotal: UInt8
    let lastOfSummary: UInt8
    let delimiter: UInt8
    let width: Int
    let leadColumn: Int
    let firstColumn: Int
    let columns: UnsafeMutablePointer<Int>
    let columnCount: Int
    let words: Int
    /// The word under way and what is left of it.
    private var word = 0
    private var bits: UInt64 = 0
    /// Line ends within quotes so far; at the beginning of the row under way.
    private var breaks = 0
    private(set) var breaksBefore = 0
    var result = Result()

    init(
        table: CSVTable, bytes: UnsafeMutablePointer<UInt8>, begin: Int, count: Int,
        masks: UnsafeMutablePointer<UInt64>, quotes: UnsafeMutablePointer<UInt64>,
        starts: UnsafeMutablePointer<UInt32>?, lengths: UnsafeMutablePointer<UInt32>?,
        rows: UnsafeMutablePointer<UInt32>?, lines: UnsafeMutablePointer<UInt32>?, headRows: Int, headLines: Int
    ) {
        self.table = table
        self.bytes = bytes + begin
        self.begin = UInt32(begin)
        self.count = count
        self.masks = masks
        self.quotes = quotes
        self.starts = starts
        self.lengths = lengths
        self.rows = rows
        self.lines = lines
        self.headRows = headRows
        self.headLines = headLines
        fieldLimit = table.width + 64
        fieldStarts = .allocate(capacity: fieldLimit)
        fieldStarts.initialize(repeating: 0, count: fieldLimit)
        fieldEnds = .allocate(capacity: fieldLimit)
        fieldEnds.initialize(repeating: 0, count: fieldLimit)
        delimiter = table.delimiter
        width = table.width
        leadColumn = min(table.leadColumn, fieldLimit - 1)
        firstColumn = max(0, min(table.firstColumn, width - 1, fieldLimit - 1))
        lastOfTotal = table.classifier.lastOfTotal
        lastOfSummary = table.classifier.lastOfSummary
        suspicious = .allocate(capacity: 256)
        for byte in 0..<256 { (suspicious + byte).initialize(to: table.classifier.suspicious[byte]) }
        columnCount = table.columns.count
        columns = .allocate(capacity: max(1, columnCount))
        for (i, column) in table.columns.enumerated() { (columns + i).initialize(to: column) }
        words = (count + 63) / 64
        if words > 0 { bits = masks[0] }
    }

    func deallocate() {
        fieldStarts.deallocate()
        fieldEnds.deallocate()
        columns.deallocate()
        suspicious.deallocate()
    }

    /// Follows the grammar through one row, which begins at `start`. Answers where the next begins; nil where the piece
    /// ends: its last record has no line end, or it ends inside quotes.
    mutating func walkRow(from begin: Int) -> Int? {
        var start = begin
        var field = 0
        seek(start)
        while true {
            var end: Int
            var range: (start: Int, end: Int)
            if start < count, bytes[start] == 0x22 {
                guard let quotedField = readQuoted(from: start) else {
                    result.isOpen = true
                    return nil
                }
                range = (start + 1, quotedField.contentEnd)
                end = quotedField.end
            } else {
                end = nextMark()
                range = (start, end)
                if hasQuote(from: start, to: end) { noteLoose() }
            }
            if end == count {
                if start < count || field > 0 {
                    keep(field, range)
                    finish(fields: field + 1)
                    result.isUnfinished = true
                }
                return nil
            }
            keep(field, range)
            field += 1
            start = end + 1
            if bytes[end] != delimiter {
                if bytes[end] == 0x0D, start < count, bytes[start] == 0x0A { start += 1 }
                finish(fields: field)
                return start
            }
        }
    }

    /// The next delimiter or line end, or `count`.
    @inline(__always)
    private mutating func nextMark() -> Int {
        while bits == 0 {
            word += 1
            if word >= words { return count }
            bits = masks[word]
        }
        let at = word << 6 + bits.trailingZeroBitCount
        bits &= bits &- 1
        return at
    }

    @inline(__always)
    func keep(_ field: Int, _ range: (start: Int, end: Int)) {
        guard field < fieldLimit else { return }
        fieldStarts[field] = UInt32(truncatingIfNeeded: range.start)
        fieldEnds[field] = UInt32(truncatingIfNeeded: range.end)
    }

    // MARK: Rows

    @inline(__always)
    mutating func finish(fields: Int) {
        let row = result.rows
        result.rows = row + 1
        let lineBreaks = breaksBefore
        breaksBefore = breaks
        let first = fieldStarts[firstColumn]
        if fields != width || needsLook(from: first, to: fieldEnds[firstColumn])
            || (leadColumn != firstColumn && needsLook(from: fieldStarts[leadColumn], to: fieldEnds[leadColumn]))
        {
            if leaveOut(fields: fields, row: row, lineBreaks: lineBreaks) { return }
        }
        let record = result.records
        result.records = record + 1
        rows?[record] = UInt32(truncatingIfNeeded: row + headRows)
        lines?[record] = UInt32(truncatingIfNeeded: row + headLines + lineBreaks)
        guard let starts, let lengths else { return }
        let base = record &* columnCount
        for i in 0..<columnCount {
            let column = columns[i]
            let start = fieldStarts[column]
            starts[base &+ i] = start &+ begin
            lengths[base &+ i] = fieldEnds[column] &- start
        }
    }

    /// Whether the table's first cell of a row is blank, begins like something that is no record, or ends like a total.
    @inline(__always)
    func needsLook(from start: UInt32, to end: UInt32) -> Bool {
        if start == end { return true }
        let first = bytes[Int(start)]
        if suspicious[Int(first)] { return true }
        let last = bytes[Int(end) &- 1]
        return first >= 0x80
            ? last == lastOfTotal || last == lastOfSummary : RowClassifier.mayEnumerate(first, last)
    }

    private func cells(_ fields: Int) -> RowCells {
        RowCells(base: bytes, starts: fieldStarts, ends: fieldEnds, count: min(fields, fieldLimit))
    }

    /// The rows that need a second look. True: no record; it has been counted.
    @inline(never)
    private mutating func leaveOut(fields: Int, row: Int, lineBreaks: Int) -> Bool {
        // What stood there in the row before is not this row's.
        for missing in min(fields, fieldLimit)..<max(min(fields, fieldLimit), table.width) {
            fieldStarts[missing] = 0
            fieldEnds[missing] = 0
        }
        let cells = cells(fields)
        if let kind = table.classifier.classify(cells) {
            result.classes[kind.index] += 1
            let place = UInt32(truncatingIfNeeded: row + headRows)
            result.others.append(OtherRow(kind: kind, row: place))
            if kind.statesSums {
                result.totals.append(
                    TotalRow(
                        kind: kind, level: table.classifier.level(ofTotal: cells), row: place,
                        recordsAbove: result.records,
                        cells: table.columns.map { table.encoding.string(cells.bytes($0)) },
                        kinds: table.columns.map { _ in .text }))
            }
            return true
        }
        let isLong = fields > table.width && cells.firstColumn(from: table.width) != nil
        if fields < table.usedWidth || isLong || fields > fieldLimit {
            result.ragged.append(
                RaggedRow(
                    record: result.records, row: UInt32(row + headRows), line: UInt32(row + headLines + lineBreaks),
                    found: fields, expected: table.width))
        }
        return false
    }

    // MARK: Quotes

    private mutating func noteLoose() {
        if result.looseQuotes == 0 { result.looseQuoteRow = UInt32(result.rows + headRows) }
        result.looseQuotes += 1
    }

    /// A field that begins with a quotation mark: its content is joined in place where marks are doubled. nil: the quotes
    /// are never closed.
    private mutating func readQuoted(from start: Int) -> (contentEnd: Int, end: Int)? {
        var from = start + 1
        var write = from
        let breaksOutside = breaks
        while true {
            guard let quote = nextQuote(from) else { return nil }
            breaks += lineEnds(from, quote)
            let isDoubled = quote + 1 < count && bytes[quote + 1] == 0x22
            let length = quote - from + (isDoubled ? 1 : 0)
            if write != from { (bytes + write).update(from: bytes + from, count: length) }
            write += length
            from = quote + 2
            if isDoubled { continue }
            // The mark that closes: what follows up to the next delimiter stands for itself.
            seek(quote + 1)
            let end = nextMark()
            if end > quote + 1 {
                (bytes + write).update(from: bytes + quote + 1, count: end - quote - 1)
                write += end - quote - 1
                noteLoose()
            }
            return (breaks > breaksOutside ? joinLineEnds(start + 1, write) : write, end)
        }
    }

    /// Line ends within a cell are LF, whatever the file has (CRLF, CR). Returns where the cell now ends.
    private func joinLineEnds(_ from: Int, _ to: Int) -> Int {
        var write = from
        var isAfterReturn = false
        for at in from..<to {
            let byte = bytes[at]
            if byte != 0x0A || !isAfterReturn {
                bytes[write] = byte == 0x0D ? 0x0A : byte
                write += 1
            }
            isAfterReturn = byte == 0x0D
        }
        return write
    }

    private mutating func seek(_ position: Int) {
        word = position >> 6
        bits = word < words ? masks[word] & ~0 << UInt64(position & 63) : 0
    }

    func nextQuote(_ from: Int) -> Int? {
        var word = from >> 6
        guard word < words else { return nil }
        var bits = quotes[word] & ~0 << UInt64(from & 63)
        while bits == 0 {
            word += 1
            if word >= words { return nil }
            bits = quotes[word]
        }
        return word << 6 + bits.trailingZeroBitCount
    }

    @inline(__always)
    private func hasQuote(from: Int, to: Int) -> Bool {
        var word = from >> 6
        var bits = quotes[word] & ~0 << UInt64(from & 63)
        while word << 6 < to {
            if bits != 0 { return word << 6 + bits.trailingZeroBitCount < to }
            word += 1
            bits = quotes[word]
        }
        return false
    }

    /// Line ends (CRLF is one) between two positions, bytes not yet moved.
    private func lineEnds(_ from: Int, _ to: Int) -> Int {
        var total = 0
        var word = from >> 6
        while word << 6 < to {
            var bits = masks[word]
            if word == from >> 6 { bits &= ~0 << UInt64(from & 63) }
            if to - word << 6 < 64 { bits &= 1 << UInt64(to - word << 6) - 1 }
            while bits != 0 {
                if bytes[word << 6 + bits.trailingZeroBitCount] != table.delimiter { total += 1 }
                bits &= bits - 1
            }
            word += 1
        }
        return total
    }
}

extension RowClass {
    /// Position in the list of all.
    var index: Int { RowClass.allCases.firstIndex(of: self) ?? 0 }
}
