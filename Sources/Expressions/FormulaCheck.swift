public import Definitions
public import Model

/// Two formulas and how they ought to compare: `net = new + moved_in - expired`.
public struct FormulaCheck: Sendable {
    /// As written.
    public let source: String
    /// Both have all operands of the check, so that one list serves for the two.
    public let left: Formula
    public let right: Formula
    let comparison: Comparison

    /// Whether the sides compare as stated, when they may differ by `tolerance`.
    public func holds(_ left: Fraction, _ right: Fraction, within tolerance: Fraction) -> Bool {
        guard let difference = left.subtracting(right), let opposite = difference.negated else {
            return comparison.holds(left, right)
        }
        switch comparison {
        case .equal: return difference <= tolerance && opposite <= tolerance
        case .notEqual: return difference > tolerance || opposite > tolerance
        case .less: return difference < tolerance || difference.isNegative
        case .lessOrEqual: return difference <= tolerance
        case .greater: return opposite < tolerance || opposite.isNegative
        case .greaterOrEqual: return opposite <= tolerance
        }
    }

    /// As `Formula.mixedUnits`, over both sides together.
    public func mixedUnits(_ units: [Unit]) -> (Int, Int)? {
        Formula(source: source, operands: left.operands, term: .binary(.subtract, left.term, right.term))
            .mixedUnits(units)
    }
}

/// Parses the check of a rule over figures. `indicators` are the ids that it may name.
public func compileFormulaCheck(
    _ source: SourceText, indicators: [String]
) -> (check: FormulaCheck?, diagnostics: [Diagnostic]) {
    do throws(Mistake) {
        let syntax = try Parser.parse(source.text, as: .formula)
        guard case .binary(let sign, let left, let right) = syntax.form, let comparison = Comparison(sign) else {
            throw Mistake("a rule compares two numbers: a comparison such as a = b + c is expected here", at: 0)
        }
        var checker = FormulaChecker(indicators: indicators)
        let (a, b) = (checker.number(left), checker.number(right))
        guard let a, let b, checker.mistakes.isEmpty else {
            return (nil, diagnostics(checker.mistakes, in: source))
        }
        guard !checker.operands.isEmpty else { throw Mistake("this names no indicator", at: 0) }
        let sides = [a, b].map { Formula(source: source.text, operands: checker.operands, term: $0) }
        return (FormulaCheck(source: source.text, left: sides[0], right: sides[1], comparison: comparison), [])
    } catch {
        return (nil, [diagnostic(error, in: source)])
    }
}
