import Aggregate
import Definitions
import Expressions
import Model
import Tabular
import Testing

/// What exceptions mean for the figures: worked by hand on a handful of records.
@Suite struct ImpactTests {
    typealias Row = World.Row

    private let indicators = [
        World.indicator("count"), World.indicator("sum", .sum, of: "value", breakdowns: [["type"]]),
        World.indicator("mean_value", formula: "sum / count"),
        World.indicator("twice", formula: "mean_value + mean_value"),
    ]
    private let area = 4
    private let value = 8

    private var plan: RecordSeriesPlan {
        var plan = RecordSeriesPlan()
        (plan.values, plan.subject, plan.time, plan.keepsRecords) = ([8], 2, 6, true)
        plan.isOfStatements = true
        return plan
    }

    /// Eight subjects with one value a year, all 10% up; `odd` is the first one's newest value.
    private func history(odd: Int) -> [Row] {
        (0..<8).flatMap { subject in
            ["2023", "2024"].map { year in
                let value = 1_000 * (subject + 1)
                return Row(
                    type: 0, subject: "s\(subject)", day: "\(year)-11-05",
                    value: year == "2023" ? value : subject == 0 ? odd : value * 11 / 10)
            }
        }
    }

    private func assess(
        _ accepted: [Row], _ asked: [Row], fates: [RecordFate], questions: [Question], failed: [Set<Int>]? = nil,
        corrected: [Int: Batch] = [:], copies: Int = 1
    ) throws -> FigureTable {
        let (plan, diagnostics) = World.plan(indicators)
        #expect(diagnostics.isEmpty)
        let made = try #require(plan)
        var partial = Partial(try #require(made.plan(forDataset: 0)))
        let (batch, standing) = World.batch(accepted)
        partial.add(batch, standing: standing, references: References())
        var series = RecordSeries(self.plan)
        series.add(batch, standing: standing, table: 0, sheetRows: (0..<UInt32(accepted.count)).map { $0 }, firstRow: 2)
        let (typed, _) = World.batch(asked)
        let months = Set((0..<typed.rowCount).map { series.month(typed, $0) })
        var records = QuestionedRecords(
            dataset: 0, typed: typed, fates: fates, failed: failed ?? asked.map { _ in [] },
            origin: ErrorRows.Origin(sender: nil, month: Month(year: 2024, month: 12)), questions: questions)
        records.corrected = corrected
        // The same rows may travel with findings of several stages.
        let batches = (0..<copies).map { copy in
            var records = records
            records.questions = records.questions.filter { $0.finding % copies == copy }
            return records
        }
        return figures(
            made, partials: [partial, nil],
            coverage: Coverage(months: Array(repeating: World.months(2020...2025), count: 2)),
            range: try #require(PeriodRange("2024Q4")), questioned: batches,
            anticipations: [0: Anticipation(series, months: months)])
    }

    @Test func aValueIsHeldAgainstTheSubjectsOwnHistoryTimesTheTrend() throws {
        let rows = history(odd: 1_100_000)
        let table = try assess(
            rows, [rows[1]], fates: [.counted],
            questions: [Question(finding: 7, row: 0, fields: [value], doubt: 0.5, isError: false)])
        let impact = try #require(table.impacts.byFinding[7])
        #expect(impact.anticipated == Decimal(mantissa: 1_100, scale: 0))
        // 11,000 is 1,000 times the 11 that were anticipated: the figure (without it 396) is some 27.7 times too large.
        let suspicion = 999.0 / 1_000
        #expect((impact.score - (1_098_900 * suspicion) / 39_600).magnitude < 1e-6)
        #expect(impact.effects.first.map { indicators[$0.figure.indicator].id } == "sum")
        // Sum, its cell, and the mean made of it; the count does not change.
        #expect(!impact.effects.contains { indicators[$0.figure.indicator].id == "count" })
        #expect(impact.effects.contains { indicators[$0.figure.indicator].id == "mean_value" })
        // And a formula of that formula, which changes by the same part.
        let shares = ["mean_value", "twice"].map { id in
            impact.effects.first { indicators[$0.figure.indicator].id == id }?.share
        }
        #expect(shares[0] != nil && shares[0] == shares[1])
        // Such a figure rests on a value that is likely wrong.
        let sum = try #require(
            table.figures.first { $0.indicator == 1 && $0.quantity == .ytd && $0.breakdown.isEmpty && $0.area == 2 })
        #expect((sum.doubted ?? 0) > 1)
    }

    /// A hundred million times too large, and near what 64 bits hold: what is left of the figure is still the figure.
    @Test func aValueOfAnySizeIsTakenOffWhole() throws {
        let rows = history(odd: 2_402_580_000_000_000_000)
        let table = try assess(
            rows, [rows[1], rows[3]], fates: [.counted, .counted],
            questions: (0...1).map { Question(finding: $0, row: $0, fields: [value], doubt: 0.5, isError: false) })
        // Within what a double holds of such a sum.
        let score = try #require(table.impacts.byFinding[0]).score
        #expect(score > 2_402_580_000_000_000_000 / 39_600 * 0.9)
    }

    @Test func aValueAsAnticipatedHasNoEffect() throws {
        let rows = history(odd: 1_100)
        let table = try assess(
            rows, [rows[1]], fates: [.counted],
            questions: [Question(finding: 0, row: 0, fields: [value], doubt: 0.5, isError: false)])
        #expect(table.impacts.byFinding.isEmpty)
        #expect(table.impacts.cut == nil)
    }

    @Test func aRecordKeptOutCountsWithWhatItStates() throws {
        let rows = history(odd: 1_100)
        let lost = Row(type: 0, subject: "new", value: 39_600)
        let table = try assess(
            rows, [lost], fates: [.keptOut],
            questions: [Question(finding: 1, row: 0, fields: nil, doubt: 0.5, isError: true)])
        // As much again as all others together: half of the figure with it.
        #expect(table.impacts.byFinding[1]?.score == 0.5)
        #expect(table.impacts.byFinding[1]?.anticipated == nil)
    }

    @Test func aWrongSignCountsWithItsMagnitude() throws {
        let rows = history(odd: 1_100)
        let lost = Row(type: 0, subject: "s1", day: "2024-11-05", value: -2_200)
        let table = try assess(
            rows, [lost], fates: [.counted],
            questions: [Question(finding: 2, row: 0, fields: [value], doubt: 0.5, isError: true)], failed: [[value]])
        let effects = try #require(table.impacts.byFinding[2]).effects
        let ytd = effects.first { indicators[$0.figure.indicator].id == "sum" }
        #expect(ytd?.share == rounded(2_200.0 / 41_800))
    }

    @Test func aQueryAboutAnotherFieldDoubtsWhereTheRecordCounts() throws {
        let rows = history(odd: 1_100)
        let table = try assess(
            rows, [rows[15]], fates: [.counted],
            questions: [Question(finding: 3, row: 0, fields: [area], doubt: 0.25, isError: false)])
        // 8,800 of 39,600, of which a quarter.
        #expect(table.impacts.byFinding[3]?.score == rounded(8_800 * 0.25 / 39_600))
    }

    /// Where a record belongs is known: it goes from one area to the other, and what holds both stays as it is.
    @Test func aRecordInAnotherAreaIsTakenOffThereAndAddedHere() throws {
        let rows = history(odd: 1_100)
        var moved = rows[15]
        moved.area = 3
        var question = Question(finding: 3, row: 0, fields: [area], doubt: 0.5, isError: false)
        question.correctedField = area
        let table = try assess(
            rows + [Row(type: 0, subject: "s9", area: 3, value: 13_200)], [rows[15]], fates: [.counted],
            questions: [question], corrected: [area: World.batch([moved]).0])
        let impact = try #require(table.impacts.byFinding[3])
        // At half suspicion: one record more beside the one there, and 8,800 beside its 13,200.
        #expect(impact.score == 0.5)
        let sum = impact.effects.first { indicators[$0.figure.indicator].id == "sum" }
        #expect(sum?.share == rounded(0.5 * 8_800 / 13_200))
        // In both areas, but not in the city that holds both.
        #expect(impact.effects.allSatisfy { [2, 3].contains($0.figure.area) })
        #expect(impact.breadth > 4 * impact.score)
    }

    /// A record is put right once, however many stages ask about it: the second copy must not be taken off again.
    @Test func copiesOfARecordAreOneCorrection() throws {
        let rows = history(odd: 1_100_000)
        let questions = (0...1).map { finding in
            Question(finding: finding, row: 0, fields: [value], doubt: 0.5, isError: false, record: 17)
        }
        let once = try assess(rows, [rows[1]], fates: [.counted], questions: [questions[0]])
        let twice = try assess(rows, [rows[1]], fates: [.counted], questions: questions, copies: 2)
        #expect(twice.impacts.byFinding[0] == once.impacts.byFinding[0])
        #expect(twice.impacts.byFinding[1] == once.impacts.byFinding[0])
        #expect(twice.impacts.cut == once.impacts.cut)
    }

    @Test func whatIsAskedOfOneRecordStandsTogether() throws {
        let rows = history(odd: 1_100_000)
        let questions = [
            Question(finding: 0, row: 0, fields: [value], doubt: 0.5, isError: false, record: 1),
            // Of a field that no figure reads.
            Question(finding: 1, row: 0, fields: [5], doubt: 0.5, isError: false, record: 1),
        ]
        let impacts = try assess(rows, [rows[1]], fates: [.counted], questions: questions).impacts
        let (strong, weak) = (try #require(impacts.byFinding[0]), try #require(impacts.byFinding[1]))
        #expect(weak.score == 0 && weak.effects.isEmpty)
        #expect(weak.recordScore == 1 && weak.recordScore == strong.recordScore)
        #expect(weak.recordBreadth == strong.breadth && strong.recordBreadth == strong.breadth)
    }

    /// The further the values of a group lie apart, the further away one must be to be doubted; what follows from the record's
    /// own fields is doubted however near it is.
    @Test func suspicionKnowsHowFarAGroupSpreads() throws {
        let rows = history(odd: 1_100)
        func score(_ spread: Double, isOwn: Bool = false, isStated: Bool = false) throws -> Double {
            var question = Question(finding: 0, row: 0, fields: [value], doubt: 0.5, isError: false)
            question.expected = AnticipatedValue(value: 4_400, spread: spread, isOwn: isOwn)
            question.isStated = isStated
            return try assess(rows, [rows[15]], fates: [.counted], questions: [question])
                .impacts.byFinding[0]?.score ?? 0
        }
        // 8,800 is twice what was expected: half of it less of 39,600.
        #expect(try score(1) == rounded(0.5 * 4_400 / 39_600))
        #expect(try score(2) == rounded(4_400.0 / 9 / 39_600))
        #expect(try score(2, isStated: true) == rounded(0.5 * 4_400 / 39_600))
    }

    @Test func whatCountsElsewhereHasNoEffect() throws {
        let rows = history(odd: 1_100)
        let table = try assess(
            rows, [rows[15]], fates: [.apart],
            questions: [Question(finding: 3, row: 0, fields: nil, doubt: 0.25, isError: true)])
        #expect(table.impacts.byFinding.isEmpty)
    }

    @Test func twoVersionsDifferByTheirDifference() throws {
        let rows = history(odd: 1_100)
        var other = rows[15]
        other.value = 8_800 + 3_960
        let counted = World.batch([rows[15]]).0
        let table = try assess(
            rows, [other], fates: [.apart],
            questions: [
                Question(
                    finding: 4, row: 0, fields: nil, doubt: 0.5, isError: false,
                    other: Question.Other(typed: counted, row: 0))
            ])
        #expect(table.impacts.byFinding[4]?.score == rounded(0.5 * 3_960 / 39_600))
    }

    @Test func theCutLeavesLessThanAHundredth() throws {
        let rows = history(odd: 1_100)
        let lost = [39_600, 500, 200, 100].map { Row(type: 0, subject: "new", value: $0) }
        let sums = [World.indicator("sum", .sum, of: "value")]
        let (plan, _) = World.plan(sums)
        let made = try #require(plan)
        var partial = Partial(try #require(made.plan(forDataset: 0)))
        let (batch, standing) = World.batch(rows)
        partial.add(batch, standing: standing, references: References())
        let records = QuestionedRecords(
            dataset: 0, typed: World.batch(lost).0, fates: lost.map { _ in .keptOut }, failed: lost.map { _ in [] },
            origin: ErrorRows.Origin(sender: nil, month: Month(year: 2024, month: 12)),
            questions: lost.indices.map { Question(finding: $0, row: $0, fields: nil, doubt: 0.5, isError: true) })
        let impacts = figures(
            made, partials: [partial, nil],
            coverage: Coverage(months: Array(repeating: World.months(2020...2025), count: 2)),
            range: try #require(PeriodRange("2024Q4")), questioned: [records],
            anticipations: [0: Anticipation(RecordSeries(RecordSeriesPlan()), months: [])]
        ).impacts
        let cut = try #require(impacts.cut)
        // All four together are 80,000: 100 + 200 + 500 are a hundredth of it, which is allowed; the large one is not.
        #expect(cut.remaining == 0.01)
        #expect(cut.score == impacts.byFinding[0]?.score)
        #expect(impacts.byFinding[1].map { $0.score < cut.score } == true)
    }

    private func rounded(_ value: Double) -> Double { (value * 1e9).rounded() / 1e9 }
}
