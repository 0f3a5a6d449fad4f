import Definitions
import Ingest
import Model
import Tabular
import Testing

@Suite struct EncodingTests {
    let two = dataset(of: "编号", "名称")
    /// 编号,名称 / 1,合同 in GB18030.
    let chinese: [UInt8] =
        [0xB1, 0xE0, 0xBA, 0xC5, 0x2C, 0xC3, 0xFB, 0xB3, 0xC6, 0x0A, 0x31, 0x2C, 0xBA, 0xCF, 0xCD, 0xAC, 0x0A]

    @Test("behaviour 1: UTF-8 with and without a mark")
    func tellsUTF8WithAndWithoutMark() throws {
        for mark in ["", "\u{FEFF}"] {
            let temporary = try TemporaryFile(mark + "编号,名称\n1,合同\n")
            #expect(try survey(temporary.file, vocabulary: HeaderVocabulary([two])).encoding == .utf8)
            #expect(try read(temporary.file, two).records == [["1", "合同"]])
        }
    }

    @Test("behaviour 1: GB18030 where it is no UTF-8")
    func tellsGB18030() throws {
        let temporary = try TemporaryFile(chinese)
        #expect(try survey(temporary.file, vocabulary: HeaderVocabulary([two])).encoding == .gb18030)
        #expect(try read(temporary.file, two).records == [["1", "合同"]])
    }

    @Test("behaviour 42: four-byte GB18030, and trailing bytes that look like text")
    func splitsFourByteCharactersAndTrailingBytesThatLookLikeText() throws {
        // U+20000 (95 32 82 36), U+4E02 (81 40: trail 0x40), 魹 with a trail of letters (F4 7C).
        let row: [UInt8] = [0x95, 0x32, 0x82, 0x36, 0x81, 0x40, 0x2C, 0xF4, 0x7C, 0x22, 0x0A]
        let temporary = try TemporaryFile(chinese + row)
        let table = try read(temporary.file, two)
        #expect(table.records.count == 2)
        #expect(table.records[1][0] == "\u{20000}\u{4E02}")
        #expect(table.looseQuotes == 1)
    }

    @Test("behaviours 1 and 27: a vertical bar within a character of GB18030 separates nothing")
    func splitsAtBarsOutsideCharacters() throws {
        // 魘 is F7 7C, 乚 81 7C: at the beginning, in the middle and at the end of cells, quoted too.
        let (a, b): ([UInt8], [UInt8]) = ([0xF7, 0x7C], [0x81, 0x7C])
        let name: [UInt8] = a + b + [0x41] + b
        let head: [UInt8] = Array(chinese[0..<4]) + [0x7C] + Array(chinese[5..<10])
        let rows: [UInt8] =
            [0x31, 0x7C] + name + [0x0A, 0x32, 0x7C, 0x22] + name + [0x22, 0x22, 0x22, 0x0A] + a + [0x7C, 0x33, 0x0A]
        let text = name.withUnsafeBufferPointer { String(decoding: GB18030.decoder.utf8($0), as: UTF8.self) }
        #expect(text.unicodeScalars.count == 4)
        for mode in [ReadMode(), ReadMode(careful: true)] {
            let temporary = try TemporaryFile(head + rows)
            for pieceBytes in [12, 1 << 18] {
                let table = try read(temporary.file, two, mode: mode, pieceBytes: pieceBytes)
                #expect(table.records.map { $0[1] } == [text, text + "\"", "3"])
                #expect(table.ragged.isEmpty)
            }
        }
    }

    @Test("behaviour 1: where a mark promises UTF-8 the rows above the records are held to it too")
    func refusesABadTitleBelowAMark() throws {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let rows = Array("编号,名称\n1,合同\n".utf8)
        for (bytes, offset) in [
            (mark + [0xBA, 0xCF, 0x0A] + rows, 3), (mark + rows.prefix(6) + [0xFF] + rows.dropFirst(6), 9),
        ] {
            let temporary = try TemporaryFile(bytes)
            let problem = #expect(throws: FileProblem.self) { try read(temporary.file, two) }
            #expect(problem?.detail.en?.contains("byte offset \(offset)") == true)
        }
    }

    @Test("behaviour 1: UTF-16 without a mark is told in either order, though 一 has a zero byte of its own")
    func tellsTheOrderOfUTF16() throws {
        let units = Array("编号,名称\n1,一等奖\n2,合同\n".utf16)
        for isBig in [true, false] {
            let bytes = units.flatMap {
                isBig ? [UInt8($0 >> 8), UInt8($0 & 255)] : [UInt8($0 & 255), UInt8($0 >> 8)]
            }
            let temporary = try TemporaryFile(bytes)
            let survey = try survey(temporary.file, vocabulary: HeaderVocabulary([two]))
            #expect(survey.wrapping.wideEncoding == (isBig ? "UTF-16BE" : "UTF-16LE"))
            #expect(try read(temporary.file, two).records.map { $0[1] } == ["一等奖", "合同"])
        }
    }

    @Test("behaviour 1: a late byte that is no UTF-8 has the file read again as GB18030")
    func readsAgainWhenALateByteIsNoUTF8() throws {
        let filler = Array(String(repeating: "1,\(String(repeating: "a", count: 997))\n", count: 1100).utf8)
        // The head is ASCII for more than a MiB, so UTF-8 is the first guess.
        let bytes = Array("id,name\n".utf8) + filler + Array(chinese[10...])
        let ascii = dataset([field("id"), field("name")], key: ["id"])
        let temporary = try TemporaryFile(bytes)
        let first = try survey(temporary.file, vocabulary: HeaderVocabulary([ascii]))
        #expect(first.encoding == .utf8)
        let table = try read(temporary.file, ascii)
        #expect(table.records.count == 1101)
        #expect(table.records.last == ["1", "合同"])
    }

    @Test("behaviour 1: refused with the byte offset where neither encoding fits")
    func refusesWithTheOffsetWhereNeitherFits() throws {
        let filler = Array(String(repeating: "1,\(String(repeating: "a", count: 997))\n", count: 1100).utf8)
        let head = Array("id,name\n".utf8) + filler
        let ascii = dataset([field("id"), field("name")], key: ["id"])
        let late = try TemporaryFile(head + [0x31, 0x2C, 0xFF, 0x0A])
        let problem = #expect(throws: FileProblem.self) { try read(late.file, ascii) }
        #expect(problem?.retry == nil)
        #expect(problem?.detail.en?.contains("byte offset \(head.count + 2)") == true)
        let early = try TemporaryFile(Array("id,name\n1,".utf8) + [0xFF, 0x0A])
        let refused = #expect(throws: FileProblem.self) { try read(early.file, ascii) }
        #expect(refused?.detail.en?.contains("byte offset 10") == true)
        // UTF-8 with a late bad byte: its characters are none of GB18030, which the second reading must find in the head.
        let mixed = try TemporaryFile("编号,名称\n1,合同甲\n")
        let again = #expect(throws: FileProblem.self) {
            try survey(mixed.file, mode: ReadMode(encoding: .gb18030), vocabulary: HeaderVocabulary([two]))
        }
        #expect(again?.rule == .fileUnreadable)
        #expect(again?.retry == nil)
    }

    @Test("behaviour 1: a mark that promises UTF-8 in vain")
    func refusesWhatAMarkPromisedInVain() throws {
        let temporary = try TemporaryFile([0xEF, 0xBB, 0xBF] + chinese)
        let problem = #expect(throws: FileProblem.self) { try read(temporary.file, two) }
        #expect(problem?.retry == nil)
        #expect(problem?.rule == .fileUnreadable)
    }

    @Test(
        arguments: [
            [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80], [0xE4, 0xB8], [0xE4, 0xB8, 0xE4],
        ] as [[UInt8]])
    func findsEveryKindOfBadUTF8(bad: [UInt8]) throws {
        // At every position of a word of the kernel, behind a mark that rules GB18030 out.
        for shift in [0, 1, 13, 14, 29, 30, 57, 58, 59, 60, 61, 62, 63, 64, 65] {
            let head = Array("\u{FEFF}id,name\n1,".utf8) + [UInt8](repeating: 0x61, count: shift)
            let temporary = try TemporaryFile(head + bad + Array("\n2,合同\n".utf8))
            let ascii = dataset([field("id"), field("name")], key: ["id"])
            let problem = #expect(throws: FileProblem.self) { try read(temporary.file, ascii) }
            #expect(problem?.detail.en?.contains("byte offset \(head.count) ") == true)
        }
    }

    @Test func acceptsEveryLengthOfCharacter() throws {
        for shift in 0..<70 {
            let text = String(repeating: "a", count: shift) + "é中😀\u{D7FF}\u{E000}\u{10FFFF}\u{800}"
            let table = try read("id,name\n1,\(text)\n", dataset([field("id"), field("name")], key: ["id"]))
            #expect(table.records == [["1", text]])
        }
    }
}
