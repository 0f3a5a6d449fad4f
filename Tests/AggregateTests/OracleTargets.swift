import Definitions
import Model

/// Targets, published figures and matched bases, by hand.
extension Oracle {
    /// A target of an area, from a month to the end of a period.
    struct Aim: Hashable {
        var indicator: Int
        var area: Int
        var from: Month
        var until: Period
        var value: Int
        var direction: Direction

        var months: ClosedRange<Month> { from...until.lastMonth }
    }

    /// The year to date, or the stock, at the end of a month as it was published.
    struct Said: Hashable {
        var indicator: Int
        var area: Int
        var year: Int
        var month: Int
        var isStock: Bool
        var value: Int

        /// Whether it speaks of what is asked a year later: the first month, quarter, half is the year to date as well.
        func covers(_ spot: Spot) -> Bool {
            guard spot.span.last == month, isStock == (spot.quantity == .stock) else { return false }
            return isStock || spot.quantity == .ytd || spot.span.first == 1
        }
    }

    /// What is compared with what: of a matched base the same units in both years.
    func compared(_ statistic: Statistic, _ indicator: Int, _ spot: Spot) -> (own: Amount, base: Amount) {
        let own = amount(indicator, spot)
        let isCompared = [.yoy, .change, .prior].contains(statistic)
        guard isCompared, subjects[indicator].definition.bases.first == .matched, spot.cell.isEmpty else {
            return (own, base(indicator, spot))
        }
        var earlier = spot
        earlier.span = spot.span.yearEarlier
        let records = amount(indicator, earlier)
        if own.value != nil, records.value != nil {
            let (now, then) = (bySubject(indicator, spot), bySubject(indicator, earlier))
            let both = Set(now.keys).intersection(then.keys)
            if !both.isEmpty {
                // Hundredths of 万元.
                func total(_ values: [String: Int]) -> Amount {
                    Amount(
                        value: Fraction(Int128(both.reduce(0) { $0 + (values[$1] ?? 0) }) * 100), records: both.count)
                }
                return (total(now), total(then))
            }
        }
        // Records of both years, nobody in both: what there was.
        return (own, records)
    }

    private func bySubject(_ indicator: Int, _ spot: Spot) -> [String: Int] {
        var at = spot
        if subjects[indicator].definition.timing == .cumulative {
            at.quantity = .period
            at.span = Span(year: spot.span.year, first: spot.span.last, last: spot.span.last)
        }
        var sums: [String: Int] = [:]
        for row in rows where counts(row, subjects[indicator], at) {
            guard let subject = row.subject else { continue }
            sums[subject, default: 0] += row.value ?? 0
        }
        return sums
    }

    private func aim(_ indicator: Int, _ spot: Spot) -> Aim? {
        targets.filter { $0.indicator == indicator && $0.area == spot.area && $0.months.contains(spot.end) }
            .min { ($0.months.count, $1.from) < ($1.months.count, $0.from) }
    }

    /// Figures about a target.
    func about(_ statistic: Statistic, _ indicator: Int, _ spot: Spot) -> Amount? {
        guard spot.cell.isEmpty, spot.quantity != .period else { return nil }
        guard let aim = aim(indicator, spot) else { return Amount(status: targets.isEmpty ? "L" : "M") }
        let target = Fraction(Int128(aim.value))
        var since = spot
        if spot.quantity == .ytd, aim.from != Month(year: spot.span.year, month: 1) { since.since = aim.from }
        let actual = amount(indicator, since)
        switch statistic {
        case .target: return Amount(value: target)
        case .progress:
            let gone = aim.from.distance(to: spot.end) + 1
            return Amount(value: Fraction(Int128(gone), over: Int128(aim.months.count)))
        case .completion:
            guard let done = actual.value else { return Amount(status: actual.status) }
            if aim.direction == .atMost || aim.value <= 0 { return Amount(status: "M") }
            return Amount(value: done.divided(by: target))
        default:
            guard let done = actual.value else { return Amount(status: actual.status) }
            return Amount(value: aim.value == 0 && aim.direction == .atMost ? done : target.subtracting(done))
        }
    }

    /// Over one year the growth itself; otherwise the root, which has tests of its own.
    func averageGrowth(_ request: StatisticRequest, _ indicator: Int, _ spot: Spot) -> Amount {
        guard let year = request.baseYear else { return Amount(status: "M") }
        let years = spot.span.year - year
        guard years > 0 else { return Amount(status: "M") }
        var then = spot
        then.span = Span(year: year, first: spot.span.first, last: spot.span.last)
        let (own, base) = (amount(indicator, spot), amount(indicator, then))
        guard let value = own.value else { return Amount(status: own.status) }
        guard let below = base.value else { return Amount(status: base.status == "L" ? "L" : "M") }
        guard below > .zero, value >= .zero, let ratio = value.divided(by: below) else { return Amount(status: "M") }
        return Amount(value: ratio.root(years)?.subtracting(Fraction(1)))
    }

    /// Year by year backwards, as far as the request looks; nothing is published of ranks.
    func streak(_ request: StatisticRequest, _ indicator: Int, _ spot: Spot) -> Amount? {
        guard spot.cell.isEmpty, let now = rank(request, indicator, spot)?.0 else { return nil }
        guard now.value != nil else { return now }
        var places: [Fraction] = []
        var then = spot
        for _ in 0...request.years {
            guard let place = rank(request, indicator, then)?.0.value else { break }
            places.append(place)
            then.span = then.span.yearEarlier
        }
        let within = Fraction(Int128(request.within ?? 1))
        return Amount(value: Fraction(Int128(places.prefix { $0 <= within }.count)))
    }
}
