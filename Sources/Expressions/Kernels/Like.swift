import Model
import Tabular

/// LIKE: `%` stands for any text, `_` for one character; upper and lower case differ.
struct LikeNode: TruthNode {
    let inner: any TextNode
    let pattern: LikePattern

    func evaluate(_ frame: inout Frame) -> Truths {
        let count = frame.rowCount
        let column = inner.evaluate(&frame).column(count: count)
        return Truths(answers: rowMask(count) { pattern.matches(column.bytes($0)) }, validity: column.validity)
    }
}

/// A pattern of LIKE, cut at its `%`.
struct LikePattern: Sendable {
    /// `_`; other pieces are bytes.
    private static let anyCharacter: UInt16 = 256

    /// The runs between `%`, one behind another: the first must stand at the start, the last at the end, the others
    /// anywhere between, in order.
    private let pieces: [UInt16]
    /// Where each run ends in `pieces`.
    private let ends: [Int]

    /// nil where the escape has neither `%`, `_` nor itself behind it.
    init?(_ pattern: String, escape: Unicode.Scalar?) {
        var pieces: [UInt16] = []
        var ends: [Int] = []
        var escaped = false
        for scalar in pattern.unicodeScalars {
            if escaped {
                guard scalar == "%" || scalar == "_" || scalar == escape else { return nil }
            } else if scalar == escape {
                escaped = true
                continue
            } else if scalar == "%" {
                ends.append(pieces.count)
                continue
            } else if scalar == "_" {
                pieces.append(LikePattern.anyCharacter)
                continue
            }
            escaped = false
            pieces += UTF8.encode(scalar).map { $0.map { UInt16($0) } } ?? []
        }
        guard !escaped else { return nil }
        self.pieces = pieces
        self.ends = ends + [pieces.count]
    }

    func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        // Unsafe pointers: a row is a dozen bytes, and the arrays' own checks cost as much as the bytes.
        pieces.withUnsafeBufferPointer { pieces in
            ends.withUnsafeBufferPointer { ends in LikePattern.matches(text, pieces, ends) }
        }
    }

    private static func matches(
        _ text: UnsafeBufferPointer<UInt8>, _ pieces: UnsafeBufferPointer<UInt16>, _ ends: UnsafeBufferPointer<Int>
    ) -> Bool {
        var at = end(of: 0..<ends[0], pieces, in: text, from: 0)
        if ends.count == 1 { return at == text.count }
        var run = 1
        while at >= 0, run < ends.count {
            let range = ends[run - 1]..<ends[run]
            let isLast = run == ends.count - 1
            // The leftmost place of each run leaves the most room for those behind it; the last must reach the end.
            var place = at
            at = -1
            while place <= text.count {
                let reached = end(of: range, pieces, in: text, from: place)
                if reached >= 0, !isLast || reached == text.count {
                    at = reached
                    break
                }
                guard place < text.count else { break }
                place += characterWidth(text, place)
            }
            run += 1
        }
        return at >= 0
    }

    /// Where the run ends when it begins at `start`; −1 where it does not stand there.
    @inline(__always)
    private static func end(
        of run: Range<Int>, _ pieces: UnsafeBufferPointer<UInt16>, in text: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> Int {
        var at = start
        for i in run {
            guard at < text.count else { return -1 }
            if pieces[i] == anyCharacter {
                at += characterWidth(text, at)
            } else {
                guard UInt16(text[at]) == pieces[i] else { return -1 }
                at += 1
            }
        }
        return at
    }
}

/// Bytes of the character that begins at `at`, kept within the text.
@inline(__always)
func characterWidth(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
    let lead = text[at]
    let width = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    return min(width, text.count - at)
}
