import Aggregate
import Definitions
import Model
import Tabular

/// What the rules over figures came to: exceptions without a place in a file, and how often each was asked.
struct MacroFindings {
    private(set) var findings: [Finding] = []
    /// By position in the catalogue.
    private(set) var counts: [Int: RuleCount] = [:]

    init(_ answers: [MacroAnswer], _ catalogue: RuleCatalogue) {
        for answer in answers {
            let rule = catalogue.index(macro: answer.rule)
            var count = RuleCount()
            count.evaluated = 1
            switch answer.truth {
            case .yes: count.passed = 1
            case .missing: count.missing = 1
            case .no:
                count.failed = 1
                var finding = Finding(rule: rule)
                finding.context = .figures(
                    ComparedFigures(
                        indicator: answer.lead, area: answer.area, period: answer.period, quantity: answer.quantity,
                        left: answer.left ?? .zero, right: answer.right ?? .zero))
                findings.append(finding)
            }
            counts[rule, default: RuleCount()] += count
        }
    }
}
