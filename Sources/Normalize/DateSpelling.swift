import Model

/// A `format` of a date field: %Y four digits, %m, %d and %y two; every other character stands for itself.
struct DateFormat: Sendable {
    private enum Part: Sendable {
        case year, shortYear, month, day
        case literal(UInt8)
    }
    private let parts: [Part]

    init(_ format: String) {
        var parts: [Part] = []
        var rest = bytes(format)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%"), let letter = rest.popFirst() else {
                parts.append(.literal(byte))
                continue
            }
            switch letter {
            case UInt8(ascii: "Y"): parts.append(.year)
            case UInt8(ascii: "y"): parts.append(.shortYear)
            case UInt8(ascii: "m"): parts.append(.month)
            case UInt8(ascii: "d"): parts.append(.day)
            case UInt8(ascii: "%"): parts.append(.literal(letter))
            default: parts += [.literal(byte), .literal(letter)]
            }
        }
        self.parts = parts
    }

    /// The day, where the whole text has the format and the calendar has the day.
    func read(_ text: UnsafeBufferPointer<UInt8>) -> CivilDate? {
        var at = 0
        var (year, month, day) = (0, 1, 1)
        func digits(_ count: Int) -> Int? {
            guard at + count <= text.count else { return nil }
            var value = 0
            for byte in text[at..<(at + count)] {
                guard (0x30...0x39).contains(byte) else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            at += count
            return value
        }
        for part in parts {
            switch part {
            case .year:
                guard let value = digits(4) else { return nil }
                year = value
            case .shortYear:
                guard let value = digits(2) else { return nil }
                year = DateSpelling.fullYear(value)
            case .month:
                guard let value = digits(2) else { return nil }
                month = value
            case .day:
                guard let value = digits(2) else { return nil }
                day = value
            case .literal(let byte):
                guard at < text.count, text[at] == byte else { return nil }
                at += 1
            }
        }
        return at == text.count ? CivilDate(year: year, month: month, day: day) : nil
    }
}

/// Spellings of days other than `2024-03-05` (domain.md F).
struct DateSpelling {
    var date: CivilDate
    var repairs: Repairs

    /// 50–99 are of the last century: companies are older than their registers.
    static func fullYear(_ two: Int) -> Int { two < 50 ? 2000 + two : 1900 + two }

    /// `isNumber`: the cell is typed as a number, so that it may be a serial with a time behind the point.
    /// `origin`: day 0 of serials, since 1970-01-01.
    static func read(
        _ text: UnsafeBufferPointer<UInt8>, isNumber: Bool, origin: Int32 = Normalizer.usualOrigin
    ) -> DateSpelling? {
        let folded = FoldedText(text)
        var repairs: Repairs = folded.changed ? .width : []
        var scalars = folded.scalars[...]
        if scalars.first == 0x27 {
            scalars.removeFirst()
            repairs.insert(.apostrophe)
        }
        var reader = Reader(rest: scalars)
        guard let first = reader.number(), !reader.hadTen else { return nil }
        let digits = reader.taken
        reader.skipSpaces()
        if reader.rest.isEmpty || (isNumber && reader.rest.first == point) {
            return plain(first, digits, fraction: reader.rest.dropFirst(), repairs, origin)
        }
        guard let separator = reader.separator() else { return nil }
        // Two digits are a year before a point or 年; with strokes the order is anybody's guess (3/5/24).
        let short = digits == 2 && (separator == point || separator == yearMark)
        guard digits == 4 || short, let month = reader.number(), reader.taken <= 2 else { return nil }
        reader.skipSpaces()
        guard let second = reader.separator(), second == (separator == yearMark ? monthMark : separator),
            let day = reader.number(), reader.taken <= 2
        else { return nil }
        let dayDigits = reader.taken
        if separator == yearMark { reader.skipDayMark() }
        guard reader.isTimeOrNothing(),
            var date = CivilDate(year: short ? fullYear(first) : first, month: month, day: day)
        else { return nil }
        // 24:00 is the first moment of the next day, as in workbooks.
        if reader.endsDay { date = CivilDate(days: date.days + 1) }
        // 12.11.24 may begin with its day as well as with its year.
        if short, separator == point, dayDigits == 2, (1...31).contains(first) { return nil }
        if short { repairs.insert(.twoDigitYear) }
        let isISO = separator == dash && text.count == 10
        if !isISO { repairs.insert(.dateSpelling) }
        return DateSpelling(date: date, repairs: repairs)
    }

    /// Digits alone: `20240305`, or a serial.
    private static func plain(
        _ value: Int, _ digits: Int, fraction: ArraySlice<UInt32>, _ repairs: Repairs, _ origin: Int32
    ) -> DateSpelling? {
        guard fraction.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        if digits == 8, fraction.allSatisfy({ $0 == 0x30 }),
            let date = CivilDate(year: value / 10_000, month: value / 100 % 100, day: value % 100)
        {
            return DateSpelling(date: date, repairs: repairs.union(.dateSpelling))
        }
        // Day 1 is 1900-01-01 and 1900-02-29 was counted: from March 1900 on the origin is 1899-12-30.
        guard digits == 5, value >= 10_000 else { return nil }
        return DateSpelling(date: CivilDate(days: Int32(value) + origin), repairs: repairs.union(.serial))
    }

    private static let point: UInt32 = 0x2E
    private static let dash: UInt32 = 0x2D
    private static let yearMark: UInt32 = 0x5E74
    private static let monthMark: UInt32 = 0x6708

    /// Takes a date apart.
    private struct Reader {
        var rest: ArraySlice<UInt32>
        /// Digits of the number taken last, as they would be in Arabic.
        var taken = 0
        /// Whether it was written with 十.
        var hadTen = false
        /// 24:00 was read.
        var endsDay = false

        init(rest: ArraySlice<UInt32>) { self.rest = rest }

        mutating func skipSpaces() {
            while rest.first == 0x20 { rest.removeFirst() }
        }

        /// Digits, Arabic or Chinese.
        mutating func number() -> Int? {
            skipSpaces()
            let digits = rest.prefix { ChineseNumerals.value($0) != nil }
            guard let value = ChineseNumerals.number(Array(digits)) else { return nil }
            hadTen = digits.contains(0x5341)
            taken = hadTen ? 2 : digits.count
            rest = rest.dropFirst(digits.count)
            return value
        }

        mutating func separator() -> UInt32? {
            guard let found = rest.first, [0x2E, 0x2D, 0x2F, 0x5E74, 0x6708].contains(found) else { return nil }
            rest.removeFirst()
            return found
        }

        mutating func skipDayMark() {
            skipSpaces()
            if rest.first == 0x65E5 || rest.first == 0x53F7 { rest.removeFirst() }  // 日 号
        }

        /// Nothing, or `T00:00:00.000`, ` 14:30`, with a zone: times are no part of a day.
        mutating func isTimeOrNothing() -> Bool {
            if rest.isEmpty { return true }
            guard rest.first == 0x20 || rest.first == 0x54 || rest.first == 0x74 else { return false }
            rest.removeFirst()
            skipSpaces()
            guard let hour = number(), taken <= 2, hour <= 24, colon(), let minute = number(), taken == 2, minute < 60
            else {
                return false
            }
            var rests = minute
            if colon() {
                guard let second = number(), taken == 2, second <= 60 else { return false }
                rests += second
                if rest.first == 0x2E { rest = rest.dropFirst().drop { (0x30...0x39).contains($0) } }
            }
            if hour == 24 {
                guard rests == 0 else { return false }
                endsDay = true
            }
            return rest.isEmpty || zone()
        }

        private mutating func colon() -> Bool {
            guard rest.first == 0x3A else { return false }
            rest.removeFirst()
            return true
        }

        private func zone() -> Bool {
            if rest.first == 0x5A { return rest.count == 1 }
            return (rest.first == 0x2B || rest.first == 0x2D)
                && rest.dropFirst().allSatisfy { (0x30...0x3A).contains($0) }
        }
    }
}
