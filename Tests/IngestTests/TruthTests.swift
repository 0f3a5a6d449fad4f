import Definitions
import Foundation
import Ingest
import Model
import Tabular
import Testing

/// Workbooks of a bureau as several programs wrote them, in every format: each must yield the cells and row classes of its
/// truth file, but for the losses of that writer, all of which are in one table.
@Suite struct TruthTests {
    /// A table of a sample: a sheet of a file.
    struct Export: Sendable, CustomStringConvertible {
        var writer: Writer
        var workbook: String
        var file: String
        /// Of the truth file.
        var sheet: Int
        /// Of this file.
        var position: Int
        var description: String { "\(file)#\(position)" }
    }

    /// Every table of every file below `Samples/`'s folders.
    static let exports: [Export] = Writer.allCases.flatMap { writer in
        (try? files(of: writer)) ?? []
    }

    private static let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Samples")

    private static func files(of writer: Writer) throws -> [Export] {
        let folder = samples.appendingPathComponent(writer.rawValue)
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().flatMap { file in
            let name = "\(writer.rawValue)/\(file)"
            let workbook = String(file.prefix { $0 != "." && $0 != "-" })
            let sheets = try Truth.read(workbook).sheets.enumerated()
            if !writer.isText {
                return sheets.map { sheet in
                    Export(
                        writer: writer, workbook: workbook, file: name, sheet: sheet.offset, position: sheet.offset)
                }
            }
            // LibreOffice names the sheet, gnumeric numbers it.
            return sheets.filter { file.hasSuffix("-\($0.element.name).csv") || file.hasSuffix(".\($0.offset).csv") }
                .map { Export(writer: writer, workbook: workbook, file: name, sheet: $0.offset, position: 0) }
        }
    }

    @Test func everySampleIsTried() throws {
        let files = try FileManager.default.subpathsOfDirectory(atPath: Self.samples.path).filter {
            $0.contains("/")
        }
        #expect(Set(Self.exports.map(\.file)) == Set(files))
        #expect(files.count == 37)
        let folders = Set(files.compactMap { $0.split(separator: "/").first.map(String.init) })
        #expect(folders == Set(Writer.allCases.map(\.rawValue)))
    }

    @Test(arguments: exports) func yieldsItsTruth(_ export: Export) throws {
        let truth = try Truth.read(export.workbook)
        let sheet = truth.sheets[export.sheet]
        let file = sample(export.file)
        let columns = sheet.columns(truth.expect.columns ?? [])
        // The first column only numbers the rows.
        let dataset = dataset(columns.enumerated().map { field("f\($0.offset)", $0.element) }, key: ["f1"])
        let survey = try survey(file, vocabulary: HeaderVocabulary([dataset]))
        let found = survey.sheets[export.position]
        if !export.writer.isText {
            #expect(found.name == sheet.name)
            checkHidden(found, sheet, export)
        }
        if sheet.cells.isEmpty { #expect(found.isEmpty && found.layout == nil) }
        guard found.layout != nil else {
            #expect(sheet.cells.keys.allSatisfy { $0.hasSuffix("1") }, "\(sheet.name) has no table")
            return
        }
        if truth.sheets.count == 1 {
            #expect(found.layout?.columns.map(\.path) == truth.expect.columns)
            #expect(found.layout?.title == truth.expect.title.map { sheet.cells[$0]?.text ?? "" })
            #expect(found.layout?.unit == truth.expect.unit.flatMap { Unit(named: $0) })
        }
        let table = try read(file, dataset, sheet: export.position)
        let header = truth.expect.headerRows?.last ?? 1
        let rows = truth.expect.recordRows ?? Array(header..<max(header, sheet.lastRow)).map { $0 + 1 }
        #expect(table.rows == rows)
        if truth.expect.recordRows != nil {
            #expect(table.notRecords == truth.expect.classes)
            #expect(table.records.count + table.notRecords.values.reduce(0, +) == table.rowCount)
        }
        for (record, row) in rows.enumerated() where record < table.records.count {
            for column in columns.indices {
                let name = "\(sheet.name)!\(SheetLetters.name(column))\(row)"
                let cell = Found(text: table.records[record][column], kind: table.kinds[record][column])
                let expected = sheet.expected(column, row, isAuthored: export.writer == .authored)
                if let loss = Loss.of(name, by: export.writer) {
                    #expect(cell == Found(text: loss.left, kind: loss.kind), "\(name)")
                    #expect(!expected.isKept(in: cell, asText: export.writer.isText), "\(name) is not lost")
                } else {
                    #expect(
                        expected.isKept(in: cell, asText: export.writer.isText), "\(name): \(cell), not \(expected)")
                }
            }
        }
    }

    private func checkHidden(_ found: SheetSurvey, _ sheet: Truth.Sheet, _ export: Export) {
        // Behaviour 18: these two formats, as LibreOffice and gnumeric write them, do not say that a sheet is hidden.
        let isLost = export.writer == .libreOfficeXML || export.writer == .gnumericXLSX
        var expected = sheet
        if isLost { expected.state = "visible" }
        #expect(found.hidden == (expected.state != "visible"))
        #expect(found.hiddenContent == expected.hiddenContent)
    }
}

/// A cell as a reader yields it.
struct Found: Equatable, CustomStringConvertible {
    var text: String
    var kind: CellKind
    var description: String { "\(kind) “\(text)”" }
}

enum SheetLetters {
    static func name(_ column: Int) -> String { String(UnicodeScalar(UInt8(65 + column))) }
}
