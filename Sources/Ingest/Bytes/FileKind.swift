import Definitions
import Model
import Tabular

/// What the first bytes of a file say it is.
enum FileKind: Hashable {
    /// Text without markup, decided by its first MiB. `start` is the length of a byte order mark.
    case text(TextEncoding, start: Int, marked: Bool)
    case xmlSpreadsheet2003
    case empty
    case foreign(Foreign)
    /// Text that is neither UTF-8 nor GB18030, with the offset of the first byte that GB18030 does not know.
    case undecodable(offset: Int)
}

/// What cannot be read, named for what it is.
enum Foreign: Hashable {
    case zip, ole, html, otherXML, openDocumentXML, pdf, gzip, utf16, binary

    func problem(_ file: InputFile) -> FileProblem {
        let (zh, en) = words
        return FileProblem(.fileForeign, at: Place(file: file.id), zh: zh, en: en)
    }

    private var words: (String, String) {
        let zh = "请在电子表格软件中打开，另存为“XML 电子表格 2003”或 CSV（UTF-8）后再报送"
        let en = "open it in a spreadsheet program and save it as XML Spreadsheet 2003 or CSV (UTF-8)"
        return switch self {
        case .zip:
            (
                "这是 ZIP 容器（xlsx、ods 或压缩包），目前不能读取；\(zh)",
                "a ZIP container (xlsx, ods or an archive), not readable yet; \(en)"
            )
        case .ole:
            (
                "这是 Excel 97–2003 工作簿、WPS .et 文件或加密的工作簿（OLE 容器）；如有密码先取消，再\(zh)",
                "an Excel 97–2003 workbook, a WPS .et file or an encrypted workbook (OLE container); take off a password, \(en)"
            )
        case .html: ("这是网页（HTML），只是名称像电子表格；\(zh)", "a web page (HTML) named like a spreadsheet; \(en)")
        case .openDocumentXML:
            ("这是 OpenDocument 平面 XML（fods），目前不能读取；\(zh)", "flat OpenDocument XML (fods), not readable yet; \(en)")
        case .otherXML: ("这是 XML，但不是“XML 电子表格 2003”；\(zh)", "XML, but not XML Spreadsheet 2003; \(en)")
        case .pdf:
            ("这是 PDF 文件，不是电子表格；请报送原始电子表格", "a PDF document, not a spreadsheet; send the spreadsheet it was made from")
        case .gzip: ("这是 gzip 压缩文件，目前不能读取；请解压后再报送", "a gzip file, not readable yet; decompress it first")
        case .utf16: ("这是 UTF-16 文本，目前不能读取；请另存为“CSV UTF-8”", "UTF-16 text, not readable yet; save it as CSV UTF-8")
        case .binary: ("这是二进制文件，不是电子表格；\(zh)", "a binary file, not a spreadsheet; \(en)")
        }
    }
}

extension FileKind {
    /// How much of a file decides.
    static let decisiveBytes = 1 << 20

    /// Tells by content. `head` is the file's beginning, `whole` says that nothing follows it.
    init(_ head: UnsafeBufferPointer<UInt8>, whole: Bool) {
        if head.isEmpty {
            self = .empty
            return
        }
        if let foreign = FileKind.magic(head) {
            self = .foreign(foreign)
            return
        }
        let wide = FileKind.isWide(head)
        let start = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        if let markup = FileKind.markup(head, from: start, wide: wide) {
            self = markup
        } else if wide {
            self = .foreign(.utf16)
        } else if head.count == start, whole {
            self = .empty
        } else if head.prefix(1 << 16).contains(0) {
            self = .foreign(.binary)
        } else {
            self = FileKind.text(head, start: start, whole: whole)
        }
    }

    private static func magic(_ head: UnsafeBufferPointer<UInt8>) -> Foreign? {
        let known: [([UInt8], Foreign)] = [
            ([0x50, 0x4B, 0x03, 0x04], .zip), ([0x50, 0x4B, 0x05, 0x06], .zip), ([0xD0, 0xCF, 0x11, 0xE0], .ole),
            (Array("%PDF-".utf8), .pdf), ([0x1F, 0x8B], .gzip),
        ]
        return known.first { head.starts(with: $0.0) }?.1
    }

    /// UTF-16, by its mark or by the zero bytes that Latin text has in it.
    private static func isWide(_ head: UnsafeBufferPointer<UInt8>) -> Bool {
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { return true }
        let sample = head.prefix(4096)
        let zeros = sample.indices.reduce(into: (0, 0)) { counts, i in
            if sample[i] == 0 { if i & 1 == 0 { counts.0 += 1 } else { counts.1 += 1 } }
        }
        // Line ends, digits and delimiters have a zero byte, always on the same side.
        return max(zeros.0, zeros.1) * 16 > sample.count && min(zeros.0, zeros.1) * 8 < max(zeros.0, zeros.1)
    }

    private static func markup(_ head: UnsafeBufferPointer<UInt8>, from start: Int, wide: Bool) -> FileKind? {
        let window = head[start..<min(head.count, start + 1 << 16)]
        // In UTF-16 the letters of markup are the bytes that are not zero.
        let letters = wide ? window.filter { $0 != 0 && $0 < 0x80 } : Array(window)
        guard let first = letters.firstIndex(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }), letters[first] == 0x3C
        else { return nil }
        let text = String(decoding: letters[first...], as: UTF8.self).lowercased()
        if text.contains("urn:schemas-microsoft-com:office:spreadsheet") && !text.contains("<html") {
            return .xmlSpreadsheet2003
        }
        if text.contains("urn:oasis:names:tc:opendocument") { return .foreign(.openDocumentXML) }
        if text.contains("<html") || text.contains("<table") || text.hasPrefix("<!doctype html") {
            return .foreign(.html)
        }
        if text.hasPrefix("<?xml") || text.hasPrefix("<!doctype") || text.hasPrefix("<workbook") {
            return .foreign(.otherXML)
        }
        return nil
    }

    /// Byte order mark, else strict UTF-8, else strict GB18030.
    private static func text(_ head: UnsafeBufferPointer<UInt8>, start: Int, whole: Bool) -> FileKind {
        let body = UnsafeBufferPointer(rebasing: head[start...])
        if start > 0 { return .text(.utf8, start: start, marked: true) }
        // The window may end within a character.
        let slack = whole ? 0 : 4
        if let bad = TextEncoding.utf8.invalidOffset(in: body), bad < body.count - slack {
            if let worse = TextEncoding.gb18030.invalidOffset(in: body), worse < body.count - slack {
                return .undecodable(offset: start + worse)
            }
            return .text(.gb18030, start: start, marked: false)
        }
        return .text(.utf8, start: start, marked: false)
    }
}
