public import Definitions
import Tabular

/// The patterns of a dataset's fields that are none, each with the place of what is wrong in it.
public func patternMistakes(_ dataset: DatasetDefinition) -> [Diagnostic] {
    dataset.fields.compactMap(\.constraints.pattern).compactMap { source in
        do throws(PatternError) {
            _ = try Pattern(source.text)
            return nil
        } catch {
            return Diagnostic("pattern: \(error.message)", at: source.place(atOffset: error.offset))
        }
    }
}

/// What a definition asks of the text itself: `pattern` of the text as found, the others without the white space around.
struct TextConstraints: Sendable {
    private let pattern: Pattern?
    private let enumeration: ByteTable?
    /// The definition says what stands for missing; those cells are blank by now, so any other text is one.
    private let hasOwnMarkers: Bool
    private let minimumLength: Int
    private let maximumLength: Int
    let isEmpty: Bool
    /// Digits before and behind the point that the text may have, where that is all that is asked.
    let plainDecimal: (whole: Int, fraction: Int)?

    /// A pattern that is none is a mistake of the definition, reported by `patternMistakes`; here it asks nothing.
    init(_ constraints: Constraints, enumerates: Bool = true) {
        pattern = constraints.pattern.flatMap { try? Pattern($0.text) }
        enumeration = enumerates ? constraints.enumeration.map { ByteTable($0.map { (bytes($0), 1) }) } : nil
        hasOwnMarkers = constraints.missingValues != nil
        minimumLength = constraints.minLength ?? 0
        maximumLength = constraints.maxLength ?? Int.max
        let others = enumeration != nil || minimumLength > 0 || maximumLength < Int.max
        plainDecimal = others ? nil : constraints.pattern.flatMap { TextConstraints.plainDecimal($0.text) }
        isEmpty = pattern == nil && enumeration == nil && minimumLength == 0 && maximumLength == Int.max
    }

    /// Takes `\d{1,12}(\.\d{1,6})?` apart: what most amounts are asked, and what a reader of plain digits knows anyway.
    private static func plainDecimal(_ pattern: String) -> (whole: Int, fraction: Int)? {
        guard
            let found = pattern.wholeMatch(
                of: #/(?:\\d|\[0-9\])\{1,(\d{1,2})\}\((?:\\\.|\[\.\])(?:\\d|\[0-9\])\{1,(\d{1,2})\}\)\?/#),
            let whole = Int(found.1), let fraction = Int(found.2)
        else { return nil }
        return (whole, fraction)
    }

    /// Whether the text is listed as a value: a listed marker is no marker.
    func lists(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        hasOwnMarkers || enumeration?.lookup.value(text) != nil
    }

    /// The first constraint that does not hold.
    func failure(found: UnsafeBufferPointer<UInt8>, text: UnsafeBufferPointer<UInt8>) -> BuiltInRule? {
        if let pattern, !pattern.matches(found) { return .pattern }
        if let enumeration, enumeration.lookup.value(text) == nil { return .enumeration }
        if minimumLength > 0 || maximumLength < Int.max {
            let characters = text.reduce(0) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
            if characters < minimumLength || characters > maximumLength { return .length }
        }
        return nil
    }
}
