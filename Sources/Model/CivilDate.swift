/// A day of the proleptic Gregorian calendar, held as days since 1970-01-01. No clock, no time zone.
public struct CivilDate: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01; negative before.
    public var days: Int32

    @inlinable public init(days: Int32) { self.days = days }

    /// The day named, or nil where the calendar has no such day (2023-02-30) or the year is outside 1...9999.
    @inlinable public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= CivilDate.daysIn(month: month, year: year)
        else { return nil }
        self.days = CivilDate.daysFromCivil(year: year, month: month, day: day)
    }

    /// Days since the epoch of a day known to exist. Algorithm: Howard Hinnant, days_from_civil.
    @inlinable public static func daysFromCivil(year: Int, month: Int, day: Int) -> Int32 {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int32(era * 146_097 + dayOfEra - 719_468)
    }

    @inlinable public static func daysIn(month: Int, year: Int) -> Int {
        switch month {
        case 2: return isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: return 30
        default: return 31
        }
    }

    @inlinable public static func isLeap(_ year: Int) -> Bool {
        (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
    }

    /// Year, month (1–12) and day (1–31), right from the year −32800 to 2,900,000.
    ///
    /// Algorithm: Neri and Schneider, "Euclidean affine functions". Its divisions are by constants and 32 bits wide, four
    /// times faster than by eras, and aggregation asks it once a row.
    @inlinable public var civil: (year: Int, month: Int, day: Int) {
        // Day 0 is 1 March of the year −32800: everything stays above zero.
        let day = UInt32(bitPattern: days) &+ 12_699_422
        let centuries = day &* 4 &+ 3
        let dayOfCentury = centuries % 146_097 / 4
        let years = UInt64(dayOfCentury * 4 + 3) * 2_939_745
        let dayOfYear = UInt32(truncatingIfNeeded: years) / 2_939_745 / 4
        let months = 2_141 * dayOfYear + 197_913
        let isNextYear = dayOfYear >= 306
        let year = Int(100 * (centuries / 146_097)) + Int(years >> 32) - 32_800 + (isNextYear ? 1 : 0)
        return (year, Int(months >> 16) - (isNextYear ? 12 : 0), Int((months & 0xFFFF) / 2_141) + 1)
    }

    @inlinable public var month: Month {
        let c = civil
        return Month(year: c.year, month: c.month)
    }

    @inlinable public static func < (a: CivilDate, b: CivilDate) -> Bool { a.days < b.days }

    /// `2024-03-05` and nothing else; nil for any other text.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
            let y = Int(parts[0]), let m = Int(parts[1]), let d = Int(parts[2])
        else { return nil }
        self.init(year: y, month: m, day: d)
    }

    /// The same day `years` later; 29 February becomes 28 February where the year has none.
    public func adding(years: Int) -> CivilDate? {
        let c = civil
        let y = c.year + years
        return CivilDate(year: y, month: c.month, day: min(c.day, CivilDate.daysIn(month: c.month, year: y)))
    }

    /// The same day `months` later, cut to the length of that month.
    public func adding(months: Int) -> CivilDate? {
        let c = civil
        let m = Month(year: c.year, month: c.month).advanced(by: months)
        return CivilDate(
            year: m.year, month: m.month, day: min(c.day, CivilDate.daysIn(month: m.month, year: m.year)))
    }
}

extension CivilDate: CustomStringConvertible {
    public var description: String {
        let c = civil
        return "\(padded(c.year, 4))-\(padded(c.month, 2))-\(padded(c.day, 2))"
    }
}

/// `value` in decimal, with zeros before it up to `width` digits.
@usableFromInline func padded(_ value: Int, _ width: Int) -> String {
    let text = String(value)
    return text.utf8.count >= width ? text : String(repeating: "0", count: width - text.utf8.count) + text
}
