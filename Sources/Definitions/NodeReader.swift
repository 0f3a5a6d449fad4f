import Model
import Yams

/// Typed access to one node of a YAML file. What is not as expected becomes a mistake at that node, and nil.
struct NodeReader {
    let node: Node
    let document: YAMLDocument
    let mistakes: Mistakes

    func with(_ other: Node) -> NodeReader { NodeReader(node: other, document: document, mistakes: mistakes) }

    var place: SourcePlace {
        document.file.place(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    }

    func mistake(_ message: String, suggestion: String? = nil) {
        mistakes.add(message, at: place, suggestion: suggestion)
    }

    func mistake(unknown kind: String, _ word: String, known: [String]) {
        mistakes.add(unknown: kind, word, known: known, at: place)
    }

    /// `key:` with nothing behind it, `~` or `null`.
    var isNull: Bool {
        guard case .scalar(let scalar) = node, scalar.style == .plain else { return false }
        return ["", "~", "null"].contains(scalar.string)
    }

    var isList: Bool { node.sequence != nil }
    var isEmptyList: Bool { node.sequence?.isEmpty ?? false }
    var isMapping: Bool { node.mapping != nil }
    /// The text of a scalar that is not null, without a mistake where there is none.
    var plainText: String? { isNull ? nil : node.scalar?.string }

    private var kindFound: String {
        switch node {
        case .mapping: "a mapping"
        case .sequence: "a list"
        default: isNull ? "nothing" : "'\(node.scalar?.string ?? "")'"
        }
    }

    func expected(_ what: String) { mistake("\(what) is expected here, found \(kindFound)") }

    // MARK: Scalars

    /// A quoted empty text counts only where it is `allowingEmpty`.
    func text(allowingEmpty: Bool = false) -> String? {
        guard let text = plainText, allowingEmpty || !text.isEmpty else { expected("a text"); return nil }
        return text
    }

    /// A text that is parsed further, with the places of its characters.
    func sourceText() -> SourceText? {
        guard case .scalar(let scalar) = node, !isNull, !scalar.string.isEmpty else { expected("a text"); return nil }
        return ScalarPlaces(scalar, in: document.file).sourceText(scalar.string)
    }

    /// The text and the place of its first character, behind a quote.
    func word() -> (text: String, place: SourcePlace)? { sourceText().map { ($0.text, $0.place) } }

    func integer(_ range: ClosedRange<Int>) -> Int? {
        guard let text = plainText, let value = Int(text.filter { $0 != "_" }) else {
            expected("a whole number")
            return nil
        }
        guard range.contains(value) else {
            let bounds =
                range.upperBound == .max ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
            mistake("\(value) is out of range: \(bounds)")
            return nil
        }
        return value
    }

    func boolean() -> Bool? {
        switch plainText {
        case "true", "yes": return true
        case "false", "no": return false
        default: expected("true or false"); return nil
        }
    }

    /// One of a closed set of words.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(_ kind: String, _: Choice.Type = Choice.self)
        -> Choice?
    {
        guard let text = text() else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        mistake(unknown: kind, text, known: Choice.allCases.map(\.rawValue))
        return nil
    }

    /// A name that expressions can use: a letter or `_`, then letters, digits and `_`; no word of the language.
    func identifier(_ kind: String) -> String? {
        guard let text = text() else { return nil }
        let isName = text.unicodeScalars.enumerated().allSatisfy { i, c in
            c == "_" || c.properties.isAlphabetic || (i > 0 && c.properties.numericType == .decimal)
        }
        guard isName else {
            mistake("'\(text)' cannot be the name of \(kind): a letter, then letters, digits and _")
            return nil
        }
        guard !reservedWords.contains(text.lowercased()) else {
            mistake("'\(text)' cannot be the name of \(kind): it is a word of the expression language")
            return nil
        }
        return text
    }

    func unit() -> Unit? {
        guard let text = text() else { return nil }
        if let unit = Unit(named: text) { return unit }
        mistake(unknown: "unit", text, known: Unit.all.map(\.symbol))
        return nil
    }

    /// `5%` or `0.05`, exactly.
    func share() -> Fraction? {
        guard let text = plainText else { expected("a share"); return nil }
        let isPercent = text.hasSuffix("%")
        let digits = isPercent ? text.dropLast() : text[...]
        guard var value = Decimal(digits) else { expected("a share such as 5% or 0.05"); return nil }
        if isPercent { value.scale += 2 }
        guard value.mantissa >= 0, value.scale <= 38, value.mantissa <= powerOfTen(value.scale) else {
            mistake("a share lies between 0% and 100%")
            return nil
        }
        return value.fraction
    }

    // MARK: Lists and mappings

    /// The entries of a list; nothing stated is an empty list.
    func list() -> [NodeReader] {
        if isNull { return [] }
        guard let sequence = node.sequence else { expected("a list"); return [] }
        return sequence.map(with)
    }

    /// The entries of a list, or the one text that stands for it.
    func listOrOne() -> [NodeReader] {
        if case .scalar = node, !isNull { return [self] }
        return list()
    }

    /// The texts of a list, or one text.
    func texts() -> [String] { listOrOne().compactMap { $0.text() } }

    /// `{zh: …, en: …}`, or one text in the language given.
    func localized(_ language: Language) -> LocalizedText {
        if let text = plainText, !text.isEmpty { return language == .zh ? .init(zh: text) : .init(en: text) }
        guard let entries = entries(Language.allCases.map(\.rawValue)) else { return LocalizedText() }
        if entries.isEmpty { mistake("a text in at least one language is expected here: {zh: …, en: …}") }
        return LocalizedText(zh: entries["zh"]?.text(), en: entries["en"]?.text())
    }

    /// Every pair of a mapping, in order; keys that are no text or stated twice are mistakes. `<<` takes over the pairs of
    /// the mappings it names where the mapping itself has none of that key.
    func pairs() -> [(key: String, keyNode: NodeReader, value: NodeReader)] {
        var merges = 1_000
        return pairs(merges: &merges)
    }

    /// `merges`: how many mappings may still be taken over; merges of merges of merges would never end.
    private func pairs(merges: inout Int) -> [(key: String, keyNode: NodeReader, value: NodeReader)] {
        if isNull { return [] }
        guard let mapping = node.mapping else { expected("a mapping"); return [] }
        var pairs: [(key: String, keyNode: NodeReader, value: NodeReader)] = []
        var merged: [NodeReader] = []
        var lines: [String: Int] = [:]
        for (keyNode, value) in mapping {
            let keyReader = with(keyNode)
            guard let text = keyNode.scalar?.string, !text.isEmpty else {
                keyReader.expected("a key")
                continue
            }
            let key = document.key(text)
            if key == "<<", keyNode.scalar?.style == .plain {
                merged += with(value).isList ? with(value).list() : [with(value)]
            } else if let line = lines[key] {
                keyReader.mistake("key '\(key)' is stated twice, first in line \(line)")
            } else {
                lines[key] = keyReader.place.line
                pairs.append((key, keyReader, with(value)))
            }
        }
        for base in merged {
            merges -= 1
            if merges == 0 { base.mistake("too many merges of merges") }
            guard merges > 0 else { break }
            for pair in base.pairs(merges: &merges) where lines[pair.key] == nil {
                lines[pair.key] = pair.keyNode.place.line
                pairs.append(pair)
            }
        }
        return pairs
    }

    /// A mapping whose keys are all among `known`; others are mistakes. nil where this is no mapping.
    func entries(_ known: [String]) -> Entries? {
        guard isMapping else { expected("a mapping"); return nil }
        var values: [String: (key: NodeReader, value: NodeReader)] = [:]
        for (key, keyNode, value) in pairs() {
            if known.contains(key) {
                values[key] = (keyNode, value)
            } else {
                keyNode.mistake(unknown: "key", key, known: known)
            }
        }
        return Entries(mapping: self, values: values)
    }
}

/// The values of a mapping with known keys.
struct Entries {
    let mapping: NodeReader
    fileprivate let values: [String: (key: NodeReader, value: NodeReader)]

    subscript(key: String) -> NodeReader? { values[key]?.value }
    /// The key itself, for a mistake about its presence.
    func key(_ key: String) -> NodeReader? { values[key]?.key }
    var isEmpty: Bool { values.isEmpty }
    var place: SourcePlace { mapping.place }

    /// The value of a key that must be there.
    func required(_ key: String) -> NodeReader? {
        if let value = values[key]?.value { return value }
        mapping.mistake("key '\(key)' is missing")
        return nil
    }

    /// For each key that is there: it has no place here, because of `reason`.
    func forbid(_ keys: [String], _ reason: String) {
        for key in keys { values[key]?.key.mistake("'\(key)' has no place here: \(reason)") }
    }
}

/// Words of the expression language that no field or indicator may be named by.
private let reservedWords: Set<String> = [
    "and", "or", "not", "in", "between", "is", "null", "like", "case", "when", "then", "else", "end", "true", "false",
    "distinct",
]
