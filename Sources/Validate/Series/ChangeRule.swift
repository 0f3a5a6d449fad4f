import Definitions
import Model
import Tabular

/// The ratio of a value to the subject's own of an earlier time; missing where there is none above zero.
enum ChangeRule: SeriesRuleKind {
    static func judge(_ rule: SeriesRuleDefinition, _ units: SeriesUnits) -> SeriesAnswer {
        var answer = SeriesAnswer()
        for (unit, before) in units.pairs(rule.base) {
            answer.count.evaluated += 1
            guard let before, before > 0, let ratio = Fraction(Int128(unit.value), over: Int128(before)) else {
                answer.count.missing += 1
                continue
            }
            let passes =
                (rule.minimum.map { !(ratio < $0) } ?? true) && (rule.maximum.map { !($0 < ratio) } ?? true)
            if passes {
                answer.count.passed += 1
            } else {
                answer.count.failed += 1
                answer.failures.append(SeriesFailure(record: unit.record, expected: before))
            }
        }
        return answer
    }
}
