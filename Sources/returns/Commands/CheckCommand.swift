import ArgumentParser

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Everything up to the exceptions; publishes nothing.")

    @OptionGroup var options: RunOptions

    func run() throws { try options.perform(checkOnly: true) }
}
