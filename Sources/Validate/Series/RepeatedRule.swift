import Definitions
import Tabular

/// Records of different keys that hold the same in the fields given: all but the first that was sent fail. Missing where one
/// of the fields is.
enum RepeatedRule: SeriesRuleKind {
    static func judge(_ rule: SeriesRuleDefinition, _ units: SeriesUnits) -> SeriesAnswer {
        var answer = SeriesAnswer()
        guard units.combination >= 0 else { return answer }
        let series = units.series
        let contents = series.combinations[units.combination]
        // The newest delivery was read first, and has the lowest number.
        let order = contents.indices.sorted { a, b in
            (contents[a], -series.tables[a], series.rows[a]) < (contents[b], -series.tables[b], series.rows[b])
        }
        var first = -1
        for record in order {
            let isAsked = series.plan.time == nil || units.months.contains(series.months[record])
            if !isAsked {
                if contents[record] != 0, first < 0 || contents[first] != contents[record] { first = record }
                continue
            }
            answer.count.evaluated += 1
            guard contents[record] != 0 else {
                answer.count.missing += 1
                continue
            }
            if first >= 0, contents[first] == contents[record] {
                answer.count.failed += 1
                answer.failures.append(SeriesFailure(record: record, related: first))
            } else {
                answer.count.passed += 1
                first = record
            }
        }
        return answer
    }
}
