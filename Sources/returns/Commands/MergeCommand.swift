import ArgumentParser
import Pipeline

struct MergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Make the return of the partials of all shards: the same bytes as one run.",
        discussion: """
            Takes the options of `run` and exits as it does; 66 where the partials are not all of one run. Datasets that \
            others refer to, and figures that are stated, are read from the inputs.
            """)

    @OptionGroup var options: RunOptions

    @Flag(name: .customLong("check-only"), help: "Everything up to the exceptions; publishes nothing.")
    var checkOnly = false

    @Argument(help: "Partials of all shards, in any order.")
    var partials: [String]

    func run() throws { try options.perform(checkOnly: checkOnly, partials: partials) }
}
