import Foundation
import Ingest
import Model
import Testing

/// The sample workbooks as LibreOffice and gnumeric export them to text and to XML Spreadsheet 2003: rows and header
/// paths as `*.truth.json` states them.
@Suite struct SampleTests {
    struct Truth: Decodable {
        struct Expect: Decodable {
            var unit: String?
            var header_rows: [Int]
            var columns: [String]
            var record_rows: [Int]
            var subtotal_rows: [Int]?
            var total_rows: [Int]?
            var note_rows: [Int]?
            var signature_rows: [Int]?
            var blank_rows: [Int]?
        }
        var expect: Expect
    }

    static let investment = [
        "lo-xml2003/w1_invest.xml", "lo-csv-utf8-bom/w1_invest-表1 投资.csv", "lo-csv-gb18030/w1_invest-表1 投资.csv",
        "lo-tsv-utf16/w1_invest-表1 投资.csv", "gnm-csv/w1_invest.0.csv",
    ]
    static let directory = [
        "lo-xml2003/w2_directory.xml", "lo-csv-utf8-bom/w2_directory-名录.csv", "lo-csv-gb18030/w2_directory-名录.csv",
        "lo-tsv-utf16/w2_directory-名录.csv", "gnm-csv/w2_directory.0.csv",
    ]

    private func truth(_ name: String) throws -> Truth.Expect {
        let data = try Data(contentsOf: URL(fileURLWithPath: sample("\(name).truth.json").path))
        return try JSONDecoder().decode(Truth.self, from: data).expect
    }

    /// Rows by class, as reading hands them out.
    private func classes(_ file: InputFile, _ wanted: [String]) throws -> [RowClass: [Int]] {
        let wanted = dataset(wanted.map { field($0, $0) }, key: [wanted[1]])
        let survey = try survey(file, vocabulary: HeaderVocabulary([wanted]))
        let layout = try #require(survey.sheets[0].layout)
        let reader = try TableReader(
            file: file, survey: survey, binding: bind(layout, sheet: 0, dataset: wanted, index: 0), mode: ReadMode())
        var rows: [RowClass: [Int]] = [:]
        var base = 1
        while let piece = try reader.next() {
            let decoded = try piece.decode()
            for other in decoded.others {
                rows[other.kind, default: []] += (0..<other.count).map { base + Int(other.row) + $0 }
            }
            base += decoded.rowCount
        }
        return rows
    }

    @Test(arguments: investment) func behaviours2And3And4And7(name: String) throws {
        let truth = try truth("w1_invest")
        let wanted = dataset(truth.columns.map { field($0, $0) }, key: ["县(市、区)"])
        let survey = try survey(sample(name), vocabulary: HeaderVocabulary([wanted]))
        let layout = try #require(survey.sheets[0].layout)
        #expect(Array(layout.headerRows) == truth.header_rows)
        #expect(layout.columns.map(\.path) == truth.columns)
        #expect(layout.unit?.symbol == truth.unit)
        #expect(layout.title == "2024年1-3月全市固定资产投资完成情况表")
        #expect(layout.reportingUnit == "某某市统计局")
        #expect(layout.statedPeriod == "2024年1-3月")
        let table = try read(sample(name), wanted)
        #expect(table.rows == truth.record_rows)
        #expect(table.records.map { $0[1] } == ["甲县", "乙县", "丙市(县级)", "丁区"])
        let classes = try classes(sample(name), truth.columns)
        #expect(classes[.subtotal] == truth.subtotal_rows)
        #expect(classes[.total] == truth.total_rows)
        #expect(classes[.note] == truth.note_rows)
        #expect(classes[.signature] == truth.signature_rows)
        #expect(classes[.blank] == truth.blank_rows)
    }

    @Test(arguments: directory) func behaviours16And18And21(name: String) throws {
        let truth = try truth("w2_directory")
        let wanted = dataset(truth.columns.map { field($0, $0) }, key: ["统一社会信用代码"])
        let survey = try survey(sample(name), vocabulary: HeaderVocabulary([wanted]))
        let layout = try #require(survey.sheets[0].layout)
        #expect(layout.columns.map(\.path) == truth.columns)
        let table = try read(sample(name), wanted)
        // Hidden rows 5 and 6 and the hidden column E are there.
        #expect(table.rows == truth.record_rows)
        #expect(table.records[0][4] == "110108196710262291")
        #expect(table.records[0][10] == "北京市朝阳区\n某某路1号")
    }

    @Test func totalsCarryWhatTheyState() throws {
        let wanted = dataset(of: "县(市、区)", "计划总投资")
        let survey = try survey(sample("lo-xml2003/w1_invest.xml"), vocabulary: HeaderVocabulary([wanted]))
        let layout = try #require(survey.sheets[0].layout)
        let reader = try TableReader(
            file: sample("lo-xml2003/w1_invest.xml"), survey: survey,
            binding: bind(layout, sheet: 0, dataset: wanted, index: 0), mode: ReadMode())
        let decoded = try #require(try reader.next()).decode()
        #expect(decoded.totals.map(\.kind) == [.subtotal, .subtotal, .total])
        #expect(decoded.totals.map(\.recordsAbove) == [2, 4, 4])
        #expect(decoded.totals.map { $0.cells[1] } == ["222222.18", "0.5", "222222.68"])
    }
}
