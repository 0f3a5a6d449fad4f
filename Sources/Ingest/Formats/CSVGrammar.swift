import Tabular

/// RFC 4180 as files really are: the exact state machine, one byte at a time. It parses the head of a file, cuts where
/// careful reading is asked for, and is the oracle of the decoder that works on masks.
///
/// A quotation mark quotes only as the first byte of a field; within quotes it is doubled; elsewhere it stands for
/// itself. Records end with LF, CR or CRLF outside quotes.
struct CSVGrammar {
    enum State {
        case fieldStart, plain, quoted
        /// Behind a quotation mark within quotes: the end of the quotes, or the first of a doubled one.
        case quote
    }

    let delimiter: UInt8
    private(set) var state = State.fieldStart
    private(set) var isAfterCarriageReturn = false

    init(delimiter: UInt8) { self.delimiter = delimiter }

    enum Event {
        case content, openQuote, closeOrDouble, doubled
        case endOfField, endOfRecord
        /// The LF of a CRLF that has already ended the record.
        case secondHalf
    }

    @inline(__always)
    mutating func advance(_ byte: UInt8) -> Event {
        let followsReturn = isAfterCarriageReturn
        isAfterCarriageReturn = false
        switch state {
        case .quoted:
            if byte == 0x22 {
                state = .quote
                return .closeOrDouble
            }
            return .content
        case .quote where byte == 0x22:
            state = .quoted
            return .doubled
        case .fieldStart where byte == 0x22:
            state = .quoted
            return .openQuote
        default:
            if byte == delimiter {
                state = .fieldStart
                return .endOfField
            }
            if byte == 0x0A || byte == 0x0D {
                if byte == 0x0A, followsReturn { return .secondHalf }
                state = .fieldStart
                isAfterCarriageReturn = byte == 0x0D
                return .endOfRecord
            }
            state = .plain
            return .content
        }
    }

    /// Inside quotes that are not closed yet.
    var isOpen: Bool { state == .quoted }
}

/// The first records of a CSV file, as text.
struct CSVHead {
    struct Record {
        var cells: [String]
        /// Offset in the file behind the record and its line end.
        var end: Int
        /// Physical line, from 1, on which it begins.
        var line: Int
    }

    var records: [Record] = []
    /// The window holds the file to its end, so the last record is whole.
    var isWhole: Bool

    /// Parses up to `limit` records of `bytes` from `start` on. A record that the window cuts off is left out.
    init(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, delimiter: UInt8, encoding: TextEncoding, whole: Bool,
        limit: Int
    ) {
        isWhole = whole
        var grammar = CSVGrammar(delimiter: delimiter)
        var cell: [UInt8] = []
        var cells: [String] = []
        var line = 1
        var begin = 1
        func text() -> String { cell.withUnsafeBufferPointer { encoding.string($0) } }
        var at = start
        while at < bytes.count, records.count < limit {
            let byte = bytes[at]
            at += 1
            if byte == 0x0D || (byte == 0x0A && !(at > start + 1 && bytes[at - 2] == 0x0D)) { line += 1 }
            switch grammar.advance(byte) {
            case .content, .doubled: cell.append(byte)
            case .openQuote, .closeOrDouble: break
            case .secondHalf: records[records.count - 1].end = at
            case .endOfField:
                cells.append(text())
                cell.removeAll(keepingCapacity: true)
            case .endOfRecord:
                cells.append(text())
                cell.removeAll(keepingCapacity: true)
                // The LF of a CRLF belongs to this record.
                if byte == 0x0D, at < bytes.count, bytes[at] == 0x0A { _ = grammar.advance(0x0A); at += 1 }
                records.append(Record(cells: cells, end: at, line: begin))
                cells.removeAll()
                begin = line
            }
        }
        if whole, records.count < limit, !grammar.isOpen, !(cells.isEmpty && grammar.state == .fieldStart) {
            cells.append(text())
            records.append(Record(cells: cells, end: at, line: begin))
        }
    }

    /// The delimiter that gives the most records of one width above one; a comma where nothing else is better.
    static func delimiter(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, encoding: TextEncoding, whole: Bool
    ) -> UInt8 {
        let directive = Array("sep=".utf8)
        if bytes.dropFirst(start).starts(with: directive), bytes.count > start + 4 { return bytes[start + 4] }
        var best: (score: Int, delimiter: UInt8) = (0, 0x2C)
        for delimiter in [0x2C, 0x09, 0x3B] as [UInt8] {
            let head = CSVHead(bytes, from: start, delimiter: delimiter, encoding: encoding, whole: whole, limit: 30)
            var widths: [Int: Int] = [:]
            for record in head.records where record.cells.count > 1 { widths[record.cells.count, default: 0] += 1 }
            let score = widths.map { $0.value * 1000 + min($0.key, 999) }.max() ?? 0
            if score > best.score { best = (score, delimiter) }
        }
        return best.delimiter
    }
}
