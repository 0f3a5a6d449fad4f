import CLibXML2
import Definitions
import Model

/// The texts that cells refer to by number, behind each other in one block.
final class XLSXStrings: XMLHandler {
    // Unchecked: see `XMLHandler`.
    @exclusivity(unchecked) private(set) var bytes: [UInt8] = []
    /// By number: where it ends.
    @exclusivity(unchecked) private var ends: [UInt32] = []
    @exclusivity(unchecked) private var path: [Element] = []

    private enum Element { case table, item, run, text, other }

    init(_ limits: SheetLimits) { super.init(limits: limits) }

    /// The bytes of a text; nil where there is none of that number.
    func range(_ number: Int) -> Range<Int>? {
        guard number >= 0, number < ends.count else { return nil }
        return (number == 0 ? 0 : Int(ends[number - 1]))..<Int(ends[number])
    }

    override func start(
        _ name: UnsafePointer<xmlChar>, _ uri: UnsafePointer<xmlChar>?, _ attributes: XMLAttributes,
        _ namespaces: XMLNamespaces
    ) {
        path.append(kind(name, uri))
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
        bytes.append(contentsOf: UnsafeBufferPointer(start: text, count: count))
        if bytes.count - Int(ends.last ?? 0) > limits.cellBytes { stop(limits.cellTooLong(sheet: -1, row: 0)) }
    }

    override func end() {
        guard path.popLast() == .item else { return }
        XLSXEscapes.decode(&bytes, from: Int(ends.last ?? 0))
        let most = limits.bounds.sharedStrings
        guard ends.count < most, bytes.count <= Int(UInt32.max) else {
            stop(limits.exceeded("shared_strings", zh: "共享字符串数 \(most)", en: "shared strings, \(most)"))
            return
        }
        ends.append(UInt32(bytes.count))
    }
}

/// `_x000D_`: characters that XML cannot hold, as Excel writes them.
enum XLSXEscapes {
    /// Decodes what follows `start` in place; carriage returns before line feeds, and alone, become line feeds.
    static func decode(_ bytes: inout [UInt8], from start: Int) {
        var isPlain = true
        for at in start..<bytes.count where bytes[at] == 0x5F || bytes[at] == 0x0D {
            isPlain = false
            break
        }
        if isPlain { return }
        var result: [UInt8] = []
        var at = start
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
        bytes.removeSubrange(start...)
        bytes += result
    }

    private static func code(_ bytes: [UInt8], _ at: Int) -> UInt32? {
        guard at + 6 < bytes.count, bytes[at + 1] == 0x78, bytes[at + 6] == 0x5F else { return nil }
        return UInt32(String(decoding: bytes[(at + 2)..<(at + 6)], as: UTF8.self), radix: 16)
    }
}
