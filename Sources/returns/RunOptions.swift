import ArgumentParser
import Pipeline

/// What `run`, `check` and `merge` are asked for.
struct RunOptions: ParsableArguments {
    @OptionGroup var source: SourceOptions

    @Option(help: "Folder for the outputs.")
    var outputs = "outputs"

    @Flag(help: "Hold the return where any error stands.")
    var strict = false

    @Option(name: .customLong("log-format"), help: "How progress is written to stderr: text or json.")
    var logFormat = LogFormat.text

    @Flag(name: .customLong("no-digests"), help: "Do not identify inputs by their SHA-256.")
    var noDigests = false

    @Option(
        help: ArgumentHelp(
            "Memory that the run may take (256M, 1G); what does not fit goes to the disk of the outputs. Default: what it needs.",
            valueName: "size"))
    var memory: MemorySize?

    func validate() throws {
        guard let memory, memory.bytes < MemorySize.least else { return }
        throw ValidationError(
            "--memory \(memory): the program itself takes more. Allow \(MemorySize(bytes: MemorySize.least)) or more.")
    }

    /// Reads the inputs, or `partials` of all shards where there are any.
    func perform(checkOnly: Bool, partials: [String] = []) throws {
        var request = source.request(outputs: outputs, strict: strict, checkOnly: checkOnly, digests: !noDigests)
        if let memory {
            guard partials.isEmpty else {
                throw ValidationError("--memory: partials are put together in memory. Leave it out.")
            }
            request.allow(memory: memory.bytes)
        }
        let progress = ProgressLog(format: logFormat)
        let outcome = try failing {
            try partials.isEmpty
                ? Run.perform(request, progress: progress)
                : Run.merge(request, partials: partials, progress: progress)
        }
        print(describe(outcome))
        if let memory, MemorySize.peak > memory.bytes {
            writeError(
                "It took \(MemorySize(bytes: MemorySize.peak)), more than --memory \(memory): registers, sums by subject and the records of one piece stay in memory."
            )
        }
        if outcome.exitCode != 0 { throw ExitCode(outcome.exitCode) }
    }

    private func describe(_ outcome: RunOutcome) -> String {
        let period = source.period
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
                + (outcome.answered > 0 ? " The review has closed \(outcome.answered) errors and queries." : "")
        )
        lines.append("Open \(outcome.folder)/")
        return lines.joined(separator: "\n")
    }
}
