import Definitions
import Model

/// Types a formula: everything is a number, conditions stand in CASE only.
struct FormulaChecker {
    let indicators: [String]
    var mistakes: [Mistake] = []
    private(set) var operands: [Formula.Operand] = []

    private static let functions = ["ABS", "COALESCE", "GREATEST", "LEAST", "ROUND"]

    init(indicators: [String]) { self.indicators = indicators }

    private mutating func mistake(_ message: String, at offset: Int, suggestion: String? = nil) {
        mistakes.append(Mistake(message, at: offset, suggestion: suggestion))
    }

    /// The numbers that a part stands for; nil with a mistake noted where it is none.
    mutating func number(_ syntax: Syntax) -> FormulaTerm? {
        switch syntax.form {
        case .number(let value): return .constant(value.fraction)
        case .null: return .missing
        case .operand(let name, let quantity, let shift):
            return operand(name, at: syntax.offset, quantity: quantity, shift: shift)
        case .name(let name): return operand(name, at: syntax.offset, quantity: nil, shift: nil)
        case .negate(let inner): return number(inner).map { .binary(.subtract, .constant(.zero), $0) }
        case .binary(let sign, let left, let right):
            guard [.add, .subtract, .multiply, .divide].contains(sign) else { break }
            let (a, b) = (number(left), number(right))
            guard let a, let b else { return nil }
            return .binary(sign, a, b)
        case .choose(let operand, let branches, let otherwise): return choice(operand, branches, otherwise)
        case .call(let name, let arguments): return call(name, arguments, at: syntax.offset)
        default: break
        }
        mistake("a formula is made of numbers: a number is expected here", at: syntax.offset)
        return nil
    }

    private mutating func operand(
        _ name: String, at offset: Int, quantity: Syntax.Word?, shift: Syntax.Word?
    ) -> FormulaTerm? {
        var operand = Formula.Operand(indicator: -1)
        var isRight = true
        if let position = indicators.firstIndex(of: name) {
            operand.indicator = position
        } else {
            mistake("there is no indicator “\(name)”", at: offset, suggestion: nearest(name, among: indicators))
            isRight = false
        }
        if let quantity {
            operand.quantity = Quantity(rawValue: quantity.text)
            if operand.quantity == nil {
                let known = Quantity.allCases.map(\.rawValue)
                mistake(
                    "a quantity is \(known.joined(separator: ", "))", at: quantity.offset,
                    suggestion: nearest(quantity.text, among: known))
                isRight = false
            }
        }
        if let shift {
            let known = [Formula.Shift.yearStart, .priorYear].map(\.rawValue)
            if known.contains(shift.text), let found = Formula.Shift(rawValue: shift.text) {
                operand.shift = found
            } else {
                mistake(
                    "behind @ stands \(known.joined(separator: " or "))", at: shift.offset,
                    suggestion: nearest(shift.text, among: known))
                isRight = false
            }
        }
        guard isRight else { return nil }
        if let known = operands.firstIndex(of: operand) { return .operand(known) }
        operands.append(operand)
        return .operand(operands.count - 1)
    }

    private mutating func call(_ name: String, _ arguments: [Syntax], at offset: Int) -> FormulaTerm? {
        let function = name.uppercased()
        switch (function, arguments.count) {
        case ("ABS", 1): return number(arguments[0]).map { .absolute($0) }
        case ("COALESCE", 1...):
            let items = arguments.map { number($0) }
            let known = items.compactMap { $0 }
            return known.count == items.count ? .coalesce(known) : nil
        case ("ROUND", 1...2):
            guard let digits = NumberFunctions.digits(arguments.dropFirst().first) else {
                mistake("the digits of ROUND are a whole number from -18 to 18", at: arguments[1].offset)
                return nil
            }
            return number(arguments[0]).map { .rounded($0, digits: digits) }
        case ("LEAST", 2...20), ("GREATEST", 2...20):
            return number(ConditionalFunctions.extreme(function, of: arguments, at: offset))
        case ("LEAST", _), ("GREATEST", _): mistake("\(function) takes two numbers or more", at: offset)
        case ("ABS", _): mistake("ABS takes one number", at: offset)
        case ("COALESCE", _): mistake("COALESCE takes at least one number", at: offset)
        case ("ROUND", _): mistake("ROUND takes a number and its digits", at: offset)
        default:
            mistake(
                "there is no function “\(name)” in formulas; they have \(FormulaChecker.functions.joined(separator: ", "))",
                at: offset, suggestion: nearest(function, among: FormulaChecker.functions))
        }
        return nil
    }

    private mutating func choice(
        _ operand: Syntax?, _ branches: [Syntax.Branch], _ otherwise: Syntax?
    ) -> FormulaTerm? {
        let subject = operand.map { number($0) }
        var parts: [(condition: FormulaCondition, result: FormulaTerm)] = []
        for branch in branches {
            var test: FormulaCondition?
            if let subject {
                let value = number(branch.condition)
                if let subject, let value { test = .comparison(.equal, subject, value) }
            } else {
                test = condition(branch.condition)
            }
            let result = number(branch.result)
            if let test, let result { parts.append((test, result)) }
        }
        let last = otherwise.map { number($0) } ?? .missing
        guard let last, parts.count == branches.count else { return nil }
        return .choose(parts, otherwise: last)
    }

    private mutating func condition(_ syntax: Syntax) -> FormulaCondition? {
        switch syntax.form {
        case .boolean(let value): return .constant(value ? .yes : .no)
        case .null: return .constant(.missing)
        case .not(let inner): return condition(inner).map { .not($0) }
        case .isNull(let inner, let negated):
            return number(inner).map { negated ? .not(.isMissing($0)) : .isMissing($0) }
        case .binary(let sign, let left, let right):
            if let comparison = Comparison(sign) {
                let (a, b) = (number(left), number(right))
                guard let a, let b else { return nil }
                return .comparison(comparison, a, b)
            }
            guard sign == .and || sign == .or else { break }
            let (a, b) = (condition(left), condition(right))
            guard let a, let b else { return nil }
            return sign == .and ? .and(a, b) : .or(a, b)
        case .between(let value, let low, let high, let negated):
            let (v, a, b) = (number(value), number(low), number(high))
            guard let v, let a, let b else { return nil }
            let both = FormulaCondition.and(.comparison(.greaterOrEqual, v, a), .comparison(.lessOrEqual, v, b))
            return negated ? .not(both) : both
        case .within(let value, let items, let negated):
            let v = number(value)
            let numbers = items.map { number($0) }
            let known = numbers.compactMap { $0 }
            guard let v, known.count == numbers.count else { return nil }
            let any = known.reduce(FormulaCondition.constant(.no)) { .or($0, .comparison(.equal, v, $1)) }
            return negated ? .not(any) : any
        default: break
        }
        mistake("a condition is expected here, such as a > b", at: syntax.offset)
        return nil
    }
}
