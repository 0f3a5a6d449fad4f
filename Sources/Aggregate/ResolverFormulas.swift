import Definitions
import Expressions
import Model

extension Resolver {
    /// The formulas, by position of the indicator; nil where it has none or a mistake.
    mutating func formulas() -> [FormulaPlan?] {
        pipeline.indicators.map { $0.formula == nil ? nil : formula($0) }
    }

    private mutating func formula(_ definition: IndicatorDefinition) -> FormulaPlan? {
        guard let source = definition.formula else { return nil }
        let result = compileFormula(source, indicators: pipeline.indicators.map(\.id))
        diagnostics += result.diagnostics
        guard let formula = result.formula else { return nil }
        if let (a, b) = formula.mixedUnits(pipeline.indicators.map(\.unit)) {
            let (first, second) = (pipeline.indicators[a], pipeline.indicators[b])
            diagnostics.append(
                Diagnostic(
                    "'\(first.id)' is in \(first.unit.symbol) and '\(second.id)' in \(second.unit.symbol): they cannot be added, subtracted or compared",
                    at: source.place))
        }
        return FormulaPlan(
            formula: formula, increaseOf: increase(formula, isFlow: definition.flow != nil),
            isUnion: !definition.union.isEmpty,
            flow: definition.flow)
    }

    /// The operand x of a formula that reads `x - x@year_start` and nothing else, parentheses apart; of a flow its stock.
    private func increase(_ formula: Formula, isFlow: Bool) -> Int? {
        if isFlow { return formula.operands.firstIndex { $0.shift == .none && $0.quantity == nil } }
        guard formula.operands.count == 2, let stock = formula.operands.firstIndex(where: { $0.shift == .none }) else {
            return nil
        }
        let name = pipeline.indicators[formula.operands[stock].indicator].id
        let written = String(formula.source.filter { !$0.isWhitespace && $0 != "(" && $0 != ")" })
        return written == "\(name)-\(name)@year_start" ? stock : nil
    }

    mutating func condition(_ text: SourceText, _ dataset: Int) -> ResolvedMeasure.Condition? {
        let definition = pipeline.datasets[dataset]
        var others: [String: Schema] = [:]
        for (other, schema) in zip(pipeline.datasets, schemas) where other.name != definition.name {
            others[other.name] = schema
        }
        let scope = ExpressionScope(
            dataset: definition, schema: schemas[dataset], pipeline: pipeline, references: others)
        let result = compileCondition(text, in: scope)
        diagnostics += result.diagnostics
        return result.expression.map { ResolvedMeasure.Condition(text: text.text, expression: $0) }
    }

    /// Gives formulas the quantities and the frequency of their operands; nil where they go round in a circle or ask for
    /// what an operand has not.
    mutating func spread(_ indicators: [ResolvedIndicator]) -> [ResolvedIndicator]? {
        var result = indicators
        var state = [Visit](repeating: .new, count: indicators.count)
        let mistakes = diagnostics.count
        for position in indicators.indices { visit(position, &result, &state) }
        guard diagnostics.count == mistakes else { return nil }
        for position in indicators.indices { checkTime(position, result) }
        return diagnostics.count == mistakes ? result : nil
    }

    private enum Visit { case new, open, done }

    private mutating func visit(_ position: Int, _ indicators: inout [ResolvedIndicator], _ state: inout [Visit]) {
        guard state[position] == .new else { return }
        state[position] = .open
        defer { state[position] = .done }
        guard case .formula(let formula) = indicators[position].plan.source else { return }
        for operand in formula.operands.map(\.indicator) {
            if state[operand] == .open {
                let other = pipeline.indicators[operand].id
                report("its formula comes back to itself through '\(other)'", pipeline.indicators[position])
                return
            }
            visit(operand, &indicators, &state)
        }
        let operands = formula.operands.map { indicators[$0.indicator].plan }
        // A stock has a value at the end of any period; a flow decides what a formula with both speaks of.
        let flows = operands.filter { $0.quantities != [.stock] }
        indicators[position].plan.quantities =
            formula.flow != nil || flows.isEmpty && !operands.isEmpty ? [.stock] : [.period, .ytd]
        let frequencies = operands.map(\.frequency) + [pipeline.indicators[position].frequency]
        indicators[position].plan.frequency = frequencies.max() ?? .month
    }

    private mutating func checkTime(_ position: Int, _ indicators: [ResolvedIndicator]) {
        let definition = pipeline.indicators[position]
        let plan = indicators[position].plan
        if plan.quantities != [.stock], plan.looksAtOpening {
            report("growth_on_opening is of stocks, and this is a flow", definition)
        }
        guard case .formula(let formula) = plan.source else { return }
        if formula.isUnion {
            for operand in formula.operands {
                guard case .measured(let measure) = indicators[operand.indicator].plan.source,
                    measure.kind == .countDistinct
                else {
                    let other = pipeline.indicators[operand.indicator].id
                    report("'\(other)' counts no distinct subjects, of which a union could be made", definition)
                    continue
                }
            }
        }
        if formula.flow != nil {
            for operand in formula.operands {
                guard case .measured(let measure) = indicators[operand.indicator].plan.source,
                    measure.kind == .countDistinct
                else {
                    let other = pipeline.indicators[operand.indicator].id
                    report("'\(other)' counts no distinct subjects, which a flow could follow", definition)
                    continue
                }
            }
        }
        for operand in formula.operands {
            let other = pipeline.indicators[operand.indicator]
            let isStock = indicators[operand.indicator].plan.quantities == [.stock]
            if operand.shift == .yearStart, !isStock {
                report("'\(other.id)' is a flow and has no state at the year's start", definition)
            }
            if let quantity = operand.quantity, isStock != (quantity == .stock) {
                report("'\(other.id)' has no quantity \(quantity.rawValue)", definition)
            }
            if case .stated = indicators[operand.indicator].plan.source, !definition.breakdowns.isEmpty {
                report("'\(other.id)' is stated as a whole and has no breakdowns", definition)
            }
            for breakdown in definition.breakdowns where !other.breakdowns.contains(breakdown) {
                report("'\(other.id)' is not broken down by \(breakdown.joined(separator: ", "))", definition)
            }
        }
    }
}
