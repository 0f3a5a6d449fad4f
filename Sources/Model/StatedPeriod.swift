/// The period whose figure a table with these words in its title holds: a month, quarter, half or year, or where it
/// accumulates from January (`2024年1-11月`) the last month, of which it is the figure to date; nil: no such period.
public func statedPeriod(_ text: String) -> Period? {
    guard let months = statedMonths(text) else { return nil }
    for frequency in [Frequency.month, .quarter, .half, .year] {
        let period = Period(frequency, holding: months.upperBound)
        if period.months == months { return period }
    }
    return months.lowerBound.month == 1 ? Period(months.upperBound) : nil
}

/// The months that the words of a title block speak of: `2024年1-11月`, `2024年11月`, `2024年1月至11月`, `2024年第四季度`,
/// `2024年前三季度`, `2024年上半年`, `2024年度`, `2024年`; nil: no period.
public func statedMonths(_ text: String) -> ClosedRange<Month>? {
    guard let mark = text.firstIndex(of: "年"), text[..<mark].utf8.count == 4, let year = Int(text[..<mark]) else {
        return nil
    }
    let rest = text[text.index(after: mark)...]
    func months(_ first: Int, _ last: Int) -> ClosedRange<Month>? {
        guard 1...12 ~= first, first...12 ~= last else { return nil }
        return Month(year: year, month: first)...Month(year: year, month: last)
    }
    switch rest {
    case "", "度", "全年": return months(1, 12)
    case "上半年": return months(1, 6)
    case "下半年": return months(7, 12)
    case "前三季度": return months(1, 9)
    default: break
    }
    if let quarter = rest.firstRange(of: "季度"), quarter.upperBound == rest.endIndex {
        let name = rest[..<quarter.lowerBound].drop { $0 == "第" }
        let numbers: [Character: Int] = ["一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4]
        guard name.count == 1, let number = name.first.flatMap({ numbers[$0] }) else { return nil }
        return months(number * 3 - 2, number * 3)
    }
    guard rest.last == "月" else { return nil }
    let numbers = rest.split { !($0.isASCII && $0.isNumber) }.map { Int($0) }
    let between = rest.filter { !($0.isASCII && $0.isNumber) && $0 != "月" }
    guard between.allSatisfy({ "-—–~至到－".contains($0) }) else { return nil }
    switch (numbers.count, numbers.first, numbers.last) {
    case (1, let only??, _) where between.isEmpty: return months(only, only)
    case (2, let first??, let last??) where !between.isEmpty && first <= last: return months(first, last)
    default: return nil
    }
}
