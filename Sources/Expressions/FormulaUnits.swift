public import Model

extension Formula {
    /// The first two operands that are added, subtracted, compared or offered as alternatives although they measure
    /// different things, as positions of indicators. Products and quotients measure something of their own, a constant
    /// what its neighbour does, and things counted may be added whatever they are called (家, 个).
    public func mixedUnits(_ units: [Unit]) -> (Int, Int)? {
        var search = UnitSearch(operands: operands.map { (indicator: $0.indicator, unit: units[$0.indicator]) })
        _ = search.measured(term)
        return search.mixed
    }
}

/// Walks a formula's terms with what each measures: the operand that says so, nil where nothing is claimed.
private struct UnitSearch {
    let operands: [(indicator: Int, unit: Unit)]
    var mixed: (Int, Int)?

    mutating func measured(_ term: FormulaTerm) -> Int? {
        switch term {
        case .constant, .missing: return nil
        case .operand(let position): return position
        case .binary(let sign, let left, let right):
            let (a, b) = (measured(left), measured(right))
            return sign == .add || sign == .subtract ? meet(a, b) : nil
        case .absolute(let inner), .rounded(let inner, _): return measured(inner)
        case .coalesce(let items):
            return items.reduce(nil as Int?) { meet($0, measured($1)) }
        case .choose(let branches, let otherwise):
            var common: Int?
            for branch in branches {
                look(branch.condition)
                common = meet(common, measured(branch.result))
            }
            return meet(common, measured(otherwise))
        }
    }

    private mutating func look(_ condition: FormulaCondition) {
        switch condition {
        case .constant: break
        case .comparison(_, let left, let right): _ = meet(measured(left), measured(right))
        case .isMissing(let term): _ = measured(term)
        case .not(let inner): look(inner)
        case .and(let left, let right), .or(let left, let right):
            look(left)
            look(right)
        }
    }

    private mutating func meet(_ a: Int?, _ b: Int?) -> Int? {
        guard let a, let b else { return a ?? b }
        if mixed == nil, !fits(operands[a].unit.dimension, operands[b].unit.dimension) {
            mixed = (operands[a].indicator, operands[b].indicator)
        }
        return a
    }

    private func fits(_ a: Dimension, _ b: Dimension) -> Bool {
        if case .count = a, case .count = b { return true }
        return a == b
    }
}
