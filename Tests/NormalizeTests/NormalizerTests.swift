import Definitions
import Model
import Normalize
import Tabular
import TestSupport
import Testing

@Suite struct NormalizerTests {
    @Test func fieldsWithoutColumnAreBlank() {
        let fields = [field(.string), field(.number, unit: "元", decimals: 2), field(.uscc), field(.area)]
        let normalizer = Normalizer(
            dataset: dataset(fields), pipeline: pipeline, cellColumns: [-1, 1, -1, -1], units: [nil, nil, nil, nil],
            encoding: .utf8)
        let batch = normalizer.normalize(block((0..<70).map { Array("\($0)".utf8) }))
        #expect(batch.batch.rowCount == 70)
        #expect(batch.batch.columns.map(\.count) == [70, 70, 70, 70])
        #expect(batch.batch.columns.map(\.validity.isEmpty) == [true, false, true, true])
        #expect(batch.facts.map(\.blank.isFull) == [true, false, true, true])
        // A field with a unit and a silent file: its own unit.
        guard case .integers(let column) = batch.batch.columns[1] else { return }
        #expect(column.values == (0..<70).map { Int64($0) * 100 })
    }

    @Test func emptyBlocks() {
        let normalizer = Normalizer(
            dataset: dataset([field(.string), field(.date)]), pipeline: pipeline, cellColumns: [0, 1],
            units: [nil, nil],
            encoding: .utf8)
        let batch = normalizer.normalize(block([]))
        #expect(batch.batch.rowCount == 0 && batch.facts.allSatisfy { $0.failures.isEmpty && $0.notes.isEmpty })
    }

    /// The same texts in both encodings are the same records; the block says which it is in.
    @Test func encodingsAgree() {
        let samples = [
            "技术开发", "2024年3月5日", "１２３．４", "合肥市瑶海区", "58.5亿", "—", "𠮷野家", "ＡＢ", "\u{3000}甲\u{3000}", "是", "€5", "鿀",
            "91340102MA2T00007J", "９１３４０１０２ＭＡ２Ｔ００００７Ｊ", "2024年第4季度", "", "约50", "2024-03-05", "😀",
        ]
        for type in FieldType.allCases {
            let definition = field(type, codelist: "types")
            let plain = read(definition, samples)
            let encoded = read(definition, samples, encoding: .gb18030)
            #expect(plain.integers == encoded.integers, "\(type)")
            #expect(plain.texts == encoded.texts, "\(type)")
            #expect(plain.failures == encoded.failures, "\(type)")
            #expect(plain.notes == encoded.notes, "\(type)")
            #expect(plain.blanks == encoded.blanks, "\(type)")
        }
    }

    @Test func blocksInAnotherEncodingThanTheFirst() {
        let normalizer = Normalizer(
            dataset: dataset([field(.code, codelist: "types")]), pipeline: pipeline, cellColumns: [1], units: [nil],
            encoding: .utf8)
        let cells = block([GB18030.encode("转让") ?? []], encoding: .gb18030)
        #expect(Read(batch: normalizer.normalize(cells)).integers == [1])
    }

    /// GB18030 as the C library writes it, decoded by our tables: every character of the basic plane, and some beyond.
    @Test func decodesWhatTheLibraryEncodes() {
        // Some private characters of 2000 have become public ones since, and have no place of their own any more.
        var scalars = (0x80...0xFFFF).filter { !(0xE78D...0xE864).contains($0) }.compactMap { Unicode.Scalar($0) }
        scalars += stride(from: 0x10000, through: 0x10FFFF, by: 977).compactMap { Unicode.Scalar($0) }
        for start in stride(from: 0, to: scalars.count, by: 512) {
            let text = scalars[start..<min(start + 512, scalars.count)].reduce(into: "") {
                $0.unicodeScalars.append($1)
            }
            guard let encoded = GB18030.encode(text) else {
                Issue.record("no encoding of \(text)")
                continue
            }
            let decoded = encoded.withUnsafeBufferPointer { GB18030.decoder.utf8($0) }
            #expect(decoded == Array(text.utf8))
        }
    }

    /// Bytes of any kind, in cells of any kind: an answer for every row, never a crash.
    @Test func anyBytesGiveAnAnswer() {
        let kinds: [CellKind] = [.text, .number, .date, .boolean, .error, .uncached, .percent]
        let alphabet = Array("0129.,-+()%eET:/年月日万元亿 '#瑶海区—\u{3000}".utf8) + [0x80, 0xFF, 0xE3, 0x00]
        for seed in UInt64(1)...10 {
            var random = SeededGenerator(seed: seed)
            let cells = (0..<200).map { _ in
                (0..<Int.random(in: 0...20, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            }
            let chosen = cells.map { _ in kinds.randomElement(using: &random) ?? .text }
            for type in FieldType.allCases {
                for encoding in [TextEncoding.utf8, .gb18030] {
                    let normalizer = Normalizer(
                        dataset: dataset([field(type, unit: "元", decimals: 2, codelist: "types")]), pipeline: pipeline,
                        cellColumns: [1], units: [Unit(named: "万元")], encoding: encoding)
                    let found = Read(batch: normalizer.normalize(block(cells, kinds: chosen, encoding: encoding)))
                    let valid = found.batch.batch.columns[0].validity
                    for row in cells.indices {
                        let answers = [valid[row], found.facts.blank[row], found.failures[row] != nil]
                        // A check character or a constraint may fail on a value that stands.
                        #expect(
                            answers.contains(true) && !(valid[row] && found.facts.blank[row]), "seed \(seed) row \(row)"
                        )
                    }
                }
            }
        }
    }
}
