public import Definitions
import Model
import Tabular

/// The method of Hidiroglou and Berthelot: ratios to an earlier value, made symmetric around their median, weighed by size, and
/// held against their quartiles, group by group and month by month. Against a group the earlier value is the group's median.
///
/// Units without a positive value at both times are missing. Groups with too few units, or whose quartiles fall together once
/// the units that did not change are left out, are not judged: their units are missing too.
enum OutlierRule: SeriesRuleKind {
    static func judge(_ rule: SeriesRuleDefinition, _ units: SeriesUnits) -> SeriesAnswer {
        var answer = SeriesAnswer()
        var groups: [Group: [SeriesPair]] = [:]
        if rule.base == .group {
            for unit in records(units) {
                answer.count.evaluated += 1
                guard unit.value > 0, isGrouped(unit, rule) else { answer.count.missing += 1; continue }
                groups[Group(month: 0, number: unit.group), default: []].append(SeriesPair(unit: unit, before: 0))
            }
            for key in groups.keys { compareWithMedian(&groups[key, default: []]) }
        } else {
            for (unit, before) in units.pairs(rule.base) {
                answer.count.evaluated += 1
                guard unit.value > 0, let before, before > 0, isGrouped(unit, rule) else {
                    answer.count.missing += 1
                    continue
                }
                groups[Group(month: unit.month, number: unit.group), default: []].append(
                    SeriesPair(unit: unit, before: before))
            }
        }
        for (_, pairs) in groups.sorted(by: { ($0.key.month, $0.key.number) < ($1.key.month, $1.key.number) }) {
            answer.groups += 1
            let bounds = HidiroglouBerthelot(
                exponent: rule.exponent, proportion: double(rule.proportion), width: double(rule.width),
                minimumCount: rule.minimumCount)
            guard let outcome = bounds.judge(pairs.map { (Double($0.unit.value), Double($0.before)) }) else {
                answer.degenerate += 1
                answer.count.missing += Int64(pairs.count)
                continue
            }
            let spread = rule.base == .group ? spread(pairs) : nil
            for (position, pair) in pairs.enumerated() {
                guard outcome.outliers[position] else { answer.count.passed += 1; continue }
                answer.count.failed += 1
                let expected = (Double(pair.before) * outcome.medianRatio).rounded()
                answer.failures.append(
                    SeriesFailure(
                        record: pair.unit.record, expected: Int64(exactly: expected),
                        distance: outcome.distances[position], spread: spread))
            }
        }
        answer.failures.sort { $0.record < $1.record }
        return answer
    }

    /// A unit that lacks what makes the groups is in none.
    private static func isGrouped(_ unit: SeriesUnit, _ rule: SeriesRuleDefinition) -> Bool {
        rule.by.isEmpty || unit.group != 0
    }

    private struct Group: Hashable {
        var month: Int32
        var number: UInt64
    }

    /// Each record by itself: of one-off records a subject's do not make a whole.
    private static func records(_ units: SeriesUnits) -> [SeriesUnit] {
        let series = units.series
        guard units.value >= 0 else { return [] }
        return series.ordered().compactMap { record in
            let value = series.values[units.value][record]
            guard value != RecordSeries.missing, units.months.contains(series.months[record]) else { return nil }
            return SeriesUnit(
                subject: series.subjects[record], month: series.months[record], value: value,
                group: units.combination < 0 ? 0 : series.combinations[units.combination][record], record: record)
        }
    }

    /// The ratio of the quartiles.
    private static func spread(_ pairs: [SeriesPair]) -> Double {
        let sorted = pairs.map(\.unit.value).sorted()
        return Double(sorted[sorted.count * 3 / 4]) / Double(sorted[sorted.count / 4])
    }

    private static func compareWithMedian(_ pairs: inout [SeriesPair]) {
        let sorted = pairs.map(\.unit.value).sorted()
        for position in pairs.indices { pairs[position].before = sorted[sorted.count / 2] }
    }

    private static func double(_ value: Fraction) -> Double { Double(value.numerator) / Double(value.denominator) }
}

/// The arithmetic of it, on numbers alone. Only + − × ÷ and square roots; what differs from a bound in the tenth digit
/// only is on it.
public struct HidiroglouBerthelot: Sendable {
    public var exponent: SeriesRuleDefinition.Exponent
    /// A.
    public var proportion: Double
    /// C.
    public var width: Double
    public var minimumCount: Int

    public init(
        exponent: SeriesRuleDefinition.Exponent, proportion: Double, width: Double, minimumCount: Int
    ) {
        self.exponent = exponent
        self.proportion = proportion
        self.width = width
        self.minimumCount = minimumCount
    }

    public struct Outcome: Sendable {
        public var medianRatio: Double
        /// Of the effects.
        public var lower: Double
        public var upper: Double
        public var effects: [Double]
        public var outliers: [Bool]
        /// Of each effect from the median, in units of its bound.
        public var distances: [Double]
    }

    /// nil: there are too few units, or their quartiles fall together.
    /// - Parameter pairs: the value and the one before it, both above zero.
    public func judge(_ pairs: [(now: Double, before: Double)]) -> Outcome? {
        guard pairs.count >= max(minimumCount, 3) else { return nil }
        let ratios = pairs.map { $0.now / $0.before }
        let median = quantile(ratios.sorted(), 0.5)
        let effects = pairs.indices.map { position in
            let symmetric =
                ratios[position] < median ? 1 - median / ratios[position] : ratios[position] / median - 1
            let size = max(pairs[position].now, pairs[position].before)
            return switch exponent {
            case .none: symmetric
            case .half: symmetric * size.squareRoot()
            case .whole: symmetric * size
            }
        }
        // Units that did not change at all say nothing of how others do, once they are half of the group.
        let moved = pairs.indices.filter { pairs[$0].now != pairs[$0].before }
        let judged = moved.count * 2 <= pairs.count ? moved.map { effects[$0] } : effects
        guard judged.count >= max(minimumCount, 3) else { return nil }
        let sorted = judged.sorted()
        let (low, middle, high) = (quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75))
        let least = (proportion * middle).magnitude
        let (below, above) = (max(middle - low, least), max(high - middle, least))
        let scale = max(low.magnitude, middle.magnitude, high.magnitude)
        guard HidiroglouBerthelot.exceeds(below, 0, scale), HidiroglouBerthelot.exceeds(above, 0, scale) else {
            return nil
        }
        let (lower, upper) = (middle - width * below, middle + width * above)
        return Outcome(
            medianRatio: median, lower: lower, upper: upper, effects: effects,
            outliers: effects.map {
                HidiroglouBerthelot.exceeds(lower, $0, lower.magnitude)
                    || HidiroglouBerthelot.exceeds($0, upper, upper.magnitude)
            },
            distances: effects.map { $0 < middle ? (middle - $0) / (width * below) : ($0 - middle) / (width * above) })
    }

    /// By more than the ninth digit: what is decided must not hang on the last bit.
    private static func exceeds(_ a: Double, _ b: Double, _ scale: Double) -> Bool { a - b > scale * 1e-9 }

    /// At position p(n + 1), between two values in proportion.
    private func quantile(_ sorted: [Double], _ part: Double) -> Double {
        let position = part * Double(sorted.count + 1)
        let at = min(max(Int(position), 1), sorted.count)
        guard at < sorted.count, position > 1 else { return sorted[at - 1] }
        return sorted[at - 1] + (position - Double(at)) * (sorted[at] - sorted[at - 1])
    }
}
