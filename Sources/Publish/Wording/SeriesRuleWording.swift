public import Definitions
import Model

extension SeriesRuleDefinition {
    /// The program's words for a rule over time or over the whole that has none of its own.
    var wording: RuleWording {
        switch kind {
        case .change:
            RuleWording(
                "与\(base.words[.zh])相比变动不过大", "Change against \(base.words[.en]) within bounds",
                "{field}为 {normalized}，\(base.words[.zh])为 {expected}，变动超出范围。请核实数值和单位。",
                "{field} is {normalized}, \(base.words[.en]) {expected}: check the value and its unit.")
        case .outlier:
            RuleWording(
                "与同组单位相比不异常", "Not an outlier of its group",
                "{field}为 {normalized}，按同组单位推算应在 {expected} 左右。请核实数值和单位。",
                "{field} is {normalized}; going by its group about {expected} was to be expected. Check the value and its unit."
            )
        case .falls:
            RuleWording(
                "累计数不减少", "Does not fall within the year",
                "{field}累计 {normalized}，少于上期累计 {expected}。请核实，确有更正请说明。",
                "{field} since January is {normalized}, less than the {expected} stated before.")
        case .repeated:
            RuleWording(
                "不重复登记", "Not entered twice", "与另一条记录内容相同、编号不同{related}，可能重复登记。请核实。",
                "The same as another record with another key{related}: entered twice?")
        case .completeness:
            RuleWording(
                "应报单位均已上报", "Everybody who has to report has",
                "应报未报。请催报；已停业或退库的请说明。", "Has to report and has not.")
        }
    }
}

extension SeriesRuleDefinition.Base {
    fileprivate var words: LocalizedText {
        switch self {
        case .priorYear: LocalizedText(zh: "上年同期", en: "the year before")
        case .priorPeriod: LocalizedText(zh: "上期", en: "the period before")
        case .group: LocalizedText(zh: "同组", en: "the group")
        }
    }
}

extension PipelineDefinition {
    /// The question over time or the whole that a rule asks; nil: it is another rule.
    public func series(_ rule: Rule) -> SeriesRuleDefinition? {
        guard case .expression(let position) = rule.kind, datasets.indices.contains(rule.dataset),
            datasets[rule.dataset].rules.indices.contains(position)
        else { return nil }
        return datasets[rule.dataset].rules[position].series
    }
}
