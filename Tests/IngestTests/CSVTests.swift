import Definitions
import Ingest
import Model
import Tabular
import Testing

@Suite struct CSVTests {
    let three = dataset(of: "甲列", "乙列", "丙列")

    @Test func readsPlainRecords() throws {
        let table = try read("甲列,乙列,丙列\n1,二,3\n4,五,6\n", three)
        #expect(table.records == [["1", "二", "3"], ["4", "五", "6"]])
        #expect(table.rows == [2, 3])
        #expect(table.lines == [2, 3])
        #expect(table.rowCount == 3)
        #expect(table.lineCount == 3)
        #expect(table.notRecords == [.header: 1])
    }

    @Test(arguments: ["\n", "\r\n", "\r"]) func knowsEveryLineEnd(end: String) throws {
        let table = try read(["甲列,乙列,丙列", "1,2,3", "4,5,6", "7,8,9"].joined(separator: end), three)
        #expect(table.records == [["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"]])
        #expect(table.lines == [2, 3, 4])
        #expect(table.lineCount == 4)
    }

    @Test func takesBoundColumnsInOrderOfFields() throws {
        let table = try read("丙列,多余,甲列\n3,x,1\n6,y,4\n", three)
        #expect(table.records == [["1", "3"], ["4", "6"]])
    }

    @Test("behaviour 16: line breaks within quotes are LF, and lines are counted beside rows")
    func keepsLineBreaksAndCountsLines() throws {
        let table = try read("甲列,\"乙\r\n列\",丙列\r\n1,\"x\r\ny\nz\",3\r\n4,\"\"\"q\"\"\",6\r\n", three)
        #expect(table.records == [["1", "x\ny\nz", "3"], ["4", "\"q\"", "6"]])
        #expect(table.rows == [2, 3])
        #expect(table.lines == [3, 6])
        #expect(table.lineCount == 6)
    }

    @Test("behaviour 25: a quotation mark quotes only where a field begins, and curly ones never")
    func quotesOnlyAtTheBeginningOfAField() throws {
        let table = try read("甲列,乙列,丙列\n1,5\"管,\"甲\"乙\n2,“曲”,\"a\"\"b\"c\n3,x,y\n", three)
        #expect(table.records == [["1", "5\"管", "甲乙"], ["2", "“曲”", "a\"bc"], ["3", "x", "y"]])
        #expect(table.looseQuotes == 3)
        #expect(table.looseQuoteRow == 2)
    }

    @Test("behaviour 25: an unterminated quote names its opening line, and nothing counts")
    func namesTheLineOfAQuoteThatIsNeverClosed() throws {
        let temporary = try TemporaryFile(
            "甲列,乙列,丙列\n1,\"x\ny\",3\n4,\"5,6\n7,8,9\n" + String(repeating: "1,2,3\n", count: 50))
        for size in [1, 7, 64, 1 << 20] {
            let problem = #expect(throws: FileProblem.self) { try read(temporary.file, three, pieceBytes: size) }
            #expect(problem?.rule == .fileUnreadable)
            #expect(problem?.retry == nil)
            #expect(problem?.place.line == 4)
        }
    }

    @Test("behaviour 24: short and long rows are told one by one, the others kept")
    func reportsRaggedRecordsAndKeepsTheOthers() throws {
        let table = try read("甲列,乙列,丙列\n1,2\n1,2,3,4\n1,2,3,,\n5,6,7\n", three)
        #expect(table.records == [["1", "2", ""], ["1", "2", "3"], ["1", "2", "3"], ["5", "6", "7"]])
        #expect(table.ragged == [[2, 2, 2, 3], [3, 3, 4, 3]])
    }

    @Test("behaviour 7: notes, sources and signatures are no records")
    func classesRowsThatAreNoRecords() throws {
        let table = try read(
            """
            填报单位：瑶海区
            甲列,乙列,丙列
            一,1,2
            ,,
            ,小　计,3
            其中：,,
            甲列,乙列,丙列
            二,合计,4
            注：一,,
            合计,7,8

            第1页 共2页,,
            单位负责人：张三,,填表人：李四

            """, three)
        #expect(table.records == [["一", "1", "2"], ["二", "合计", "4"]])
        #expect(table.rows == [3, 8])
        #expect(
            table.notRecords == [
                .title: 1, .header: 1, .blank: 2, .subtotal: 1, .ofWhich: 1, .repeatedHeader: 1, .note: 1, .total: 1,
                .page: 1, .signature: 1,
            ])
        #expect(table.records.count + table.notRecords.values.reduce(0, +) == table.rowCount)
    }

    @Test func neverSwallowsARecordWithAKey() throws {
        let rows = ["注1,a,b", "总计科技有限公司,a,b", "说明,a,b", "第1,a,b", "联系人,2,3", "甲,1,2", "1,2,3", "续,a,b"]
        let table = try read("甲列,乙列,丙列\n" + rows.joined(separator: "\n"), three)
        #expect(
            table.records.map { $0.joined(separator: ",") } == [
                "注1,a,b", "总计科技有限公司,a,b", "说明,a,b", "第1,a,b", "联系人,2,3", "1,2,3", "续,a,b",
            ])
    }

    @Test("behaviour 27: semicolons, tabs and sep= separate; a decimal comma stays in its cell")
    func readsSemicolonsTabsAndTheirDirective() throws {
        #expect(try read("甲列;乙列;丙列\n1;2,5;3\n", three).records == [["1", "2,5", "3"]])
        #expect(try read("甲列\t乙列\t丙列\n1\t2\t3\n", three).records == [["1", "2", "3"]])
        let directed = try read("sep=;\n甲列;乙列;丙列\n1;2;3\n", three)
        #expect(directed.records == [["1", "2", "3"]])
        #expect(directed.rows == [3])
    }

    @Test func handsOutTheBytesOfTheFile() throws {
        let text = "\u{FEFF}甲列,乙列,丙列\n" + (0..<200).map { "\($0),\"a\"\"b\",c\n" }.joined()
        let temporary = try TemporaryFile(text)
        let survey = try survey(temporary.file, vocabulary: HeaderVocabulary([three]))
        let layout = try #require(survey.sheets[0].layout)
        let reader = try TableReader(
            file: temporary.file, survey: survey, binding: bind(layout, sheet: 0, dataset: three, index: 0),
            mode: ReadMode(), pieceBytes: 100)
        var bytes: [UInt8] = []
        while let piece = try reader.next() {
            #expect(piece.fileOffset == bytes.count)
            bytes += Array(try #require(piece.source))
        }
        #expect(bytes == Array(text.utf8))
    }
}
