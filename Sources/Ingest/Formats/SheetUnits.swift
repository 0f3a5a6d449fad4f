import Model

/// What a number format says of the unit of what it shows: 万元 in `#,##0.00"万元"`, and how much less it shows than the cell
/// holds (`0!.0000`, `0.00,,`). The cell's number is always the one it holds.
public struct ShownUnit: Hashable, Sendable {
    enum Word: Hashable, Sendable {
        case none
        case unit(Unit)
        /// 万, 百万, K: so many of whatever the column is in.
        case multiple(Int64)
        /// Money that is not known (美元), or sections that say different things.
        case unclear
    }

    /// What stands behind the digits.
    var word: Word
    /// Shown = held ÷ 10^power.
    var power: Int
    /// The format, for people.
    public var format: String

    /// nil: the format says nothing.
    init?(_ format: String) {
        var found: [ShownUnit] = []
        // The third section is for zero; the fourth for texts.
        for section in NumberSection.sections(format).prefix(3) {
            let section = NumberSection(section)
            guard section.hasDigits, !section.isScientific else { continue }
            let part = ShownUnit(word: section.word, power: section.power, format: format)
            if part.word != .none || part.power > 0 { found.append(part) }
        }
        guard let first = found.first else { return nil }
        self = first
        // 1.2万元 and 500元 both hold 元.
        if found.contains(where: { $0.word == .unclear || !$0.holds(sameAs: first) }) { word = .unclear }
    }

    /// The same of what another format's parts say (OpenDocument): the text behind the digits, and the power of ten.
    init?(behind text: String, power: Int) {
        // No format shows so much less; a file may say anything.
        let power = min(18, power)
        let format = "0" + String(repeating: ",", count: power / 3) + (text.isEmpty ? "" : "\"\(text)\"")
        self.init(word: NumberSection.word(text, power: power), power: power, format: format)
        if word == .none, power == 0 { return nil }
    }

    private init(word: Word, power: Int, format: String) {
        self.word = word
        self.power = power
        self.format = format
    }

    private func holds(sameAs other: ShownUnit) -> Bool {
        switch (word, other.word) {
        case (.unit(let a), .unit(let b)):
            a.dimension == b.dimension && ShownUnit.scaled(a.factor, power) == ShownUnit.scaled(b.factor, other.power)
        case (.multiple(let a), .multiple(let b)):
            ShownUnit.scaled(Fraction(Int128(a)), power) == ShownUnit.scaled(Fraction(Int128(b)), other.power)
        default: self == other
        }
    }

    fileprivate static func scaled(_ factor: Fraction, _ power: Int) -> Fraction? {
        factor.divided(by: Fraction((0..<power).reduce(1 as Int128) { value, _ in value * 10 }))
    }
}

/// What a column measures, and what is known of its unit besides its cells.
struct ColumnMeasure: Hashable, Sendable {
    var dimension: Dimension
    /// By the header or the unit line.
    var stated: Unit?
    /// By the definition, where the file is silent.
    var silent: Unit?
    /// What numbers without a unit of their own are read in; nil: not read.
    var reading: Unit?
}

extension ShownUnit {
    enum Held: Hashable {
        /// The number that the cell holds is in this unit.
        case unit(Unit)
        /// The format and what else the file says cannot both be true, or the unit has no name.
        case unclear
        /// The format says nothing that matters here.
        case nothing
    }

    /// The unit of what a cell with this format holds. A header speaks of what is shown, or of what is held.
    func held(_ measure: ColumnMeasure) -> Held {
        let shown: Fraction
        switch word {
        case .unclear: return .unclear
        case .unit(let unit):
            guard unit.dimension == measure.dimension else {
                // Things are counted by many nouns: 3个 of 家.
                if power == 0, case .count = unit.dimension, case .count = measure.dimension { return .nothing }
                return .unclear
            }
            shown = unit.factor
        case .multiple(let multiple): shown = Fraction(Int128(multiple))
        case .none:
            guard let unit = measure.stated ?? measure.silent else { return .nothing }
            shown = unit.factor
        }
        guard let factor = ShownUnit.scaled(shown, power),
            let unit = Unit.all.first(where: { $0.dimension == measure.dimension && $0.factor == factor })
        else { return .unclear }
        guard let stated = measure.stated else { return .unit(unit) }
        var fitting = [shown, factor]
        if case .multiple = word { fitting.append(Fraction(1)) }
        return fitting.contains(stated.factor) ? .unit(unit) : .unclear
    }
}

/// One section of a number format.
private struct NumberSection {
    private(set) var hasDigits = false
    private(set) var isScientific = false
    private var text = ""
    /// Places behind a point that is a letter only: `0!.0000`.
    private var places: Int?
    private var commas = 0

    /// The format cut at its semicolons.
    static func sections(_ format: String) -> [Substring] {
        var sections: [Substring] = []
        var (quoted, escaped, bracketed) = (false, false, false)
        var start = format.startIndex
        for at in format.indices {
            if escaped {
                escaped = false
                continue
            }
            switch format[at] {
            case "\"" where !bracketed: quoted.toggle()
            case "\\" where !quoted, "!" where !quoted, "_" where !quoted, "*" where !quoted: escaped = true
            case "[" where !quoted: bracketed = true
            case "]" where !quoted: bracketed = false
            case ";" where !quoted && !bracketed:
                sections.append(format[start..<at])
                start = format.index(after: at)
            default: break
            }
        }
        return sections + [format[start...]]
    }

    init(_ section: Substring) {
        var rest = section
        for general in ["General", "general", "GENERAL", "G/通用格式"] {
            if let found = rest.firstRange(of: general) { rest.replaceSubrange(found, with: "0") }
        }
        var pending = 0
        var hasPoint = false
        while let character = rest.popFirst() {
            switch character {
            case "0", "#", "?":
                hasDigits = true
                text = ""
                pending = 0
                if !hasPoint { places = places.map { $0 + 1 } }
            case ",": pending += 1
            case ".":
                commas += pending
                pending = 0
                // LibreOffice takes the mark of `0!.0000` for a letter and the point for one of decimals.
                if text == "!" { places = 0 } else { hasPoint = true }
            default:
                commas += pending
                pending = 0
                take(character, &rest, hasPoint: hasPoint)
            }
        }
        commas += pending
    }

    private mutating func take(_ character: Character, _ rest: inout Substring, hasPoint: Bool) {
        switch character {
        case "\"":
            let word = rest.prefix { $0 != "\"" }
            rest = rest.dropFirst(word.count + 1)
            letter(String(word), hasPoint)
        case "\\", "!": if let next = rest.popFirst() { letter(String(next), hasPoint) }
        case "_", "*": _ = rest.popFirst()
        case "[":
            let inside = rest.prefix { $0 != "]" }
            rest = rest.dropFirst(inside.count + 1)
            // [$元-804] is a text; colours and conditions are none.
            if inside.hasPrefix("$") { letter(String(inside.dropFirst().prefix { $0 != "-" }), hasPoint) }
        case "E" where hasDigits, "e" where hasDigits: isScientific = true
        default: letter(String(character), hasPoint)
        }
    }

    private mutating func letter(_ word: String, _ hasPoint: Bool) {
        if word == ".", hasDigits, !hasPoint { places = 0 }
        text += word
    }

    var power: Int { min(18, (places ?? 0) + 3 * commas) }

    var word: ShownUnit.Word { NumberSection.word(text, power: power) }

    /// What a text behind the digits says.
    static func word(_ text: String, power: Int) -> ShownUnit.Word {
        let word = HeaderWords.narrow(text).filter { !"()[]".contains($0) }
        let multiples: [String: Int64] = [
            "百": 100, "千": 1_000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000,
        ]
        if let multiple = multiples[word] { return .multiple(multiple) }
        // Letters only where the format shows so much less than the cell holds.
        if power == 3, word == "K" || word == "k" { return .multiple(1_000) }
        if power == 6, word == "M" || word == "m" { return .multiple(1_000_000) }
        if let unit = UnitLine.named(word[...]) { return .unit(unit) }
        return UnitLine.isForeignMoney(word[...]) ? .unclear : .none
    }
}
