import ArgumentParser
import Pipeline

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Read, check, compute and publish a period's return.",
        discussion: """
            Exit codes: 0 published, or nothing had changed; 2 held (a gate was not met, or --strict and an error stands); \
            64 usage; 65 a definition is wrong; 66 no delivery to read; 73, 74 outputs cannot be written; 75 another run \
            is writing there.
            """)

    @OptionGroup var options: RunOptions

    func run() throws { try options.perform(checkOnly: false) }
}
