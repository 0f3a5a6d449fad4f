import Model

/// What the rows of a ledger are drawn from: a district and a year, with a stream of its own.
struct LedgerDraw {
    let district: District
    let year: Int
    let ledger: String
    var random: RandomSource
    private var serial = 0

    init(_ district: District, _ year: Int, ledger: String) {
        self.district = district
        self.year = year
        self.ledger = ledger
        random = RandomSource(seed: World.seed, stream: "\(ledger) \(district.code) \(year)")
    }

    /// How many numbers have been taken, this one with them.
    mutating func next() -> Int {
        serial += 1
        return serial
    }

    /// A number that no other row of the ledger has.
    mutating func number(_ prefix: String) -> String {
        "\(prefix)\(year)\(district.code)\(padded(next(), 4))"
    }

    /// So many as usual; Hefei's units and Wuhu's, of which there are many, have half of it in the sample.
    mutating func count(_ usual: ClosedRange<Int>) -> Int {
        let drawn = random.between(usual.lowerBound, usual.upperBound)
        return ["3401", "3402"].contains(String(district.code.prefix(4))) ? (drawn + 1) / 2 : drawn
    }

    mutating func date(_ first: Int = 1, _ last: Int = 12) -> CivilDate {
        day(year, random.between(first, last), random.between(1, 28))
    }

    mutating func firm() -> Firm { random.pick(district.firms) }

    /// So many different ones.
    mutating func firms(_ count: Int) -> [Firm] { Array(random.shuffled(district.firms).prefix(count)) }

    /// Dates of as many events as the plan has of a key, month window by month window; where it has none, so many as `usual`.
    mutating func dates(_ key: String, usual: ClosedRange<Int>) -> [CivilDate] {
        guard let windows = LedgerPlan.windows(key, district.code, year) else {
            return (0..<count(usual)).map { _ in date() }
        }
        var first = 1
        var dates: [CivilDate] = []
        for window in windows {
            for _ in 0..<window.count { dates.append(date(first, window.through)) }
            first = window.through + 1
        }
        return dates
    }

    /// Parts of a planned total, or of a random one per part, in the order of `dates`: exact in every window of the plan.
    mutating func amounts(_ key: String, for dates: [CivilDate], usual: ClosedRange<Int>) -> [Int] {
        guard let windows = LedgerPlan.windows(key, district.code, year) else {
            return dates.map { _ in random.between(usual.lowerBound, usual.upperBound) * 10 }
        }
        var amounts = [Int](repeating: 0, count: dates.count)
        var first = 1
        for window in windows {
            let places = dates.indices.filter { first...window.through ~= dates[$0].civil.month }
            precondition(!places.isEmpty || window.count == 0, "\(key) \(district.code)")
            for (place, part) in zip(places, split(window.count, places.count)) { amounts[place] = part }
            first = window.through + 1
        }
        return amounts
    }

    /// `total` in so many parts of different size, none of them zero where there is enough.
    mutating func split(_ total: Int, _ count: Int) -> [Int] {
        guard count > 0 else { return [] }
        let weights = (0..<count).map { _ in random.between(40, 160) }
        let sum = weights.reduce(0, +)
        var parts = weights.map { total * $0 / sum }
        parts[0] += total - parts.reduce(0, +)
        return parts
    }

    func cells(_ firm: Firm) -> [Cell] { [.text(firm.name), .text(firm.code), .text(district.name)] }
}

/// A ledger: a sheet, its header, and the rows that a district has of a year.
struct Ledger: Sendable {
    var sheet: String
    /// Behind the office's name and before 台账.
    var title: String
    var header: [String]
    /// What stands below the title: a unit line where amounts have no unit in the header.
    var unit: String?
    var rows: @Sendable (inout LedgerDraw) -> [Record]

    init(
        _ sheet: String, title: String, header: [String], unit: String? = nil,
        rows: @escaping @Sendable (inout LedgerDraw) -> [Record]
    ) {
        self.sheet = sheet
        self.title = title
        self.header = header
        self.unit = unit
        self.rows = rows
    }
}

extension CivilDate {
    func later(_ days: Int) -> CivilDate { CivilDate(days: self.days + Int32(days)) }
}

extension Cell {
    /// Hundredths as a number.
    static func amount(_ hundredths: Int) -> Cell {
        let text = decimal(hundredths)
        if text.hasSuffix(".00") { return .number(String(text.dropLast(3))) }
        return .number(text.hasSuffix("0") ? String(text.dropLast()) : text)
    }

    static func optional(_ date: CivilDate?) -> Cell { date.map(Cell.date) ?? .blank }
}
