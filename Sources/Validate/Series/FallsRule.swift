import Definitions
import Tabular

/// What accumulates since January is at least what it was at the last statement of the same year.
enum FallsRule: SeriesRuleKind {
    static func judge(_ rule: SeriesRuleDefinition, _ units: SeriesUnits) -> SeriesAnswer {
        var answer = SeriesAnswer()
        for (position, unit) in units.units.enumerated() where units.months.contains(unit.month) {
            answer.count.evaluated += 1
            guard position > 0, units.units[position - 1].subject == unit.subject,
                units.units[position - 1].month / 12 == unit.month / 12
            else {
                answer.count.missing += 1
                continue
            }
            let before = units.units[position - 1].value
            if unit.value >= before {
                answer.count.passed += 1
            } else {
                answer.count.failed += 1
                answer.failures.append(SeriesFailure(record: unit.record, expected: before))
            }
        }
        return answer
    }
}
