import Definitions
import Model

/// Functions of periods.
enum PeriodFunctions {
    static let all = [period, start, end]

    static let period = FunctionDefinition(
        name: "PERIOD", signature: "PERIOD(date, 'month' | 'quarter' | 'half' | 'year')",
        summary: "The period of that length which holds the date.", arguments: 2...2,
        check: { checker, call in
            guard let part = checker.check(call.arguments[0]), let date = checker.integers(part, as: .date) else {
                return nil
            }
            guard case .text(let word) = call.arguments[1].form, let frequency = Frequency(rawValue: word) else {
                var suggestion: String?
                if case .text(let word) = call.arguments[1].form {
                    suggestion = nearest(word, among: Frequency.allCases.map(\.rawValue))
                }
                return checker.mistake(
                    "'month', 'quarter', 'half' or 'year' is expected here", at: call.arguments[1].offset,
                    suggestion: suggestion)
            }
            return .integers(.period, PeriodOfDate(inner: date.integerNode, frequency: frequency), at: call.offset)
        },
        row: { row, arguments in
            guard case .date(let date) = row.coerced(row.value(arguments[0]), to: .date),
                case .text(let word) = arguments[1].form, let frequency = Frequency(rawValue: word)
            else { return .missing }
            return .period(Period(frequency, holding: date.month))
        })

    static let start = edge("PERIOD_START", "The period's first day.", isEnd: false)
    static let end = edge("PERIOD_END", "The period's last day.", isEnd: true)

    private static func edge(_ name: String, _ summary: String, isEnd: Bool) -> FunctionDefinition {
        FunctionDefinition(
            name: name, signature: "\(name)(period)", summary: summary, arguments: 1...1,
            check: { checker, call in
                guard let part = checker.arguments(call)?.first, let period = checker.integers(part, as: .period) else {
                    return nil
                }
                return .integers(.date, PeriodEdge(inner: period.integerNode, isEnd: isEnd), at: call.offset)
            },
            row: { row, arguments in
                guard case .period(let period) = row.coerced(row.value(arguments[0]), to: .period) else {
                    return .missing
                }
                return .date(isEnd ? period.lastMonth.lastDay : period.firstMonth.firstDay)
            })
    }
}
