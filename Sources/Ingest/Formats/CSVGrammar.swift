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

    /// Bytes of a character come in pairs of which the second may look like the delimiter: `|` in GB18030, where no other
    /// delimiter, quotation mark or line end is the end of a character.
    private let hasPairs: Bool
    private var isWithinPair = false

    init(delimiter: UInt8, encoding: TextEncoding) {
        self.delimiter = delimiter
        hasPairs = CSVGrammar.hasPairs(delimiter: delimiter, encoding: encoding)
    }

    static func hasPairs(delimiter: UInt8, encoding: TextEncoding) -> Bool {
        encoding == .gb18030 && delimiter >= 0x40
    }

    enum Event {
        case content, openQuote, closeOrDouble, doubled
        case endOfField, endOfRecord
        /// The LF of a CRLF that has already ended the record.
        case secondHalf
    }

    @inline(__always)
    mutating func advance(_ byte: UInt8) -> Event {
        if hasPairs, isWithinPair || byte >= 0x81 {
            // Characters of four bytes are two such pairs.
            isWithinPair.toggle()
            isAfterCarriageReturn = false
            if state == .quote { state = .plain }
            if state == .fieldStart { state = .plain }
            return .content
        }
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

/// Makes records of bytes that come one buffer after the other.
struct CSVRecordWalk {
    private var grammar: CSVGrammar
    private let encoding: TextEncoding
    private var cell: [UInt8] = []
    private var cells: [String] = []
    private var line = 1
    private var begin = 1
    private var row = 0
    /// In the file, of the next byte.
    private var offset: Int
    private var previous: UInt8 = 0
    /// A record that CR ended: whether LF follows is known with the next byte.
    private var waiting: CSVHead.Record?

    init(delimiter: UInt8, encoding: TextEncoding, offset: Int) {
        grammar = CSVGrammar(delimiter: delimiter, encoding: encoding)
        self.encoding = encoding
        self.offset = offset
    }

    var isOpen: Bool { grammar.isOpen }
    /// Records handed out.
    var count: Int { row }

    /// Hands out every record that ends within these bytes, with its row from 0.
    mutating func advance(_ bytes: UnsafeBufferPointer<UInt8>, _ take: (CSVHead.Record, Int) -> Void) {
        for byte in bytes {
            offset += 1
            if byte == 0x0D || (byte == 0x0A && previous != 0x0D) { line += 1 }
            previous = byte
            if var record = waiting {
                // The LF of a CRLF belongs to this record.
                if byte == 0x0A { record.end = offset }
                hand(record, take)
                waiting = nil
                begin = line
            }
            switch grammar.advance(byte) {
            case .content, .doubled: cell.append(byte)
            case .openQuote, .closeOrDouble, .secondHalf: break
            case .endOfField: endCell()
            case .endOfRecord:
                endCell()
                let record = CSVHead.Record(cells: cells, end: offset, line: begin)
                cells.removeAll()
                if byte == 0x0D { waiting = record } else { hand(record, take) }
                begin = line
            }
        }
    }

    /// The file has ended: a last record needs no line end.
    mutating func finish(_ take: (CSVHead.Record, Int) -> Void) {
        if let record = waiting { hand(record, take) }
        waiting = nil
        guard !grammar.isOpen, !(cells.isEmpty && cell.isEmpty && grammar.state == .fieldStart) else { return }
        endCell()
        hand(CSVHead.Record(cells: cells, end: offset, line: begin), take)
        cells.removeAll()
    }

    private mutating func endCell() {
        cells.append(cell.withUnsafeBufferPointer { encoding.string($0) })
        cell.removeAll(keepingCapacity: true)
    }

    private mutating func hand(_ record: CSVHead.Record, _ take: (CSVHead.Record, Int) -> Void) {
        take(record, row)
        row += 1
    }
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

    /// Parses up to `limit` records of `bytes` from `start` on. A record that the window cuts off is left out.
    init(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, delimiter: UInt8, encoding: TextEncoding, whole: Bool,
        limit: Int
    ) {
        var walk = CSVRecordWalk(delimiter: delimiter, encoding: encoding, offset: start)
        var found: [Record] = []
        // By steps, so that no more is parsed than is asked for.
        var at = start
        while at < bytes.count, found.count < limit {
            let end = min(at + 256, bytes.count)
            walk.advance(UnsafeBufferPointer(rebasing: bytes[at..<end])) { record, _ in found.append(record) }
            at = end
        }
        if whole, at >= bytes.count, found.count < limit { walk.finish { record, _ in found.append(record) } }
        records = Array(found.prefix(limit))
    }

    /// The delimiter that gives the most records of one width above one; a comma where nothing else is better.
    static func delimiter(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, encoding: TextEncoding, whole: Bool
    ) -> UInt8 {
        let directive = Array("sep=".utf8)
        if bytes.dropFirst(start).starts(with: directive), bytes.count > start + 4 { return bytes[start + 4] }
        var best: (score: Int, delimiter: UInt8) = (0, 0x2C)
        for delimiter in [0x2C, 0x09, 0x3B, 0x7C] as [UInt8] {
            let head = CSVHead(bytes, from: start, delimiter: delimiter, encoding: encoding, whole: whole, limit: 30)
            var widths: [Int: Int] = [:]
            for record in head.records where record.cells.count > 1 { widths[record.cells.count, default: 0] += 1 }
            let score = widths.map { $0.value * 1000 + min($0.key, 999) }.max() ?? 0
            if score > best.score { best = (score, delimiter) }
        }
        return best.delimiter
    }
}
