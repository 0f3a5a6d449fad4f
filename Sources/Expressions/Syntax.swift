import Model

/// An expression as written: what the parser makes, the checker types and the row evaluator runs.
struct Syntax: Hashable, Sendable {
    indirect enum Form: Hashable, Sendable {
        case number(Decimal)
        case text(String)
        case boolean(Bool)
        case null
        case date(CivilDate)
        case period(Period)
        /// A field; in formulas an indicator.
        case name(String)
        /// Formulas only: `x.ytd`, `x@prior_year`.
        case operand(name: String, quantity: Word?, shift: Word?)
        case negate(Syntax)
        case binary(BinaryOperator, Syntax, Syntax)
        case not(Syntax)
        case isNull(Syntax, negated: Bool)
        case between(Syntax, Syntax, Syntax, negated: Bool)
        case within(Syntax, [Syntax], negated: Bool)
        case like(Syntax, pattern: Syntax, escape: Syntax?, negated: Bool)
        /// `operand` nil: searched.
        case choose(operand: Syntax?, branches: [Branch], otherwise: Syntax?)
        case call(String, [Syntax])
    }

    struct Branch: Hashable, Sendable {
        var condition: Syntax
        var result: Syntax
    }

    /// A word with its place.
    struct Word: Hashable, Sendable {
        var text: String
        var offset: Int
    }

    var form: Form
    /// UTF-8 offset where it begins; of operators, where the operator stands.
    var offset: Int
}

enum BinaryOperator: String, Hashable, Sendable {
    case or = "OR"
    case and = "AND"
    case equal = "="
    case notEqual = "<>"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case concatenate = "||"

    var isComparison: Bool {
        switch self {
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
        default: false
        }
    }
}

extension Syntax {
    /// Expressions directly below this one.
    var parts: [Syntax] {
        switch form {
        case .number, .text, .boolean, .null, .date, .period, .name, .operand: []
        case .negate(let a), .not(let a), .isNull(let a, _): [a]
        case .binary(_, let a, let b): [a, b]
        case .between(let a, let b, let c, _): [a, b, c]
        case .within(let a, let list, _): [a] + list
        case .like(let a, let pattern, let escape, _): [a, pattern] + [escape].compactMap { $0 }
        case .choose(let operand, let branches, let otherwise):
            [operand].compactMap { $0 } + branches.flatMap { [$0.condition, $0.result] }
                + [otherwise].compactMap { $0 }
        case .call(_, let arguments): arguments
        }
    }
}
