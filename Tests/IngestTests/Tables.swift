import Definitions
import Foundation
import Ingest
import Model
import Tabular

/// A file for the length of a test.
final class TemporaryFile {
    let file: InputFile

    init(_ bytes: some Sequence<UInt8>, name: String = "a.csv") throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("ingest-\(UUID().uuidString)").path
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        file = InputFile(id: 0, path: path, name: name)
    }

    convenience init(_ text: String) throws { try self.init(text.utf8) }

    deinit { try? FileManager.default.removeItem(atPath: file.path) }
}

/// A file of Samples/.
func sample(_ name: String) -> InputFile {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Samples")
    return InputFile(id: 0, path: folder.appendingPathComponent(name).path, name: name)
}

private let place = SourcePlace(file: "test.yaml", line: 1, column: 1)

func field(
    _ name: String, _ zh: String? = nil, aliases: [String] = [], unit: Model.Unit? = nil, required: Bool = false
) -> FieldDefinition {
    var constraints = Constraints()
    constraints.required = required
    return FieldDefinition(
        name: name, title: LocalizedText(zh: zh), aliases: aliases, type: unit == nil ? .string : .number, unit: unit,
        decimals: 0, unitIfSilent: nil, format: nil, codelist: nil, constraints: constraints, builtIn: [:], place: place
    )
}

func dataset(_ fields: [FieldDefinition], key: [String] = []) -> DatasetDefinition {
    DatasetDefinition(
        name: "test", title: LocalizedText(), files: [], history: .cumulative, primaryKey: key, area: nil, date: nil,
        subject: nil, frequency: .month, rejects: nil, fields: fields, derive: [], rules: [], builtIn: [:], place: place
    )
}

/// A dataset that wants the columns named, the first being its key.
func dataset(of titles: String...) -> DatasetDefinition {
    dataset(titles.enumerated().map { field("f\($0.offset)", $0.element) }, key: ["f0"])
}

/// All that a reader yields of one table, put together as the run does it.
struct ReadTable: Equatable {
    /// Bound cells as text, record by record.
    var records: [[String]] = []
    var kinds: [[CellKind]] = []
    /// Of each record, from 1.
    var rows: [Int] = []
    var lines: [Int] = []
    var rowCount = 0
    var lineCount = 0
    var notRecords: [RowClass: Int] = [:]
    /// Row, line, found, expected.
    var ragged: [[Int]] = []
    var looseQuotes = 0
    var looseQuoteRow = 0
}

/// Surveys, binds and reads; starts again as a run does when a problem asks for it. `pieces` counts the pieces read last.
func read(
    _ file: InputFile, _ dataset: DatasetDefinition, sheet: Int = 0, mode: ReadMode = ReadMode(),
    pieceBytes: Int = 256 << 10, pieces: inout Int
) throws(FileProblem) -> ReadTable {
    do throws(FileProblem) {
        let survey = try survey(file, mode: mode, vocabulary: HeaderVocabulary([dataset]))
        if let refusal = survey.sheets[sheet].refusal { throw refusal }
        guard let layout = survey.sheets[sheet].layout else { return ReadTable() }
        let reader = try TableReader(
            file: file, survey: survey, binding: bind(layout, sheet: sheet, dataset: dataset, index: 0), mode: mode,
            pieceBytes: pieceBytes)
        var table = ReadTable()
        pieces = 0
        while let piece = try reader.next() {
            guard piece.ordinal == pieces else { return ReadTable() }
            pieces += 1
            table.add(try piece.decode())
        }
        return table
    } catch {
        guard let retry = error.retry else { throw error }
        return try read(file, dataset, sheet: sheet, mode: mode.with(retry), pieceBytes: pieceBytes, pieces: &pieces)
    }
}

func read(
    _ file: InputFile, _ dataset: DatasetDefinition, sheet: Int = 0, mode: ReadMode = ReadMode(),
    pieceBytes: Int = 256 << 10
) throws(FileProblem) -> ReadTable {
    var pieces = 0
    return try read(file, dataset, sheet: sheet, mode: mode, pieceBytes: pieceBytes, pieces: &pieces)
}

func read(_ text: String, _ dataset: DatasetDefinition, sheet: Int = 0) throws -> ReadTable {
    let temporary = try TemporaryFile(text)
    return try withExtendedLifetime(temporary) { try read(temporary.file, dataset, sheet: sheet) }
}

func survey(_ text: String, _ dataset: DatasetDefinition) throws -> FileSurvey {
    let temporary = try TemporaryFile(text)
    return try withExtendedLifetime(temporary) {
        try survey(temporary.file, vocabulary: HeaderVocabulary([dataset]))
    }
}

extension ReadTable {
    mutating func add(_ piece: DecodedPiece) {
        let block = piece.block
        for record in 0..<block.rowCount {
            records.append((0..<block.columnCount).map { block.text(record, $0) })
            kinds.append((0..<block.columnCount).map { block.kind(record, $0) })
            rows.append(rowCount + Int(block.rows[record]) + 1)
            if piece.hasLines { lines.append(lineCount + Int(block.lines?[record] ?? block.rows[record]) + 1) }
        }
        for row in piece.ragged {
            ragged.append([rowCount + Int(row.row) + 1, lineCount + Int(row.line) + 1, row.found, row.expected])
        }
        if piece.looseQuotes > 0 {
            if looseQuotes == 0 { looseQuoteRow = rowCount + Int(piece.looseQuoteRow) + 1 }
            looseQuotes += piece.looseQuotes
        }
        notRecords.merge(piece.notRecords, uniquingKeysWith: +)
        rowCount += piece.rowCount
        lineCount += piece.lineCount
    }
}
