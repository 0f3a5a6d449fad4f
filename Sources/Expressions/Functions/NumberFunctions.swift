import Model

/// Functions of numbers.
enum NumberFunctions {
    static let all = [absolute, round]

    static let absolute = FunctionDefinition(
        name: "ABS", signature: "ABS(number)", summary: "The number without its sign.", arguments: 1...1,
        check: { checker, call in
            guard let part = checker.arguments(call)?.first, let number = checker.number(part) else { return nil }
            return .integers(number.type, AbsoluteNode(inner: number.integerNode), at: call.offset)
        },
        row: { row, arguments in
            guard case .number(let value) = row.value(arguments[0]), value.mantissa != .min else { return .missing }
            return .number(Decimal(mantissa: abs(value.mantissa), scale: value.scale))
        })

    static let round = FunctionDefinition(
        name: "ROUND", signature: "ROUND(number [, digits])",
        summary:
            "The number with so many digits after the point (0 by default, below 0 before it), half away from zero.",
        arguments: 1...2,
        check: { checker, call in
            guard let part = checker.check(call.arguments[0]), let number = checker.number(part) else { return nil }
            guard let digits = digits(call.arguments.dropFirst().first) else {
                return checker.mistake(
                    "the digits of ROUND are a whole number from -18 to 18", at: call.arguments[1].offset)
            }
            let scale = number.scale ?? 0
            guard digits < scale else { return number }
            return .integers(
                .number(scale: max(0, digits)),
                RoundNode(inner: number.integerNode, power: scale - digits, zeros: max(0, -digits)), at: call.offset)
        },
        row: { row, arguments in
            guard case .number(let value) = row.value(arguments[0]), let digits = digits(arguments.dropFirst().first)
            else { return .missing }
            guard digits < value.scale else { return .number(value) }
            // Below 0 the point moves left first: the same cut, at scale 0, of a smaller number.
            let moved =
                digits < 0
                ? value.fraction.divided(by: Fraction(powerOfTen(-digits))) : value.fraction
            guard let mantissa = moved?.rounded(scale: max(0, digits)) else { return .missing }
            let (result, overflow) = mantissa.multipliedReportingOverflow(by: powerOfTen(max(0, -digits)))
            return overflow ? .missing : .number(Decimal(mantissa: result, scale: max(0, digits)))
        })

    /// The stated digits; nil where they are not a literal from −18 to 18.
    static func digits(_ argument: Syntax?) -> Int? {
        guard let argument else { return 0 }
        switch argument.form {
        case .number(let value) where value.scale == 0 && value.mantissa <= 18: return Int(value.mantissa)
        case .negate(let inner): return digits(inner).map { -$0 }
        default: return nil
        }
    }
}
