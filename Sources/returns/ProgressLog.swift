import ArgumentParser
import Foundation
import Pipeline
import Synchronization

enum LogFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

/// Progress on stderr, a line per stage, with the seconds since the start.
final class ProgressLog: RunProgress {
    private let format: LogFormat
    private let start = ContinuousClock.now

    init(format: LogFormat) { self.format = format }

    func stage(_ name: String, _ detail: String) {
        let elapsed = ContinuousClock.now - start
        let milliseconds = elapsed.components.seconds * 1000 + elapsed.components.attoseconds / 1_000_000_000_000_000
        switch format {
        case .text: writeError("\(milliseconds) ms  \(name): \(detail)")
        case .json:
            let quoted = [name, detail].map { text in
                text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
            }
            writeError("{\"ms\": \(milliseconds), \"stage\": \"\(quoted[0])\", \"detail\": \"\(quoted[1])\"}")
        }
    }
}

/// A line to stderr.
func writeError(_ line: String) {
    FileHandle.standardError.write(Data((line.hasSuffix("\n") ? line : line + "\n").utf8))
}
