import Model
import Tabular
import Testing

@Suite struct RecordSeriesTests {
    private func column(_ values: [Int64?]) -> IntegerColumn {
        var validity = Bitmap(count: values.count)
        for (i, value) in values.enumerated() where value != nil { validity.set(i) }
        return IntegerColumn(values: values.map { $0 ?? 0 }, validity: validity)
    }

    @Test func quantilesAreRightToAFewPercent() {
        var spread = ValueSpread()
        let values = (1...9_999).map { Int64($0 * 37) }
        spread.add(column(values), rows: Bitmap(count: values.count, repeating: true))
        for (part, whole) in [(1, 4), (1, 2), (3, 4), (99, 100)] as [(Int64, Int64)] {
            let exact = Double(values[Int(part) * 9_999 / Int(whole)])
            let found = Double(spread.quantile(part, of: whole) ?? 0)
            #expect((found - exact).magnitude / exact < 0.04)
        }
    }

    @Test func smallNumbersAreExact() {
        for value in [1, 2, 3, 7, 12, 15] as [Int64] {
            var spread = ValueSpread()
            spread.add(column([value, nil, -5, 0]), rows: Bitmap(count: 4, repeating: true))
            #expect(spread.count == 1)
            #expect(spread.median == value)
        }
        #expect(ValueSpread().median == nil)
    }

    @Test func partsMakeTheSameWhole() {
        let values = (0..<500).map { Int64(($0 * 7_919) % 1_000 + 1) }
        var whole = ValueSpread()
        whole.add(column(values), rows: Bitmap(count: values.count, repeating: true))
        var parts = ValueSpread()
        for start in stride(from: 400, through: 0, by: -100) {
            var part = ValueSpread()
            part.add(column(Array(values[start..<start + 100])), rows: Bitmap(count: 100, repeating: true))
            parts.merge(part)
        }
        #expect(parts == whole)
    }

    @Test func recordsStandInOneOrderHoweverTheyCame() {
        var plan = RecordSeriesPlan()
        (plan.values, plan.subject, plan.time, plan.keepsRecords) = ([2], 0, 1, true)
        let subjects: [Int64] = [5, 3, 5, 3]
        let days: [Int64] = [19_700, 19_700, 19_600, 19_600]
        let batch = Batch(
            rowCount: 4,
            columns: [.integers(column(subjects)), .integers(column(days)), .integers(column([1, 2, 3, nil]))])
        let all = Bitmap(count: 4, repeating: true)
        var one = RecordSeries(plan)
        one.add(batch, standing: all, table: 0, sheetRows: [0, 1, 2, 3], firstRow: 10)
        var halves = RecordSeries(plan)
        var front = RecordSeries(plan)
        var (first, second) = (Bitmap(count: 4), Bitmap(count: 4))
        for row in 0..<2 { first.set(row); second.set(row + 2) }
        halves.add(batch, standing: second, table: 0, sheetRows: [0, 1, 2, 3], firstRow: 10)
        front.add(batch, standing: first, table: 0, sheetRows: [0, 1, 2, 3], firstRow: 10)
        halves.merge(front)
        func rows(_ series: RecordSeries) -> [Int64] { series.ordered().map { series.rows[$0] } }
        #expect(rows(one) == rows(halves))
        #expect(Set(rows(one)) == [10, 11, 12, 13])
        #expect(one.values[0].contains(RecordSeries.missing))
        #expect(one.months[0] == CivilDate(days: 19_700).month.index)
    }

    @Test func aPartThatIsMissingLeavesNoNumber() {
        let a = Column.integers(column([1, 1, nil]))
        let b = Column.integers(column([2, 2, 2]))
        let numbers = RecordSeries.numbers([a, b], [0, 1, 2])
        #expect(numbers[0] == numbers[1])
        #expect(numbers[0] != 0)
        #expect(numbers[2] == 0)
        #expect(RecordSeries.numbers([b, a], [0])[0] != numbers[0])
        #expect(RecordSeries.numbers([], [0]) == [0])
    }
}
