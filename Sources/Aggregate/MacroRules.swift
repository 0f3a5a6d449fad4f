import Definitions
import Expressions
public import Model

/// What a rule over figures came to for one area and period.
public struct MacroAnswer: Hashable, Sendable {
    /// Position in the pipeline's rules over figures.
    public var rule: Int
    /// Position in the area tree.
    public var area: Int
    public var period: Period
    public var quantity: Quantity
    /// In base units; nil: a figure that is needed is no number.
    public var left: Fraction?
    public var right: Fraction?
    /// The indicator whose unit and digits the sides are shown in, a position in the pipeline.
    public var lead: Int
    /// Missing where a side is no number, or is one of a part of the records only.
    public var truth: Truth
}

extension Evaluation {
    /// Every rule over figures for the areas and periods that it is asked for, in order of rules, areas and periods.
    func macroAnswers() -> [MacroAnswer] {
        plan.macros.indices.flatMap { rule in
            let macro = plan.macros[rule]
            let periods = plan.range.periods.filter { $0.frequency >= macro.frequency }
            return plan.units.areas.indices.flatMap { area in
                isAsked(plan.pipeline.macroRules[rule], macro, of: area)
                    ? periods.map { answer(rule, area, Window(quantity: macro.quantity, period: $0)) } : []
            }
        }
    }

    private func isAsked(_ rule: MacroRuleDefinition, _ macro: MacroPlan, of area: Int) -> Bool {
        let isParent = plan.units.parents.contains(area)
        if case .footing(_, over: nil) = macro.source { return isParent }
        switch rule.areas {
        case .all: return true
        case .units: return !isParent
        case .parents: return isParent
        }
    }

    private func answer(_ rule: Int, _ area: Int, _ window: Window) -> MacroAnswer {
        let macro = plan.macros[rule]
        var answer = MacroAnswer(
            rule: rule, area: plan.units.areas[area], period: window.period, quantity: window.quantity,
            lead: macro.lead,
            truth: .missing)
        switch macro.source {
        case .check(let check):
            let asked = macro.requests(window, plan.indicators).map { operand, window in
                amount(Site(indicator: operand, area: area, window: window)).whole.value
            }
            func value(_ operand: Formula.Operand) -> Fraction? {
                check.left.operands.firstIndex(of: operand).flatMap { asked[$0] }
            }
            answer.left = check.left.evaluate(value)
            answer.right = check.right.evaluate(value)
            guard let left = answer.left, let right = answer.right,
                let tolerance = tolerance(rule, count: check.left.operands.count - 1, right)
            else { return answer }
            answer.truth = check.holds(left, right, within: tolerance) ? .yes : .no
        case .footing(let indicator, let fields): foot(indicator, fields, area, window, &answer)
        }
        return answer
    }

    /// Parts and whole. Distinct subjects need not add up, as one may be in several parts: the whole has no more than all
    /// parts together, and no less than the largest of them.
    private func foot(_ indicator: Int, _ fields: [String]?, _ area: Int, _ window: Window, _ answer: inout MacroAnswer)
    {
        let whole = Site(indicator: indicator, area: area, window: window)
        var parts: [Site] = []
        if let fields {
            parts = cells(whole, fields: fields).map {
                Site(indicator: indicator, area: area, window: window, cell: $0)
            }
        } else {
            parts = plan.units.areas.indices.filter { plan.units.parents[$0] == area }.map {
                Site(indicator: indicator, area: $0, window: window)
            }
        }
        let values = parts.map { amount($0).whole.value }
        let known = values.compactMap { $0 }
        answer.left = amount(whole).whole.value
        let sum = known.reduce(Fraction.zero as Fraction?) { $0?.adding($1) }
        answer.right = known.count == values.count ? sum : nil
        guard let left = answer.left, let sum = answer.right,
            let tolerance = tolerance(answer.rule, count: values.count, sum), let most = sum.adding(tolerance),
            let least = (plan.indicators[indicator].isOfSubjects ? known.max() ?? .zero : sum).subtracting(tolerance)
        else { return }
        if left < least { answer.right = known.max().flatMap { plan.indicators[indicator].isOfSubjects ? $0 : sum } }
        answer.truth = least <= left && left <= most ? .yes : .no
    }

    private func tolerance(_ rule: Int, count: Int, _ right: Fraction) -> Fraction? {
        let lead = plan.pipeline.indicators[plan.macros[rule].lead]
        switch plan.pipeline.macroRules[rule].tolerance {
        case .absolute(let value): return value.multiplied(by: lead.unit.factor)
        case .share(let share): return (right.isNegative ? right.negated : right)?.multiplied(by: share)
        case .rounding:
            let digit = Fraction(mantissa: 1, scale: lead.decimals[.value] ?? 0).multiplied(by: lead.unit.factor)
            return Fraction(Int128(count + 1), over: 2).flatMap { digit?.multiplied(by: $0) }
        }
    }
}

extension IndicatorPlan {
    /// Whether it counts subjects, of which one may be in several parts of a whole.
    var isOfSubjects: Bool {
        switch source {
        case .measured(let measure): measure.kind == .countDistinct
        case .formula(let formula): formula.isUnion
        case .stated: false
        }
    }
}
