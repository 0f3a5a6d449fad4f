import Foundation
import Model
import Tabular

/// What follows the rows of a large sheet, looked for by a thread of its own. It opens the container once more, for one is
/// not to be used by two.
final class XLSXTail {
    private let part: String
    private let search: Search

    init(_ limits: SheetLimits, part: String) {
        self.part = part
        search = Search(limits, part)
        let search = search
        Thread.detachNewThread { search.run() }
    }

    /// Waits for the thread.
    deinit { search.stop() }

    func isOf(_ part: String) -> Bool { part == self.part }

    /// What `find` answers; to be asked once.
    func found() throws(FileProblem) -> PrefixedStream? { try search.result().get() }

    /// `@unchecked Sendable`: what changes does so under the lock, and the thread is done with what it has found.
    private final class Search: @unchecked Sendable {
        private let limits: SheetLimits
        private let part: String
        private let condition = NSCondition()
        private var outcome: Result<PrefixedStream?, FileProblem>?
        private var isStopped = false

        init(_ limits: SheetLimits, _ part: String) {
            self.limits = limits
            self.part = part
        }

        func run() {
            let found = Result { () throws(FileProblem) in
                try XLSXTail.find(ZipContainer(limits), part) { self.condition.withLock { !self.isStopped } }
            }
            condition.withLock {
                outcome = found
                condition.broadcast()
            }
        }

        func result() -> Result<PrefixedStream?, FileProblem> {
            condition.withLock {
                while true {
                    if let outcome { return outcome }
                    condition.wait()
                }
            }
        }

        func stop() {
            condition.withLock { isStopped = true }
            _ = result()
        }
    }

    /// The document without its rows: the first tag, then what follows the end of `sheetData`. nil where these are not
    /// found by their letters (UTF-16), so that all has to be parsed.
    ///
    /// - Parameter isWanted: asked now and then.
    static func find(
        _ container: ZipContainer, _ part: String, isWanted: () -> Bool = { true }
    ) throws(FileProblem) -> PrefixedStream? {
        let stream = try container.stream(part)
        let buffer = ByteBuffer(unfilled: 1 << 20)
        defer { withExtendedLifetime(buffer) {} }
        var filled = try stream.read(into: buffer.base, count: buffer.capacity)
        guard let root = rootTag(UnsafeBufferPointer(start: buffer.base, count: filled)) else { return nil }
        // Without its first letter, of which rows are full.
        let word = Array("heetData>".utf8)
        // An end of a tag may lie across two windows: the last bytes stay.
        let kept = 64
        while isWanted() {
            if let at = ByteSearch.find(word, in: buffer.base, from: 0, to: filled), isEndTag(buffer.base, at) {
                let rest = UnsafeBufferPointer(start: buffer.base + at + word.count, count: filled - at - word.count)
                return PrefixedStream(root + rest, before: stream)
            }
            guard filled > kept else { return nil }
            buffer.base.update(from: buffer.base + filled - kept, count: kept)
            let got = try stream.read(into: buffer.base + kept, count: buffer.capacity - kept)
            if got == 0 { return nil }
            filled = kept + got
        }
        return nil
    }

    /// The first tag that is no declaration and no comment, with its namespaces.
    private static func rootTag(_ head: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var at = 0
        while at + 1 < min(head.count, 1 << 16) {
            if head[at] == 0x3C, head[at + 1] != 0x3F, head[at + 1] != 0x21 {
                var quote: UInt8?
                for end in at..<head.count {
                    let byte = head[end]
                    if let open = quote {
                        if byte == open { quote = nil }
                    } else if byte == 0x22 || byte == 0x27 {
                        quote = byte
                    } else if byte == 0x3E {
                        return Array(head[at...end])
                    }
                }
                return nil
            }
            at += 1
        }
        return nil
    }

    /// `</x:s` stands before the rest of the name.
    private static func isEndTag(_ base: UnsafePointer<UInt8>, _ name: Int) -> Bool {
        let letter = name - 1
        guard letter > 0, base[letter] == 0x73 else { return false }
        var before = letter - 1
        while before > 0, base[before] != 0x3C, base[before] != 0x3E, letter - before < 32 { before -= 1 }
        return before >= 0 && base[before] == 0x3C && base[before + 1] == 0x2F
    }
}
