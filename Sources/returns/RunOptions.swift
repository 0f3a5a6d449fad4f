public import ArgumentParser
import Foundation
public import Model
import Pipeline

/// What `run` and `check` are asked for.
struct RunOptions: ParsableArguments {
    @Option(help: "The period: 2024Q4, 2024H2, 2024M11, 2024, or a range such as 2023Q1..2024Q4.")
    var period: PeriodRange

    @Option(help: "Folder of the pipeline's definitions.")
    var pipeline = "pipelines/innovation"

    @Option(help: "Folder with one sub-folder per delivery.")
    var inputs = "inputs"

    @Option(help: "Folder for the outputs.")
    var outputs = "outputs"

    @Option(help: "Read deliveries up to this one only (a period).")
    var through: Period?

    @Option(
        name: .customLong("as-of"),
        help: "The day that counts as today (YYYY-MM-DD); default: last day of the newest delivery.")
    var asOf: CivilDate?

    @Flag(help: "Hold the return where any error stands.")
    var strict = false

    @Option(help: "Workers; default: the machine's cores. The outputs do not depend on it.")
    var jobs: Int = ProcessInfo.processInfo.activeProcessorCount

    @Option(name: .customLong("log-format"), help: "How progress is written to stderr: text or json.")
    var logFormat = LogFormat.text

    @Flag(name: .customLong("no-digests"), help: "Do not identify inputs by their SHA-256.")
    var noDigests = false

    func validate() throws {
        guard jobs >= 1, jobs <= 1024 else { throw ValidationError("--jobs takes a whole number from 1 to 1024") }
    }

    func perform(checkOnly: Bool) throws {
        let request = RunRequest(
            range: period, pipeline: pipeline, inputs: inputs, outputs: outputs, through: through, asOf: asOf,
            strict: strict, jobs: jobs, checkOnly: checkOnly, digests: !noDigests)
        do {
            let outcome = try Run.perform(request, progress: ProgressLog(format: logFormat))
            print(describe(outcome))
            if outcome.exitCode != 0 { throw ExitCode(outcome.exitCode) }
        } catch let failure as RunFailure {
            writeError(failure.message)
            throw ExitCode(failure.code.rawValue)
        }
    }

    private func describe(_ outcome: RunOutcome) -> String {
        var lines: [String] = []
        switch outcome.standing {
        case .published: lines.append("Published \(period).")
        case .unchanged: lines.append("Nothing has changed since the last vintage of \(period).")
        case .checked: lines.append("Checked \(period); nothing was published.")
        case .held:
            lines.append("Held: \(period) was not published.")
            lines += outcome.reasons.map { "  \($0)" }
        }
        lines.append(
            "\(outcome.rowsRead) rows read: \(outcome.accepted) accepted, \(outcome.rejected) rejected. \(outcome.errors) errors, \(outcome.queries) queries, \(outcome.notes) notes."
        )
        lines.append("Open \(outcome.folder)/")
        return lines.joined(separator: "\n")
    }
}

extension PeriodRange: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension Period: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension CivilDate: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
