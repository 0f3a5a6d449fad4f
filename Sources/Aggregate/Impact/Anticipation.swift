public import Model
public import Tabular

/// What a value might have been, where it is doubted.
public struct AnticipatedValue: Hashable, Sendable {
    /// As the field holds it.
    public var value: Int64
    /// How far values like it lie apart, as the ratio of their quartiles (1: not at all): the further, the less a distance from
    /// what was anticipated says.
    public var spread: Double
    /// From the subject's own history, not from its group.
    public var isOwn: Bool

    /// States what was anticipated; `spread` is at least 1.
    public init(value: Int64, spread: Double, isOwn: Bool) {
        self.value = value
        self.spread = spread
        self.isOwn = isOwn
    }
}

/// Anticipates values of a dataset's records: the subject's own value a year before, else of the month before, times how others
/// have moved since; else what is usual in that month; else what is usual.
///
/// Made once, when all records have been read, and only where there are exceptions.
public struct Anticipation: Sendable {
    private let series: RecordSeries
    /// Months and subjects in one order.
    private let order: [Int]
    /// By value of the plan and month: what is usual.
    private var usual: [Key: Usual] = [:]
    /// By value of the plan, month and distance: the median movement.
    private var trends: [Key: Fraction] = [:]

    /// Distances that are looked back, in the order of preference.
    private static let distances: [Int32] = [12, 1]
    /// With fewer units than these a movement or a median says nothing.
    private static let fewest = 5

    private struct Key: Hashable {
        var value: Int
        var month: Int32
        var distance: Int32 = 0
    }

    private struct Usual {
        var median: Int64
        var spread: Double
    }

    /// - Parameter months: those that will be asked for; movements and medians of others are not made.
    public init(_ series: RecordSeries, months: Set<Int32>) {
        self.series = series
        guard series.plan.isOfStatements, series.plan.keepsRecords else {
            order = []
            return
        }
        order = series.ordered()
        learn(months.subtracting([RecordSeries.undated]))
    }

    private mutating func learn(_ months: Set<Int32>) {
        var ratios: [Key: [Fraction]] = [:]
        var values: [Key: [Int64]] = [:]
        for (position, record) in order.enumerated() where months.contains(series.months[record]) {
            let month = series.months[record]
            for value in series.values.indices {
                let now = series.values[value][record]
                guard now > 0 else { continue }
                values[Key(value: value, month: month), default: []].append(now)
                guard series.subjects[record] != 0 else { continue }
                for distance in Anticipation.distances {
                    guard let then = before(position, month - distance, value),
                        let ratio = Fraction(Int128(now), over: Int128(then))
                    else { continue }
                    ratios[Key(value: value, month: month, distance: distance), default: []].append(ratio)
                }
            }
        }
        for (key, list) in ratios where list.count >= Anticipation.fewest {
            trends[key] = list.sorted()[list.count / 2]
        }
        for (key, list) in values where list.count >= Anticipation.fewest {
            let sorted = list.sorted()
            usual[key] = Usual(
                median: sorted[sorted.count / 2],
                spread: Double(sorted[sorted.count * 3 / 4]) / Double(sorted[sorted.count / 4]))
        }
    }

    /// The value of the same subject in an earlier month; records stand in order of subject and month.
    private func before(_ position: Int, _ month: Int32, _ value: Int) -> Int64? {
        let subject = series.subjects[order[position]]
        var at = position - 1
        while at >= 0, series.subjects[order[at]] == subject, series.months[order[at]] >= month {
            if series.months[order[at]] == month, series.values[value][order[at]] > 0 {
                return series.values[value][order[at]]
            }
            at -= 1
        }
        return nil
    }

    /// What a field of a row might have been; nil where nothing says so.
    public func value(_ batch: Batch, row: Int, field: Int) -> AnticipatedValue? {
        guard let value = series.plan.values.firstIndex(of: field) else { return nil }
        let month = series.month(batch, row)
        if !order.isEmpty, let subject = series.plan.subject, month != RecordSeries.undated {
            let number = RecordSeries.numbers([batch.columns[subject]], [row])[0]
            if number != 0, let own = own(number, month, value) { return own }
        }
        if let usual = usual[Key(value: value, month: month)] {
            return AnticipatedValue(value: usual.median, spread: max(usual.spread, 1), isOwn: false)
        }
        let spread = series.spreads[value]
        guard spread.count >= Int64(Anticipation.fewest), let median = spread.median,
            let low = spread.quantile(1, of: 4), let high = spread.quantile(3, of: 4), low > 0
        else { return nil }
        return AnticipatedValue(value: median, spread: max(Double(high) / Double(low), 1), isOwn: false)
    }

    private func own(_ subject: UInt64, _ month: Int32, _ value: Int) -> AnticipatedValue? {
        // The first record of the subject behind this month.
        let end = order.partitioningIndex { record in
            (series.subjects[record], series.months[record]) >= (subject, month)
        }
        for distance in Anticipation.distances {
            var at = end - 1
            while at >= 0, series.subjects[order[at]] == subject, series.months[order[at]] >= month - distance {
                let then = series.values[value][order[at]]
                if series.months[order[at]] == month - distance, then > 0 {
                    let trend = trends[Key(value: value, month: month, distance: distance)] ?? Fraction(1)
                    guard let moved = trend.multiplied(by: Fraction(Int128(then)))?.rounded(scale: 0),
                        let held = Int64(exactly: moved)
                    else { return nil }
                    return AnticipatedValue(value: held, spread: 1, isOwn: true)
                }
                at -= 1
            }
        }
        return nil
    }
}

extension AnticipatedValue {
    /// What a value would be in the unit, or with the sign, in which it is what was anticipated: one thousand, ten thousand or a
    /// hundred million times too large or too small; nil where nothing, or more than this, speaks for it.
    public func candidate(for reported: Int64) -> Int64? {
        guard value > 0, reported != 0, reported != .min else { return nil }
        if reported < 0 {
            let (a, b) = (Double(-reported), Double(value))
            return max(a / b, b / a) <= (isOwn ? 2 : 1 + spread) ? -reported : nil
        }
        guard isOwn else { return nil }
        for power in [3, 4, 8] {
            let scale = Int64(powerOfTen(power))
            // As ONS does for thousands: from 350 to 1,350 times.
            if fits(Double(reported) / Double(scale)) {
                let rest = reported % scale
                return reported / scale + (rest * 2 >= scale ? 1 : 0)
            }
            let (larger, overflow) = reported.multipliedReportingOverflow(by: scale)
            if !overflow, fits(Double(larger)) { return larger }
        }
        return nil
    }

    private func fits(_ other: Double) -> Bool {
        let ratio = other / Double(value)
        return ratio >= 0.35 && ratio <= 1.35
    }
}
