import ArgumentParser
import Model
import Pipeline

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say what stands behind a figure: definition, period, deliveries, bases, records by file, ranks.",
        discussion: """
            returns explain tsme_registered --area 340102 --period 2024Q4

            Reads the inputs and writes nothing. Exit codes: 0; 64 an unknown word; 65 a definition is wrong; 66 nothing to \
            read.
            """)

    @Argument(help: "Id or title of an indicator; several may be named.")
    var indicators: [String]

    @OptionGroup var options: InquiryOptions

    @Option(help: "zh or en; default: the pipeline's.")
    var language: Language?

    func run() throws {
        try failing {
            print(try explain(options.request(indicators, language: language), progress: options.progress))
        }
    }
}
