import Model

/// Functions of texts. Codes are taken by their text.
enum TextFunctions {
    static let all = [length, upper, lower, trim, part, contains, startsWith, endsWith]

    static let length = FunctionDefinition(
        name: "LENGTH", signature: "LENGTH(text)", summary: "How many characters the text has.", arguments: 1...1,
        check: { checker, call in
            texts(&checker, call, 1).map { .integers(.number(scale: 0), LengthNode(inner: $0[0]), at: call.offset) }
        },
        row: { row, arguments in
            row.text(arguments[0]).map { .number(Decimal(mantissa: Int128($0.unicodeScalars.count), scale: 0)) }
                ?? .missing
        })

    static let upper = FunctionDefinition(
        name: "UPPER", signature: "UPPER(text)", summary: "The text with a–z as A–Z.", arguments: 1...1,
        check: { checker, call in
            texts(&checker, call, 1).map { .texts(LetterCaseNode(inner: $0[0], toUpper: true), at: call.offset) }
        },
        row: { row, arguments in
            row.text(arguments[0]).map { text in
                .text(String(String.UnicodeScalarView(text.unicodeScalars.map { $0.isASCII ? upperCase($0) : $0 })))
            } ?? .missing
        })

    static let lower = FunctionDefinition(
        name: "LOWER", signature: "LOWER(text)", summary: "The text with A–Z as a–z.", arguments: 1...1,
        check: { checker, call in
            texts(&checker, call, 1).map { .texts(LetterCaseNode(inner: $0[0], toUpper: false), at: call.offset) }
        },
        row: { row, arguments in
            row.text(arguments[0]).map { text in
                .text(String(String.UnicodeScalarView(text.unicodeScalars.map { $0.isASCII ? lowerCase($0) : $0 })))
            } ?? .missing
        })

    static let trim = FunctionDefinition(
        name: "TRIM", signature: "TRIM(text)", summary: "The text without spaces at its ends.", arguments: 1...1,
        check: { checker, call in
            texts(&checker, call, 1).map { .texts(TrimNode(inner: $0[0]), at: call.offset) }
        },
        row: { row, arguments in
            guard let text = row.text(arguments[0]) else { return .missing }
            var scalars = Substring(text).unicodeScalars
            while scalars.first == " " { scalars.removeFirst() }
            while scalars.last == " " { scalars.removeLast() }
            return .text(String(scalars))
        })

    static let part = FunctionDefinition(
        name: "SUBSTR", signature: "SUBSTR(text, start [, count])",
        summary: "The characters from position start (the first is 1), as many as count or up to the end.",
        arguments: 2...3,
        check: { checker, call in
            guard let parts = checker.arguments(call), let text = checker.texts(parts[0]),
                let start = checker.wholeNumber(parts[1])
            else { return nil }
            var count: (any IntegerNode)?
            if parts.count == 3 {
                guard let number = checker.wholeNumber(parts[2]) else { return nil }
                count = number.integerNode
            }
            return .texts(SubtextNode(inner: text, start: start.integerNode, length: count), at: call.offset)
        },
        row: { row, arguments in
            guard let text = row.text(arguments[0]), let start = row.whole(arguments[1]) else { return .missing }
            var end = Int128(Int32.max)
            if arguments.count == 3 {
                guard let count = row.whole(arguments[2]) else { return .missing }
                end = start + count
            }
            let kept = text.unicodeScalars.enumerated().filter {
                Int128($0.offset) + 1 >= start && Int128($0.offset) + 1 < end
            }
            return .text(String(String.UnicodeScalarView(kept.map(\.element))))
        })

    static let contains = search("CONTAINS", "Whether the part stands anywhere in the text.", .anywhere) { text, part in
        part.isEmpty || text.indices.contains { text[$0...].starts(with: part) }
    }

    static let startsWith = search("STARTS_WITH", "Whether the text begins with the part.", .start) { text, part in
        text.starts(with: part)
    }

    static let endsWith = search("ENDS_WITH", "Whether the text ends with the part.", .end) { text, part in
        text.reversed().starts(with: part.reversed())
    }

    private static func search(
        _ name: String, _ summary: String, _ place: SearchNode.Place,
        _ holds: @escaping @Sendable ([UInt8], [UInt8]) -> Bool
    ) -> FunctionDefinition {
        FunctionDefinition(
            name: name, signature: "\(name)(text, part)", summary: summary, arguments: 2...2,
            check: { checker, call in
                texts(&checker, call, 2).map {
                    .truths(SearchNode(inner: $0[0], part: $0[1], place: place), at: call.offset)
                }
            },
            row: { row, arguments in
                guard let text = row.text(arguments[0]), let part = row.text(arguments[1]) else { return .missing }
                return .truth(holds(Array(text.utf8), Array(part.utf8)))
            })
    }

    /// All arguments as texts.
    private static func texts(_ checker: inout Checker, _ call: Call, _ count: Int) -> [any TextNode]? {
        guard let parts = checker.arguments(call) else { return nil }
        let nodes = parts.compactMap { checker.texts($0) }
        return nodes.count == count ? nodes : nil
    }

    private static func upperCase(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        ("a"..."z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value - 32)) : scalar
    }

    private static func lowerCase(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value + 32)) : scalar
    }
}
