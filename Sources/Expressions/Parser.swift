import Definitions
import Model

/// Reads SQL's grammar of expressions. From weak to strong: OR; AND; NOT; comparisons, IS, IN, BETWEEN, LIKE;
/// `+ - ||`; `* /`; sign.
struct Parser {
    enum Language { case expression, formula }

    static let keywords = [
        "and", "or", "not", "in", "between", "is", "null", "like", "escape", "case", "when", "then", "else", "end",
        "true",
        "false",
    ]
    private static let maximumDepth = 200

    private let tokens: [Token]
    private let language: Language
    private var at = 0
    private var depth = 0

    static func parse(_ source: String, as language: Language) throws(Mistake) -> Syntax {
        var parser = Parser(tokens: try Lexer.tokens(of: source), language: language)
        if parser.token.kind == .end { throw Mistake("an expression is expected here", at: 0) }
        let syntax = try parser.disjunction()
        guard parser.token.kind == .end else { throw parser.unexpected("an operator or the end") }
        return syntax
    }

    private init(tokens: [Token], language: Language) {
        self.tokens = tokens
        self.language = language
    }

    private var token: Token { tokens[at] }
    private var following: Token { tokens[min(at + 1, tokens.count - 1)] }

    private func unexpected(_ wanted: String) -> Mistake {
        var suggestion: String?
        if case .name(let word) = token.kind, !Parser.keywords.contains(word.lowercased()) {
            suggestion = nearest(word.lowercased(), among: Parser.keywords)?.uppercased()
        }
        return Mistake("\(wanted) is expected here, not \(token.shown)", at: token.offset, suggestion: suggestion)
    }

    private func isKeyword(_ word: String, _ token: Token) -> Bool {
        if case .name(let name) = token.kind { return name.lowercased() == word }
        return false
    }

    private mutating func takeKeyword(_ word: String) -> Bool {
        guard isKeyword(word, token) else { return false }
        at += 1
        return true
    }

    private mutating func takeSymbol(_ symbol: String) -> Bool {
        guard token.kind == .symbol(symbol) else { return false }
        at += 1
        return true
    }

    private mutating func expectKeyword(_ word: String) throws(Mistake) {
        guard takeKeyword(word) else { throw unexpected(word.uppercased()) }
    }

    private mutating func expectSymbol(_ symbol: String) throws(Mistake) {
        guard takeSymbol(symbol) else { throw unexpected("“\(symbol)”") }
    }

    private mutating func disjunction() throws(Mistake) -> Syntax {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Parser.maximumDepth else { throw Mistake("nested too deeply", at: token.offset) }
        var left = try conjunction()
        while isKeyword("or", token) {
            let offset = token.offset
            at += 1
            left = Syntax(form: .binary(.or, left, try conjunction()), offset: offset)
        }
        return left
    }

    private mutating func conjunction() throws(Mistake) -> Syntax {
        var left = try negation()
        while isKeyword("and", token) {
            let offset = token.offset
            at += 1
            left = Syntax(form: .binary(.and, left, try negation()), offset: offset)
        }
        return left
    }

    private mutating func negation() throws(Mistake) -> Syntax {
        guard isKeyword("not", token) else { return try predicate() }
        depth += 1
        defer { depth -= 1 }
        guard depth <= Parser.maximumDepth else { throw Mistake("nested too deeply", at: token.offset) }
        let offset = token.offset
        at += 1
        return Syntax(form: .not(try negation()), offset: offset)
    }

    private mutating func predicate() throws(Mistake) -> Syntax {
        let left = try sum()
        let offset = token.offset
        if case .symbol(let symbol) = token.kind,
            let comparison = BinaryOperator(rawValue: symbol == "!=" ? "<>" : symbol), comparison.isComparison
        {
            at += 1
            let right = try sum()
            if case .symbol(let next) = token.kind, BinaryOperator(rawValue: next)?.isComparison ?? (next == "!=") {
                throw Mistake("comparisons do not chain: write a < b AND b < c", at: token.offset)
            }
            return Syntax(form: .binary(comparison, left, right), offset: offset)
        }
        if takeKeyword("is") {
            let negated = takeKeyword("not")
            try expectKeyword("null")
            return Syntax(form: .isNull(left, negated: negated), offset: offset)
        }
        let negated = isKeyword("not", token)
        if negated { at += 1 }
        if takeKeyword("between") {
            let low = try sum()
            try expectKeyword("and")
            return Syntax(form: .between(left, low, try sum(), negated: negated), offset: offset)
        }
        if takeKeyword("in") {
            try expectSymbol("(")
            var items = [try disjunction()]
            while takeSymbol(",") { items.append(try disjunction()) }
            try expectSymbol(")")
            return Syntax(form: .within(left, items, negated: negated), offset: offset)
        }
        if takeKeyword("like") {
            let pattern = try sum()
            let escape = takeKeyword("escape") ? try sum() : nil
            return Syntax(form: .like(left, pattern: pattern, escape: escape, negated: negated), offset: offset)
        }
        if negated { throw unexpected("IN, BETWEEN or LIKE") }
        return left
    }

    private mutating func sum() throws(Mistake) -> Syntax {
        var left = try product()
        while case .symbol(let symbol) = token.kind, ["+", "-", "||"].contains(symbol),
            let sign = BinaryOperator(rawValue: symbol)
        {
            let offset = token.offset
            at += 1
            left = Syntax(form: .binary(sign, left, try product()), offset: offset)
        }
        return left
    }

    private mutating func product() throws(Mistake) -> Syntax {
        var left = try signed()
        while case .symbol(let symbol) = token.kind, ["*", "/"].contains(symbol),
            let sign = BinaryOperator(rawValue: symbol)
        {
            let offset = token.offset
            at += 1
            left = Syntax(form: .binary(sign, left, try signed()), offset: offset)
        }
        return left
    }

    private mutating func signed() throws(Mistake) -> Syntax {
        let offset = token.offset
        guard token.kind == .symbol("-") || token.kind == .symbol("+") else { return try primary() }
        depth += 1
        defer { depth -= 1 }
        guard depth <= Parser.maximumDepth else { throw Mistake("nested too deeply", at: offset) }
        let negative = token.kind == .symbol("-")
        at += 1
        let inner = try signed()
        return negative ? Syntax(form: .negate(inner), offset: offset) : inner
    }

    private mutating func primary() throws(Mistake) -> Syntax {
        let start = token
        switch start.kind {
        case .number(let value):
            at += 1
            return Syntax(form: .number(value), offset: start.offset)
        case .text(let text):
            at += 1
            return Syntax(form: .text(text), offset: start.offset)
        case .quotedName(let name):
            at += 1
            return Syntax(form: .name(name), offset: start.offset)
        case .symbol("("):
            at += 1
            let inner = try disjunction()
            try expectSymbol(")")
            return inner
        case .name(let name): return try named(name)
        case .symbol, .end: throw unexpected("a value")
        }
    }

    private mutating func named(_ name: String) throws(Mistake) -> Syntax {
        let offset = token.offset
        let word = name.lowercased()
        if case .text(let text) = following.kind, word == "date" || word == "period" {
            at += 2
            return Syntax(form: try literal(word, text, tokens[at - 1].offset), offset: offset)
        }
        if following.kind == .symbol("("), !Parser.keywords.contains(word) {
            at += 2
            var arguments: [Syntax] = []
            if !takeSymbol(")") {
                repeat { arguments.append(try disjunction()) } while takeSymbol(",")
                try expectSymbol(")")
            }
            return Syntax(form: .call(name, arguments), offset: offset)
        }
        switch word {
        case "true", "false":
            at += 1
            return Syntax(form: .boolean(word == "true"), offset: offset)
        case "null":
            at += 1
            return Syntax(form: .null, offset: offset)
        case "case":
            at += 1
            return Syntax(form: try choice(), offset: offset)
        case _ where Parser.keywords.contains(word): throw unexpected("a value")
        default: at += 1
        }
        guard language == .formula else { return Syntax(form: .name(name), offset: offset) }
        let quantity = takeSymbol(".") ? try suffix("a quantity (period, ytd, stock)") : nil
        let shift = takeSymbol("@") ? try suffix("a time (year_start, prior_year)") : nil
        return Syntax(form: .operand(name: name, quantity: quantity, shift: shift), offset: offset)
    }

    private mutating func suffix(_ wanted: String) throws(Mistake) -> Syntax.Word {
        guard case .name(let name) = token.kind else { throw unexpected(wanted) }
        at += 1
        return Syntax.Word(text: name, offset: tokens[at - 1].offset)
    }

    private func literal(_ word: String, _ text: String, _ offset: Int) throws(Mistake) -> Syntax.Form {
        if word == "date" {
            if let date = CivilDate(text) { return .date(date) }
            throw Mistake("'\(text)' is not a day; a date is written DATE '2024-03-05'", at: offset)
        }
        if let period = Period(text) { return .period(period) }
        throw Mistake("'\(text)' is not a period; a period is written PERIOD '2024-Q4'", at: offset)
    }

    /// After CASE.
    private mutating func choice() throws(Mistake) -> Syntax.Form {
        let operand = isKeyword("when", token) ? nil : try disjunction()
        var branches: [Syntax.Branch] = []
        try expectKeyword("when")
        repeat {
            let condition = try disjunction()
            try expectKeyword("then")
            branches.append(Syntax.Branch(condition: condition, result: try disjunction()))
        } while takeKeyword("when")
        let otherwise = takeKeyword("else") ? try disjunction() : nil
        try expectKeyword("end")
        return .choose(operand: operand, branches: branches, otherwise: otherwise)
    }
}
