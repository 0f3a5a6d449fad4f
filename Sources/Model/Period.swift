/// A calendar month, held as year × 12 + (month − 1).
public struct Month: Hashable, Comparable, Strideable, Sendable {
    public var index: Int32

    @inlinable public init(index: Int32) { self.index = index }
    @inlinable public init(year: Int, month: Int) { index = Int32(year * 12 + month - 1) }

    @inlinable public var year: Int { Int(index) / 12 }
    /// 1–12.
    @inlinable public var month: Int { Int(index) % 12 + 1 }
    @inlinable public var firstDay: CivilDate {
        CivilDate(days: CivilDate.daysFromCivil(year: year, month: month, day: 1))
    }
    @inlinable public var lastDay: CivilDate { CivilDate(days: advanced(by: 1).firstDay.days - 1) }
    @inlinable public static func < (a: Month, b: Month) -> Bool { a.index < b.index }
    @inlinable public func distance(to other: Month) -> Int { Int(other.index - index) }
    @inlinable public func advanced(by n: Int) -> Month { Month(index: index + Int32(n)) }
}

extension Month: CustomStringConvertible {
    /// `2024-11`.
    public var description: String { "\(padded(year, 4))-\(padded(month, 2))" }
}

/// How often something is reported; finer is smaller.
public enum Frequency: String, Hashable, Sendable, CaseIterable, Comparable {
    case month, quarter, half, year

    @inlinable public var months: Int {
        switch self {
        case .month: 1
        case .quarter: 3
        case .half: 6
        case .year: 12
        }
    }
    @inlinable public static func < (a: Frequency, b: Frequency) -> Bool { a.months < b.months }
}

/// A calendar year, half, quarter or month.
public struct Period: Hashable, Sendable {
    public var frequency: Frequency
    /// Counts periods of this frequency since year 0.
    public var ordinal: Int32

    public init(frequency: Frequency, ordinal: Int32) {
        self.frequency = frequency
        self.ordinal = ordinal
    }

    public init(year: Int) { self.init(frequency: .year, ordinal: Int32(year)) }

    public init(_ month: Month) { self.init(frequency: .month, ordinal: month.index) }

    /// The period of that frequency which holds the month.
    public init(_ frequency: Frequency, holding month: Month) {
        self.init(frequency: frequency, ordinal: month.index / Int32(frequency.months))
    }

    public var firstMonth: Month { Month(index: ordinal * Int32(frequency.months)) }
    public var lastMonth: Month { firstMonth.advanced(by: frequency.months - 1) }
    public var months: ClosedRange<Month> { firstMonth...lastMonth }
    public var year: Int { firstMonth.year }
    /// The same period one year earlier.
    public var yearEarlier: Period { earlier(years: 1) }
    public func earlier(years: Int) -> Period {
        Period(frequency: frequency, ordinal: ordinal - Int32(years * 12 / frequency.months))
    }
    public var previous: Period { Period(frequency: frequency, ordinal: ordinal - 1) }
    public var next: Period { Period(frequency: frequency, ordinal: ordinal + 1) }
    /// Position within the year, from 1.
    public var numberInYear: Int { Int(ordinal) % (12 / frequency.months) + 1 }

    /// Reads `2024Q4`, `2024-Q4`, `2024H2`, `2024-S2`, `2024M11`, `2024-M11`, `2024-11`, `2024`, `2024-A1`.
    public init?(_ text: some StringProtocol) {
        let s = Array(text.uppercased().utf8)
        guard s.count >= 4, let year = number(s[0..<4]), year >= 1 else { return nil }
        var rest = s[4...]
        if rest.isEmpty { self.init(year: year); return }
        var dashed = false
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst(); dashed = true }
        guard let letter = rest.first else { return nil }
        let digits: ArraySlice<UInt8>
        let frequency: Frequency
        switch letter {
        case UInt8(ascii: "Q"): (frequency, digits) = (.quarter, rest.dropFirst())
        case UInt8(ascii: "H"), UInt8(ascii: "S"): (frequency, digits) = (.half, rest.dropFirst())
        case UInt8(ascii: "M"): (frequency, digits) = (.month, rest.dropFirst())
        case UInt8(ascii: "A"): (frequency, digits) = (.year, rest.dropFirst())
        case UInt8(ascii: "0")...UInt8(ascii: "9") where dashed: (frequency, digits) = (.month, rest)
        default: return nil
        }
        guard (1...2).contains(digits.count), let n = number(digits), n >= 1, n <= 12 / frequency.months,
            frequency != .month || digits.count == 2 || letter == UInt8(ascii: "M"),
            frequency == .month || digits.count == 1
        else { return nil }
        self.init(frequency: frequency, ordinal: Int32(year * (12 / frequency.months) + n - 1))
    }
}

private func number(_ digits: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for d in digits {
        guard d >= 48, d <= 57 else { return nil }
        value = value * 10 + Int(d - 48)
    }
    return digits.isEmpty ? nil : value
}

extension Period: CustomStringConvertible {
    /// The SDMX form: `2024`, `2024-S2`, `2024-Q4`, `2024-11`.
    public var description: String {
        switch frequency {
        case .year: padded(year, 4)
        case .half: "\(padded(year, 4))-S\(numberInYear)"
        case .quarter: "\(padded(year, 4))-Q\(numberInYear)"
        case .month: firstMonth.description
        }
    }
}

extension Period: Comparable {
    /// By last month, then longer later.
    public static func < (a: Period, b: Period) -> Bool {
        (a.lastMonth, a.frequency.months) < (b.lastMonth, b.frequency.months)
    }
}

/// One period, or every period from one to another of the same frequency.
public struct PeriodRange: Hashable, Sendable {
    public var first: Period
    public var last: Period

    public init(_ period: Period) {
        first = period
        last = period
    }

    /// `2024Q4` or `2023Q1..2024Q4`; nil where the ends differ in frequency or are out of order.
    public init?(_ text: some StringProtocol) {
        guard let dots = text.firstRange(of: "..") else {
            guard let one = Period(text) else { return nil }
            first = one
            last = one
            return
        }
        guard let a = Period(text[..<dots.lowerBound]), let b = Period(text[dots.upperBound...]),
            a.frequency == b.frequency, a.ordinal <= b.ordinal
        else { return nil }
        first = a
        last = b
    }

    public var periods: [Period] {
        (first.ordinal...last.ordinal).map { Period(frequency: first.frequency, ordinal: $0) }
    }
}

extension PeriodRange: CustomStringConvertible {
    /// The folder's name: `2024-Q4`, `2023-Q1_2024-Q4`.
    public var description: String { first == last ? "\(first)" : "\(first)_\(last)" }
}

extension [Month] {
    /// Of ascending months those that follow each other.
    public var runs: [ClosedRange<Month>] {
        reduce(into: []) { runs, month in
            if let last = runs.last, last.upperBound.advanced(by: 1) == month {
                runs[runs.count - 1] = last.lowerBound...month
            } else {
                runs.append(month...month)
            }
        }
    }
}
