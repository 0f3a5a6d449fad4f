import Foundation
import Ingest
import Tabular
import TestSupport
import Testing

/// A table of CSV that is read in parts, each from where one record begins to where another does, is the table.
@Suite struct RecordCutTests {
    @Test(arguments: 0..<60) func partsAreTheWhole(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) &+ 1000)
        let made = RandomCSV.make(&random)
        let temporary = try TemporaryFile(made.bytes)
        let wanted = dataset(of: "甲列", "乙列", "丙列")
        let whole = try read(temporary.file, wanted)
        let survey = try survey(temporary.file, vocabulary: HeaderVocabulary([wanted]))
        guard let layout = survey.sheets[0].layout else { return }
        let binding = bind(layout, sheet: 0, dataset: wanted, index: 0)
        guard
            let cuts = try RecordCuts(
                file: temporary.file, survey: survey, binding: binding, mode: ReadMode())
        else {
            #expect(whole.records.isEmpty)
            return
        }
        #expect(cuts.records.upperBound == made.bytes.count)
        let offsets = (0..<Int.random(in: 1...6, using: &random)).map { _ in
            Int.random(in: 0...made.bytes.count, using: &random)
        }.sorted()
        let beginnings = try cuts.beginnings(behind: [0] + offsets + [made.bytes.count])
        #expect(beginnings.first == 0 && beginnings.last == made.bytes.count)
        // Each by itself is where it is among others.
        for (offset, beginning) in zip(offsets, beginnings.dropFirst()) {
            #expect(try cuts.beginnings(behind: [offset]) == [beginning], "seed \(seed), \(offset)")
        }
        guard let (records, rows) = try RecordCutTests.parts(temporary.file, survey, binding, beginnings) else {
            return
        }
        #expect(records == whole.records, "seed \(seed)")
        #expect(rows == whole.rowCount, "seed \(seed)")
    }

    /// The records of all parts, and their rows; nil where the parts have to be read by the grammar, because a mark strays
    /// within a field: then a run has one worker read the table.
    private static func parts(
        _ file: InputFile, _ survey: FileSurvey, _ binding: TableBinding, _ beginnings: [Int]
    ) throws -> (records: [[String]], rows: Int)? {
        var records: [[String]] = []
        var rows = 0
        for (from, to) in zip(beginnings, beginnings.dropFirst()) where from < to {
            let reader = try TableReader(
                file: file, survey: survey, binding: binding, mode: ReadMode(), bytes: from..<to, pieceBytes: 50)
            while let piece = try next(of: reader) {
                guard let decoded = piece.decoded else { return nil }
                rows += decoded.rowCount
                for record in 0..<decoded.block.rowCount { records.append(texts(decoded.block, record)) }
            }
        }
        return (records, rows)
    }

    private static func texts(_ block: CellBlock, _ record: Int) -> [String] {
        (0..<3).map { column in
            let bytes = block.bytes(record, column)
            let text =
                block.encoding == .utf8
                ? String(decoding: bytes, as: UTF8.self)
                : String(decoding: GB18030.decoder.utf8(bytes), as: UTF8.self)
            return text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        }
    }

    /// The next piece, without its cells where it is to be read by the grammar; nil behind the last.
    private static func next(of reader: TableReader) throws(FileProblem) -> (decoded: DecodedPiece?, isRead: Bool)? {
        do throws(FileProblem) {
            guard let piece = try reader.next() else { return nil }
            return (try piece.decode(), true)
        } catch {
            guard error.retry == .careful else { throw error }
            return (nil, false)
        }
    }
}
