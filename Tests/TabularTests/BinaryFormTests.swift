import Model
import Tabular
import TestSupport
import Testing

/// What is written is read back; bytes that are cut short or not of this form are refused, and nothing worse.
@Suite struct BinaryFormTests {
    @Test func numbersComeBack() throws {
        let numbers: [Int64] = [0, 1, -1, 63, 64, -64, -65, 1 << 40, .max, .min]
        let wide: [Int128] = [0, 1, -1, 1 << 90, -(1 << 90), .max, .min]
        var writer = BinaryWriter()
        for number in numbers { writer.write(number) }
        for number in numbers { writer.write(unsigned: UInt64(bitPattern: number)) }
        for number in wide { writer.write(number) }
        var reader = BinaryReader(writer.bytes)
        for number in numbers { #expect(try reader.integer() == number) }
        for number in numbers { #expect(try reader.unsigned() == UInt64(bitPattern: number)) }
        for number in wide { #expect(try reader.int128() == number) }
        #expect(reader.isAtEnd)
    }

    @Test(arguments: 0..<50) func batchesComeBack(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let count = Int.random(in: 0..<200, using: &random)
        let evidence = evidence(rows: count, &random)
        var writer = BinaryWriter()
        writer.write(evidence)
        let rows = (0..<300).filter { _ in Bool.random(using: &random) }.map { UInt32($0) }
        writer.write(rows: rows)
        var reader = BinaryReader(writer.bytes)
        let read = try reader.evidence()
        #expect(try reader.rows() == rows)
        #expect(reader.isAtEnd)
        #expect(read.base == evidence.base && read.rows == evidence.rows && read.lines == evidence.lines)
        #expect(read.stood.ends == evidence.stood.ends && read.stood.bytes == evidence.stood.bytes)
        #expect(read.columns == evidence.columns)
        for (a, b) in zip(read.typed.columns, evidence.typed.columns) {
            #expect(a.validity == b.validity)
            b.validity.forEachSet { row in
                switch (a, b) {
                case (.integers(let a), .integers(let b)): #expect(a.values[row] == b.values[row])
                case (.texts(let a), .texts(let b)): #expect(a.string(row) == b.string(row))
                default: Issue.record("another kind of column")
                }
            }
        }
        for length in stride(from: 0, to: writer.bytes.count, by: 7) {
            var short = BinaryReader(Array(writer.bytes.prefix(length)))
            #expect(throws: DamagedForm.self) {
                _ = try short.evidence()
                _ = try short.rows()
            }
        }
        for _ in 0..<50 where !writer.bytes.isEmpty {
            var wrong = writer.bytes
            wrong[Int.random(in: 0..<wrong.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            var reader = BinaryReader(wrong)
            _ = try? reader.evidence()
        }
    }

    @Test func findingsShareTheirEvidence() throws {
        var random = SeededGenerator(seed: 7)
        let shared = evidence(rows: 4, &random)
        var findings = (0..<4).map { Finding(rule: $0, field: 1, evidence: shared, evidenceRow: $0, count: 2) }
        findings[1].expected = .number(Decimal(mantissa: -1250, scale: 2))
        findings[2].difference = .text("二")
        findings[3].context = .record(evidence(rows: 2, &random), row: 1)
        findings.append(
            Finding(rule: 9, place: Place(file: 3, row: 7), value: "见附件", expected: .date(CivilDate(days: 3))))
        findings[4].detail = LocalizedText(zh: "中", en: nil)
        findings[4].suggestion = "x"
        findings[4].related = Place(file: 1, sheet: 2, row: 3, line: 4, column: 5)
        var writer = BinaryWriter()
        var form = FindingsWriter()
        form.write(findings, to: &writer)
        let one = writer.bytes.count
        form.write(findings, to: &writer)
        // The second time evidence is only named.
        #expect(writer.bytes.count - one < one / 2)
        var reader = BinaryReader(writer.bytes)
        var back = FindingsReader()
        for _ in 0..<2 {
            let read = try back.findings(&reader)
            #expect(read.map(\.location) == findings.map(\.location))
            #expect(read.map(\.expected) == findings.map(\.expected))
            #expect(read.map(\.difference) == findings.map(\.difference))
            #expect(read.map(\.value) == findings.map(\.value) && read.map(\.count) == findings.map(\.count))
            #expect(read[0].evidence === read[1].evidence)
            #expect(read[4].detail == findings[4].detail && read[4].related == findings[4].related)
            guard case .record(let other, let row) = read[3].context else { throw DamagedForm() }
            #expect(other.rows.count == 2 && row == 1)
        }
        #expect(reader.isAtEnd)
    }

    private func evidence(rows count: Int, _ random: inout SeededGenerator) -> Evidence {
        let buffer = ByteBuffer(capacity: 0)
        var (starts, lengths): ([UInt32], [UInt32]) = ([], [])
        var validity = Bitmap(count: count)
        var ends: [UInt32] = [0]
        var bytes: [UInt8] = []
        for row in 0..<count {
            let text = Array(
                ["", "a", "合同", String(repeating: "长", count: 30)].randomElement(using: &random)?.utf8 ?? "".utf8)
            starts.append(UInt32(buffer.count))
            lengths.append(UInt32(text.count))
            buffer.append(text)
            if Bool.random(using: &random) { validity.set(row) }
            for cell in [text, []] {
                bytes += cell
                ends.append(UInt32(bytes.count))
            }
        }
        let integers = IntegerColumn(
            values: (0..<count).map { validity[$0] ? Int64.random(in: .min ... .max, using: &random) : 0 },
            validity: validity)
        return Evidence(
            dataset: 2, base: Place(file: 1, row: 100, line: 120), rows: (0..<count).map { UInt32($0 * 2) },
            lines: Bool.random(using: &random) ? (0..<count).map { UInt32($0 * 3) } : nil, fieldCount: 2, ends: ends,
            bytes: bytes,
            typed: Batch(
                rowCount: count,
                columns: [
                    .integers(integers),
                    .texts(TextColumn(buffer: buffer, starts: starts, lengths: lengths, validity: validity)),
                ]), columns: [3, 0])
    }
}
