import CScan
import Tabular

extension CSVWalk {
    /// The walk over a whole piece. Its delimiters and line ends are made lists of positions first. A row without a
    /// quotation mark is as wide as the header where the last of as many marks is the next line end; then its cells are
    /// copied from the list, which takes a tenth of the instructions that asking each mark what it is would take. Rows
    /// with a quotation mark, and the rest of the piece behind its last line end, go by the grammar.
    mutating func run(lineMasks: UnsafePointer<UInt64>, counts: scan_counts) {
        let (markCount, lineCount) = (Int(counts.marks), Int(counts.line_ends))
        // Positions are written four at a time. Before the first mark of a row stands where its first cell begins, less
        // one, as between all others.
        let room = UnsafeMutablePointer<UInt32>.allocate(capacity: markCount + lineCount + 18)
        defer { room.deallocate() }
        let marks = room + 1
        let ends = marks + markCount + 8
        scan_positions(masks, words, marks)
        scan_positions(lineMasks, words, ends)
        var (mark, line, start) = (0, 0, 0)
        var quote = counts.quotes > 0 ? nextQuote(0) ?? count : count
        while line < lineCount {
            let end = Int(ends[line])
            if quote < end {
                guard let next = walkRow(from: start) else { return }
                start = next
                while mark < markCount, marks[mark] < next { mark &+= 1 }
                while line < lineCount, ends[line] < next { line &+= 1 }
                if quote < next { quote = nextQuote(next) ?? count }
                continue
            }
            marks[mark - 1] = UInt32(truncatingIfNeeded: start &- 1)
            let last = mark &+ width &- 1
            if last < markCount, marks[last] == ends[line],
                !needsLook(from: marks[mark &+ firstColumn &- 1] &+ 1, to: marks[mark &+ firstColumn]),
                leadColumn == firstColumn
                    || !needsLook(from: marks[mark &+ leadColumn &- 1] &+ 1, to: marks[mark &+ leadColumn])
            {
                take(marks + mark)
                mark = last &+ 1
            } else {
                mark = takeIrregular(marks, from: mark, end: ends[line])
            }
            start = end &+ 1
            if bytes[end] == 0x0D, start < count, bytes[start] == 0x0A { start &+= 1 }
            line &+= 1
        }
        while let next = walkRow(from: start) { start = next }
    }

    /// A record as wide as the header; `marks` are the ends of its cells.
    @inline(__always)
    private mutating func take(_ marks: UnsafePointer<UInt32>) {
        let row = result.rows
        let record = result.records
        result.rows = row &+ 1
        result.records = record &+ 1
        rows?[record] = UInt32(truncatingIfNeeded: row &+ headRows)
        lines?[record] = UInt32(truncatingIfNeeded: row &+ headLines &+ breaksBefore)
        guard let starts, let lengths else { return }
        let base = record &* columnCount
        for i in 0..<columnCount {
            let column = columns[i]
            let start = marks[column &- 1] &+ 1
            starts[base &+ i] = start &+ begin
            lengths[base &+ i] = marks[column] &- start
        }
    }

    /// Any other row without quotation marks. Answers the position of the mark behind its end.
    @inline(never)
    private mutating func takeIrregular(_ marks: UnsafePointer<UInt32>, from first: Int, end: UInt32) -> Int {
        var mark = first
        while true {
            let field = mark - first
            keep(field, (Int(marks[mark - 1] &+ 1), Int(marks[mark])))
            mark += 1
            if marks[mark - 1] == end {
                finish(fields: field + 1)
                return mark
            }
        }
    }
}
