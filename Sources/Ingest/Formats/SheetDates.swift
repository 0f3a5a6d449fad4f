import Model

/// How a number format shows a number.
enum NumberShown: UInt8, Sendable {
    case plain, percent, date
    /// A time of day.
    case time
    /// Hours beyond 24.
    case elapsed
}

/// Serial numbers as civil dates and times, computed on their digits.
enum SheetDates {
    /// Day 0 of the two date systems, in days since 1970-01-01.
    static let origin1900: Int32 = -25_569
    static let origin1904: Int32 = -24_107

    /// What the number format says, whatever stands in quotes or brackets left out.
    static func shown(_ format: String) -> NumberShown {
        var quoted = false
        var escaped = false
        var bracket: String?
        var found = NumberShown.plain
        // aaa and aaaa are days of the week; fewer belong to AM/PM.
        var weekday = 0
        for character in format.lowercased() {
            if escaped {
                escaped = false
                continue
            }
            if let inside = bracket {
                // [h], [mm] and [ss] count beyond a day; [红色], [$-804] and conditions say nothing.
                if character != "]" {
                    bracket = inside + String(character)
                    continue
                }
                if !inside.isEmpty, Set(inside).isSubset(of: ["h"]) || ["m", "mm", "s", "ss"].contains(inside) {
                    found = .elapsed
                }
                bracket = nil
                continue
            }
            weekday = character == "a" && !quoted ? weekday + 1 : 0
            switch character {
            case "a" where weekday == 3: return .date
            case "\\", "_", "*": escaped = true
            case "\"": quoted.toggle()
            case "[" where !quoted: bracket = ""
            // Only the form for positive numbers decides.
            case ";" where !quoted: return found
            case "%" where !quoted: return .percent
            case "y" where !quoted, "d" where !quoted: return .date
            // A month alone (m月) is a date; with hours it is minutes.
            case "m" where !quoted: if found == .plain { found = .date }
            case "h" where !quoted, "s" where !quoted: if found != .elapsed { found = .time }
            // `General` has no other letter of these.
            case "g" where !quoted: if format.lowercased().hasPrefix("general") { return .plain }
            default: break
            }
        }
        return found
    }

    /// A serial number as `2024-03-05`, `2024-03-05T14:30:00`, or, where only a time is shown, `08:30:00`; nil where it
    /// stands for none.
    static func text(
        _ serial: UnsafeBufferPointer<UInt8>, _ shown: NumberShown, is1904: Bool
    ) -> (text: [UInt8], isDate: Bool)? {
        let parts = serial.split(separator: 0x2E, maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, whole.count <= 7, whole.allSatisfy(isDigit), !serial.isEmpty else { return nil }
        var days = whole.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        var seconds = 0
        if parts.count == 2 {
            let digits = parts[1].prefix(10)
            guard parts[1].allSatisfy(isDigit) else { return nil }
            let scale = digits.reduce(1) { value, _ in value * 10 }
            let fraction = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
            // Less than half a millisecond before midnight is the noise of doubles; any other time keeps its day.
            if (fraction * 86_400_000 + scale / 2) / scale == 86_400_000 {
                days += 1
            } else {
                seconds = min(86_399, (fraction * 86_400 + scale / 2) / scale)
            }
        }
        if shown == .elapsed || (shown == .time && days == 0) {
            return (clock(hours: days * 24 + seconds / 3600, seconds), false)
        }
        if is1904 {
            days += 1462
        } else if days == 60 || days == 0 {
            // 1900-02-29 never was; 0 is a time of day.
            return nil
        }
        guard days <= 2_958_465 else { return nil }
        // Excel counts the day that never was: serials below 60 are one day short.
        let date = CivilDate(days: Int32(days + (days < 60 ? 1 : 0) - 25_569))
        let text = Array("\(date)".utf8)
        return (seconds == 0 ? text : text + [0x54] + clock(hours: seconds / 3600, seconds), true)
    }

    /// A date and time as files write them (`2024-03-05T14:30:00.000`), in the form of `text`; nil where it is none.
    ///
    /// Times have the origin for their date: Excel writes 8:30 as 1899-12-31T08:30 and 36 hours as 1900-01-01T12:00,
    /// LibreOffice the latter as 1899-12-31T36:00.
    static func civil(
        _ text: UnsafeBufferPointer<UInt8>, _ shown: NumberShown, is1904: Bool
    ) -> (text: [UInt8], isDate: Bool)? {
        guard let (date, seconds) = parts(text) else { return nil }
        let origin: Int32 = is1904 ? -24_107 : -25_568
        let isTime = shown == .elapsed || shown == .time && date.days == origin
        if isTime || !is1904 && date.days <= -25_568 {
            // 1899-12-30, the day before the origin, is how others write a time.
            let days = max(0, Int(date.days - origin))
            return (clock(hours: days * 24 + seconds / 3600, seconds), false)
        }
        let day = CivilDate(days: date.days + Int32(seconds / 86_400))
        let rest = seconds % 86_400
        let civil = Array("\(day)".utf8)
        return (rest == 0 ? civil : civil + [0x54] + clock(hours: rest / 3600, rest), true)
    }

    /// Whether the text is a day of the 20th century or later as Excel writes it (`2024-03-05T00:00:00.000`), so that its
    /// first ten bytes are what `civil` answers unless its format shows a time.
    static func isWholeDay(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count == 10 || text.count == 23 else { return false }
        func two(_ at: Int) -> Int {
            let (tens, ones) = (text[at] &- 0x30, text[at + 1] &- 0x30)
            return tens > 9 || ones > 9 ? -1 : Int(tens) * 10 + Int(ones)
        }
        let (century, year, month, day) = (two(0), two(2), two(5), two(8))
        guard text[4] == 0x2D, text[7] == 0x2D, century >= 19, year >= 0, century > 19 || year > 0, month > 0,
            day > 0,
            day <= 28 || CivilDate(year: century * 100 + year, month: month, day: day) != nil, month <= 12
        else { return false }
        let midnight: StaticString = "T00:00:00.000"
        return text.count == 10 || (0..<13).allSatisfy { text[10 + $0] == midnight.utf8Start[$0] }
    }

    /// `2024-03-05`, `…T14:30`, `…T14:30:00.000`, `…Z`: the day, and seconds from its beginning, rounded.
    private static func parts(_ text: UnsafeBufferPointer<UInt8>) -> (CivilDate, Int)? {
        func number(_ from: Int, _ count: Int) -> Int? {
            let digits = text.dropFirst(from).prefix(count)
            return digits.count == count && digits.allSatisfy(isDigit)
                ? digits.reduce(0) { $0 * 10 + Int($1 - 0x30) } : nil
        }
        func byte(_ at: Int) -> UInt8 { text.dropFirst(at).first ?? 0 }
        guard let year = number(0, 4), byte(4) == 0x2D, let month = number(5, 2), byte(7) == 0x2D,
            let day = number(8, 2), let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        if text.count == 10 { return (date, 0) }
        guard byte(10) == 0x54 || byte(10) == 0x20, let hours = number(11, 2), byte(13) == 0x3A,
            let minutes = number(14, 2), minutes < 60
        else { return nil }
        var seconds = hours * 3600 + minutes * 60
        var rest = text.dropFirst(16)
        if rest.first == 0x3A {
            guard let whole = number(17, 2), whole <= 60 else { return nil }
            // A leap second is of its day.
            seconds += min(whole, 59)
            rest = rest.dropFirst(3)
            if rest.first == 0x2E || rest.first == 0x2C {
                let fraction = rest.dropFirst().prefix(while: isDigit)
                // No fraction of a second makes it the next day.
                if let tenths = fraction.first, tenths >= 0x35, (seconds + 1) % 86_400 != 0 { seconds += 1 }
                rest = rest.dropFirst(1 + fraction.count)
            }
        }
        return rest.isEmpty || rest.elementsEqual([0x5A]) ? (date, seconds) : nil
    }

    /// `PT36H15M00S` as `36:15:00`; nil where it is no duration of hours, minutes and seconds.
    static func duration(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard text.starts(with: "PT".utf8) else { return nil }
        var (hours, minutes, seconds, number) = (0, 0, 0, 0)
        var digits = 0
        var isFraction = false
        for byte in text.dropFirst(2) {
            switch byte {
            case 0x30...0x39 where isFraction: continue
            case 0x30...0x39:
                number = number * 10 + Int(byte - 0x30)
                digits += 1
                if digits > 9 { return nil }
                continue
            case 0x2E, 0x2C:
                isFraction = true
                continue
            case 0x48: hours = number
            case 0x4D: minutes = number
            case 0x53: seconds = number
            default: return nil
            }
            number = 0
            digits = 0
        }
        let total = hours * 3600 + minutes * 60 + seconds
        return clock(hours: total / 3600, total)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private static func clock(hours: Int, _ seconds: Int) -> [UInt8] {
        func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
        return Array("\(two(hours)):\(two(seconds / 60 % 60)):\(two(seconds % 60))".utf8)
    }
}
