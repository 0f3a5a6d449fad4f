import Definitions
import Expressions
import Model

extension PipelineDefinition {
    /// Whether a figure can lie below zero by what it is: growth, a difference, a net increase. A target of zero asks of such
    /// a one not to fall, and of all others that nothing is left.
    func canBeNegative(_ statistic: Statistic, of indicator: Int) -> Bool {
        switch statistic {
        case .yoy, .priorYoy, .change, .growthOnOpening, .averageGrowth, .gap: return true
        case .share, .completion, .progress, .rank, .streak, .threshold: return false
        case .value, .prior, .target:
            var looked: Set<Int> = []
            return subtracts(indicator, &looked)
        }
    }

    /// Whether its formula, or that of any operand, is a difference over time: it takes something away and looks back
    /// (`x - x@year_start`). A count less a part of it (enterprises without R&D) is never below zero. Who came into or left a
    /// stock is counted, whatever the formula says.
    private func subtracts(_ indicator: Int, _ looked: inout Set<Int>) -> Bool {
        let definition = indicators[indicator]
        guard definition.flow == nil, definition.union.isEmpty, looked.insert(indicator).inserted,
            let formula = definition.formula.flatMap({ compileFormula($0, indicators: indicators.map(\.id)).formula })
        else { return false }
        if formula.subtracts, formula.operands.contains(where: { $0.shift != .none }) { return true }
        return formula.operands.contains { subtracts($0.indicator, &looked) }
    }
}
