import Definitions
import Model
import Normalize
import Tabular
import Testing

@Suite struct BooleanConverterTests {
    @Test(arguments: [TextEncoding.utf8, .gb18030])
    func words(encoding: TextEncoding) {
        let texts = [
            "是", "否", "有", "无", "true", "FALSE", "True", "1", "0", "Y", "n", "１", " 是", " 无 ", "", "—", "也许", "2",
        ]
        let found = read(field(.boolean), texts, encoding: encoding)
        #expect(found.integers == [1, 0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0, nil, nil, nil, nil])
        #expect(found.blanks == [14, 15])
        #expect(found.failures == [16: "type", 17: "type"])
        #expect(found.notes == ["spaces": 2, "width": 1, "marker": 1])
    }

    @Test func typedCells() {
        #expect(read(field(.boolean), ["1", "0"], kinds: [.boolean, .boolean]).integers == [1, 0])
    }
}
