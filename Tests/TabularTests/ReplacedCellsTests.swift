import Tabular
import Testing

@Suite struct ReplacedCellsTests {
    /// Two rows of two cells: `a`, `瑶海` / ``, `12`.
    func block(_ encoding: TextEncoding, kinds: [CellKind]? = nil) -> CellBlock {
        let name: [UInt8] = encoding == .utf8 ? Array("瑶海".utf8) : [0xD1, 0xFE, 0xBA, 0xA3]
        let buffer = ByteBuffer([UInt8(ascii: "a")] + name + Array("12".utf8))
        let length = UInt32(name.count)
        return CellBlock(
            buffer: buffer, encoding: encoding, rowCount: 2, columnCount: 2, starts: [0, 1, 1, 1 + length],
            lengths: [1, length, 0, 2], kinds: kinds, rows: [4, 6], lines: [4, 7])
    }

    func texts(_ block: CellBlock) -> [[String]] {
        (0..<block.rowCount).map { row in
            (0..<block.columnCount).map { String(decoding: block.bytes(row, $0), as: UTF8.self) }
        }
    }

    @Test(arguments: [TextEncoding.utf8, .gb18030]) func othersStayAsTheyAre(encoding: TextEncoding) {
        let replaced = block(encoding).replacing([1 * 2 + 0: "庐阳", 1 * 2 + 1: ""], columns: 2)
        #expect(texts(replaced) == [["a", "瑶海"], ["庐阳", ""]])
        #expect(replaced.encoding == .utf8)
        #expect(replaced.rows == [4, 6] && replaced.lines == [4, 7])
        #expect(replaced.kinds == nil)
    }

    @Test func columnsBehindAreBlankWhereNothingIsPut() {
        let replaced = block(.gb18030).replacing([0 * 4 + 3: "x"], columns: 4)
        #expect(texts(replaced) == [["a", "瑶海", "", "x"], ["", "12", "", ""]])
    }

    /// What is put in is read as a text, whatever the sheet said of the cell.
    @Test func replacedCellsAreTexts() {
        let kinds: [CellKind] = [.text, .text, .text, .number]
        let replaced = block(.utf8, kinds: kinds).replacing([3 + 2: "13"], columns: 3)
        #expect(replaced.kinds == [.text, .text, .text, .text, .number, .text])
        #expect(block(.utf8, kinds: kinds).replacing([3: "13"], columns: 2).kinds == [.text, .text, .text, .text])
    }
}
