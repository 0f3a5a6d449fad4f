import Definitions
import Model

/// Figures as a statistician would make them by hand: for every one all rows are filtered again. Written from the
/// specification, with tables by hand where the program computes; slow on purpose.
struct Oracle {
    typealias Row = World.Row

    /// Months from first to last of a year.
    struct Span: Hashable {
        var year: Int
        var first: Int
        var last: Int

        var yearEarlier: Span { Span(year: year - 1, first: first, last: last) }
        var yearStart: Span { Span(year: year - 1, first: 12, last: 12) }

        init(year: Int, first: Int, last: Int) {
            self.year = year
            self.first = first
            self.last = last
        }

        init(_ period: Period) {
            self.init(year: period.year, first: period.firstMonth.month, last: period.lastMonth.month)
        }
    }

    struct Amount: Hashable {
        var value: Fraction?
        var status = "A"
        var records = 0
    }

    /// Where an amount is asked for.
    struct Spot: Hashable {
        var area: Int
        var quantity: Quantity
        var span: Span
        var cell: [String: String]
        /// Counted from this month on instead of January.
        var since: Month?

        var end: Month { Month(year: span.year, month: span.last) }
    }

    /// An indicator, told to both sides.
    struct Subject {
        var definition: IndicatorDefinition
        /// The `where`, by hand.
        var keeps: (Row) -> Bool = { _ in true }
        /// A formula, by hand: from the amounts of other indicators.
        var formula: (((Int, Spot) -> Amount, Spot) -> [Amount], ([Fraction?]) -> Fraction?)?
        var isStock: Bool
        /// The stock that a net increase is of.
        var increaseOf: Int?
        var finest = 1
    }

    /// The areas that a record stated with an area counts in.
    static let counted: [Int: [Int]] = [
        2: [2, 1, 0], 3: [3, 1, 0], 4: [4, 1, 0], 5: [1, 0], 6: [3, 1, 0], 8: [8, 7, 0], 9: [9, 7, 0], 10: [10, 0],
        11: [10, 0],
    ]
    static let published = [0, 1, 2, 3, 4, 7, 8, 9, 10]
    static let parents = [1: 0, 2: 1, 3: 1, 4: 1, 7: 0, 8: 7, 9: 7, 10: 0]
    static let siblings = [[0], [1, 7, 10], [2, 3, 4], [8, 9]]
    static let groups = [[2, 8], [3, 4, 9]]
    static let levels = [[0], [1, 7, 10], [2, 3, 4, 8, 9]]

    let subjects: [Subject]
    let rows: [Row]
    let delivered: Set<Month>
    /// What is stated beside the records.
    var targets: [Aim] = []
    var published: [Said] = []
    private let memory = Memory()

    init(subjects: [Subject], rows: [Row], delivered: Set<Month>, targets: [Aim] = [], published: [Said] = []) {
        self.targets = targets
        self.published = published
        self.subjects = subjects
        self.rows = rows
        self.delivered = delivered
    }

    /// What was computed before: ranks ask for the same amounts again and again.
    private final class Memory {
        var amounts: [Int: [Spot: Amount]] = [:]
    }

    // MARK: Amounts

    func amount(_ indicator: Int, _ spot: Spot) -> Amount {
        if let known = memory.amounts[indicator]?[spot] { return known }
        let amount = computed(indicator, spot)
        memory.amounts[indicator, default: [:]][spot] = amount
        return amount
    }

    /// `measuredField`: what is added up, `prior` for what rows state of the year before.
    private func computed(_ indicator: Int, _ spot: Spot, measuredField: String = "value") -> Amount {
        let subject = subjects[indicator]
        if let (operands, combine) = subject.formula {
            let amounts = operands({ amount($0, $1) }, spot)
            var result = Amount(records: amounts.map(\.records).max() ?? 0)
            result.value = combine(amounts.map(\.value))
            if result.value == nil {
                let statuses = amounts.filter { $0.value == nil }.map(\.status)
                result.status = statuses.contains("L") ? "L" : statuses.isEmpty ? "M" : "O"
            }
            return result
        }
        if subject.definition.timing == .cumulative { return accumulated(subject, spot, measuredField) }
        let rows = rows.filter { counts($0, subject, spot) }
        var result = measured(rows, subject.definition)
        let first = spot.quantity == .period ? spot.span.first : spot.quantity == .ytd ? 1 : spot.span.last
        let start = spot.since ?? Month(year: spot.span.year, month: first)
        for month in start...spot.end where !delivered.contains(month) {
            result = Amount(value: nil, status: "L", records: result.records)
        }
        return result
    }

    /// What the statements of the last month hold.
    private func accumulated(_ subject: Subject, _ spot: Spot, _ field: String) -> Amount {
        if let since = spot.since {
            // Whole years by their last statements.
            let parts = (since.year...spot.span.year).map { year in
                var part = spot
                part.since = nil
                part.span = Span(year: year, first: 1, last: year == spot.span.year ? spot.span.last : 12)
                return accumulated(subject, part, field)
            }
            let records = parts.reduce(0) { $0 + $1.records }
            if parts.contains(where: { $0.status == "L" }) { return Amount(status: "L", records: records) }
            return Amount(value: parts.compactMap(\.value).reduce(.zero) { $0.adding($1) ?? $0 }, records: records)
        }
        let month = Month(year: spot.span.year, month: spot.span.last)
        var at = spot
        at.quantity = .period
        at.span = Span(year: spot.span.year, first: spot.span.last, last: spot.span.last)
        let of = rows.filter { counts($0, subject, at) }
        guard delivered.contains(month) else { return Amount(status: "L", records: of.count) }
        if field == "value" { return measured(of, subject.definition) }
        let stated = of.compactMap(\.number)
        guard !of.isEmpty, stated.count == of.count else { return Amount(status: "O", records: stated.count) }
        return Amount(value: Fraction(Int128(stated.reduce(0, +))), records: stated.count)
    }

    /// The year before as the definition's bases say.
    func base(_ indicator: Int, _ spot: Spot) -> Amount {
        var earlier = spot
        earlier.span = spot.span.yearEarlier
        let records = amount(indicator, earlier)
        let bases = subjects[indicator].definition.bases
        if bases.contains(.published) {
            let said = published.first {
                $0.indicator == indicator && $0.area == spot.area && $0.year == earlier.span.year
                    && $0.covers(spot)
            }
            let value = spot.cell.isEmpty ? said.map { Fraction(Int128($0.value)) } : nil
            let stated = Amount(value: value, status: value == nil ? "O" : "A")
            let order = bases.first == .published ? [stated, records] : [records, stated]
            return order.first { $0.value != nil } ?? (order[0].status == "L" ? order[0] : order[1])
        }
        guard bases.first == .restated else { return records }
        let restated = computed(indicator, spot, measuredField: "prior")
        if restated.value != nil { return restated }
        return records.value != nil || restated.status != "L" ? records : restated
    }

    func counts(_ row: Row, _ subject: Subject, _ spot: Spot) -> Bool {
        let definition = subject.definition
        guard row.stands, subject.keeps(row), let day = row.date else { return false }
        guard let area = definition.area == "buyer" ? row.buyer : row.area,
            Oracle.counted[area]?.contains(spot.area) == true
        else { return false }
        for (field, code) in spot.cell where Oracle.category(row, field) != code { return false }
        switch definition.measure?.field {
        case "value": if row.value == nil { return false }
        case "subject": if row.subject == nil { return false }
        case "number": if row.number == nil { return false }
        default: break
        }
        if subject.isStock {
            let close = Month(year: spot.span.year, month: spot.span.last).lastDay
            guard day <= close, row.end.map({ $0 >= close }) ?? true else { return false }
            if definition.stockRule == .date { return true }
            // On 31 December three cohorts count, on any earlier day four.
            return day.civil.year > spot.span.year - (spot.span.last == 12 ? 3 : 4)
        }
        if let since = spot.since { return since <= day.month && day.month <= spot.end }
        let civil = day.civil
        let first = spot.quantity == .ytd ? 1 : spot.span.first
        return civil.year == spot.span.year && civil.month >= first && civil.month <= spot.span.last
    }

    static func category(_ row: Row, _ field: String) -> String? {
        switch field {
        case "type": row.type.map { World.types.codes[$0] }
        case "relation": row.relation
        default: nil
        }
    }

    private func measured(_ rows: [Row], _ definition: IndicatorDefinition) -> Amount {
        let values = rows.compactMap(\.value)
        // Values are hundredths of 万元.
        func money(_ value: Int) -> Fraction? { Fraction(Int128(value) * 100) }
        var amount = Amount(records: rows.count)
        switch definition.measure?.kind {
        case .count: amount.value = Fraction(Int128(rows.count))
        case .countDistinct:
            amount.records =
                definition.measure?.field == "subject"
                ? Set(rows.compactMap(\.subject)).count : Set(rows.compactMap(\.number)).count
            amount.value = Fraction(Int128(amount.records))
        case .sum: amount.value = money(values.reduce(0, +))
        case .min: amount.value = values.min().flatMap(money)
        case .max: amount.value = values.max().flatMap(money)
        case .mean: amount.value = money(values.reduce(0, +))?.divided(by: Fraction(Int128(rows.count)))
        case .median:
            let sorted = values.sorted()
            amount.value =
                sorted.isEmpty
                ? nil : money(sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2])?.divided(by: Fraction(2))
        case nil: break
        }
        if amount.value == nil { amount.status = "M" }
        return amount
    }
}

extension Oracle {
    /// Every figure as a line, in the order of publication.
    func lines(_ periods: [Period]) -> [String] {
        var lines: [String] = []
        for (indicator, subject) in subjects.enumerated() {
            let quantities: [Quantity] =
                subject.isStock ? [.stock] : subject.definition.timing == .cumulative ? [.ytd] : [.period, .ytd]
            for area in Oracle.published {
                for period in periods where period.frequency.months >= subject.finest {
                    let spots = quantities.map { Spot(area: area, quantity: $0, span: Span(period), cell: [:]) }
                    for spot in spots { append(indicator, spot, period, [], &lines) }
                    for fields in subject.definition.breakdowns {
                        for codes in categories(fields) {
                            for var spot in spots {
                                spot.cell = Dictionary(uniqueKeysWithValues: zip(fields, codes))
                                guard amount(indicator, spot).records > 0 else { continue }
                                append(indicator, spot, period, codes, &lines)
                            }
                        }
                    }
                }
            }
        }
        return lines
    }

    /// All combinations that occur, types in the order of their list, texts by bytes.
    private func categories(_ fields: [String]) -> [[String]] {
        var lists: [[String]] = [[]]
        for field in fields {
            var codes = Set(rows.compactMap { Oracle.category($0, field) }).sorted {
                Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8))
            }
            if field == "type" { codes = World.types.codes }
            lists = lists.flatMap { list in codes.map { list + [$0] } }
        }
        return lists
    }

    private func append(
        _ indicator: Int, _ spot: Spot, _ period: Period, _ codes: [String], _ lines: inout [String]
    ) {
        // Statistics in their order; ranks by what they are of, then whom they compare with.
        func position(_ request: StatisticRequest) -> [Int] {
            [
                Statistic.allCases.firstIndex(of: request.statistic) ?? 0,
                request.statistic == .rank ? Statistic.allCases.firstIndex(of: request.of) ?? 0 : 0,
                request.among == .siblings ? 0 : request.among == .group ? 1 : 2, request.under == nil ? 0 : 1,
            ]
        }
        for request in subjects[indicator].definition.statistics.sorted(by: {
            position($0).lexicographicallyPrecedes(position($1))
        }) {
            guard let (amount, among) = statistic(request, indicator, spot) else { continue }
            lines.append(
                Oracle.line(
                    indicator, World.areas[spot.area].code, period, spot.quantity, Oracle.name(request), codes,
                    amount.value, amount.status, among))
        }
    }

    static func line(
        _ indicator: Int, _ area: String, _ period: Period, _ quantity: Quantity, _ statistic: String,
        _ codes: [String], _ value: Fraction?, _ status: String, _ among: Int?
    ) -> String {
        let number = value.map { "\($0.numerator)/\($0.denominator)" } ?? status
        let rest = "\(statistic) [\(codes.joined(separator: ","))] = \(number)"
        return "\(indicator) \(area) \(period) \(quantity) \(rest) \(among.map { "of \($0)" } ?? "")"
    }

    static func name(_ request: StatisticRequest) -> String {
        switch (request.statistic, request.of, request.among) {
        case (.growthOnOpening, _, _): "growth_on_opening"
        case (.averageGrowth, _, _): "average_growth"
        case (.streak, .yoy, .siblings): "streak_rank_yoy_\(request.within ?? 1)"
        case (.streak, let of, _): "streak_of_\(of)"
        case (.rank, .value, .siblings): "rank"
        case (.rank, .growthOnOpening, .siblings): "rank_growth_on_opening"
        case (.rank, let of, .siblings): "rank_\(of)"
        case (.rank, let of, .group): "rank_\(of)_group"
        case (.rank, let of, .level): "rank_\(of)_level\(request.under.map { "_\($0)" } ?? "")"
        default: "\(request.statistic)"
        }
    }

    private func statistic(_ request: StatisticRequest, _ indicator: Int, _ spot: Spot) -> (Amount, Int?)? {
        let (own, base) = compared(request.statistic, indicator, spot)
        switch request.statistic {
        case .value: return (own, nil)
        case .prior:
            if !spot.cell.isEmpty, base.records == 0, base.status != "L" { return nil }
            return (base, nil)
        case .yoy: return (growth(own, base), nil)
        case .change:
            guard let value = own.value else { return (own, nil) }
            guard let prior = base.value else { return (base, nil) }
            return (Amount(value: value.subtracting(prior)), nil)
        case .share:
            var whole = spot
            if spot.cell.isEmpty {
                guard let parent = Oracle.parents[spot.area] else { return (Amount(status: "M"), nil) }
                whole.area = parent
            }
            whole.cell = [:]
            return (quotient(own, amount(indicator, whole)), nil)
        case .growthOnOpening:
            var opening = spot
            opening.span = spot.span.yearStart
            if let stock = subjects[indicator].increaseOf { return (quotient(own, amount(stock, opening)), nil) }
            return (growth(own, amount(indicator, opening)), nil)
        case .rank: return rank(request, indicator, spot)
        case .streak: return streak(request, indicator, spot).map { ($0, nil) }
        // Held by ThresholdTests; random worlds do not ask for them.
        case .priorYoy, .threshold: return nil
        case .averageGrowth: return (averageGrowth(request, indicator, spot), nil)
        case .target, .completion, .progress, .gap: return about(request.statistic, indicator, spot).map { ($0, nil) }
        }
    }

    private func growth(_ own: Amount, _ base: Amount) -> Amount {
        guard own.value != nil else { return own }
        var difference = own
        difference.value = base.value.flatMap { own.value?.subtracting($0) } ?? .zero
        return quotient(difference, base)
    }

    private func quotient(_ own: Amount, _ base: Amount) -> Amount {
        guard let value = own.value else { return own }
        guard let below = base.value else { return Amount(status: base.status == "L" ? "L" : "M") }
        guard below > .zero else { return Amount(status: "M") }
        return Amount(value: value.divided(by: below))
    }

    func rank(_ request: StatisticRequest, _ indicator: Int, _ spot: Spot) -> (Amount, Int?)? {
        let of = StatisticRequest(request.of, place: World.place)
        let groups: [[Int]] =
            switch (request.among, request.under) {
            case (.siblings, _), (.level, .city): Oracle.siblings
            case (.group, _): Oracle.groups
            case (.level, _): Oracle.levels
            }
        // Cities lie in no city.
        let isOut = request.under == .city && [0, 1, 7, 10].contains(spot.area)
        guard !isOut, let group = groups.first(where: { $0.contains(spot.area) }) else {
            return (Amount(status: "M"), nil)
        }
        let values = group.compactMap { area -> Fraction? in
            var sibling = spot
            sibling.area = area
            if !spot.cell.isEmpty, amount(indicator, sibling).records == 0 { return nil }
            return statistic(of, indicator, sibling)?.0.value
        }
        let own = statistic(of, indicator, spot)?.0
        if own == nil, request.of == .completion { return nil }
        guard let value = own?.value else { return (Amount(status: own?.status ?? "M"), values.count) }
        guard values.count > 1 else { return (Amount(status: "M"), values.count) }
        let better = values.filter { request.ascending ? $0 < value : $0 > value }.count
        return (Amount(value: Fraction(Int128(better + 1))), values.count)
    }
}
