import Aggregate
import Definitions
import Expressions
import Model
import TestSupport
import Testing

/// The records that a selection names make the figure: in random worlds, every value, base and category counted from records.
@Suite struct RecordSelectionTests {
    @Test(arguments: 1...24 as ClosedRange<UInt64>)
    func selectedRecordsMakeTheFigure(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let rows = (0..<Int.random(in: 20...120, using: &random)).map { _ in RandomWorldTests.row(&random) }
        let text = try #require(
            ["2024Q4", "2024", "2024M11", "2024H2", "2023Q3..2024Q2", "2023..2024"].randomElement(using: &random))
        let range = try #require(PeriodRange(text))
        let definitions = RandomWorldTests.makeSubjects().map(\.definition)
        let plan = try #require(World.plan(definitions, text).0)
        var partial = Partial(try #require(plan.plan(forDataset: 0)))
        let (batch, standing) = World.batch(rows)
        partial.add(batch, standing: standing, references: References())
        let coverage = Coverage(months: [World.months(2020...2025), []])
        let table = figures(plan, partials: [partial, nil], coverage: coverage, range: range)
        let inquiry = Inquiry(
            plan, schemas: [World.schema, World.schema], partials: [partial, nil], coverage: coverage)

        var compared = 0
        for figure in table.figures where figure.statistic == .value || figure.statistic == .prior {
            let definition = definitions[figure.indicator]
            guard let value = figure.value, let measure = definition.measure else { continue }
            let selections = inquiry.sources(figure).records
            #expect(selections.count == 1)
            let selection = try #require(selections.first)
            let found = selection.rows(batch, standing: standing, references: References())
            let field = figure.statistic == .prior && figure.baseSource == "restated" ? "number" : measure.field
            let made = Self.value(selection.kind, field, found.rows.map { rows[$0] })
            #expect(made == value, "seed \(seed), \(text): \(definition.id) \(figure)")
            compared += 1
        }
        #expect(compared > 100)
    }

    /// From the rows as the test wrote them; money in yuan.
    private static func value(_ kind: MeasureKind, _ field: String?, _ rows: [World.Row]) -> Fraction? {
        let numbers = rows.compactMap { row -> Fraction? in
            field == "number" ? row.number.map { Fraction(Int128($0)) } : row.value.map { Fraction(Int128($0) * 100) }
        }
        let sum = numbers.reduce(Fraction.zero) { $0.adding($1) ?? $0 }
        switch kind {
        case .count: return Fraction(Int128(rows.count))
        case .countDistinct:
            let subjects = Set(rows.map { field == "number" ? $0.number.map(String.init) : $0.subject })
            return subjects.contains(nil) ? nil : Fraction(Int128(subjects.count))
        case .sum: return sum
        case .min: return numbers.min()
        case .max: return numbers.max()
        case .mean: return sum.divided(by: Fraction(Int128(numbers.count)))
        case .median:
            let sorted = numbers.sorted()
            guard !sorted.isEmpty else { return nil }
            return sorted[(sorted.count - 1) / 2].adding(sorted[sorted.count / 2])?.divided(by: Fraction(2))
        }
    }
}
