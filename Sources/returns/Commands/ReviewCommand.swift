import ArgumentParser
import Model
import Pipeline

struct ReviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Say where the review stands: open, answered and reopened exceptions by district and severity.",
        discussion: """
            returns review --period 2024Q4

            Answers are read from inputs/DELIVERY/review*.xlsx or .csv. Reads the inputs and writes nothing. Exit codes: 0; \
            64 an unknown word; 65 a definition is wrong; 66 nothing to read.
            """)

    @OptionGroup var source: SourceOptions

    @Option(help: "zh or en; default: the pipeline's.")
    var language: Language?

    @Flag(help: "Say on stderr what is being done.")
    var verbose = false

    func run() throws {
        try failing {
            print(
                try reviewStatus(
                    source.request(), language: language,
                    progress: verbose ? ProgressLog(format: .text) : SilentProgress()))
        }
    }
}
