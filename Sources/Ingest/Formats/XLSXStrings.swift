import CLibXML2
import CScan
import Definitions
import Glibc
import Model
import Tabular

/// The texts that cells refer to by number, behind each other in one block.
final class XLSXStrings: XMLHandler {
    // Unchecked: see `XMLHandler`.
    private let bytes = ByteBuffer(capacity: 1 << 12)
    /// By number where a text begins, which is where the one before it ends.
    @exclusivity(unchecked) private var bounds: UnsafeMutablePointer<UInt32>
    @exclusivity(unchecked) private var capacity = 1 << 8
    @exclusivity(unchecked) private(set) var count = 0
    @exclusivity(unchecked) private var path: [Element] = []
    /// Names without a prefix are SpreadsheetML's in all of the part.
    @exclusivity(unchecked) private var hasPlainNames = false

    private enum Element { case table, item, run, text, other }

    init(_ limits: SheetLimits) {
        bounds = .allocate(capacity: capacity)
        bounds[0] = 0
        super.init(limits: limits)
    }

    deinit { bounds.deallocate() }

    /// What they take in memory.
    var byteCount: Int { bytes.count + 4 * count }

    /// The bytes of a text; nil where there is none of that number.
    @inline(__always) func text(_ number: Int) -> UnsafeBufferPointer<UInt8>? {
        guard number >= 0, number < count else { return nil }
        let start = Int(bounds[number])
        return UnsafeBufferPointer(start: bytes.base + start, count: Int(bounds[number + 1]) - start)
    }

    /// Has the place of a text brought near: of the cells of a row each refers to another corner of the memory, and asked
    /// for one by one each is waited for.
    @inline(__always) func expect(_ number: Int) {
        if number >= 0, number < count { scan_prefetch(bounds + number) }
    }

    /// The same for the text itself, once its place may be there.
    @inline(__always) func expectText(_ number: Int) {
        guard number >= 0, number < count else { return }
        let (start, end) = (Int(bounds[number]), Int(bounds[number + 1]))
        scan_prefetch(bytes.base + start)
        if end - start > 64 || end >> 6 > start >> 6 { scan_prefetch(bytes.base + end) }
    }

    override func start(
        _ name: UnsafePointer<xmlChar>, _ uri: UnsafePointer<xmlChar>?, _ attributes: XMLAttributes,
        _ namespaces: XMLNamespaces
    ) {
        let element = kind(name, uri)
        path.append(element)
        if element == .table {
            hasPlainNames = namespaces.binds(nil, to: XLSXNames.main) || namespaces.binds(nil, to: XLSXNames.strict)
        }
    }

    private func kind(_ name: UnsafePointer<xmlChar>, _ uri: UnsafePointer<xmlChar>?) -> Element {
        guard XLSXNames.isMain(uri) else { return .other }
        switch path.last {
        case nil: return XMLNames.equal(name, "sst") ? .table : .other
        case .table: return XMLNames.equal(name, "si") ? .item : .other
        // Readings (rPh) are no text.
        case .item: return XMLNames.equal(name, "t") ? .text : XMLNames.equal(name, "r") ? .run : .other
        case .run: return XMLNames.equal(name, "t") ? .text : .other
        default: return .other
        }
    }

    override func characters(_ text: UnsafePointer<xmlChar>, _ count: Int) {
        guard path.last == .text else { return }
        add(text, count)
    }

    private func add(_ text: UnsafePointer<UInt8>, _ length: Int) {
        bytes.append(UnsafeBufferPointer(start: text, count: length))
        if bytes.count - Int(bounds[count]) > limits.cellBytes { stop(limits.cellTooLong(sheet: -1, row: 0)) }
    }

    override func end() {
        guard path.popLast() == .item else { return }
        decodeEscapes()
        endText()
    }

    private func decodeEscapes() {
        let start = Int(bounds[count])
        guard
            let decoded = XLSXEscapes.decoded(
                UnsafeBufferPointer(rebasing: bytes.bytes[start...]))
        else { return }
        bytes.count = start
        bytes.append(decoded)
    }

    private func endText() {
        let most = limits.bounds.sharedStrings
        guard count < most, bytes.count <= Int(UInt32.max) else {
            stop(limits.exceeded("shared_strings", zh: "共享字符串数 \(most)", en: "shared strings, \(most)"))
            return
        }
        count += 1
        if count == capacity {
            let grown = UnsafeMutablePointer<UInt32>.allocate(capacity: 2 * capacity)
            grown.update(from: bounds, count: capacity)
            bounds.deallocate()
            (bounds, capacity) = (grown, 2 * capacity)
        }
        bounds[count] = UInt32(bytes.count)
    }

    // MARK: Plain texts

    override var rowEnd: StaticString? { "</si>" }

    override var isAmongRows: Bool { hasPlainNames && path.last == .table && limits.bounds.nesting >= 3 }

    /// Items of one text each, as nearly all are.
    override func takePlainRows(_ base: UnsafePointer<UInt8>, from: Int, to: Int) -> Int {
        var cursor = XMLMarkup(base, from: from, to: to)
        var taken = from
        while !isStopped {
            cursor.skipBlanks()
            guard cursor.take("<si><t>") || cursor.take("<si><t xml:space=\"preserve\">"),
                let text = cursor.takeText(), cursor.take("</t></si>"),
                !text.hasReferences || text.hasKnownReferences(base)
            else { break }
            taken = cursor.at
            text.replaced(base) { add($0, $1) }
            if isStopped { break }
            if memchr(base + text.start, 0x5F, text.count) != nil { decodeEscapes() }
            endText()
        }
        return taken
    }
}

/// `_x000D_`: characters that XML cannot hold, as Excel writes them.
enum XLSXEscapes {
    /// The text that is meant; carriage returns before line feeds, and alone, become line feeds. nil: it stays as it is.
    static func decoded(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard bytes.contains(where: { $0 == 0x5F || $0 == 0x0D }) else { return nil }
        var result: [UInt8] = []
        var at = 0
        while at < bytes.count {
            var byte: [UInt8] = [bytes[at]]
            var step = 1
            if bytes[at] == 0x5F, let code = code(bytes, at), let scalar = Unicode.Scalar(code) {
                byte = Array(String(scalar).utf8)
                step = 7
            }
            if byte == [0x0A], result.last == 0x0D { result.removeLast() }
            result += byte
            at += step
        }
        for i in result.indices where result[i] == 0x0D { result[i] = 0x0A }
        return result
    }

    private static func code(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> UInt32? {
        guard at + 6 < bytes.count, bytes[at + 1] == 0x78, bytes[at + 6] == 0x5F else { return nil }
        return UInt32(String(decoding: bytes[(at + 2)..<(at + 6)], as: UTF8.self), radix: 16)
    }
}
