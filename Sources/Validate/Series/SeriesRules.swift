public import Definitions
public import Model
public import Tabular

/// A record that fails a rule over time or over the whole.
public struct SeriesFailure: Hashable, Sendable {
    /// Position in the series.
    public var record: Int
    /// What was to be expected, as the field is held; nil: the rule expects no value.
    public var expected: Int64?
    /// Another record that it speaks of.
    public var related: Int?
    /// By how much it fails, 1 and more, where the rule measures that.
    public var distance: Double?
    /// How far the values lie apart of the group that `expected` is of, as the ratio of their quartiles; nil: it is of no group.
    public var spread: Double?

    public init(
        record: Int, expected: Int64? = nil, related: Int? = nil, distance: Double? = nil, spread: Double? = nil
    ) {
        self.record = record
        self.expected = expected
        self.related = related
        self.distance = distance
        self.spread = spread
    }
}

/// What a rule over time or over the whole answers.
public struct SeriesAnswer: Sendable {
    /// In order of subjects, months and places.
    public var failures: [SeriesFailure] = []
    public var count = RuleCount()
    /// Groups that could not be judged, and how many there were.
    public var degenerate = 0
    public var groups = 0

    public init() {}
}

/// A kind of rule over time or over the whole: one file beside this one per kind, one line in `SeriesRules`.
protocol SeriesRuleKind {
    static func judge(_ rule: SeriesRuleDefinition, _ units: SeriesUnits) -> SeriesAnswer
}

public enum SeriesRules {
    /// Judges the records of a series.
    /// - Parameters:
    ///   - value: which of the series' values the rule is about, −1 none.
    ///   - combination: which of its combinations: the group, or what is repeated; −1 none.
    ///   - months: those that are judged.
    ///   - step: months from one period of the dataset to the next.
    public static func judge(
        _ rule: SeriesRuleDefinition, _ series: RecordSeries, value: Int, combination: Int,
        months: ClosedRange<Month>, step: Int
    ) -> SeriesAnswer {
        let units = SeriesUnits(
            series, value: value, combination: combination, months: months.lowerBound.index...months.upperBound.index,
            step: Int32(step))
        return switch rule.kind {
        case .change: ChangeRule.judge(rule, units)
        case .outlier: OutlierRule.judge(rule, units)
        case .falls: FallsRule.judge(rule, units)
        case .repeated: RepeatedRule.judge(rule, units)
        // Asks about those of whom there is no record: `Completeness`.
        case .completeness: SeriesAnswer()
        }
    }
}

/// A value of a subject in a month, of one record or the sum of several.
struct SeriesUnit {
    var subject: UInt64
    var month: Int32
    var value: Int64
    /// The group, 0 none.
    var group: UInt64
    /// The record that has the most of it.
    var record: Int
}

/// A value beside what it is held against.
struct SeriesPair {
    var unit: SeriesUnit
    var before: Int64
}

/// A series as rules over time see it.
struct SeriesUnits {
    let series: RecordSeries
    let value: Int
    let combination: Int
    let months: ClosedRange<Int32>
    let step: Int32
    /// By subject and month.
    let units: [SeriesUnit]

    init(_ series: RecordSeries, value: Int, combination: Int, months: ClosedRange<Int32>, step: Int32) {
        self.series = series
        self.value = value
        self.combination = combination
        self.months = months
        self.step = step
        var units: [SeriesUnit] = []
        if value >= 0 {
            var largest: Int64 = 0
            for record in series.ordered() where series.subjects[record] != 0 {
                let own = series.values[value][record]
                guard own != RecordSeries.missing, series.months[record] != RecordSeries.undated else { continue }
                if let last = units.last, last.subject == series.subjects[record], last.month == series.months[record] {
                    let (sum, overflow) = last.value.addingReportingOverflow(own)
                    units[units.count - 1].value = overflow ? .max : sum
                    guard own > largest else { continue }
                    largest = own
                    units[units.count - 1].record = record
                } else {
                    largest = own
                    units.append(
                        SeriesUnit(
                            subject: series.subjects[record], month: series.months[record], value: own,
                            group: combination < 0 ? 0 : series.combinations[combination][record], record: record))
                }
            }
        }
        self.units = units
    }

    /// Each value of the months that are judged, with the subject's own before it; `before` nil where there is none.
    func pairs(_ base: SeriesRuleDefinition.Base) -> [(unit: SeriesUnit, before: Int64?)] {
        let distance = base == .priorYear ? 12 : step
        return units.indices.filter { months.contains(units[$0].month) }.map { position in
            let unit = units[position]
            var at = position - 1
            while at >= 0, units[at].subject == unit.subject, units[at].month >= unit.month - distance {
                if units[at].month == unit.month - distance { return (unit, units[at].value) }
                at -= 1
            }
            return (unit, nil)
        }
    }
}
