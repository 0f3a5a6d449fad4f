import Definitions
import Model

/// Gives every part of an expression its type, and makes the nodes that run it. Mistakes are collected; a part that has
/// one is nil, and silent above.
struct Checker {
    let scope: ExpressionScope
    var mistakes: [Mistake] = []
    /// Positions of the fields that were named.
    var fields: Set<Int> = []
    /// Fields asked of other datasets, by how their records are found.
    var lookups: [Lookup: Set<String>] = [:]
    /// Indicators whose subjects are asked for.
    var counted: Set<String> = []
    private var sharedCount = 0

    init(scope: ExpressionScope) { self.scope = scope }

    /// Notes a mistake; answers nil so that callers can return it.
    mutating func mistake(_ message: String, at offset: Int, suggestion: String? = nil) -> Checked? {
        mistakes.append(Mistake(message, at: offset, suggestion: suggestion))
        return nil
    }

    mutating func check(_ syntax: Syntax) -> Checked? {
        let offset = syntax.offset
        switch syntax.form {
        case .number(let value): return .constant(.number(scale: value.scale), value.mantissa, at: offset)
        case .text(let text): return .literal(text, at: offset)
        case .boolean(let value): return .truths(TruthConstant(value: value ? .yes : .no), at: offset)
        case .null: return .null(at: offset)
        case .date(let date): return .constant(.date, Int128(date.days), at: offset)
        case .period(let period): return .constant(.period, Int128(PackedPeriod.pack(period)), at: offset)
        case .name(let name): return field(name, at: offset)
        case .operand: return mistake("@ and . are for formulas of indicators", at: offset)
        case .negate(let inner): return check(inner).flatMap { negation(of: $0, at: offset) }
        case .not(let inner):
            return check(inner).flatMap { condition($0) }.map { .truths(NegationNode(inner: $0), at: offset) }
        case .binary(let sign, let left, let right):
            // Both sides are checked before either can stop us: all mistakes are shown at once.
            let (a, b) = (check(left), check(right))
            guard let a, let b else { return nil }
            return binary(sign, a, b, at: offset)
        case .isNull(let inner, let negated):
            return check(inner).map { .truths(NullTest(inner: $0.node, negated: negated), at: offset) }
        case .between(let value, let low, let high, let negated):
            let (v, a, b) = (check(value), check(low), check(high))
            guard let v, let a, let b else { return nil }
            let operand = shared(v)
            let (from, to) = (
                comparison(.greaterOrEqual, operand, a, at: a.offset),
                comparison(.lessOrEqual, operand, b, at: b.offset)
            )
            guard let from, let to else { return nil }
            let both = LogicNode(sign: .and, left: from, right: to)
            return .truths(negated ? NegationNode(inner: both) : both, at: offset)
        case .within(let value, let items, let negated):
            return membership(value, items, at: offset).map {
                .truths(negated ? NegationNode(inner: $0) : $0, at: offset)
            }
        case .like(let value, let pattern, let escape, let negated):
            return like(value, pattern, escape, at: offset).map {
                .truths(negated ? NegationNode(inner: $0) : $0, at: offset)
            }
        case .choose(let operand, let branches, let otherwise):
            return choice(operand, branches, otherwise, at: offset)
        case .call(let name, let arguments): return call(name, arguments, at: offset)
        }
    }

    private mutating func field(_ name: String, at offset: Int) -> Checked? {
        guard let position = scope.schema.index(of: name) else {
            if name == "period", let period = scope.period {
                return .constant(.period, Int128(PackedPeriod.pack(period)), at: offset)
            }
            let function = FunctionCatalogue.function(named: name)
            let message =
                function.map { "\($0.name) is a function: \($0.signature)" }
                ?? "there is no field “\(name)”"
                + (scope.dataset.map { " in \($0.name)" } ?? "")
                + (name.utf8.allSatisfy { $0 < 128 } ? "" : "; texts stand in single quotes")
            return mistake(
                message, at: offset, suggestion: function == nil ? scope.suggestion(forField: name) : nil)
        }
        fields.insert(position)
        let type = ExpressionType(scope.schema.fields[position])
        switch type {
        case .text: return .texts(TextField(position: position), at: offset)
        case .boolean: return .truths(TruthOfIntegers(inner: IntegerField(position: position)), at: offset)
        default: return .integers(type, IntegerField(position: position), at: offset)
        }
    }

    private mutating func call(_ name: String, _ arguments: [Syntax], at offset: Int) -> Checked? {
        guard let function = FunctionCatalogue.function(named: name) else {
            return mistake(
                "there is no function “\(name)”", at: offset,
                suggestion: nearest(name.uppercased(), among: FunctionCatalogue.all.map(\.name)))
        }
        guard function.arguments.contains(arguments.count) else {
            return mistake("\(function.name) is written \(function.signature)", at: offset)
        }
        return function.check(&self, Call(function: function, arguments: arguments, offset: offset))
    }

    /// The conditions that a part stands for; a mistake where it is none.
    mutating func condition(_ checked: Checked) -> (any TruthNode)? {
        if case .truths(let node) = checked.node { return node }
        if checked.isNull { return TruthConstant(value: .missing) }
        _ = mistake("a condition is expected here, not \(checked.type.noun)", at: checked.offset)
        return nil
    }

    /// The texts that a part stands for: texts, and codes by their text.
    mutating func texts(_ checked: Checked) -> (any TextNode)? {
        switch checked.node {
        case .texts(let node): return node
        case .integers(let node):
            if case .code(let dictionary) = checked.type { return TextOfCodes(node, dictionary) }
            if checked.isNull { return TextConstant(value: nil) }
        case .truths: break
        }
        _ = mistake("a text is expected here, not \(checked.type.noun)", at: checked.offset)
        return nil
    }

    /// A part that several others read is computed once.
    mutating func shared(_ checked: Checked) -> Checked {
        guard checked.literal == nil, checked.constant == nil, !checked.isNull else { return checked }
        var copy = checked
        sharedCount += 1
        switch checked.node {
        case .integers(let node) where !(node is IntegerField):
            copy.node = .integers(SharedIntegers(slot: sharedCount, inner: node))
        case .texts(let node) where !(node is TextField):
            copy.node = .texts(SharedTexts(slot: sharedCount, inner: node))
        default: break
        }
        return copy
    }
}

/// A call of a function, not yet typed.
struct Call {
    let function: FunctionDefinition
    let arguments: [Syntax]
    let offset: Int
}
