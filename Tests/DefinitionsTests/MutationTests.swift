import Definitions
import Foundation
import TestSupport
import Testing

/// Definitions broken at random: whatever stands in a file, the reader ends, and either gives a definition or mistakes with
/// places that are in the files.
@Suite struct MutationTests {
    private static let pieces = [
        "{", "}", "[", "]", ":", ": ", ",", "\n", "\"", "'", "|", ">", "&a ", "*a", "<<: ", "- ", "#", "\t", "\r", "!",
        "%",
        "\u{FEFF}", "\u{85}", "\u{2028}", "\u{1}", "合", "\u{F0000}", "?", "null", "-1", "~", "---\n", "\\", "  ",
    ]

    private func mutated(_ text: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = text
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let at = Int.random(in: 0..<max(1, bytes.count), using: &generator)
            let end = min(bytes.count, at + Int.random(in: 1...12, using: &generator))
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: bytes.removeSubrange(min(at, bytes.count)..<end)
            case 1:
                bytes.insert(
                    contentsOf: Array((MutationTests.pieces.randomElement(using: &generator) ?? "").utf8),
                    at: min(at, bytes.count))
            case 2: bytes.insert(contentsOf: bytes[min(at, bytes.count)..<end], at: min(at, bytes.count))
            case 3 where at < bytes.count: bytes[at] = UInt8.random(in: 0...255, using: &generator)
            default:
                var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                let line = lines.indices.randomElement(using: &generator) ?? 0
                lines.insert(lines[line], at: lines.indices.randomElement(using: &generator) ?? 0)
                bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
            }
        }
        return bytes
    }

    @Test(arguments: [UInt64(20_241_231), 7, 99])
    func anyFileIsReadToTheEnd(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let names = Small.files.keys.sorted()
        var mistaken = 0
        for round in 0..<100 {
            let name = names.randomElement(using: &generator) ?? ""
            let bytes = mutated(Array((Small.files[name] ?? "").utf8), &generator)
            if bytes.isEmpty { continue }
            let reading = try reading(bytes: [name: bytes])
            #expect((reading.definition == nil) == !reading.diagnostics.isEmpty, "seed \(seed), round \(round)")
            mistaken += reading.diagnostics.isEmpty ? 0 : 1
            for diagnostic in reading.diagnostics {
                let place = diagnostic.place
                let source = try #require(reading.sources[place.file], "seed \(seed), round \(round): \(diagnostic)")
                #expect(
                    place.line >= 1 && place.column >= 1 && place.line <= source.count + 1
                        && place.column <= source.count + 2, "seed \(seed), round \(round): \(diagnostic)")
            }
            #expect(render(reading.diagnostics, sources: reading.sources).isEmpty == reading.diagnostics.isEmpty)
        }
        // Else the mutations would show nothing.
        #expect(mistaken > 50, "seed \(seed)")
    }
}
