public import Definitions

/// What a field has to be by a condition that states it: of `field = …` and `… = field` the other side. nil for any other
/// condition, and for one that cannot be read.
public func otherSide(of condition: SourceText, field: String) -> SourceText? {
    guard let syntax = try? Parser.parse(condition.text, as: .expression),
        case .binary(.equal, let left, let right) = syntax.form
    else { return nil }
    let operatorEnd = syntax.offset + 1
    if left.form == .name(field), right.form != .name(field) {
        return condition.part(operatorEnd..<condition.text.utf8.count)
    }
    return right.form == .name(field) ? condition.part(0..<syntax.offset) : nil
}

extension SourceText {
    /// A part by UTF-8 offsets, without blanks before and behind, with its places.
    fileprivate func part(_ range: Range<Int>) -> SourceText {
        let bytes = Array(text.utf8)
        let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, blanks.contains(bytes[start]) { start += 1 }
        while start < end, blanks.contains(bytes[end - 1]) { end -= 1 }
        return SourceText(
            String(decoding: bytes[start..<end], as: UTF8.self), at: place(atOffset: start),
            runs: runs.filter { $0.offset > start && $0.offset < end }.map {
                Run(offset: $0.offset - start, line: $0.line, column: $0.column)
            })
    }
}
