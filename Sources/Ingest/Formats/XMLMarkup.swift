import CScan
import Glibc

/// Follows plain markup byte by byte: tags without surprises, text without references it does not know. It never says
/// what is wrong: what it does not take is libxml2's.
struct XMLMarkup {
    let base: UnsafePointer<UInt8>
    private(set) var at: Int
    let end: Int

    init(_ base: UnsafePointer<UInt8>, from: Int, to: Int) {
        self.base = base
        at = from
        end = to
    }

    @inline(__always) private func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    /// Passes spaces, tabs and line ends.
    @inline(__always) mutating func skipBlanks() { while at < end, isBlank(base[at]) { at &+= 1 } }

    /// Passes these letters if they are next.
    @inline(__always) mutating func take(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard at &+ count <= end else { return false }
        let wanted = word.utf8Start
        for i in 0..<count where base[at &+ i] != wanted[i] { return false }
        at &+= count
        return true
    }

    /// Goes on behind what another has read.
    @inline(__always) mutating func move(to place: Int) { at = place }

    /// How a start tag ends.
    enum TagEnd { case open, closed }

    /// The attributes of a tag, up to its end. nil where one is not plain: a value with a reference, a quotation mark of
    /// the other kind, anything but Latin letters, digits and signs, or where `body` refuses it.
    @inline(__always) mutating func takeAttributes(
        _ body: (_ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>) -> Bool
    ) -> TagEnd? {
        while at < end {
            let before = at
            skipBlanks()
            guard at < end else { return nil }
            if base[at] == 0x3E {
                at &+= 1
                return .open
            }
            if base[at] == 0x2F {
                guard at &+ 1 < end, base[at &+ 1] == 0x3E else { return nil }
                at &+= 2
                return .closed
            }
            guard at > before else { return nil }
            let name = at
            while at < end, base[at] != 0x3D, base[at] > 0x20, base[at] < 0x7F, base[at] != 0x3E, base[at] != 0x2F {
                at &+= 1
            }
            let nameEnd = at
            guard at &+ 1 < end, base[at] == 0x3D, base[at &+ 1] == 0x22 else { return nil }
            at &+= 2
            let value = at
            while at < end, base[at] != 0x22 {
                guard base[at] >= 0x20, base[at] < 0x7F, base[at] != 0x3C, base[at] != 0x26 else { return nil }
                at &+= 1
            }
            guard at < end,
                body(
                    UnsafeBufferPointer(start: base + name, count: nameEnd - name),
                    UnsafeBufferPointer(start: base + value, count: at - value))
            else { return nil }
            at &+= 1
        }
        return nil
    }

    /// Text up to the next `<`, where the cursor stays. nil where it holds what XML forbids or treats on its own: control
    /// characters, carriage returns, `>` (of `]]>`), malformed UTF-8, U+FFFE and U+FFFF.
    @inline(__always) mutating func takeText() -> PlainText? {
        var flags: UInt32 = 0
        let start = at
        let count = scan_text(base + start, end - start, &flags)
        guard start &+ count < end, flags & 2 == 0 else { return nil }
        if flags & 4 != 0, !isWholeText(base + start, count) { return nil }
        at = start &+ count
        return PlainText(start: start, count: count, hasReferences: flags & 1 != 0)
    }

    private func isWholeText(_ text: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        guard scan_utf8_invalid(text, count) < 0 else { return false }
        // It is valid: two more bytes stand behind each of these.
        var rest = text
        let end = text + count
        while let found = memchr(rest, 0xEF, rest.distance(to: end)) {
            rest = UnsafePointer(found.assumingMemoryBound(to: UInt8.self))
            if rest[1] == 0xBF, rest[2] >= 0xBE { return false }
            rest += 3
        }
        return true
    }
}

/// A range of text.
struct PlainText {
    var start: Int
    var count: Int
    /// An ampersand is in it.
    var hasReferences: Bool

    /// Whether every reference is one of the five that XML has.
    func hasKnownReferences(_ base: UnsafePointer<UInt8>) -> Bool {
        var at = 0
        while at < count {
            if base[start + at] == 0x26 {
                guard let (_, length) = PlainText.reference(base + start + at, count - at) else { return false }
                at += length
            } else {
                at += 1
            }
        }
        return true
    }

    /// The character that a reference stands for, and how many bytes it takes.
    private static func reference(_ at: UnsafePointer<UInt8>, _ left: Int) -> (UInt8, Int)? {
        let known: [(StaticString, UInt8)] = [
            ("&amp;", 0x26), ("&lt;", 0x3C), ("&gt;", 0x3E), ("&quot;", 0x22), ("&apos;", 0x27),
        ]
        for (word, byte) in known {
            let length = word.utf8CodeUnitCount
            if length <= left, (0..<length).allSatisfy({ at[$0] == word.utf8Start[$0] }) { return (byte, length) }
        }
        return nil
    }

    /// Hands the text to `append` in parts, references replaced; only where `hasKnownReferences`.
    @inline(__always) func replaced(_ base: UnsafePointer<UInt8>, _ append: (UnsafePointer<UInt8>, Int) -> Void) {
        guard hasReferences else { return append(base + start, count) }
        var from = 0
        var at = 0
        while at < count {
            guard base[start + at] == 0x26, let (byte, length) = PlainText.reference(base + start + at, count - at)
            else {
                at += 1
                continue
            }
            if at > from { append(base + start + from, at - from) }
            withUnsafePointer(to: byte) { append($0, 1) }
            at += length
            from = at
        }
        if count > from { append(base + start + from, count - from) }
    }
}

extension UnsafeBufferPointer<UInt8> {
    @inline(__always) func isWord(_ word: StaticString) -> Bool {
        guard count == word.utf8CodeUnitCount else { return false }
        let wanted = word.utf8Start
        for i in 0..<count where self[i] != wanted[i] { return false }
        return true
    }
}
