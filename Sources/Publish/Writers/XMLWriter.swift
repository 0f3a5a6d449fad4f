import CLibXML2
import Glibc

/// XML through libxml2's writer, handed on to a file piece by piece. Texts may be any: what XML cannot hold becomes U+FFFD.
///
///     let xml = try XMLWriter(file)
///     xml.start("codes", [("xmlns", "urn:…")])
///     xml.element("code", "本区", [("id", "1")])
///     try xml.close()
final class XMLWriter {
    private let file: TextFile
    private let buffer: xmlBufferPtr
    private let writer: xmlTextWriterPtr
    /// Whether libxml2 refused anything; said at the next flush, as all its calls fail for want of memory only.
    private var failed = false
    private var written = 0

    private static let flushSize = 1 << 18

    /// Begins a document in UTF-8.
    init(_ file: TextFile) throws(OutputError) {
        xmlInitParser()
        guard let buffer = xmlBufferCreate() else { throw XMLWriter.exhausted(file) }
        guard let writer = xmlNewTextWriterMemory(buffer, 0) else {
            xmlBufferFree(buffer)
            throw XMLWriter.exhausted(file)
        }
        self.file = file
        self.buffer = buffer
        self.writer = writer
        check(xmlTextWriterStartDocument(writer, "1.0", "UTF-8", nil))
    }

    deinit {
        xmlFreeTextWriter(writer)
        xmlBufferFree(buffer)
    }

    func start(_ name: String, _ attributes: [(String, String)] = []) {
        check(xmlTextWriterStartElement(writer, name))
        for (name, value) in attributes { attribute(name, value) }
    }

    /// Of the element just begun.
    func attribute(_ name: String, _ value: String) {
        check(xmlTextWriterWriteAttribute(writer, name, XMLWriter.legal(value)))
        written += name.utf8.count + value.utf8.count
    }

    func end() { check(xmlTextWriterEndElement(writer)) }

    func element(_ name: String, _ text: String, _ attributes: [(String, String)] = []) {
        start(name, attributes)
        check(xmlTextWriterWriteString(writer, XMLWriter.legal(text)))
        written += text.utf8.count
        end()
    }

    /// An element without content.
    func empty(_ name: String, _ attributes: [(String, String)] = []) {
        start(name, attributes)
        end()
    }

    /// Between elements only, as it is part of the document.
    func breakLine() throws(OutputError) {
        check(xmlTextWriterWriteRaw(writer, "\n"))
        if written >= XMLWriter.flushSize { try flush() }
    }

    /// Ends all open elements and hands over what is left; the file stays open.
    func close() throws(OutputError) {
        check(xmlTextWriterEndDocument(writer))
        try flush()
    }

    private func flush() throws(OutputError) {
        check(xmlTextWriterFlush(writer))
        if failed { throw XMLWriter.exhausted(file) }
        let length = Int(xmlBufferLength(buffer))
        if length > 0, let bytes = xmlBufferContent(buffer) {
            try file.write([UInt8](UnsafeBufferPointer(start: bytes, count: length)))
        }
        xmlBufferEmpty(buffer)
        written = 0
    }

    private func check(_ result: Int32) { if result < 0 { failed = true } }

    private static func exhausted(_ file: TextFile) -> OutputError {
        OutputError(path: file.path, operation: .write, code: ENOMEM)
    }

    /// XML 1.0 has no control characters but tab, LF and CR, no U+FFFE, no U+FFFF.
    private static func legal(_ text: String) -> String {
        func isIllegal(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar.value {
            case 0..<0x09, 0x0B, 0x0C, 0x0E..<0x20, 0xFFFE, 0xFFFF: true
            default: false
            }
        }
        guard text.unicodeScalars.contains(where: isIllegal) else { return text }
        var clean = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { clean.append(isIllegal(scalar) ? "\u{FFFD}" : scalar) }
        return String(clean)
    }
}
