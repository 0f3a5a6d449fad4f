/// The text without the white space around it: space, tab, line ends, U+3000, no-break space, zero-width space, byte order
/// mark.
func trimmed(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    guard let base = text.baseAddress else { return text }
    var start = 0
    var end = text.count
    while start < end {
        let width = blankAtStart(base + start, end - start)
        if width == 0 { break }
        start += width
    }
    while start < end {
        let width = blankAtEnd(base + end, end - start)
        if width == 0 { break }
        end -= width
    }
    return UnsafeBufferPointer(start: base + start, count: end - start)
}

/// Whether white space may stand at either end: a cheap question that is asked of every cell. Answers yes for some texts
/// that have none.
@inline(__always)
func mayNeedTrim(_ at: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    let first = at[0]
    let last = at[length &- 1]
    if first <= 0x20 || last <= 0x20 { return true }
    if first < 0xC2, last < 0x80 { return false }
    return first == 0xC2 || first == 0xE2 || first == 0xE3 || first == 0xEF || last == 0x80 || last == 0x8B
        || last == 0xA0 || last == 0xBF
}

/// Bytes of the white space at `at`, 0 for none.
private func blankAtStart(_ at: UnsafePointer<UInt8>, _ left: Int) -> Int {
    let byte = at[0]
    if byte == 0x20 || (0x09...0x0D).contains(byte) { return 1 }
    if left >= 2, byte == 0xC2, at[1] == 0xA0 { return 2 }
    return left >= 3 && isWideBlank(byte, at[1], at[2]) ? 3 : 0
}

/// Bytes of the white space before `end`, 0 for none.
private func blankAtEnd(_ end: UnsafePointer<UInt8>, _ left: Int) -> Int {
    let byte = end[-1]
    if byte == 0x20 || (0x09...0x0D).contains(byte) { return 1 }
    if left >= 2, byte == 0xA0, end[-2] == 0xC2 { return 2 }
    return left >= 3 && isWideBlank(end[-3], end[-2], byte) ? 3 : 0
}

private func isWideBlank(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> Bool {
    (a == 0xE3 && b == 0x80 && c == 0x80) || (a == 0xE2 && b == 0x80 && c == 0x8B)
        || (a == 0xEF && b == 0xBB && c == 0xBF)
}

/// A text scalar by scalar with full-width forms made narrow, odd spaces made plain and invisible ones taken out.
struct FoldedText {
    var scalars: [UInt32] = []
    /// Something was folded.
    var changed = false

    /// Folds `text`; white space at both ends is taken off, those inside become U+0020.
    init(_ text: UnsafeBufferPointer<UInt8>) {
        scalars.reserveCapacity(text.count)
        var at = 0
        while at < text.count {
            let (found, length) = scalar(text, at)
            at += length
            switch found {
            case 0xFF01...0xFF5E:
                scalars.append(found - 0xFEE0)
                changed = true
            case 0x3000, 0x00A0, 0x2002...0x200A, 0x202F, 0x0009...0x000D:
                scalars.append(0x20)
                changed = true
            case 0x200B, 0x200E, 0x200F, 0xFEFF:
                changed = true
            default:
                scalars.append(found)
            }
        }
        while scalars.last == 0x20 { scalars.removeLast() }
        let leading = scalars.prefix { $0 == 0x20 }.count
        if leading > 0 { scalars.removeFirst(leading) }
    }

    init(_ text: String) {
        var text = text
        self = text.withUTF8 { FoldedText($0) }
    }

    var utf8: [UInt8] { bytes(string) }

    var string: String {
        var text = String.UnicodeScalarView()
        for value in scalars { text.append(Unicode.Scalar(value) ?? "\u{FFFD}") }
        return String(text)
    }
}

/// The key under which code lists and area names are compared: narrow, without spaces.
func foldedKey(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var folded = FoldedText(text)
    folded.scalars.removeAll { $0 == 0x20 }
    return folded.utf8
}

/// A name as it is compared with others: narrow, without spaces; UTF-8.
public func foldedName(_ text: String) -> [UInt8] { foldedKey(text) }

func foldedKey(_ text: String) -> [UInt8] {
    var text = text
    return text.withUTF8 { foldedKey($0) }
}
