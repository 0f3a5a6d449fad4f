import CScan
import Definitions
import Model
import Tabular

/// Makes cells of a piece of CSV: one pass of a byte kernel marks delimiters, line ends and quotation marks; a second one
/// walks from mark to mark, and takes of each row the columns that are bound.
enum CSVDecoder {
    /// Takes back the marks on second bytes of characters (`|` in GB18030 is 0x7C); answers how many.
    private static func unmarkPairs(
        _ bytes: UnsafePointer<UInt8>, _ count: Int, _ masks: UnsafeMutablePointer<UInt64>
    ) -> UInt64 {
        var taken: UInt64 = 0
        var at = 0
        while at < count {
            guard bytes[at] >= 0x81 else {
                at += 1
                continue
            }
            let second = at + 1
            if second < count, masks[second >> 6] >> UInt64(second & 63) & 1 == 1 {
                masks[second >> 6] &= ~(1 << UInt64(second & 63))
                taken += 1
            }
            at += 2
        }
        return taken
    }

    static func decode(_ piece: CSVPiece) throws(FileProblem) -> DecodedPiece {
        let table = piece.table
        let begin = piece.begin
        let count = piece.buffer.count - begin
        let words = (count + 63) / 64
        // One word more on each side of the walk's ends, so that it may look ahead.
        let masks = UnsafeMutablePointer<UInt64>.allocate(capacity: 3 * words + 2)
        defer { masks.deallocate() }
        let quotes = masks + words + 1
        let lineMasks = quotes + words + 1
        masks[words] = 0
        quotes[words] = 0
        var counts = scan_counts()
        scan_csv(
            piece.buffer.base + begin, count, table.delimiter, table.encoding == .utf8 ? 1 : 0, masks, lineMasks,
            quotes,
            &counts)
        if table.encoding == .gb18030 { counts.invalid = scan_gb18030_invalid(piece.buffer.base + begin, count) }
        if CSVGrammar.hasPairs(delimiter: table.delimiter, encoding: table.encoding) {
            counts.marks -= unmarkPairs(piece.buffer.base + begin, count, masks)
        }
        if counts.invalid >= 0 {
            throw table.encoding.problem(
                offset: piece.fileOffset + begin + Int(counts.invalid), marked: table.isMarked, forced: table.isForced,
                file: table.file)
        }
        let hasQuotes = counts.quotes > 0
        let headRows = piece.isFirst ? table.headRows : 0
        let headLines = piece.isFirst ? table.span.headLines : 0
        let hasLines = hasQuotes || headRows != headLines
        let rowLimit = Int(counts.line_ends) + 1
        let cellLimit = rowLimit * table.columns.count
        var result: (walk: CSVWalk.Result, rows: [UInt32], lines: [UInt32]) = (CSVWalk.Result(), [], [])
        var lengths: [UInt32] = []
        // Uninitialized room for the most there can be: zeroing it would cost as much as filling it.
        let starts = [UInt32](unsafeUninitializedCapacity: cellLimit) { starts, startCount in
            lengths = [UInt32](unsafeUninitializedCapacity: cellLimit) { lengths, lengthCount in
                result.rows = [UInt32](unsafeUninitializedCapacity: rowLimit) { rows, recordCount in
                    result.lines = [UInt32](unsafeUninitializedCapacity: hasLines ? rowLimit : 0) { lines, lineCount in
                        var walk = CSVWalk(
                            table: table, bytes: piece.buffer.base, begin: begin, count: count, masks: masks,
                            quotes: quotes, starts: starts.baseAddress, lengths: lengths.baseAddress,
                            rows: rows.baseAddress, lines: hasLines ? lines.baseAddress : nil, headRows: headRows,
                            headLines: headLines)
                        defer { walk.deallocate() }
                        walk.run(lineMasks: lineMasks, counts: counts)
                        result.walk = walk.result
                        startCount = walk.result.records * table.columns.count
                        lengthCount = startCount
                        recordCount = walk.result.records
                        lineCount = hasLines ? recordCount : 0
                    }
                }
            }
        }
        if result.walk.isOpen || (result.walk.isUnfinished && !piece.isLast) {
            throw FileProblem(
                .fileUnreadable, at: Place(file: table.file.id), zh: "引号不成对，改为逐字符读取",
                en: "quotation marks do not pair; to be read character by character", retry: .careful)
        }
        // Only a piece that is longer than a cell may be can hold one that is.
        let most = table.limits.cellBytes
        if count > most, let at = lengths.firstIndex(where: { Int($0) > most }) {
            let row = Int(result.rows[at / max(1, table.columns.count)])
            throw table.limits.cellTooLong(sheet: -1, row: piece.isFirst ? row + 1 : 0)
        }
        var notRecords: [RowClass: Int] = piece.isFirst ? table.headClasses : [:]
        for (kind, count) in zip(RowClass.allCases, result.walk.classes) where count > 0 {
            notRecords[kind, default: 0] += count
        }
        return DecodedPiece(
            block: CellBlock(
                buffer: piece.buffer, encoding: table.encoding, rowCount: result.rows.count,
                columnCount: table.columns.count, starts: starts, lengths: lengths, rows: result.rows,
                lines: hasLines ? result.lines : nil),
            rowCount: headRows + result.walk.rows,
            lineCount: headLines + Int(counts.line_ends) + (result.walk.isUnfinished ? 1 : 0), notRecords: notRecords,
            others: result.walk.others, totals: result.walk.totals, ragged: result.walk.ragged,
            looseQuotes: result.walk.looseQuotes, looseQuoteRow: result.walk.looseQuoteRow)
    }
}
