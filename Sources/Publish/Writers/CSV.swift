/// How a table of text is laid out.
struct CSVStyle: Hashable, Sendable {
    var byteOrderMark: Bool
    var endOfLine: String
    /// Whether free text that a spreadsheet would run gets an apostrophe before it.
    var neutralizes: Bool

    /// For people: opens in every spreadsheet program with its characters right.
    static let people = CSVStyle(byteOrderMark: true, endOfLine: "\r\n", neutralizes: true)
}

/// RFC 4180, quoting only fields that hold a comma, a quote, CR or LF.
struct CSVWriter {
    private let file: TextFile
    private let style: CSVStyle
    private var buffer: [UInt8] = []
    private var fields = 0

    private static let flushSize = 1 << 18

    init(_ file: TextFile, style: CSVStyle) {
        self.file = file
        self.style = style
        buffer.reserveCapacity(CSVWriter.flushSize + 4096)
        if style.byteOrderMark { buffer += [0xEF, 0xBB, 0xBF] }
    }

    /// A number, a code, a word of the program: as it is.
    mutating func field(_ text: String) {
        var text = text
        separate()
        text.withUTF8 { append($0) }
    }

    mutating func field(_ bytes: ArraySlice<UInt8>) {
        separate()
        bytes.withUnsafeBufferPointer { append($0) }
    }

    mutating func field(_ number: some BinaryInteger) { field(String(number)) }

    mutating func empty() { separate() }

    /// Text that came from respondents or holds such text.
    mutating func free(_ text: String) {
        field(style.neutralizes && isRunBySpreadsheets(text.utf8) ? "'" + text : text)
    }

    mutating func free(_ bytes: ArraySlice<UInt8>) {
        field(style.neutralizes && isRunBySpreadsheets(bytes) ? [UInt8(ascii: "'")] + bytes : bytes)
    }

    mutating func endLine() throws(OutputError) {
        buffer.append(contentsOf: style.endOfLine.utf8)
        fields = 0
        if buffer.count >= CSVWriter.flushSize { try flush() }
    }

    /// Hands over what is left; the file stays open.
    mutating func flush() throws(OutputError) {
        try file.write(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    private mutating func separate() {
        if fields > 0 { buffer.append(UInt8(ascii: ",")) }
        fields += 1
    }

    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        var quoted = false
        for byte in bytes where byte == 0x2C || byte == 0x22 || byte == 0x0D || byte == 0x0A { quoted = true; break }
        guard quoted else { buffer.append(contentsOf: bytes); return }
        buffer.append(0x22)
        for byte in bytes {
            if byte == 0x22 { buffer.append(0x22) }
            buffer.append(byte)
        }
        buffer.append(0x22)
    }
}

/// Whether a spreadsheet program might take this text for a formula: it begins with `=`, `+`, `-`, `@`, tab or CR and does
/// not read as a number (`-12.5`, `+1,200`, `-3.2%`, `-1e6` stay numbers).
func isRunBySpreadsheets(_ bytes: some Collection<UInt8>) -> Bool {
    switch bytes.first {
    case UInt8(ascii: "="), UInt8(ascii: "@"), 0x09, 0x0D: return true
    case UInt8(ascii: "+"), UInt8(ascii: "-"): return !readsAsNumber(bytes.dropFirst())
    default: return false
    }
}

/// Digits, with separators of thousands, a point, an exponent, a percent sign.
private func readsAsNumber(_ bytes: some Collection<UInt8>) -> Bool {
    var digits = 0
    var (point, exponent, percent) = (false, false, false)
    var previous: UInt8 = 0
    for byte in bytes {
        if percent { return false }
        switch byte {
        case 48...57: digits += 1
        case UInt8(ascii: ",") where digits > 0 && !point && !exponent: break
        case UInt8(ascii: ".") where !point && !exponent: point = true
        case UInt8(ascii: "e"), UInt8(ascii: "E"):
            guard digits > 0, !exponent else { return false }
            exponent = true
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            guard previous | 0x20 == UInt8(ascii: "e") else { return false }
        case UInt8(ascii: "%") where digits > 0: percent = true
        default: return false
        }
        previous = byte
    }
    return digits > 0 && previous != UInt8(ascii: "e") && previous != UInt8(ascii: "E")
}
