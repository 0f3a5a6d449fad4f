import CLibXML2
import CScan
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
    /// The bytes of `chunk` that are read and neither parsed nor taken yet.
    private var waiting = 0..<0
    private var isRead = false
    private(set) var isAtEnd = false
    /// What ends a row, where plain rows are taken past the parser.
    private let rowEnd: [UInt8]?
    /// What the parser does not count: line ends among the bytes taken past it, and how far that moves the columns of
    /// the line that it is in.
    private var takenLines = 0
    private var shift = (line: 0, columns: 0)
    /// Rows in a row that were not plain: after many the parser gets whole chunks.
    private var refused = 0

    init(_ source: any ByteStream, _ handler: XMLHandler, chunkBytes: Int = 64 << 10) throws(FileProblem) {
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
        chunk.filled(got)
        waiting = 0..<got
        isRead = got < chunk.capacity
        let encoding = XMLPush.declaredEncoding(chunk, got)
        rowEnd =
            !handler.limits.isCareful && encoding == "utf-8"
            ? handler.rowEnd.map { Array(UnsafeBufferPointer(start: $0.utf8Start, count: $0.utf8CodeUnitCount)) } : nil
        // Exporters that say gb2312 write GBK and more; GB18030 holds all of them.
        if let encoding, XMLPush.chinese.contains(encoding), let decoder = xmlFindCharEncodingHandler("GB18030") {
            options |= XML_PARSE_IGNORE_ENC.rawValue
            xmlCtxtUseOptions(context, Int32(options))
            xmlSwitchToEncoding(context, decoder)
        } else {
            xmlCtxtUseOptions(context, Int32(options))
        }
    }

    deinit { xmlFreeParserCtxt(context) }

    /// Reads on: the next rows, or the next bytes. Not to be called when `isAtEnd`.
    func advance() throws(FileProblem) {
        if let rowEnd {
            try advance(rowEnd)
        } else {
            if waiting.isEmpty { try refill() }
            try parse(upTo: waiting.upperBound)
        }
    }

    private func advance(_ rowEnd: [UInt8]) throws(FileProblem) {
        if waiting.isEmpty { try refill() }
        if handler.isAmongRows, isIdle {
            let next = handler.takePlainRows(chunk.base, from: waiting.lowerBound, to: waiting.upperBound)
            if next > waiting.lowerBound {
                refused = 0
                note(taken: waiting.lowerBound..<next)
                waiting = next..<waiting.upperBound
                if let problem = handler.problem { throw problem }
                if !waiting.isEmpty || !isRead { return }
            }
        }
        let end = ByteSearch.find(rowEnd, in: chunk.base, from: waiting.lowerBound, to: waiting.upperBound)
        if end == nil, !isRead, waiting.count < chunk.capacity {
            // A row that is not whole yet.
            return try refill()
        }
        refused += 1
        try parse(upTo: refused < 64 ? end.map { $0 + rowEnd.count } ?? waiting.upperBound : waiting.upperBound)
    }

    /// Whether the parser has used up all that it was given: then it is between two tags, not within a comment.
    private var isIdle: Bool {
        guard let input = context.pointee.input else { return false }
        return input.pointee.cur == input.pointee.end
    }

    private func parse(upTo end: Int) throws(FileProblem) {
        let isLast = isRead && end == waiting.upperBound
        let code = (chunk.base + waiting.lowerBound).withMemoryRebound(
            to: CChar.self, capacity: max(end - waiting.lowerBound, 1)
        ) {
            xmlParseChunk(context, $0, Int32(end - waiting.lowerBound), isLast ? 1 : 0)
        }
        waiting = end..<waiting.upperBound
        isAtEnd = isLast
        if let problem = handler.problem { throw problem }
        if code != 0, context.pointee.wellFormed == 0 { throw malformed() }
    }

    /// Moves what is waiting to the front, and reads more behind it.
    private func refill() throws(FileProblem) {
        if waiting.lowerBound > 0, !waiting.isEmpty {
            chunk.base.update(from: chunk.base + waiting.lowerBound, count: waiting.count)
        }
        let held = waiting.count
        let got = try source.read(into: chunk.base + held, count: chunk.capacity - held)
        isRead = held + got < chunk.capacity
        chunk.filled(held + got)
        waiting = 0..<(held + got)
    }

    private func note(taken: Range<Int>) {
        guard let input = context.pointee.input else { return }
        let (line, column) = (Int(input.pointee.line), Int(input.pointee.col))
        let lines = scan_count(chunk.base + taken.lowerBound, taken.count, 0x0A)
        takenLines += lines
        var last = taken.upperBound
        while lines > 0, chunk.base[last - 1] != 0x0A { last -= 1 }
        let columns =
            lines > 0
            ? taken.upperBound - last + 1 - column : (shift.line == line ? shift.columns : 0) + taken.count
        shift = (line, columns)
    }

    /// Parses all that is left.
    func finish() throws(FileProblem) { while !isAtEnd { try advance() } }

    private func malformed() -> FileProblem {
        var line = 0
        var column = 0
        var message = "not well-formed"
        if let error = xmlCtxtGetLastError(context) {
            // The parser counts what it was given; rows taken past it stand before the place.
            line = Int(error.pointee.line) + takenLines
            column = Int(error.pointee.int2) + (Int(error.pointee.line) == shift.line ? shift.columns : 0)
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

    /// GB2312 and its successors.
    private static let chinese = ["gb2312", "gbk", "gb18030", "cp936", "gb_2312", "gb_2312-80", "gb2312-80"]

    /// The encoding that the XML declaration names, in lower case; without one UTF-8, for which there may be a byte order
    /// mark; nil where neither can be told, as in UTF-16.
    private static func declaredEncoding(_ buffer: ByteBuffer, _ count: Int) -> String? {
        var bytes = UnsafeBufferPointer(start: buffer.base, count: min(count, 256))[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        guard bytes.first == 0x3C, !bytes.contains(0) else { return nil }
        let head = String(decoding: bytes, as: UTF8.self).lowercased()
        guard head.hasPrefix("<?xml") else { return "utf-8" }
        guard let end = head.firstRange(of: "?>") else { return nil }
        let declaration = head[..<end.lowerBound]
        guard let name = declaration.firstRange(of: "encoding") else { return "utf-8" }
        let value = declaration[name.upperBound...].drop { " \t\r\n=".contains($0) }
        guard let quote = value.first, quote == "\"" || quote == "'" else { return nil }
        return String(value.dropFirst().prefix { $0 != quote })
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
