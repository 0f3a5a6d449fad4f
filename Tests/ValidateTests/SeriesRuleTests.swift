import Definitions
import Foundation
import Model
import Tabular
import Testing
import Validate

/// Rules over time and over the whole, on a handful of records each.
@Suite struct SeriesRuleTests {
    /// One subject's value at the end of a month; nil: missing.
    private struct Record {
        var subject: Int64
        var month: String
        var value: Int64?
        var group: Int64 = 1
    }

    private func series(_ records: [Record], combinations: [[Int]] = [], tables: [Int]? = nil) -> RecordSeries {
        var plan = RecordSeriesPlan()
        (plan.values, plan.subject, plan.time, plan.keepsRecords) = ([2], 0, 1, true)
        plan.combinations = combinations
        var series = RecordSeries(plan)
        func column(_ values: [Int64?]) -> Column {
            var validity = Bitmap(count: values.count)
            for (i, value) in values.enumerated() where value != nil { validity.set(i) }
            return .integers(IntegerColumn(values: values.map { $0 ?? 0 }, validity: validity))
        }
        for (position, record) in records.enumerated() {
            let day = CivilDate("\(record.month)-01").map { Int64($0.month.lastDay.days) }
            let batch = Batch(
                rowCount: 1,
                columns: [column([record.subject]), column([day]), column([record.value]), column([record.group])])
            series.add(
                batch, standing: Bitmap(count: 1, repeating: true), table: tables?[position] ?? 0,
                sheetRows: [UInt32(position)], firstRow: 2)
        }
        return series
    }

    private func judge(_ rule: SeriesRuleDefinition, _ series: RecordSeries, combination: Int = -1) -> SeriesAnswer {
        SeriesRules.judge(
            rule, series, value: 0, combination: combination,
            months: Month(year: 2024, month: 1)...Month(year: 2024, month: 12), step: 1)
    }

    @Test func aChangeIsHeldAgainstTheYearBefore() {
        let records = [
            Record(subject: 1, month: "2023-11", value: 100), Record(subject: 1, month: "2024-11", value: 150),
            Record(subject: 2, month: "2023-11", value: 100), Record(subject: 2, month: "2024-11", value: 151),
            Record(subject: 3, month: "2024-11", value: 5), Record(subject: 4, month: "2023-11", value: 0),
            Record(subject: 4, month: "2024-11", value: 7), Record(subject: 5, month: "2023-11", value: 100),
            Record(subject: 5, month: "2024-11", value: 49),
        ]
        var rule = SeriesRuleDefinition(kind: .change)
        (rule.minimum, rule.maximum) = (Fraction(1, over: 2), Fraction(3, over: 2))
        let answer = judge(rule, series(records))
        #expect(answer.failures.map { records[$0.record].subject }.sorted() == [2, 5])
        #expect(answer.failures.allSatisfy { $0.expected == 100 })
        // One without a year before, one whose year before was nothing.
        #expect((answer.count.evaluated, answer.count.passed) == (5, 1))
        #expect((answer.count.failed, answer.count.missing) == (2, 2))
    }

    @Test func aChangeIsHeldAgainstTheMonthBefore() {
        let records = [
            Record(subject: 1, month: "2024-10", value: 100), Record(subject: 1, month: "2024-11", value: 1_000_000),
        ]
        var rule = SeriesRuleDefinition(kind: .change, base: .priorPeriod)
        rule.maximum = Fraction(3)
        #expect(judge(rule, series(records)).failures.map(\.record) == [1])
    }

    @Test func severalRecordsOfASubjectAreOneValue() {
        let records = [
            Record(subject: 1, month: "2023-11", value: 100), Record(subject: 1, month: "2024-11", value: 30),
            Record(subject: 1, month: "2024-11", value: 90),
        ]
        var rule = SeriesRuleDefinition(kind: .change)
        rule.maximum = Fraction(2)
        #expect(judge(rule, series(records)).failures.isEmpty)
        rule.maximum = Fraction(11, over: 10)
        // Filed under the larger of the two.
        #expect(judge(rule, series(records)).failures.map(\.record) == [2])
    }

    @Test func whatAccumulatesDoesNotFallWithinAYear() {
        let records = [
            Record(subject: 1, month: "2023-12", value: 900), Record(subject: 1, month: "2024-02", value: 100),
            Record(subject: 1, month: "2024-03", value: 100), Record(subject: 1, month: "2024-05", value: 99),
        ]
        let answer = judge(SeriesRuleDefinition(kind: .falls), series(records))
        #expect(answer.failures == [SeriesFailure(record: 3, expected: 100)])
        #expect((answer.count.evaluated, answer.count.passed, answer.count.missing) == (3, 1, 1))
    }

    /// The delivery that was read last is the oldest.
    @Test func whatWasSentFirstIsNotTheRepetition() {
        let records = [
            Record(subject: 1, month: "2024-02", value: 100), Record(subject: 1, month: "2024-02", value: 100),
            Record(subject: 1, month: "2024-02", value: 101), Record(subject: 1, month: "2024-02", value: nil),
            Record(subject: 1, month: "2024-02", value: nil),
        ]
        let all = series(records, combinations: [[0, 2]], tables: [0, 3, 3, 3, 3])
        let answer = judge(SeriesRuleDefinition(kind: .repeated), all, combination: 0)
        #expect(answer.failures == [SeriesFailure(record: 0, related: 1)])
        #expect((answer.count.evaluated, answer.count.passed, answer.count.missing) == (5, 2, 2))
    }

    @Test func groupsThatAreTooSmallAreNotJudged() {
        var records: [Record] = []
        for subject in 0..<30 {
            let value = Int64(1_000 + subject * 37)
            records.append(Record(subject: Int64(subject), month: "2023-11", value: value, group: subject < 9 ? 1 : 2))
            let now = subject == 20 ? value * 1_000 : value * (100 + Int64(subject % 7)) / 100
            records.append(Record(subject: Int64(subject), month: "2024-11", value: now, group: subject < 9 ? 1 : 2))
        }
        let answer = judge(
            SeriesRuleDefinition(kind: .outlier, by: ["group"]), series(records, combinations: [[3]]), combination: 0)
        #expect(answer.failures.map { records[$0.record].subject } == [20])
        #expect(answer.failures.first?.expected.map { $0 > 1_700 && $0 < 1_900 } == true)
        #expect((answer.degenerate, answer.groups) == (1, 2))
        #expect((answer.count.failed, answer.count.passed, answer.count.missing) == (1, 20, 9))
    }

    /// Where most did not change, the quartiles of all fall together: those that did are held against each other.
    @Test func unitsThatDidNotChangeSayNothingOfOthers() throws {
        var pairs: [(now: Double, before: Double)] = (0..<40).map { _ in (100, 100) }
        pairs += (1...12).map { (100 + Double($0), 100) }
        pairs.append((100_000, 100))
        let rule = HidiroglouBerthelot(exponent: .half, proportion: 0.05, width: 20, minimumCount: 10)
        let outcome = try #require(rule.judge(pairs))
        #expect(outcome.outliers.indices.filter { outcome.outliers[$0] } == [52])
        #expect(rule.judge((0..<40).map { _ in (100, 100) }) == nil)
        #expect(rule.judge(Array(pairs.suffix(9))) == nil)
    }

    /// What Banff (Statistics Canada) answers to the same units; made by Tests/Clients/banff_outlier.py, which a test of the
    /// clients runs again.
    @Test func outliersAreBanffs() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Clients")
        let units = try String(contentsOf: folder.appendingPathComponent("outlier_units.csv"), encoding: .utf8)
            .split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
        let pairs = try units.map { (now: try #require(Double($0[2])), before: try #require(Double($0[1]))) }
        let answers = try String(contentsOf: folder.appendingPathComponent("outlier_banff.txt"), encoding: .utf8)
            .split(separator: "\n")
        #expect(answers.count == 6)
        for answer in answers {
            let words = answer.split(separator: " ").map(String.init)
            let rule = HidiroglouBerthelot(
                exponent: try #require(SeriesRuleDefinition.Exponent(rawValue: words[0])), proportion: 0.05,
                width: try #require(Double(words[1])), minimumCount: 3)
            let outcome = try #require(rule.judge(pairs))
            let (lower, upper) = (try #require(Double(words[2])), try #require(Double(words[3])))
            #expect((outcome.lower - lower).magnitude < 0.00001, "\(answer)")
            #expect((outcome.upper - upper).magnitude < 0.00001, "\(answer)")
            #expect(
                units.indices.filter { outcome.outliers[$0] }.map { String(units[$0][0]) } == Array(words.dropFirst(4)))
        }
    }

    @Test func whoReportedBeforeHasToReport() {
        let records = [
            Record(subject: 1, month: "2024-10", value: 1), Record(subject: 1, month: "2024-11", value: 1),
            Record(subject: 2, month: "2024-09", value: 1), Record(subject: 2, month: "2024-10", value: 1),
            Record(subject: 3, month: "2023-10", value: 1), Record(subject: 4, month: "2025-01", value: 1),
        ]
        let asked = Completeness(
            series(records), last: Month(year: 2024, month: 12), register: nil, until: nil)
        #expect(asked.month == Month(year: 2024, month: 11))
        // Of the second its last record; the third reported too long ago.
        #expect(Set(asked.expected.map { "\($0.record) \($0.hasReported)" }) == ["0 true", "3 false"])
    }

    @Test func whoIsOnTheRegisterHasToReport() {
        let reports = series([Record(subject: 1, month: "2024-11", value: 1)])
        let gone = Int64(CivilDate("2024-10-31")?.days ?? 0)
        let stays = Int64(CivilDate("2024-11-01")?.days ?? 0)
        let register = series([
            Record(subject: 1, month: "2020-01", value: nil), Record(subject: 2, month: "2020-01", value: gone),
            Record(subject: 3, month: "2024-11", value: stays), Record(subject: 4, month: "2024-12", value: nil),
        ])
        let asked = Completeness(reports, last: Month(year: 2024, month: 12), register: register, until: 0)
        #expect(
            Set(asked.expected.map { "\($0.record) \($0.hasReported) \($0.isRegistered)" }) == [
                "0 true true", "2 false true",
            ])
    }
}
