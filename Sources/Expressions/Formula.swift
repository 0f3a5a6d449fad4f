public import Definitions
public import Model

/// What compiling a formula gives.
public enum FormulaResult: Sendable {
    case success(Formula)
    /// At least one, by place.
    case failure([Diagnostic])

    /// nil where there are mistakes.
    public var formula: Formula? {
        if case .success(let formula) = self { return formula }
        return nil
    }

    /// Empty where there are none.
    public var diagnostics: [Diagnostic] {
        if case .failure(let diagnostics) = self { return diagnostics }
        return []
    }
}

/// Parses an indicator's formula: `hnte_stock - hnte_stock@year_start`. `indicators` are the ids that it may name; an
/// operand says which by position. Cycles between formulas are not looked for here.
public func compileFormula(_ source: SourceText, indicators: [String]) -> FormulaResult {
    do {
        let syntax = try Parser.parse(source.text, as: .formula)
        var checker = FormulaChecker(indicators: indicators)
        guard let term = checker.number(syntax), checker.mistakes.isEmpty else {
            return .failure(diagnostics(checker.mistakes, in: source))
        }
        return .success(Formula(source: source.text, operands: checker.operands, term: term))
    } catch {
        return .failure([diagnostic(error, in: source)])
    }
}

/// An indicator computed from others, in exact fractions.
public struct Formula: Sendable {
    /// As written.
    public let source: String
    /// What it needs, each once, in order of appearance.
    public let operands: [Operand]
    let term: FormulaTerm

    /// Which time of an indicator is meant.
    public enum Shift: String, Hashable, Sendable, CaseIterable {
        /// The figure's own period.
        case none
        /// The state at the close of 31 December before.
        case yearStart = "year_start"
        /// The same quantity a year earlier.
        case priorYear = "prior_year"
    }

    /// A figure that a formula reads.
    public struct Operand: Hashable, Sendable {
        /// Position in the indicators given.
        public var indicator: Int
        /// Where the formula says it (`x.ytd`); nil: the quantity that is being computed.
        public var quantity: Quantity?
        /// Which time.
        public var shift: Shift

        /// A figure by indicator, quantity and time.
        public init(indicator: Int, quantity: Quantity? = nil, shift: Shift = .none) {
            self.indicator = indicator
            self.quantity = quantity
            self.shift = shift
        }
    }

    /// Whether it takes something away, anywhere in it.
    public var subtracts: Bool { term.subtracts }

    /// The value, from those of the operands; nil where one that matters is nil, by x/0, and beyond 128 bits.
    public func evaluate(_ values: (Operand) -> Fraction?) -> Fraction? {
        term.value { values(operands[$0]) }
    }
}

/// A formula's numbers, typed.
indirect enum FormulaTerm: Sendable {
    case constant(Fraction)
    case missing
    /// Position in the operands.
    case operand(Int)
    case binary(BinaryOperator, FormulaTerm, FormulaTerm)
    case absolute(FormulaTerm)
    case rounded(FormulaTerm, digits: Int)
    case coalesce([FormulaTerm])
    case choose([(condition: FormulaCondition, result: FormulaTerm)], otherwise: FormulaTerm)

    func value(_ operands: (Int) -> Fraction?) -> Fraction? {
        switch self {
        case .constant(let value): return value
        case .missing: return nil
        case .operand(let number): return operands(number)
        case .binary(let sign, let left, let right):
            guard let a = left.value(operands), let b = right.value(operands) else { return nil }
            switch sign {
            case .add: return a.adding(b)
            case .subtract: return a.subtracting(b)
            case .multiply: return a.multiplied(by: b)
            default: return a.divided(by: b)
            }
        case .absolute(let inner): return inner.value(operands).flatMap { $0.isNegative ? $0.negated : $0 }
        case .rounded(let inner, let digits):
            guard let value = inner.value(operands) else { return nil }
            // Digits before the point: rounded to whole multiples of their power of ten.
            let unit = Fraction(powerOfTen(max(0, -digits)))
            guard let whole = value.divided(by: unit)?.rounded(scale: max(0, digits)) else { return nil }
            return Fraction(mantissa: whole, scale: max(0, digits)).multiplied(by: unit)
        case .coalesce(let items):
            for item in items {
                if let value = item.value(operands) { return value }
            }
            return nil
        case .choose(let branches, let otherwise):
            for branch in branches where branch.condition.truth(operands) == .yes {
                return branch.result.value(operands)
            }
            return otherwise.value(operands)
        }
    }
}

extension FormulaTerm {
    fileprivate var subtracts: Bool {
        switch self {
        case .constant, .missing, .operand: false
        case .binary(let sign, let left, let right): sign == .subtract || left.subtracts || right.subtracts
        case .absolute(let inner), .rounded(let inner, _): inner.subtracts
        case .coalesce(let items): items.contains(where: \.subtracts)
        case .choose(let branches, let otherwise):
            otherwise.subtracts || branches.contains { $0.result.subtracts }
        }
    }
}

/// A formula's conditions.
indirect enum FormulaCondition: Sendable {
    case constant(Truth)
    case comparison(Comparison, FormulaTerm, FormulaTerm)
    case isMissing(FormulaTerm)
    case not(FormulaCondition)
    case and(FormulaCondition, FormulaCondition)
    case or(FormulaCondition, FormulaCondition)

    func truth(_ operands: (Int) -> Fraction?) -> Truth {
        switch self {
        case .constant(let truth): return truth
        case .comparison(let comparison, let left, let right):
            guard let a = left.value(operands), let b = right.value(operands) else { return .missing }
            return comparison.holds(a, b) ? .yes : .no
        case .isMissing(let term): return term.value(operands) == nil ? .yes : .no
        case .not(let inner):
            switch inner.truth(operands) {
            case .yes: return .no
            case .no: return .yes
            case .missing: return .missing
            }
        case .and(let left, let right):
            let (a, b) = (left.truth(operands), right.truth(operands))
            return a == .no || b == .no ? .no : a == .yes && b == .yes ? .yes : .missing
        case .or(let left, let right):
            let (a, b) = (left.truth(operands), right.truth(operands))
            return a == .yes || b == .yes ? .yes : a == .no && b == .no ? .no : .missing
        }
    }
}
