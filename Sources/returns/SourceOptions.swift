public import ArgumentParser
import Foundation
public import Model
import Pipeline

/// What is read, and for when: of every command that reads deliveries.
struct SourceOptions: ParsableArguments {
    @Option(help: "The period: 2024Q4, 2024H2, 2024M11, 2024, or a range such as 2023Q1..2024Q4.")
    var period: PeriodRange

    @Option(help: "Folder of the pipeline's definitions.")
    var pipeline = "pipelines/innovation"

    @Option(help: "Folder with one sub-folder per delivery.")
    var inputs = "inputs"

    @Option(help: "Read deliveries up to this one only (a period).")
    var through: Period?

    @Option(
        name: .customLong("as-of"),
        help: "The day that counts as today (YYYY-MM-DD); default: last day of the newest delivery.")
    var asOf: CivilDate?

    @Option(help: "Workers; default: the machine's cores. What comes out does not depend on it.")
    var jobs: Int = ProcessInfo.processInfo.activeProcessorCount

    func validate() throws {
        guard jobs >= 1, jobs <= 1024 else { throw ValidationError("--jobs takes a whole number from 1 to 1024") }
    }

    func request(
        outputs: String = "", strict: Bool = false, checkOnly: Bool = false, digests: Bool = false
    ) -> RunRequest {
        RunRequest(
            range: period, pipeline: pipeline, inputs: inputs, outputs: outputs, through: through, asOf: asOf,
            strict: strict, jobs: jobs, checkOnly: checkOnly, digests: digests)
    }
}

/// Ends the program as a command's failure says: its message on stderr, its exit code.
func failing<Result>(_ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let failure as RunFailure {
        writeError(failure.message)
        throw ExitCode(failure.code.rawValue)
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

extension Language: ExpressibleByArgument {}
