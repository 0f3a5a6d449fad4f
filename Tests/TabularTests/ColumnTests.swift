import Tabular
import Testing

@Suite struct ColumnTests {
    @Test func gatherKeepsOrderValuesAndValidity() {
        var validity = Bitmap(count: 4, repeating: true)
        validity.set(2, false)
        let column = Column.integers(IntegerColumn(values: [10, 20, 0, 40], validity: validity))
        guard case .integers(let picked) = column.gather([3, 2, 0]) else { Issue.record("kind changed"); return }
        #expect(picked.values == [40, 0, 10])
        #expect(picked.validity[0] && !picked.validity[1] && picked.validity[2])
    }

    @Test func textsAreCopiedOutOfTheirBuffer() {
        let buffer = ByteBuffer(Array("甲,乙丙".utf8))
        let texts = TextColumn(
            buffer: buffer, starts: [0, 4], lengths: [3, 6], validity: Bitmap(count: 2, repeating: true))
        guard case .texts(let picked) = Column.texts(texts).gather([1]) else { Issue.record("kind changed"); return }
        #expect(picked.string(0) == "乙丙")
        #expect(picked.buffer !== buffer)
    }

    @Test func rowsMadeMissingHoldNoValue() {
        var rows = Bitmap(count: 2)
        rows.set(1)
        let column = Column.integers(IntegerColumn(values: [1, 2], validity: Bitmap(count: 2, repeating: true)))
        guard case .integers(let cut) = column.missing(on: rows) else { Issue.record("kind changed"); return }
        #expect(cut.values == [1, 0])
        #expect(cut.validity.ones == 1)
    }
}
