import Tabular
import Testing

@Suite struct RowContentsTests {
    private func batch(_ rows: [(Int64?, String?)]) -> Batch {
        let buffer = ByteBuffer(capacity: 64)
        var starts: [UInt32] = []
        var texts = Bitmap(count: rows.count)
        var numbers = Bitmap(count: rows.count)
        for (i, row) in rows.enumerated() {
            starts.append(UInt32(buffer.count))
            buffer.append(Array((row.1 ?? "").utf8))
            if row.1 != nil { texts.set(i) }
            if row.0 != nil { numbers.set(i) }
        }
        return Batch(
            rowCount: rows.count,
            columns: [
                .integers(IntegerColumn(values: rows.map { $0.0 ?? 0 }, validity: numbers)),
                .texts(
                    TextColumn(
                        buffer: buffer, starts: starts, lengths: rows.map { UInt32(($0.1 ?? "").utf8.count) },
                        validity: texts)),
            ])
    }

    @Test func equalRowsAreEqualAndOthersAreNot() {
        let rows: [(Int64?, String?)] = [
            (1, "a"), (1, "a"), (1, "b"), (2, "a"), (nil, "a"), (0, "a"), (1, nil), (1, ""), (1, "aa"),
        ]
        let contents = batch(rows).contents(columns: 2)
        #expect(contents[0] == contents[1])
        #expect(Set(contents).count == rows.count - 1)
        // Only the columns asked for are looked at; another batch gives the same numbers.
        #expect(Set(batch(rows).contents(columns: 1)).count == 4)
        #expect(batch(Array(rows.reversed())).contents(columns: 2) == contents.reversed())
    }

    @Test func gatheredCellsAreCopies() {
        let buffer = ByteBuffer(capacity: 16)
        buffer.append(Array("abccd".utf8))
        let block = CellBlock(
            buffer: buffer, encoding: .utf8, rowCount: 3, columnCount: 2, starts: [0, 1, 2, 3, 4, 5],
            lengths: [1, 1, 1, 1, 1, 0], kinds: [.text, .number, .text, .text, .date, .text], rows: [0, 2, 5],
            lines: [0, 3, 7])
        let picked = block.gather([2, 0])
        #expect(picked.rows == [5, 0])
        #expect(picked.lines == [7, 0])
        #expect(picked.kinds == [.date, .text, .text, .number])
        #expect(String(decoding: picked.bytes(0, 0), as: UTF8.self) == "d")
        #expect(picked.bytes(0, 1).isEmpty)
        #expect(String(decoding: picked.bytes(1, 1), as: UTF8.self) == "b")
    }
}
