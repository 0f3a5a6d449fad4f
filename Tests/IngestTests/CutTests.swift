import Foundation
import Ingest
import Model
import Tabular
import TestSupport
import Testing

/// Cutting into pieces of any size gives the same as one piece, and one piece gives what a plain parser gives.
@Suite struct CutTests {
    @Test(arguments: 0..<60) func cutsDoNotShow(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let made = RandomCSV.make(&random)
        let temporary = try TemporaryFile(made.bytes)
        let wanted = dataset(of: "甲列", "乙列", "丙列")
        let whole = try read(temporary.file, wanted, pieceBytes: 1 << 20)
        #expect(whole.records.count + whole.notRecords.values.reduce(0, +) == whole.rowCount, "seed \(seed)")
        // Behaviour 16: a line break within a cell is LF, whatever the file has.
        let cells = made.records.map { $0.map { $0.replacing("\r\n", with: "\n").replacing("\r", with: "\n") } }
        #expect(whole.records == cells, "seed \(seed)")
        #expect(whole.lines == made.lines, "seed \(seed)")
        for size in [1, 3, 17, 64, 1000, Int.random(in: 1...4000, using: &random)] {
            var pieces = 0
            #expect(
                try read(temporary.file, wanted, pieceBytes: size, pieces: &pieces) == whole, "seed \(seed), \(size)")
            if size == 1, whole.rowCount > 3 { #expect(pieces > 1) }
            let careful = try read(temporary.file, wanted, mode: ReadMode(careful: true), pieceBytes: size)
            #expect(careful == whole, "seed \(seed), careful, \(size)")
        }
    }

    @Test func aCutWithinQuotesIsNoticedAndReadAgain() throws {
        // A stray quotation mark makes counting believe that a record ends within the quotes of a later one.
        var text = "甲列,乙列,丙列\n1,5\"管,x\n"
        for i in 0..<50 { text += "\(i),\"line\nbreak, \(i)\",y\n" }
        let temporary = try TemporaryFile(text)
        let wanted = dataset(of: "甲列", "乙列", "丙列")
        for size in [1, 30, 200] {
            let table = try read(temporary.file, wanted, pieceBytes: size)
            #expect(table.records.count == 51)
            #expect(table.records[20] == ["19", "line\nbreak, 19", "y"])
            #expect(table.lines.last == 101)
        }
    }
}

/// Random CSV with its cells as they must be read.
enum RandomCSV {
    static func make(_ random: inout SeededGenerator) -> (bytes: [UInt8], records: [[String]], lines: [Int]) {
        let chinese = Bool.random(using: &random)
        let ends = [["\n"], ["\r\n"], ["\r"], ["\n", "\r\n", "\r"]].randomElement(using: &random) ?? ["\n"]
        let strays = Int.random(in: 0..<4, using: &random) == 0
        let words = ["", "a", "合同", "12.5", "长长的一段文字,带逗号", "𠀀", "x y", "é", "0620", String(repeating: "长", count: 40)]
        var text = "甲列,乙列,丙列\n"
        var records: [[String]] = []
        var lines: [Int] = []
        var line = 2
        let count = Int.random(in: 0..<60, using: &random)
        for i in 0..<count {
            var cells = ["k\(i)"]
            var raw = [cells[0]]
            let begin = line
            for _ in 0..<2 {
                var value = words.randomElement(using: &random) ?? ""
                switch Int.random(in: 0..<8, using: &random) {
                case 0:
                    let inner = ["\n", "\r\n", "\r"].randomElement(using: &random) ?? "\n"
                    value += inner + "z"
                    line += 1
                case 1: value += "\"q\""
                case 2 where strays && !value.contains(","):
                    value = "5\"" + value
                    raw.append(value)
                    cells.append(value)
                    continue
                default: break
                }
                let needs = value.unicodeScalars.contains { ",\"\n\r".unicodeScalars.contains($0) }
                let quoted = needs || Int.random(in: 0..<5, using: &random) == 0
                raw.append(quoted ? "\"" + value.replacingOccurrences(of: "\"", with: "\"\"") + "\"" : value)
                cells.append(value)
            }
            // A CR that ends a record must not meet an LF.
            let end = i + 1 == count && Bool.random(using: &random) ? "" : ends.randomElement(using: &random) ?? "\n"
            text += raw.joined(separator: ",") + end
            records.append(cells)
            lines.append(begin)
            line += 1
        }
        return (chinese ? encode(text) : Array(text.utf8), records, lines)
    }

    private static func encode(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            if scalar.value < 0x80 {
                bytes.append(UInt8(scalar.value))
            } else if let pair = GB18030.decoder.pair(of: scalar) {
                bytes += pair
            } else {
                // The supplementary planes in order.
                let index = Int(scalar.value) - 0x1_0000
                bytes.append(UInt8(0x90 + index / 12_600))
                bytes.append(UInt8(0x30 + index / 1_260 % 10))
                bytes.append(UInt8(0x81 + index / 10 % 126))
                bytes.append(UInt8(0x30 + index % 10))
            }
        }
        return bytes
    }
}
