import Tabular

/// What the first bytes of a file say it is.
enum FileKind: Hashable {
    /// Text without markup, decided by its first MiB. `start` is the length of a byte order mark.
    case text(TextEncoding, start: Int, marked: Bool)
    case xmlSpreadsheet2003
    /// OpenDocument in one XML file (fods).
    case flatOpenDocument
    /// A container; `ContainerKind` tells what is in it.
    case zip
    case empty
    case foreign(Foreign)
    /// Text that is neither UTF-8 nor GB18030, with the offset of the first byte that GB18030 does not know.
    case undecodable(offset: Int)
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
        if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) || head.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
            self = .zip
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
        } else if let zero = head.prefix(1 << 16).firstIndex(of: 0) {
            self = .foreign(FileKind.isText(head[start..<zero]) ? .zeros(zero) : .binary)
        } else {
            self = FileKind.text(head, start: start, whole: whole)
        }
    }

    /// Something is there, in one of the two encodings, without other control characters than those of text.
    private static func isText(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let body = UnsafeBufferPointer(rebasing: bytes)
        return body.count > 8 && body.allSatisfy { $0 >= 0x20 || [0x09, 0x0A, 0x0D].contains($0) }
            // The zeros may have taken the place of half a character.
            && [TextEncoding.utf8, .gb18030].contains { ($0.invalidOffset(in: body) ?? body.count) >= body.count - 4 }
    }

    static func magic(_ head: UnsafeBufferPointer<UInt8>) -> Foreign? {
        let known: [([UInt8], Foreign)] = [
            ([0xD0, 0xCF, 0x11, 0xE0], .ole), ([0x09, 0x08, 0x10, 0x00], .biff), ([0x09, 0x08, 0x08, 0x00], .biff),
            ([0x09, 0x04, 0x06, 0x00], .biff), ([0x09, 0x02, 0x06, 0x00], .biff), (Array("%PDF-".utf8), .pdf),
            ([0x1F, 0x8B], .gzip), (Array("Rar!".utf8), .archive), (Array("MIME-Version:".utf8), .html),
            ([0x37, 0x7A, 0xBC, 0xAF], .archive),
        ]
        guard let found = known.first(where: { head.starts(with: $0.0) })?.1 else { return nil }
        return found == .ole ? Foreign(ole: head) : found
    }

    /// UTF-16, by its mark or by the zero bytes that Latin text has in it.
    static func isWide(_ head: UnsafeBufferPointer<UInt8>) -> Bool {
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { return true }
        let sample = head.prefix(4096)
        let zeros = sample.indices.reduce(into: (0, 0)) { counts, i in
            if sample[i] == 0 { if i & 1 == 0 { counts.0 += 1 } else { counts.1 += 1 } }
        }
        // Line ends, digits and delimiters have a zero byte, always on the same side; 一 (U+4E00) has one on the other.
        return max(zeros.0, zeros.1) * 16 > sample.count && min(zeros.0, zeros.1) * 3 < max(zeros.0, zeros.1)
    }

    private static func markup(_ head: UnsafeBufferPointer<UInt8>, from start: Int, wide: Bool) -> FileKind? {
        let window = head[start..<min(head.count, start + 1 << 16)]
        // In UTF-16 the letters of markup are the bytes that are not zero.
        let letters = wide ? window.filter { $0 != 0 && $0 < 0x80 } : Array(window)
        guard let first = letters.firstIndex(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }), letters[first] == 0x3C
        else { return nil }
        let text = String(decoding: letters[first...], as: UTF8.self).lowercased()
        if isBareWorkbook(text) { return .xmlSpreadsheet2003 }
        if text.contains("urn:schemas-microsoft-com:office:spreadsheet") && !text.contains("<html") {
            return .xmlSpreadsheet2003
        }
        if text.contains("urn:oasis:names:tc:opendocument") {
            let isOther = ["text", "presentation", "graphics"].contains {
                text.contains("application/vnd.oasis.opendocument." + $0)
            }
            return isOther ? .foreign(.document) : .flatOpenDocument
        }
        if text.contains("<html") || text.contains("<table") || text.hasPrefix("<!doctype html") {
            return .foreign(.html)
        }
        if text.hasPrefix("<?xml") || text.hasPrefix("<!doctype") || text.hasPrefix("<workbook") {
            return .foreign(.otherXML)
        }
        return nil
    }

    /// The root is a Workbook of no namespace, as exporters write it that make XML of strings.
    private static func isBareWorkbook(_ text: String) -> Bool {
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "<") {
            rest = rest[rest.index(after: open)...]
            guard let next = rest.first else { return false }
            if next == "?" || next == "!" { continue }
            guard let end = rest.firstIndex(of: ">") else { return false }
            let tag = rest[..<end]
            let name = tag.prefix { $0.isLetter || $0 == ":" }
            return name == "workbook" && !tag.contains("xmlns=") && text.contains("<worksheet")
        }
        return false
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
