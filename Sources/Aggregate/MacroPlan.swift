import Definitions
import Expressions
import Model

/// A rule over figures with its names resolved.
struct MacroPlan: Sendable {
    enum Source: Sendable {
        case check(FormulaCheck)
        /// Parts of an indicator: categories of the breakdown, or areas where it is nil.
        case footing(Int, over: [String]?)
    }

    var source: Source
    /// Which figures it compares.
    var quantity: Quantity
    /// Not asked of periods finer than this.
    var frequency: Frequency
    /// The indicator whose unit differences are stated in.
    var lead: Int

    /// The indicators that it reads, with the window each is asked for when the rule is asked for `window`.
    func requests(_ window: Window, _ indicators: [IndicatorPlan]) -> [(indicator: Int, window: Window)] {
        switch source {
        case .footing(let indicator, _): [(indicator, window)]
        case .check(let check):
            check.left.operands.indices.map { position in
                let operand = check.left.operands[position].indicator
                return (
                    operand,
                    FormulaPlan(formula: check.left).window(
                        position, window, quantities: indicators[operand].quantities)
                )
            }
        }
    }
}

extension Resolver {
    /// The rules over figures, compiled; every mistake in them becomes a diagnostic.
    mutating func macros(_ indicators: [ResolvedIndicator]) -> [MacroPlan] {
        pipeline.macroRules.compactMap { rule in
            switch rule.statement {
            case .check(let source): check(rule, source, indicators)
            case .footing(let name, let over): footing(rule, name, over, indicators)
            }
        }
    }

    private mutating func check(
        _ rule: MacroRuleDefinition, _ source: SourceText, _ indicators: [ResolvedIndicator]
    ) -> MacroPlan? {
        let (check, mistakes) = compileFormulaCheck(source, indicators: pipeline.indicators.map(\.id))
        diagnostics += mistakes
        guard let check else { return nil }
        if let (a, b) = check.mixedUnits(pipeline.indicators.map(\.unit)) {
            let (first, second) = (pipeline.indicators[a], pipeline.indicators[b])
            diagnostics.append(
                Diagnostic(
                    "'\(first.id)' is in \(first.unit.symbol) and '\(second.id)' in \(second.unit.symbol): they cannot be added, subtracted or compared",
                    at: source.place))
        }
        let operands = check.left.operands
        for operand in operands {
            let isStock = indicators[operand.indicator].plan.quantities == [.stock]
            let id = pipeline.indicators[operand.indicator].id
            if operand.shift == .yearStart, !isStock {
                diagnostics.append(
                    Diagnostic("'\(id)' is a flow and has no state at the year's start", at: source.place))
            }
            if let quantity = operand.quantity, isStock != (quantity == .stock) {
                diagnostics.append(Diagnostic("'\(id)' has no quantity \(quantity.rawValue)", at: source.place))
            }
        }
        let plans = operands.map { indicators[$0.indicator].plan }
        return MacroPlan(
            source: .check(check), quantity: quantity(rule, plans),
            frequency: plans.map(\.frequency).max() ?? .month, lead: operands[0].indicator)
    }

    private mutating func footing(
        _ rule: MacroRuleDefinition, _ name: SourceText, _ over: MacroRuleDefinition.Parts,
        _ indicators: [ResolvedIndicator]
    ) -> MacroPlan? {
        guard let position = pipeline.indicators.firstIndex(where: { $0.id == name.text }) else {
            diagnostics.append(
                Diagnostic(
                    "there is no indicator “\(name.text)”", at: name.place,
                    suggestion: nearest(name.text, among: pipeline.indicators.map(\.id))))
            return nil
        }
        let definition = pipeline.indicators[position]
        if (definition.formula != nil && definition.union.isEmpty)
            || [.mean, .median, .min, .max].contains(definition.measure?.kind)
        {
            diagnostics.append(
                Diagnostic(
                    "parts of '\(name.text)' do not add up: only sums and counts foot", at: name.place))
            return nil
        }
        var fields: [String]?
        if case .breakdown(let names) = over {
            fields = names
            if !definition.breakdowns.contains(names) {
                diagnostics.append(
                    Diagnostic(
                        "'\(name.text)' is not broken down by \(names.joined(separator: ", "))", at: name.place))
            }
        }
        let plan = indicators[position].plan
        return MacroPlan(
            source: .footing(position, over: fields), quantity: quantity(rule, [plan]), frequency: plan.frequency,
            lead: position)
    }

    /// What is stated, else the stock where there are only stocks, else the year to date.
    private mutating func quantity(_ rule: MacroRuleDefinition, _ plans: [IndicatorPlan]) -> Quantity {
        let isStock = plans.allSatisfy { $0.quantities == [.stock] }
        if let stated = rule.quantity, isStock != (stated == .stock) {
            diagnostics.append(
                Diagnostic(
                    "rule '\(rule.id)' is over \(isStock ? "stocks" : "flows"), which have no quantity \(stated.rawValue)",
                    at: rule.place))
        }
        return isStock ? .stock : rule.quantity ?? .ytd
    }
}
