import CLibXML2
import Tabular

/// The cell of an OpenDocument sheet under way: its value by its attributes, or its paragraphs.
struct ODSCell {
    private enum ValueType { case none, float, percentage, date, time, boolean, string, error }

    /// Where its text begins among the row's bytes.
    private(set) var begin = 0
    /// How many columns it stands for; −1: more than there can be.
    private(set) var repeats = 1
    private(set) var across = 0
    private(set) var down = 0
    /// What its number format says of a number's unit.
    var unit: ShownUnit?
    private var type = ValueType.none
    private var value: [UInt8] = []
    private var hasFormula = false
    private var paragraphs = 0
    /// White space that is text counts once.
    private var isAfterSpace = true
    /// That space was the end of a line of the file: gnumeric writes CRLF as one of these and a line break.
    private var isAfterReturn = false

    /// `isPercentage`: the cell's style shows a number as one.
    mutating func start(_ attributes: XMLAttributes, at begin: Int, isPercentage: Bool) {
        self = ODSCell()
        self.begin = begin
        guard attributes.count > 0 else { return }
        func table(_ name: StaticString) -> Int? {
            attributes.bytes(name, in: ODSNames.table).map(XMLAttributes.number)
        }
        repeats = table("number-columns-repeated") ?? 1
        across = max(0, (table("number-columns-spanned") ?? 1) - 1)
        down = max(0, (table("number-rows-spanned") ?? 1) - 1)
        hasFormula = attributes.bytes("formula", in: ODSNames.table) != nil
        guard let stated = attributes.bytes("value-type", in: ODSNames.office) else { return }
        func office(_ name: StaticString) -> [UInt8] {
            attributes.bytes(name, in: ODSNames.office).map(Array.init) ?? []
        }
        if attributes.bytes("value-type", in: ODSNames.calc)?.elementsEqual("error".utf8) == true {
            type = .error
        } else if stated.elementsEqual("string".utf8) {
            type = .string
            value =
                attributes.bytes("string-value", in: ODSNames.office).map { Array(XMLAttributes.text($0).utf8) } ?? []
        } else if stated.elementsEqual("float".utf8) || stated.elementsEqual("currency".utf8) {
            type = isPercentage ? .percentage : .float
            value = office("value")
        } else if stated.elementsEqual("percentage".utf8) {
            type = .percentage
            value = office("value")
        } else if stated.elementsEqual("date".utf8) {
            type = .date
            let stated = office("date-value")
            value = stated.withUnsafeBufferPointer { SheetDates.civil($0, .date, is1904: false)?.text } ?? stated
        } else if stated.elementsEqual("time".utf8) {
            type = .time
            value = attributes.bytes("time-value", in: ODSNames.office).flatMap(SheetDates.duration) ?? []
        } else if stated.elementsEqual("boolean".utf8) {
            type = .boolean
            let text = office("boolean-value")
            value = text.isEmpty ? [] : text == Array("true".utf8) ? [0x31] : [0x30]
        }
    }

    mutating func startParagraph(_ row: SheetRow) {
        if paragraphs > 0 { row.append(0x0A, count: 1) }
        paragraphs += 1
        isAfterSpace = true
    }

    mutating func append(_ text: UnsafeBufferPointer<UInt8>, to row: SheetRow) {
        guard let base = text.baseAddress else { return }
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
        var at = 0
        while at < text.count {
            let from = at
            while at < text.count, !isSpace(base[at]) { at += 1 }
            if at > from {
                row.append(base + from, at - from)
                (isAfterSpace, isAfterReturn) = (false, false)
            }
            guard at < text.count else { return }
            if !isAfterSpace {
                row.append(0x20, count: 1)
                (isAfterSpace, isAfterReturn) = (true, base[at] == 0x0D || base[at] == 0x0A)
            }
            at += 1
        }
    }

    mutating func insert(_ byte: UInt8, count: Int, to row: SheetRow) {
        if byte == 0x0A, isAfterReturn { row.truncate(to: row.byteCount - 1) }
        row.append(byte, count: count)
        isAfterSpace = false
        isAfterReturn = false
    }

    /// Puts the value in the place of the text; nil: the cell is empty.
    func finish(_ row: SheetRow) -> CellKind? {
        if !value.isEmpty { row.replace(from: begin, with: value) }
        guard row.byteCount > begin else { return hasFormula && type == .none ? .uncached : nil }
        // A type without its value: what is shown is all there is.
        if value.isEmpty, type != .string, type != .error { return .text }
        switch type {
        case .none, .time: return .text
        case .float: return .number
        case .percentage: return .percent
        case .date: return .date
        case .boolean: return .boolean
        case .error: return .error
        case .string:
            let text = row.text(from: begin)
            return hasFormula && (text.first == 0x23 || text.starts(with: "Err:".utf8)) ? .error : .text
        }
    }
}

enum ODSNames {
    static let office: StaticString = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    static let table: StaticString = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    static let text: StaticString = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    static let style: StaticString = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
    static let number: StaticString = "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"
    static let calc: StaticString = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
}
