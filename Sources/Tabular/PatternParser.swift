/// What a pattern says, before it becomes states.
indirect enum PatternTree: Sendable {
    case characters(ScalarRanges)
    case sequence([PatternTree])
    case choice([PatternTree])
    /// `maximum` nil: without bound.
    case repeated(PatternTree, minimum: Int, maximum: Int?)
}

/// Reads the grammar of XML Schema part 2, appendix F (without names of blocks but the commonest).
struct PatternParser {
    /// The largest count that `{n,m}` may state.
    static let maximumCount = 1_000
    private static let maximumDepth = 200

    private let scalars: [Unicode.Scalar]
    private let offsets: [Int]
    private var at = 0
    private var depth = 0

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
        var offsets: [Int] = []
        var offset = 0
        for scalar in scalars {
            offsets.append(offset)
            offset += UTF8.width(scalar)
        }
        self.offsets = offsets + [offset]
    }

    mutating func parse() throws(PatternError) -> PatternTree {
        let tree = try choice()
        if let next { throw mistake("“\(next)” closes nothing; write \\\(next) for the character itself") }
        return tree
    }

    private var next: Unicode.Scalar? { at < scalars.count ? scalars[at] : nil }

    private func mistake(_ message: String, at position: Int? = nil) -> PatternError {
        PatternError(offset: offsets[min(position ?? at, scalars.count)], message: message)
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        at += 1
        return true
    }

    private mutating func choice() throws(PatternError) -> PatternTree {
        depth += 1
        defer { depth -= 1 }
        guard depth <= PatternParser.maximumDepth else { throw mistake("groups are nested too deeply") }
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(PatternError) -> PatternTree {
        var pieces: [PatternTree] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            let atom = try atom(scalar)
            pieces.append(try quantified(atom))
        }
        return pieces.count == 1 ? pieces[0] : .sequence(pieces)
    }

    private mutating func atom(_ scalar: Unicode.Scalar) throws(PatternError) -> PatternTree {
        let start = at
        at += 1
        switch scalar {
        case "(":
            if next == "?" { throw mistake("groups with (? are not part of XML Schema patterns; write ( … )") }
            let inner = try choice()
            guard take(")") else { throw mistake("this group is not closed by )", at: start) }
            return inner
        case "[": return .characters(try characterClass(from: start))
        case ".": return .characters(ScalarRanges(["\n", "\r"]).complement)
        case "\\": return .characters(try escape(from: start).ranges)
        case "?", "*", "+", "{":
            throw mistake("“\(scalar)” has nothing before it to repeat; write \\\(scalar) for the character", at: start)
        case "^", "$":
            throw mistake(
                "a pattern always speaks of the whole text: leave “\(scalar)” out, or write \\\(scalar) for the character",
                at: start)
        case "}", "]":
            throw mistake("“\(scalar)” closes nothing; write \\\(scalar) for the character itself", at: start)
        default: return .characters(ScalarRanges([scalar]))
        }
    }

    private mutating func quantified(_ atom: PatternTree) throws(PatternError) -> PatternTree {
        let start = at
        let tree: PatternTree
        switch next {
        case "?":
            at += 1
            tree = .repeated(atom, minimum: 0, maximum: 1)
        case "*":
            at += 1
            tree = .repeated(atom, minimum: 0, maximum: nil)
        case "+":
            at += 1
            tree = .repeated(atom, minimum: 1, maximum: nil)
        case "{":
            at += 1
            let minimum = try count()
            var maximum: Int? = minimum
            if take(",") { maximum = next == "}" ? nil : try count() }
            guard take("}") else { throw mistake("{n}, {n,} or {n,m} is expected here", at: start) }
            if let maximum, maximum < minimum { throw mistake("{\(minimum),\(maximum)} runs backwards", at: start) }
            tree = .repeated(atom, minimum: minimum, maximum: maximum)
        default: return atom
        }
        if let again = next, ["?", "*", "+", "{"].contains(again) {
            throw mistake(
                "one quantifier follows another; lazy and possessive ones are not part of XML Schema patterns")
        }
        return tree
    }

    private mutating func count() throws(PatternError) -> Int {
        let start = at
        var value = 0
        while let scalar = next, let digit = digit(scalar) {
            value = value * 10 + digit
            at += 1
            guard value <= PatternParser.maximumCount else {
                throw mistake("a count above \(PatternParser.maximumCount) is not taken", at: start)
            }
        }
        guard at > start else { throw mistake("a count is expected here") }
        return value
    }

    private func digit(_ scalar: Unicode.Scalar) -> Int? {
        (48...57).contains(scalar.value) ? Int(scalar.value) - 48 : nil
    }

    /// After `[`: a class, its negation, its subtraction.
    private mutating func characterClass(from start: Int) throws(PatternError) -> ScalarRanges {
        depth += 1
        defer { depth -= 1 }
        guard depth <= PatternParser.maximumDepth else { throw mistake("classes are nested too deeply") }
        let negated = take("^")
        var ranges = ScalarRanges()
        var first = true
        while true {
            guard let scalar = next else { throw mistake("this class is not closed by ]", at: start) }
            if scalar == "]" {
                guard !first else { throw mistake("an empty class; write \\] for the character") }
                at += 1
                return negated ? ranges.complement : ranges
            }
            if scalar == "-", !first, at + 1 < scalars.count, scalars[at + 1] == "[" {
                let inner = at + 1
                at += 2
                let without = try characterClass(from: inner)
                guard take("]") else { throw mistake("] is expected behind a subtraction") }
                return (negated ? ranges.complement : ranges).subtracting(without)
            }
            ranges.formUnion(try member())
            first = false
        }
    }

    /// One character, escape or range of a class.
    private mutating func member() throws(PatternError) -> ScalarRanges {
        let start = at
        guard let low = try classScalar() else { return try escape(from: start).ranges }
        guard next == "-", at + 1 < scalars.count, scalars[at + 1] != "]", scalars[at + 1] != "[" else {
            return ScalarRanges([low])
        }
        at += 1
        let end = at
        guard let high = try classScalar() else { throw mistake("a range ends in one character", at: end) }
        guard low.value <= high.value else { throw mistake("the range \(low)-\(high) runs backwards", at: start) }
        return ScalarRanges(low.value...high.value)
    }

    /// A single character of a class; nil, standing behind the backslash, for an escape of several.
    private mutating func classScalar() throws(PatternError) -> Unicode.Scalar? {
        let start = at
        guard let scalar = next else { throw mistake("this class is not closed by ]") }
        at += 1
        if scalar == "[" { throw mistake("write \\[ for the character itself", at: start) }
        guard scalar == "\\" else { return scalar }
        let escaped = try escape(from: start)
        if escaped.single == nil { at = start + 1 }
        return escaped.single
    }

    /// After a backslash.
    private mutating func escape(from start: Int) throws(PatternError) -> (
        ranges: ScalarRanges, single: Unicode.Scalar?
    ) {
        guard let letter = next else { throw mistake("a backslash has nothing behind it", at: start) }
        at += 1
        switch letter {
        case "n": return (ScalarRanges(["\n"]), "\n")
        case "r": return (ScalarRanges(["\r"]), "\r")
        case "t": return (ScalarRanges(["\t"]), "\t")
        case "\\", "|", ".", "?", "*", "+", "(", ")", "{", "}", "-", "[", "]", "^", "$", "/":
            return (ScalarRanges([letter]), letter)
        case "s": return (.space, nil)
        case "S": return (ScalarRanges.space.complement, nil)
        case "d": return (.decimalDigit, nil)
        case "D": return (ScalarRanges.decimalDigit.complement, nil)
        case "w": return (ScalarRanges.word, nil)
        case "W": return (ScalarRanges.word.complement, nil)
        case "i": return (.nameStart, nil)
        case "I": return (ScalarRanges.nameStart.complement, nil)
        case "c": return (.nameCharacter, nil)
        case "C": return (ScalarRanges.nameCharacter.complement, nil)
        case "p", "P":
            guard take("{") else { throw mistake("\\\(letter) is followed by a category: \\\(letter){L}", at: start) }
            var name = ""
            while let scalar = next, scalar != "}" {
                name.unicodeScalars.append(scalar)
                at += 1
            }
            guard take("}") else { throw mistake("\\\(letter){ is not closed by }", at: start) }
            guard let ranges = ScalarRanges(category: name) else {
                throw mistake(
                    "there is no category “\(name)”; categories are L, Lu, Nd, P, IsBasicLatin and the like", at: start)
            }
            return (letter == "p" ? ranges : ranges.complement, nil)
        default:
            throw mistake("\\\(letter) is not an escape of XML Schema patterns", at: start)
        }
    }
}
