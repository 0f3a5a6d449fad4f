import Model

/// Functions of dates.
enum DateFunctions {
    static let all = [year, quarter, month, day, addMonths, addYears]

    static let year = part("YEAR", "The year of a date or period.", .year)
    static let quarter = part("QUARTER", "The quarter of a date, 1 to 4.", .quarter)
    static let month = part("MONTH", "The month of a date, 1 to 12.", .month)
    static let day = part("DAY", "The day of a date's month, 1 to 31.", .day)

    private static func part(_ name: String, _ summary: String, _ part: DatePart) -> FunctionDefinition {
        let argument = part == .year ? "date or period" : "date"
        return FunctionDefinition(
            name: name, signature: "\(name)(\(argument))", summary: summary, arguments: 1...1,
            check: { checker, call in
                guard let checked = checker.arguments(call)?.first else { return nil }
                var date = checked
                if part == .year, checked.type == .period {
                    date = .integers(.date, PeriodEdge(inner: checked.integerNode, isEnd: false), at: checked.offset)
                }
                return checker.integers(date, as: .date).map {
                    .integers(.number(scale: 0), DatePartNode(inner: $0.integerNode, part: part), at: call.offset)
                }
            },
            row: { row, arguments in
                let value = row.value(arguments[0])
                if case .period(let period) = value { return .number(Decimal(mantissa: Int128(period.year), scale: 0)) }
                guard case .date(let date) = row.coerced(value, to: .date) else { return .missing }
                let number: Int
                switch part {
                case .year: number = date.civil.year
                case .quarter: number = Period(.quarter, holding: date.month).numberInYear
                case .month: number = date.civil.month
                case .day: number = date.civil.day
                }
                return .number(Decimal(mantissa: Int128(number), scale: 0))
            })
    }

    static let addMonths = shift("ADD_MONTHS", "months", 1)
    static let addYears = shift("ADD_YEARS", "years", 12)

    private static func shift(_ name: String, _ unit: String, _ months: Int) -> FunctionDefinition {
        FunctionDefinition(
            name: name, signature: "\(name)(date, \(unit))",
            summary: "The date so many \(unit) later, cut to the length of its month.", arguments: 2...2,
            check: { checker, call in
                guard let parts = checker.arguments(call), let date = checker.integers(parts[0], as: .date),
                    let count = checker.wholeNumber(parts[1])
                else { return nil }
                return .integers(
                    .date, MonthShift(inner: date.integerNode, count: count.integerNode, months: months),
                    at: call.offset)
            },
            row: { row, arguments in
                guard case .date(let date) = row.coerced(row.value(arguments[0]), to: .date),
                    let count = row.whole(arguments[1]), abs(count) < 1_000_000
                else { return .missing }
                let moved = months == 12 ? date.adding(years: Int(count)) : date.adding(months: Int(count))
                return moved.map { .date($0) } ?? .missing
            })
    }
}
