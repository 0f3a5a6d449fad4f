import Model

/// A mistake in an expression, before it has a place in a file.
struct Mistake: Error, Hashable {
    /// UTF-8 offset in the source.
    var offset: Int
    var message: String
    var suggestion: String?

    init(_ message: String, at offset: Int, suggestion: String? = nil) {
        self.offset = offset
        self.message = message
        self.suggestion = suggestion
    }
}

/// A word of an expression.
struct Token: Hashable {
    enum Kind: Hashable {
        /// A name as written; keywords are names until the parser asks for them.
        case name(String)
        /// A name in double quotes, never a keyword.
        case quotedName(String)
        case text(String)
        case number(Decimal)
        /// An operator or a bracket.
        case symbol(String)
        case end
    }
    var kind: Kind
    /// UTF-8 offset of its first byte.
    var offset: Int

    /// As a message shows it.
    var shown: String {
        switch kind {
        case .name(let name): "“\(name)”"
        case .quotedName(let name): "\"\(name)\""
        case .text(let text): "'\(text)'"
        case .number(let number): "\(number)"
        case .symbol(let symbol): "“\(symbol)”"
        case .end: "the end"
        }
    }
}

/// Cuts a source into tokens.
struct Lexer {
    private static let symbols = [
        "<>", "<=", ">=", "!=", "||", "(", ")", ",", "+", "-", "*", "/", "=", "<", ">", ".", "@",
    ]
    private static let advice = [
        "==": "write = for equality", "&&": "write AND", "!": "write NOT", "%": "write x / 100",
        "；": "one expression stands alone",
        "（": "write (", "）": "write )", "，": "write ,", "＝": "write =", "＜": "write <", "＞": "write >",
        "‘": "write '", "’": "write '", "“": "texts stand in single quotes '…'",
        "”": "texts stand in single quotes '…'",
        "≤": "write <=", "≥": "write >=", "≠": "write <>",
    ]

    private let bytes: [UInt8]
    private var at = 0

    init(_ source: String) { bytes = Array(source.utf8) }

    static func tokens(of source: String) throws(Mistake) -> [Token] {
        var lexer = Lexer(source)
        var tokens: [Token] = []
        while true {
            let token = try lexer.token()
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    private mutating func token() throws(Mistake) -> Token {
        while at < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
        let start = at
        guard at < bytes.count else { return Token(kind: .end, offset: start) }
        switch bytes[at] {
        case UInt8(ascii: "'"): return Token(kind: .text(try quoted(UInt8(ascii: "'"))), offset: start)
        case UInt8(ascii: "\""): return Token(kind: .quotedName(try quoted(UInt8(ascii: "\""))), offset: start)
        case let byte
        where isDigit(byte) || byte == UInt8(ascii: ".") && at + 1 < bytes.count && isDigit(bytes[at + 1]):
            return Token(kind: .number(try number()), offset: start)
        default: break
        }
        if let word = name() { return Token(kind: .name(word), offset: start) }
        for (wrong, instead) in Lexer.advice.sorted(by: { $0.key.utf8.count > $1.key.utf8.count })
        where bytes[at...].starts(with: wrong.utf8) && !(wrong == "!" && bytes[at...].starts(with: "!=".utf8)) {
            throw Mistake("“\(wrong)” is not part of an expression: \(instead)", at: start)
        }
        for symbol in Lexer.symbols where bytes[at...].starts(with: symbol.utf8) {
            at += symbol.utf8.count
            return Token(kind: .symbol(symbol), offset: start)
        }
        let scalar = String(decoding: bytes[at...], as: UTF8.self).unicodeScalars.first.map { String($0) } ?? "?"
        throw Mistake("“\(scalar)” is not part of an expression", at: start)
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

    /// A text in quotes, a quote within doubled.
    private mutating func quoted(_ quote: UInt8) throws(Mistake) -> String {
        let start = at
        var content: [UInt8] = []
        at += 1
        while at < bytes.count {
            if bytes[at] == quote {
                at += 1
                guard at < bytes.count, bytes[at] == quote else { return String(decoding: content, as: UTF8.self) }
            }
            content.append(bytes[at])
            at += 1
        }
        throw Mistake("this quote is not closed", at: start)
    }

    private mutating func number() throws(Mistake) -> Decimal {
        let start = at
        while at < bytes.count, isDigit(bytes[at]) { at += 1 }
        if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
            at += 1
            while at < bytes.count, isDigit(bytes[at]) { at += 1 }
        }
        if at < bytes.count, bytes[at] >= 0x80 || isLetter(bytes[at]) {
            throw Mistake("a number runs into a letter; units and exponents are not part of expressions", at: at)
        }
        guard let value = Decimal(String(decoding: bytes[start..<at], as: UTF8.self)) else {
            throw Mistake("a number has at most 36 digits", at: start)
        }
        guard value.scale <= ExpressionType.maximumScale else {
            throw Mistake("a number has at most \(ExpressionType.maximumScale) digits after the point", at: start)
        }
        return value
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        byte >= 65 && byte <= 90 || byte >= 97 && byte <= 122 || byte == UInt8(ascii: "_")
    }

    /// Letters of any script, digits and `_`, not beginning with a digit.
    private mutating func name() -> String? {
        var scalars = String.UnicodeScalarView()
        for scalar in String(decoding: bytes[at...], as: UTF8.self).unicodeScalars {
            let isLetter = scalar == "_" || scalar.properties.isAlphabetic
            guard isLetter || !scalars.isEmpty && scalar.properties.numericType != nil else { break }
            scalars.append(scalar)
            at += UTF8.width(scalar)
        }
        return scalars.isEmpty ? nil : String(scalars)
    }
}
