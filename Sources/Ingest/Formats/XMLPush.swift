import CLibXML2
import Definitions
import Model
import Tabular

/// libxml2's push parser over a file: namespaces resolved, no network, no entities of the document's own, a DOCTYPE
/// refused as soon as it is seen.
final class XMLPush {
    private let source: OpenFile
    private let context: xmlParserCtxtPtr
    private let handler: SpreadsheetHandler
    private let chunk: ByteBuffer
    private var offset = 0
    private(set) var isAtEnd = false

    init(_ source: OpenFile, _ handler: SpreadsheetHandler, chunkBytes: Int = 32 << 10) throws(FileProblem) {
        self.source = source
        self.handler = handler
        chunk = ByteBuffer(unfilled: chunkBytes)
        var callbacks = XMLPush.callbacks()
        guard
            let context = xmlCreatePushParserCtxt(
                &callbacks, Unmanaged.passUnretained(handler).toOpaque(), nil, 0, nil)
        else {
            throw FileProblem(
                .fileUnreadable, at: Place(file: source.file.id), zh: "内存不足，无法读取", en: "no memory to read it")
        }
        self.context = context
        // Without XML_PARSE_HUGE: text of any length arrives in parts all the same, while comments, tags and attributes
        // beyond ten million bytes are refused instead of being gathered.
        var options = XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
        // Exporters that say gb2312 write GBK and more; GB18030 holds all of them.
        if try XMLPush.declaresChinese(source), let decoder = xmlFindCharEncodingHandler("GB18030") {
            options |= XML_PARSE_IGNORE_ENC.rawValue
            xmlCtxtUseOptions(context, Int32(options))
            xmlSwitchToEncoding(context, decoder)
        } else {
            xmlCtxtUseOptions(context, Int32(options))
        }
    }

    deinit { xmlFreeParserCtxt(context) }

    /// Parses the next bytes. Not to be called when `isAtEnd`.
    func advance() throws(FileProblem) {
        let got = try source.read(into: chunk.base, count: chunk.capacity, at: offset)
        offset += got
        let isLast = got < chunk.capacity || offset >= source.size
        let code = chunk.base.withMemoryRebound(to: CChar.self, capacity: max(got, 1)) {
            xmlParseChunk(context, $0, Int32(got), isLast ? 1 : 0)
        }
        isAtEnd = isLast
        if let problem = handler.problem { throw problem }
        if code != 0, context.pointee.wellFormed == 0 { throw malformed() }
    }

    private func malformed() -> FileProblem {
        var line = 0
        var column = 0
        var message = "not well-formed"
        if let error = xmlCtxtGetLastError(context) {
            line = Int(error.pointee.line)
            column = Int(error.pointee.int2)
            if let text = error.pointee.message { message = String(cString: text).trimmed }
        }
        return FileProblem(
            .fileUnreadable, at: Place(file: source.file.id, line: Int64(line), column: Int32(clamping: column)),
            zh: "XML 格式错误，第 \(line) 行第 \(column) 列（\(message)）；整个文件未读取，请重新导出",
            en:
                "malformed XML at line \(line), column \(column) (\(message)); nothing of the file was read, export it again"
        )
    }

    /// Whether the XML declaration names GB2312 or one of its successors.
    private static func declaresChinese(_ source: OpenFile) throws(FileProblem) -> Bool {
        let buffer = try source.buffer(count: 256)
        let head = buffer.string(0, buffer.count).lowercased()
        guard head.hasPrefix("<?xml"), let end = head.firstRange(of: "?>") else { return false }
        let declaration = head[..<end.lowerBound]
        return ["gb2312", "gbk", "gb18030", "cp936", "gb_2312"].contains { declaration.contains($0) }
    }

    private static func callbacks() -> xmlSAXHandler {
        var sax = xmlSAXHandler()
        sax.initialized = UInt32(XML_SAX2_MAGIC)
        sax.startElementNs = { context, name, _, uri, namespaceCount, namespaces, attributeCount, _, attributes in
            SpreadsheetHandler.call(context) {
                $0.start(
                    name, uri, XMLAttributes(count: Int(attributeCount), base: attributes),
                    XMLNamespaces(count: Int(namespaceCount), base: namespaces))
            }
        }
        sax.endElementNs = { context, _, _, _ in SpreadsheetHandler.call(context) { $0.end() } }
        sax.characters = { context, text, count in
            SpreadsheetHandler.call(context) { $0.characters(text, Int(count)) }
        }
        // The same function: libxml2 then does not try to guess which blanks do not matter.
        sax.ignorableWhitespace = sax.characters
        sax.cdataBlock = sax.characters
        sax.internalSubset = { context, _, _, _ in SpreadsheetHandler.call(context) { $0.refuseDoctype() } }
        return sax
    }
}

/// The attributes of an element, as libxml2 hands them over: five pointers each.
struct XMLAttributes {
    let count: Int
    let base: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?

    /// The bytes of an attribute of the spreadsheet namespace (or of none), by its local name.
    func bytes(_ name: StaticString) -> UnsafeBufferPointer<UInt8>? {
        guard let base else { return nil }
        for i in 0..<count {
            let at = base + 5 * i
            guard let local = at[0], XMLNames.equal(local, name), let from = at[3], let to = at[4] else { continue }
            if let uri = at[2], !XMLNames.equal(uri, XMLNames.spreadsheet) { continue }
            return UnsafeBufferPointer(start: from, count: to - from)
        }
        return nil
    }

    func text(_ name: StaticString) -> String? {
        // Where entities are not replaced, libxml2 hands an ampersand on as a character reference.
        bytes(name).map { String(decoding: $0, as: UTF8.self).replacing("&#38;", with: "&") }
    }

    /// A whole number; nil where it is absent, −1 where it is none or beyond 2³¹.
    func number(_ name: StaticString) -> Int? {
        guard let digits = bytes(name) else { return nil }
        guard !digits.isEmpty, digits.count <= 10 else { return -1 }
        var value = 0
        for digit in digits {
            guard digit >= 0x30, digit <= 0x39 else { return -1 }
            value = value * 10 + Int(digit - 0x30)
        }
        return value <= Int(Int32.max) ? value : -1
    }
}

/// The namespaces that an element declares: prefix and URI each.
struct XMLNamespaces {
    let count: Int
    let base: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?

    func declares(_ prefix: StaticString) -> Bool {
        guard let base else { return false }
        return (0..<count).contains { base[2 * $0].map { XMLNames.equal($0, prefix) } ?? false }
    }
}

enum XMLNames {
    static let spreadsheet: StaticString = "urn:schemas-microsoft-com:office:spreadsheet"
    static let excel: StaticString = "urn:schemas-microsoft-com:office:excel"

    @inline(__always)
    static func equal(_ text: UnsafePointer<xmlChar>, _ name: StaticString) -> Bool {
        let wanted = name.utf8Start
        var i = 0
        while i < name.utf8CodeUnitCount {
            if text[i] != wanted[i] { return false }
            i += 1
        }
        return text[i] == 0
    }
}
