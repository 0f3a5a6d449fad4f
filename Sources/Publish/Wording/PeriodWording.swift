import Model

/// Periods as tables head their columns.
enum PeriodWording {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let numerals = ["一", "二", "三", "四"]

    /// `2024年四季度`, `Q4 2024`.
    static func name(_ period: Period) -> LocalizedText {
        let within = within(period)
        switch period.frequency {
        case .year: return LocalizedText(zh: "\(period.year)年", en: "\(period.year)")
        default: return LocalizedText(zh: "\(period.year)年\(within[.zh])", en: "\(within[.en]) \(period.year)")
        }
    }

    /// `2023年四季度—2024年四季度`; of one period its name.
    static func name(_ range: PeriodRange) -> LocalizedText {
        let (first, last) = (name(range.first), name(range.last))
        guard range.first != range.last else { return last }
        return LocalizedText(zh: "\(first[.zh])—\(last[.zh])", en: "\(first[.en]) – \(last[.en])")
    }

    /// What a column shows of a period, the year left out: `四季度`, `1—12月`, `12月末`.
    static func column(_ quantity: Quantity, of period: Period) -> LocalizedText {
        let last = period.lastMonth.month
        let month = months[last - 1]
        switch quantity {
        case .period: return within(period)
        case .ytd:
            return LocalizedText(
                zh: last == 1 ? "1月" : "1—\(last)月", en: last == 1 ? "January" : "Jan–\(month.prefix(3))")
        case .stock: return LocalizedText(zh: "\(last)月末", en: "end of \(month)")
        }
    }

    private static func within(_ period: Period) -> LocalizedText {
        let number = period.numberInYear
        switch period.frequency {
        case .year: return LocalizedText(zh: "全年", en: "whole year")
        case .half:
            return LocalizedText(zh: number == 1 ? "上半年" : "下半年", en: number == 1 ? "first half" : "second half")
        case .quarter: return LocalizedText(zh: "\(numerals[number - 1])季度", en: "Q\(number)")
        case .month: return LocalizedText(zh: "\(number)月", en: months[number - 1])
        }
    }
}
