import Model
import Pipeline
import Testing

/// What total rows are held to, from sums of records alone.
@Suite struct StatedSumsTests {
    private let base = Place(file: 0, sheet: -1, row: 1)

    /// A table of one summed field, in pieces: numbers are records, others total rows.
    private enum Row {
        case record(Int64)
        /// Level (nil: running), value (nil: blank).
        case total(Int?, Int64?)
    }

    private func judged(_ pieces: [[Row]]) -> (checked: Int, unproven: Int, mismatches: [(row: Int64, sum: Int128)]) {
        var sums = StatedSums(fields: 1)
        var place = base
        for piece in pieces {
            var footing = Footing(sums: [[0]], records: [0], stated: [])
            for (at, row) in piece.enumerated() {
                switch row {
                case .record(let value):
                    footing.sums[footing.sums.count - 1][0] += Int128(value)
                    footing.records[footing.records.count - 1] += 1
                case .total(let level, let value):
                    footing.stated.append(
                        Footing.Stated(
                            level: level, row: UInt32(at), values: [value], texts: [value.map { "\($0)" } ?? ""]))
                    footing.sums.append([0])
                    footing.records.append(0)
                }
            }
            sums.add(footing, base: place)
            place.row += Int64(piece.count)
        }
        let result = sums.judge()
        return (result.checked, result.unproven, result.mismatches.map { ($0.place.row, $0.sum) })
    }

    @Test("behaviour 4: a total sums the records above it, however the file was cut")
    func sumsWhatStandsAbove() {
        let rows: [Row] = [.record(1), .record(2), .record(3), .total(2, 6)]
        for cut in 0...rows.count {
            let found = judged([Array(rows[..<cut]), Array(rows[cut...])])
            #expect(found.checked == 1)
            #expect(found.mismatches.isEmpty, "cut at \(cut)")
        }
        let wrong = judged([[.record(1), .record(2)], [.record(3), .total(2, 7)]])
        #expect(wrong.mismatches.map(\.row) == [4])
        #expect(wrong.mismatches.map(\.sum) == [6])
    }

    @Test("behaviour 4: subtotals sum their group, above or below it, and totals sum all")
    func readsTheLevelTheWayThatFits() {
        let above: [Row] = [
            .total(2, 10), .total(1, 3), .record(1), .record(2), .total(1, 7), .record(3), .record(4),
        ]
        #expect(judged([above]).mismatches.isEmpty)
        #expect(judged([above]).checked == 3)
        let below: [Row] = [
            .record(1), .record(2), .total(1, 3), .record(3), .record(4), .total(1, 7), .total(2, 10),
        ]
        #expect(judged([below]).mismatches.isEmpty)
        let wrong: [Row] = [.record(1), .record(2), .total(1, 3), .record(3), .record(4), .total(1, 8), .total(2, 10)]
        #expect(judged([wrong]).mismatches.map(\.row) == [6])
    }

    @Test("behaviour 4: what a running total sums is not in the table: it is counted, not judged")
    func leavesRunningTotals() {
        let found = judged([[.record(1), .total(nil, 100), .total(2, nil)]])
        #expect(found.checked == 0)
        #expect(found.unproven == 1)
        #expect(found.mismatches.isEmpty)
    }

    @Test("behaviour 4: where an amount cannot be added to the others, its total is counted, not judged")
    func leavesDoubtfulFields() {
        var sums = StatedSums(fields: 2)
        var footing = Footing(
            sums: [[3, 5], [0, 0]], records: [2, 0],
            stated: [Footing.Stated(level: 2, row: 2, values: [4, 6], texts: ["4", "6"])])
        footing.doubtful = [1]
        sums.add(footing, base: base)
        let found = sums.judge()
        #expect(found.checked == 1)
        #expect(found.unproven == 1)
        #expect(found.mismatches.map(\.field) == [0])
    }

    @Test func sumsBeyondSixtyFourBits() {
        let most = Int64.max
        let found = judged([[.record(most), .record(most), .total(2, most)]])
        #expect(found.mismatches.map(\.sum) == [2 * Int128(most)])
    }
}
