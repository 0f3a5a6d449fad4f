import ArgumentParser
import Pipeline

struct TraceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "List the records behind a figure as CSV: file, sheet, row, key, what each adds.",
        discussion: """
            returns trace contract_value_registered --area 340102 --period 2024Q4 > records.csv

            A growth lists the records of both its values (column part), a formula those of each operand (column operand). \
            Exit codes: 0; 64 an unknown word; 65 a definition is wrong; 66 nothing to read.
            """)

    @Argument(help: "Id or title of an indicator; several may be named.")
    var indicators: [String]

    @OptionGroup var options: InquiryOptions

    @Option(help: "The base whose records are listed (records, restated, …); default: the one that was used.")
    var base: String?

    func run() throws {
        try failing {
            try trace(options.request(indicators, base: base), progress: options.progress)
        }
    }
}
