import CScan
import Definitions
import Model
import Tabular

/// Reads a CSV file in order and cuts it behind records.
///
/// The fast way counts quotation marks: behind a line end with an even number of them a record ends, unless a stray mark
/// stands within a field. The decoder knows: if a piece ends inside quotes, the cut was wrong, and the run starts again
/// with `careful`, which follows the grammar byte by byte.
struct CSVCutter {
    private let source: OpenFile
    private let table: CSVTable
    private let pieceBytes: Int
    /// Bytes of an unfinished record that are held before the reader gives up.
    private let recordLimit: Int
    private var offset: Int
    /// Where the table ends.
    private let end: Int
    /// What the last piece left of the bytes read.
    private var tail: ByteBuffer?
    private var isDone = false
    /// Careful reading: physical line, from 1, at the beginning of the next piece.
    private var line: Int

    /// - Parameter bytes: a part of the table; see `TableReader`.
    init(
        _ source: OpenFile, table: CSVTable, pieceBytes: Int, recordLimit: Int = 64 << 20, bytes: Range<Int>? = nil
    ) {
        self.source = source
        self.table = table
        self.pieceBytes = max(1, pieceBytes)
        self.recordLimit = recordLimit
        offset = bytes?.lowerBound ?? table.span.start
        end = bytes?.upperBound ?? table.span.end ?? source.size
        line = table.span.linesAbove + table.span.headLines + 1
    }

    mutating func next() throws(FileProblem) -> CSVPiece? {
        if isDone { return nil }
        let held = tail?.count ?? 0
        let fileOffset = offset - held
        let begin = fileOffset == table.span.start ? table.span.records - table.span.start : 0
        let buffer = ByteBuffer(unfilled: max(held, begin) + pieceBytes)
        defer { withExtendedLifetime(buffer) {} }
        if let tail { withExtendedLifetime(tail) { buffer.base.update(from: tail.base, count: held) } }
        var filled = held
        var scanned = begin
        var quotes = 0
        var exact = ExactCut(delimiter: table.delimiter, encoding: table.encoding)
        while true {
            let wanted = min(max(begin - filled, 0) + pieceBytes, end - offset)
            buffer.filled(filled)
            buffer.reserve(filled + wanted)
            let got = try source.read(into: buffer.base + filled, count: wanted, at: offset)
            filled += got
            offset += got
            if got < wanted || offset >= end {
                if offset < end { throw CSVCutter.changed(table.file) }
                return try last(buffer, filled: filled, fileOffset: fileOffset, begin: begin, exact: &exact, scanned)
            }
            let cut: Int?
            if table.isCareful {
                exact.advance(buffer.base, from: scanned, to: filled)
                cut = exact.cut
            } else {
                quotes += scan_count(buffer.base + scanned, filled - scanned, 0x22)
                cut = CSVCutter.cut(buffer.base, from: begin, to: filled, quotes: quotes)
            }
            scanned = filled
            if let cut {
                if table.isCareful { line += exact.linesBeforeCut }
                // A copy: the piece's buffer is another worker's from now on.
                let rest = ByteBuffer(unfilled: filled - cut)
                rest.base.update(from: buffer.base + cut, count: filled - cut)
                rest.filled(filled - cut)
                tail = rest
                buffer.filled(cut)
                return CSVPiece(table: table, buffer: buffer, fileOffset: fileOffset, begin: begin, isLast: false)
            }
            try checkLength(filled - begin, exact)
        }
    }

    private mutating func last(
        _ buffer: ByteBuffer, filled: Int, fileOffset: Int, begin: Int, exact: inout ExactCut, _ scanned: Int
    ) throws(FileProblem) -> CSVPiece? {
        isDone = true
        tail = nil
        buffer.filled(filled)
        if table.isCareful {
            exact.advance(buffer.base, from: scanned, to: filled)
            if exact.isOpen { throw unterminated(line + exact.openingLine) }
        }
        if filled == 0 { return nil }
        return CSVPiece(table: table, buffer: buffer, fileOffset: fileOffset, begin: begin, isLast: true)
    }

    /// Behind the last line end with an even number of quotation marks before it.
    private static func cut(_ bytes: UnsafePointer<UInt8>, from: Int, to: Int, quotes: Int) -> Int? {
        var odd = quotes & 1 != 0
        var at = to - 1
        while at >= from {
            let byte = bytes[at]
            if byte == 0x22 {
                odd.toggle()
            } else if !odd, byte == 0x0A || (byte == 0x0D && at + 1 < to && bytes[at + 1] != 0x0A) {
                return at + 1
            }
            at -= 1
        }
        return nil
    }

    private func checkLength(_ length: Int, _ exact: ExactCut) throws(FileProblem) {
        if table.isCareful {
            guard length > recordLimit else { return }
            if exact.isOpen { throw unterminated(line + exact.openingLine) }
            throw FileProblem(
                .fileUnreadable, at: Place(file: table.file.id, line: Int64(line)),
                zh: "第 \(line) 行起的一条记录超过 \(recordLimit >> 20) MiB 的上限（没有换行）；请检查文件是否为表格",
                en:
                    "a record beginning on line \(line) exceeds the limit of \(recordLimit >> 20) MiB without a line end; check that this is a table"
            )
        }
        if length > max(16 * pieceBytes, 1 << 20) {
            throw FileProblem(
                .fileUnreadable, at: Place(file: table.file.id), zh: "引号不成对，改为逐字符读取",
                en: "quotation marks do not pair; to be read character by character", retry: .careful)
        }
    }

    private func unterminated(_ line: Int) -> FileProblem {
        FileProblem(
            .fileUnreadable, at: Place(file: table.file.id, line: Int64(line)),
            zh: "第 \(line) 行打开的引号没有闭合；请补上闭合的引号，或删去这个引号，再重新报送",
            en: "the quotation mark opened on line \(line) is never closed; close or remove it and send the file again")
    }

    static func changed(_ file: InputFile) -> FileProblem {
        FileProblem(
            .fileUnreadable, at: Place(file: file.id), zh: "文件在读取过程中变短了；请在文件写完后重新运行",
            en: "the file became shorter while it was read; run again when it is complete")
    }
}

/// The grammar followed through a buffer that grows: where the last whole record ends.
struct ExactCut {
    private var grammar: CSVGrammar
    /// Behind the last record whose end is certain.
    private(set) var cut: Int?
    /// Line ends before the cut; before the quotation mark that is open.
    private(set) var linesBeforeCut = 0
    private(set) var openingLine = 0
    private var lines = 0

    init(delimiter: UInt8, encoding: TextEncoding) {
        grammar = CSVGrammar(delimiter: delimiter, encoding: encoding)
    }

    var isOpen: Bool { grammar.isOpen }

    mutating func advance(_ bytes: UnsafePointer<UInt8>, from: Int, to: Int) {
        var at = from
        while at < to {
            let byte = bytes[at]
            // A CR is counted when what follows is known; the LF of a CRLF counts for both.
            if grammar.isAfterCarriageReturn, byte != 0x0A {
                cut = at
                linesBeforeCut = lines
            }
            let wasReturn = at > 0 && bytes[at - 1] == 0x0D
            if byte == 0x0D || (byte == 0x0A && !wasReturn) { lines += 1 }
            switch grammar.advance(byte) {
            case .openQuote: openingLine = lines
            case .endOfRecord where byte == 0x0A, .secondHalf:
                cut = at + 1
                linesBeforeCut = lines
            default: break
            }
            at += 1
        }
    }
}
