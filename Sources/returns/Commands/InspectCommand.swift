import ArgumentParser
import Pipeline

struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show what the program sees in a file: format, sheets, header, units, rows, first records.",
        discussion: "Ends with 66 where the file is no readable spreadsheet.")

    @Argument(help: "The spreadsheet.")
    var file: String

    @Option(help: "The dataset that it is to feed; default: the one whose columns fit.")
    var dataset: String?

    @Option(help: "Folder of the pipeline's definitions.")
    var pipeline = "pipelines/innovation"

    func run() throws {
        do {
            print(try inspect(file, dataset: dataset, pipeline: pipeline))
        } catch {
            writeError(error.message)
            throw ExitCode(error.code.rawValue)
        }
    }
}
