import CLibXML2
import Definitions
import Model
import Tabular

/// libxml2's push parser over a stream: namespaces resolved, no network, no entities of the document's own, a DOCTYPE
/// refused as soon as it is seen.
final class XMLPush {
    private let source: any ByteStream
    private let context: xmlParserCtxtPtr
    private let handler: XMLHandler
    private let chunk: ByteBuffer
    /// Bytes of `chunk` that are read and not parsed yet; nil: none are read.
    private var pending: Int?
    private(set) var isAtEnd = false

    init(_ source: any ByteStream, _ handler: XMLHandler, chunkBytes: Int = 32 << 10) throws(FileProblem) {
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
        let got = try source.read(into: chunk.base, count: chunk.capacity)
        pending = got
        // Exporters that say gb2312 write GBK and more; GB18030 holds all of them.
        if XMLPush.declaresChinese(chunk, got), let decoder = xmlFindCharEncodingHandler("GB18030") {
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
        let got: Int
        if let waiting = pending {
            got = waiting
            pending = nil
        } else {
            got = try source.read(into: chunk.base, count: chunk.capacity)
        }
        let isLast = got < chunk.capacity
        let code = chunk.base.withMemoryRebound(to: CChar.self, capacity: max(got, 1)) {
            xmlParseChunk(context, $0, Int32(got), isLast ? 1 : 0)
        }
        isAtEnd = isLast
        if let problem = handler.problem { throw problem }
        if code != 0, context.pointee.wellFormed == 0 { throw malformed() }
    }

    /// Parses all that is left.
    func finish() throws(FileProblem) { while !isAtEnd { try advance() } }

    private func malformed() -> FileProblem {
        var line = 0
        var column = 0
        var message = "not well-formed"
        if let error = xmlCtxtGetLastError(context) {
            line = Int(error.pointee.line)
            column = Int(error.pointee.int2)
            if let text = error.pointee.message { message = String(cString: text).trimmed }
        }
        let part = source.part.map { "\($0) " } ?? ""
        return FileProblem(
            .fileUnreadable, at: Place(file: source.file.id, line: Int64(line), column: Int32(clamping: column)),
            zh: "\(part)XML 格式错误，第 \(line) 行第 \(column) 列（\(message)）；整个文件未读取，请重新导出",
            en:
                "\(part)malformed XML at line \(line), column \(column) (\(message)); nothing of the file was read, export it again"
        )
    }

    /// Whether the XML declaration names GB2312 or one of its successors.
    private static func declaresChinese(_ buffer: ByteBuffer, _ count: Int) -> Bool {
        let head = buffer.string(0, min(count, 256)).lowercased()
        guard head.hasPrefix("<?xml"), let end = head.firstRange(of: "?>") else { return false }
        let declaration = head[..<end.lowerBound]
        return ["gb2312", "gbk", "gb18030", "cp936", "gb_2312"].contains { declaration.contains($0) }
    }

    private static func callbacks() -> xmlSAXHandler {
        var sax = xmlSAXHandler()
        sax.initialized = UInt32(XML_SAX2_MAGIC)
        sax.startElementNs = { context, name, _, uri, namespaceCount, namespaces, attributeCount, _, attributes in
            guard let name else { return }
            XMLHandler.call(context) {
                $0.open(
                    name, uri, XMLAttributes(count: Int(attributeCount), base: attributes),
                    XMLNamespaces(count: Int(namespaceCount), base: namespaces))
            }
        }
        sax.endElementNs = { context, _, _, _ in XMLHandler.call(context) { $0.close() } }
        sax.characters = { context, text, count in XMLHandler.call(context) { $0.text(text, Int(count)) } }
        // The same function: libxml2 then does not try to guess which blanks do not matter.
        sax.ignorableWhitespace = sax.characters
        sax.cdataBlock = sax.characters
        sax.internalSubset = { context, _, _, _ in XMLHandler.call(context) { $0.refuseDoctype() } }
        return sax
    }
}
