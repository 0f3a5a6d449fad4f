import Model
import Tabular

/// `||`
struct ConcatenationNode: TextNode {
    let left: any TextNode
    let right: any TextNode

    func evaluate(_ frame: inout Frame) -> Texts {
        let count = frame.rowCount
        let (a, b) = (left.evaluate(&frame).column(count: count), right.evaluate(&frame).column(count: count))
        let validity = a.validity.intersection(b.validity)
        let bytes = (0..<count).reduce(0) { $0 + Int(a.lengths[$1]) + Int(b.lengths[$1]) }
        var builder = TextBuilder(rows: count, bytes: bytes)
        for row in 0..<count {
            if validity[row] { builder.append(a.bytes(row), b.bytes(row)) } else { builder.appendMissing() }
        }
        return .column(builder.column(validity: validity))
    }
}

/// UPPER, LOWER.
struct LetterCaseNode: TextNode {
    let inner: any TextNode
    let toUpper: Bool

    func evaluate(_ frame: inout Frame) -> Texts {
        let count = frame.rowCount
        let column = inner.evaluate(&frame).column(count: count)
        let first = UInt8(ascii: toUpper ? "a" : "A")
        var builder = TextBuilder(rows: count, bytes: column.lengths.reduce(0) { $0 + Int($1) })
        var changed: [UInt8] = []
        for row in 0..<count {
            guard column.validity[row] else {
                builder.appendMissing()
                continue
            }
            changed.removeAll(keepingCapacity: true)
            for byte in column.bytes(row) { changed.append(byte &- first < 26 ? byte ^ 0x20 : byte) }
            changed.withUnsafeBufferPointer { builder.append($0) }
        }
        return .column(builder.column(validity: column.validity))
    }
}

/// TRIM: the same bytes, ranges cut at both ends.
struct TrimNode: TextNode {
    let inner: any TextNode

    func evaluate(_ frame: inout Frame) -> Texts {
        var column = inner.evaluate(&frame).column(count: frame.rowCount)
        for row in column.lengths.indices {
            let bytes = column.bytes(row)
            var (start, end) = (0, bytes.count)
            while start < end, bytes[start] == 0x20 { start += 1 }
            while end > start, bytes[end - 1] == 0x20 { end -= 1 }
            column.starts[row] += UInt32(start)
            column.lengths[row] = UInt32(end - start)
        }
        return .column(column)
    }
}

/// SUBSTR: the same bytes, ranges cut between characters.
struct SubtextNode: TextNode {
    let inner: any TextNode
    let start: any IntegerNode
    /// nil: up to the end.
    let length: (any IntegerNode)?

    func evaluate(_ frame: inout Frame) -> Texts {
        var column = inner.evaluate(&frame).column(count: frame.rowCount)
        let from = start.evaluate(&frame).column(&frame)
        let counts = length?.evaluate(&frame).column(&frame)
        column.validity.formIntersection(from.validity)
        if let counts { column.validity.formIntersection(counts.validity) }
        for row in column.lengths.indices where column.validity[row] {
            let bytes = column.bytes(row)
            let first = from.values[row]
            var end = Int64.max
            if let counts {
                let (sum, overflow) = first.addingReportingOverflow(counts.values[row])
                end = overflow ? (first < 0 ? .min : .max) : sum
            }
            var at = 0
            var position: Int64 = 1
            while at < bytes.count, position < first, position < end {
                at += characterWidth(bytes, at)
                position += 1
            }
            let begin = at
            while at < bytes.count, position < end {
                at += characterWidth(bytes, at)
                position += 1
            }
            column.starts[row] += UInt32(begin)
            column.lengths[row] = UInt32(at - begin)
        }
        return .column(column)
    }
}

/// LENGTH, in characters.
struct LengthNode: IntegerNode {
    let inner: any TextNode

    func evaluate(_ frame: inout Frame) -> Integers {
        let column = inner.evaluate(&frame).column(count: frame.rowCount)
        let values = column.lengths.indices.map { row -> Int64 in
            var characters: Int64 = 0
            for byte in column.bytes(row) { characters += byte & 0xC0 == 0x80 ? 0 : 1 }
            return characters
        }
        return .narrow(IntegerColumn(values: values, validity: column.validity))
    }
}

/// CONTAINS, STARTS_WITH, ENDS_WITH.
struct SearchNode: TruthNode {
    enum Place: Sendable { case anywhere, start, end }
    let inner: any TextNode
    let part: any TextNode
    let place: Place

    func evaluate(_ frame: inout Frame) -> Truths {
        let count = frame.rowCount
        let (texts, parts) = (inner.evaluate(&frame).column(count: count), part.evaluate(&frame).column(count: count))
        let answers = rowMask(count) { row in
            let (text, part) = (texts.bytes(row), parts.bytes(row))
            guard part.count <= text.count else { return false }
            switch place {
            case .start: return stands(part, in: text, at: 0)
            case .end: return stands(part, in: text, at: text.count - part.count)
            case .anywhere:
                for at in 0...(text.count - part.count) where stands(part, in: text, at: at) { return true }
                return false
            }
        }
        return Truths(answers: answers, validity: texts.validity.intersection(parts.validity))
    }

    private func stands(_ part: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>, at: Int) -> Bool {
        areEqual(part, UnsafeBufferPointer(rebasing: text[at..<(at + part.count)]))
    }
}
