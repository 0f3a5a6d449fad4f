import ArgumentParser
import Pipeline

@main
struct Returns: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "returns",
        abstract: "Turns the spreadsheets that districts send in into statistical returns and exception reports.",
        version: ProgramVersion.current,
        subcommands: [
            RunCommand.self, CheckCommand.self, LintCommand.self, InspectCommand.self, ExplainCommand.self,
            TraceCommand.self, DossierCommand.self, ReviewCommand.self,
            DiffCommand.self, ListCommand.self, VerifyCommand.self, PartialCommand.self, MergeCommand.self,
        ])
}
