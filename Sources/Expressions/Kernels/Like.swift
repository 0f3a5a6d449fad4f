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
    private enum Piece: Hashable, Sendable {
        case byte(UInt8)
        /// `_`
        case anyCharacter
    }

    /// Runs between `%`: the first must stand at the start, the last at the end, the others anywhere between, in order.
    private let runs: [[Piece]]

    /// nil where the escape has neither `%`, `_` nor itself behind it.
    init?(_ pattern: String, escape: Unicode.Scalar?) {
        var runs: [[Piece]] = [[]]
        var escaped = false
        for scalar in pattern.unicodeScalars {
            if escaped {
                guard scalar == "%" || scalar == "_" || scalar == escape else { return nil }
            } else if scalar == escape {
                escaped = true
                continue
            } else if scalar == "%" {
                runs.append([])
                continue
            } else if scalar == "_" {
                runs[runs.count - 1].append(.anyCharacter)
                continue
            }
            escaped = false
            runs[runs.count - 1] += UTF8.encode(scalar).map { Array($0).map { .byte($0) } } ?? []
        }
        guard !escaped else { return nil }
        self.runs = runs
    }

    func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard var at = end(of: runs[0], in: text, from: 0) else { return false }
        if runs.count == 1 { return at == text.count }
        for run in runs[1..<(runs.count - 1)] {
            // The leftmost place of each run leaves the most room for those behind it.
            var place = at
            while true {
                if let end = end(of: run, in: text, from: place) {
                    at = end
                    break
                }
                guard place < text.count else { return false }
                place += width(text, place)
            }
        }
        // The last run stands at the end: walked to from the start of a character.
        var place = at
        while place <= text.count {
            if end(of: runs[runs.count - 1], in: text, from: place) == text.count { return true }
            guard place < text.count else { return false }
            place += width(text, place)
        }
        return false
    }

    /// Where the run ends when it begins at `start`; nil where it does not stand there.
    private func end(of run: [Piece], in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var at = start
        for piece in run {
            guard at < text.count else { return nil }
            switch piece {
            case .byte(let byte):
                guard text[at] == byte else { return nil }
                at += 1
            case .anyCharacter: at += width(text, at)
            }
        }
        return at
    }

    private func width(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int { characterWidth(text, at) }
}

/// Bytes of the character that begins at `at`, kept within the text.
func characterWidth(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
    let lead = text[at]
    let width = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    return min(width, text.count - at)
}
