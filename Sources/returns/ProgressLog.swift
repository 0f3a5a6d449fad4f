import ArgumentParser
import Foundation
import Pipeline
import Synchronization

enum LogFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

/// Progress on stderr, a line per stage, with the seconds since the start.
final class ProgressLog: RunProgress {
    private struct Line: Encodable {
        var ms: Int64
        var stage: String
        var detail: String
    }

    private let format: LogFormat
    private let start = ContinuousClock.now

    init(format: LogFormat) { self.format = format }

    func stage(_ name: String, _ detail: String) {
        let elapsed = ContinuousClock.now - start
        let milliseconds = elapsed.components.seconds * 1000 + elapsed.components.attoseconds / 1_000_000_000_000_000
        switch format {
        case .text: writeError("\(milliseconds) ms  \(name): \(detail)")
        case .json:
            let line = Line(ms: milliseconds, stage: name, detail: detail)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            if let json = try? encoder.encode(line) { writeError(String(decoding: json, as: UTF8.self)) }
        }
    }
}

/// A line to stderr.
func writeError(_ line: String) {
    FileHandle.standardError.write(Data((line.hasSuffix("\n") ? line : line + "\n").utf8))
}
