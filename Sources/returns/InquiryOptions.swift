public import ArgumentParser
import Foundation
public import Model
import Pipeline

/// What `explain` and `trace` are asked for.
struct InquiryOptions: ParsableArguments {
    @Option(help: "The period: 2024Q4, 2024H2, 2024M11, 2024, or a range such as 2023Q1..2024Q4.")
    var period: PeriodRange

    @Option(help: "Code or name of an area; may be given several times. Default: the one that holds all others.")
    var area: [String] = []

    @Option(help: "period, ytd or stock; default: ytd of flows, stock of stocks.")
    var quantity: String?

    @Option(help: "A statistic as outputs name it: value, prior, yoy, rank_yoy, …")
    var statistic: String?

    @Option(help: "A category of a breakdown: its code, or field=code (of several fields: a=1,b=2).")
    var category: String?

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

    @Option(help: "Workers; default: the machine's cores. The answer does not depend on it.")
    var jobs: Int = ProcessInfo.processInfo.activeProcessorCount

    @Flag(help: "Say on stderr what is being done.")
    var verbose = false

    func validate() throws {
        guard jobs >= 1, jobs <= 1024 else { throw ValidationError("--jobs takes a whole number from 1 to 1024") }
    }

    func request(_ indicators: [String], base: String? = nil, language: Language? = nil) -> InquiryRequest {
        InquiryRequest(
            run: RunRequest(
                range: period, pipeline: pipeline, inputs: inputs, outputs: "", through: through, asOf: asOf,
                jobs: jobs,
                digests: false),
            indicators: indicators, areas: area, quantity: quantity, statistic: statistic, category: category,
            base: base, language: language)
    }

    var progress: any RunProgress {
        if verbose { return ProgressLog(format: .text) }
        return Silence()
    }

    private final class Silence: RunProgress {
        func stage(_ name: String, _ detail: String) {}
    }
}

extension Language: ExpressibleByArgument {}
