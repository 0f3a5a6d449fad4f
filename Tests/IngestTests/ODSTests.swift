import Definitions
import Ingest
import Model
import Tabular
import Testing

@Suite struct ODSTests {
    private let three = dataset(of: "甲列", "乙列", "丙列")
    private let header = ["甲列", "乙列", "丙列"].map {
        "<t:table-cell o:value-type=\"string\"><x:p>\($0)</x:p></t:table-cell>"
    }
    .joined()

    /// Prefixes as nobody writes them.
    private func document(_ rows: String, table: String = "", styles: String = "") -> String {
        let names = "urn:oasis:names:tc:opendocument:xmlns:"
        return """
            <o:document xmlns:o="\(names)office:1.0" xmlns:t="\(names)table:1.0" xmlns:x="\(names)text:1.0" xmlns:s="\(names)style:1.0" \
            xmlns:c="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">\
            <o:automatic-styles>\(styles)</o:automatic-styles><o:body><o:spreadsheet><t:table t:name="表" \(table)>\
            <t:table-row>\(header)</t:table-row>\(rows)</t:table></o:spreadsheet></o:body></o:document>
            """
    }

    private func cell(_ type: String, _ value: String = "", _ text: String = "") -> String {
        "<t:table-cell o:value-type=\"\(type)\" \(value)><x:p>\(text)</x:p></t:table-cell>"
    }

    private func read(_ text: String, limits: Limits = Limits()) throws -> ReadTable {
        let temporary = try TemporaryFile(text)
        return try withExtendedLifetime(temporary) {
            try IngestTests.read(temporary.file, three, mode: ReadMode(limits: limits))
        }
    }

    @Test("behaviours 20, 35 and 36: errors, truth values and durations by their types (ods)")
    func readsValueTypes() throws {
        let rows = [
            cell("float", "o:value=\"1.5\"", "1,5") + cell("percentage", "o:value=\"0.125\"", "12.5%")
                + cell("currency", "o:value=\"7\"", "￥7"),
            cell("date", "o:date-value=\"2024-03-05\"", "x") + cell("time", "o:time-value=\"PT36H15M00S\"", "x")
                + cell("boolean", "o:boolean-value=\"true\"", "是"),
            cell("string", "o:string-value=\"\" c:value-type=\"error\" t:formula=\"of:=1/0\"", "#DIV/0!")
                + "<t:table-cell t:formula=\"of:=1\"/>" + cell("string", "", "#N/A"),
        ]
        let table = try read(document(rows.map { "<t:table-row>\($0)</t:table-row>" }.joined()))
        #expect(
            table.records == [
                ["1.5", "0.125", "7"], ["2024-03-05", "36:15:00", "1"], ["#DIV/0!", "", "#N/A"],
            ])
        #expect(
            table.kinds == [[.number, .percent, .number], [.date, .text, .boolean], [.error, .uncached, .text]])
    }

    @Test("behaviours 10 and 36: the last second of a day is of that day (ods)")
    func keepsTheDayOfATime() throws {
        let rows = ["2024-12-31T23:59:59.7", "2024-12-31T23:59:59.999999999", "2024-12-31T23:59:58.6"].map {
            "<t:table-row>" + cell("string", "", "k") + cell("date", "o:date-value=\"\($0)\"", "x") + "</t:table-row>"
        }
        #expect(
            try read(document(rows.joined())).records.map { $0[1] }
                == ["2024-12-31T23:59:59", "2024-12-31T23:59:59", "2024-12-31T23:59:59"])
    }

    @Test("behaviour 33: text:s, text:tab and text:line-break are expanded exactly")
    func expandsSpacesAndBreaksExactly() throws {
        let text = "<x:span>甲</x:span>  乙<x:s x:c=\"3\"/>丙<x:tab/>丁<x:line-break/>戊<x:note>注</x:note></x:p><x:p>己"
        let row = "<t:table-row>" + cell("string", "", text) + "<t:table-cell/></t:table-row>"
        #expect(try read(document(row)).records == [["甲 乙   丙\t丁\n戊\n己", "", ""]])
    }

    @Test(
        "behaviours 14 and 15: padding to the edge costs nothing, repeated cells that hold something are data, within a limit"
    )
    func repeatsWhatHoldsSomethingAndPassesOverTheRest() throws {
        let rows = """
            <t:table-row t:number-rows-repeated="2">\(cell("string", "t:number-columns-repeated=\"2\"", "a"))<t:table-cell t:number-columns-repeated="16382"/></t:table-row>
            <t:table-row t:number-rows-repeated="1048000"><t:table-cell t:number-columns-repeated="16384"/></t:table-row>
            <t:table-row-group><t:table-row>\(cell("string", "", "b"))</t:table-row></t:table-row-group>
            <t:table-row t:number-rows-repeated="2147483647"><t:table-cell/></t:table-row>
            """
        let table = try read(document(rows))
        #expect(table.records == [["a", "a", ""], ["a", "a", ""], ["b", "", ""]])
        #expect(table.rows == [2, 3, 1_048_004])
        var limits = Limits()
        limits.repeats = 1
        let problem = #expect(throws: FileProblem.self) { try read(document(rows), limits: limits) }
        #expect(problem?.detail.en?.contains("repeated rows, 1") == true)
        let wide = "<t:table-row>" + cell("string", "t:number-columns-repeated=\"20000\"", "a") + "</t:table-row>"
        let tooWide = #expect(throws: FileProblem.self) { try read(document(wide)) }
        #expect(tooWide?.detail.en?.contains("columns") == true)
    }

    @Test(
        "behaviour 22: a stub fills the rows of its merge; what lies below one with a text of its own is read, as of xlsx"
    )
    func readsCoveredCellsAndFillsStubs() throws {
        let rows = """
            <t:table-row>\(cell("string", "t:number-rows-spanned=\"3\"", "瑶海区"))\(cell("string", "", "x"))</t:table-row>
            <t:table-row><t:covered-table-cell o:value-type="string"><x:p>不见</x:p></t:covered-table-cell>\(cell("string", "", "y"))</t:table-row>
            <t:table-row><t:covered-table-cell/>\(cell("string", "", "w"))</t:table-row>
            <t:table-row><t:table-cell/>\(cell("string", "", "z"))</t:table-row>
            """
        #expect(
            try read(document(rows)).records == [
                ["瑶海区", "x", ""], ["不见", "y", ""], ["瑶海区", "w", ""], ["", "z", ""],
            ])
        let temporary = try TemporaryFile(document(rows))
        let survey = try survey(temporary.file, vocabulary: HeaderVocabulary([three]))
        let binding = bind(try #require(survey.sheets[0].layout), sheet: 0, dataset: three, index: 0)
        let reader = try TableReader(file: temporary.file, survey: survey, binding: binding, mode: ReadMode())
        #expect(try reader.next()?.decode().coveredCell == "A3")
    }

    @Test("behaviour 18: hidden rows, columns and sheets are told (ods)")
    func tellsWhatIsHidden() throws {
        let rows = "<t:table-row t:visibility=\"filter\">" + cell("string", "", "k") + "</t:table-row>"
        let columns = "<t:table-column/><t:table-column t:visibility=\"collapse\" t:number-columns-repeated=\"2\"/>"
        let styles = "<s:style s:name=\"a\"><s:table-properties t:display=\"false\"/></s:style>"
        let text = document(rows, table: "t:style-name=\"a\"", styles: styles).replacing(
            "t:style-name=\"a\">", with: "t:style-name=\"a\">" + columns)
        let survey = try survey(text, three)
        #expect(survey.sheets[0].hidden)
        #expect(survey.sheets[0].hiddenContent == "表, 2:2, B:C")
        #expect(survey.format == .openDocument(flat: true))
    }

    @Test func readsContainersAndNamesEncryptedOnes() throws {
        let content = document("<t:table-row>" + cell("string", "", "k") + "</t:table-row>").replacing(
            "o:document", with: "o:document-content")
        let manifest =
            "<m:manifest xmlns:m=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"><m:file-entry>ENC</m:file-entry></m:manifest>"
        func bytes(_ manifest: String, type: String = "spreadsheet") -> [UInt8] {
            Zip([
                Zip.Entry("mimetype", "application/vnd.oasis.opendocument." + type), Zip.Entry("content.xml", content),
                Zip.Entry("META-INF/manifest.xml", manifest),
            ]).bytes
        }
        let sound = try TemporaryFile(bytes(manifest.replacing("ENC", with: "")))
        #expect(try IngestTests.read(sound.file, three).records == [["k", "", ""]])
        let encrypted = try TemporaryFile(bytes(manifest.replacing("ENC", with: "<m:encryption-data/>")))
        let problem = #expect(throws: FileProblem.self) { try IngestTests.read(encrypted.file, three) }
        #expect(problem?.rule == .fileForeign)
        #expect(problem?.detail.en?.contains("password") == true)
        let text = try TemporaryFile(bytes(manifest, type: "text"))
        #expect(throws: FileProblem.self) { try IngestTests.read(text.file, three) }
    }
}
