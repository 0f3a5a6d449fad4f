public import ArgumentParser
public import Pipeline

struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract:
            "Name what there is: datasets, indicators, rules, areas, senders of a pipeline; vintages of the outputs.",
        discussion: "One line each, columns separated by tabs.")

    @Argument(help: "datasets, indicators, rules, areas, senders or vintages.")
    var what: Listing

    @Option(help: "Folder of the pipeline's definitions.")
    var pipeline = "pipelines/innovation"

    @Option(help: "Folder of the outputs.")
    var outputs = "outputs"

    func run() throws {
        try failing {
            for line in try what.lines(pipeline: pipeline, outputs: outputs) { print(line) }
        }
    }
}

extension Listing: ExpressibleByArgument {}
