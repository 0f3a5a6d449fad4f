import Definitions
import Ingest
import Model
import Pipeline
import Tabular
import Testing

/// Blanks of CSV that may have been one merged cell.
@Suite struct StubCheckTests {
    /// Cells of one column, a piece each; answers what the column as a whole shows.
    private func total(_ pieces: [[String]]) -> StubCheck.Total {
        let check = StubCheck(field: 0, slot: 0)
        var total = StubCheck.Total()
        var place = Place(file: 0, sheet: -1, row: 2)
        for cells in pieces {
            let texts = cells.map { Array($0.utf8) }
            let buffer = ByteBuffer(texts.flatMap { $0 })
            var starts: [UInt32] = []
            var at: UInt32 = 0
            for text in texts {
                starts.append(at)
                at += UInt32(text.count)
            }
            let block = CellBlock(
                buffer: buffer, encoding: .utf8, rowCount: cells.count, columnCount: 1, starts: starts,
                lengths: texts.map { UInt32($0.count) }, rows: (0..<UInt32(cells.count)).map { $0 })
            total.add(check.look(at: block), base: place)
            place.row += Int64(cells.count)
        }
        return total
    }

    @Test("behaviour 22: blanks below a text are told, with the first and the text above it, however the file was cut")
    func tellsBlanksBelowAText() {
        let cells = ["瑶海区", "", "", "庐阳区", ""]
        for cut in 0...cells.count {
            let found = total([Array(cells[..<cut]), Array(cells[cut...])])
            #expect(found.records == 5)
            #expect(found.blanks == 3)
            #expect(found.first?.place.row == 3, "cut at \(cut)")
            #expect(found.first?.text == "瑶海区", "cut at \(cut)")
        }
    }

    @Test("behaviour 22: a column that begins blank is no stub, nor is one without blanks")
    func leavesOtherColumns() {
        #expect(total([["", "瑶海区", ""]]).first == nil)
        #expect(total([["瑶海区", "庐阳区"]]).first == nil)
        #expect(total([]).records == 0)
    }
}
