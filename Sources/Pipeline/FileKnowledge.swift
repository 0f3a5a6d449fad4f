import Definitions
import Ingest
import Model
import Tabular

/// What earlier attempts of this run found out about files while reading them: a file that turns out otherwise than its
/// first bytes promised is read again from the start, or refused whole, so that nothing half-read ever counts.
struct FileKnowledge {
    private var modes: [Int: ReadMode] = [:]
    private(set) var refused: [Int: FileProblem] = [:]

    func mode(_ file: Int) -> ReadMode { modes[file] ?? ReadMode() }

    /// Takes note of what stopped an attempt. A way of reading that was tried already does not help again.
    mutating func learn(_ interruption: PassInterruption) {
        var mode = mode(interruption.file)
        switch interruption.problem.retry {
        case .careful? where !mode.careful: mode.careful = true
        case .encoding(let encoding)? where mode.encoding == nil: mode.encoding = encoding
        default:
            refused[interruption.file] = interruption.problem
            return
        }
        modes[interruption.file] = mode
    }
}
