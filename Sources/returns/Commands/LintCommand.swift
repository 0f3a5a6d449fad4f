import ArgumentParser
import Pipeline

struct LintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint", abstract: "Check a pipeline's definitions; every mistake with its line.")

    @Option(help: "Folder of the pipeline's definitions.")
    var pipeline = "pipelines/innovation"

    func run() throws {
        let mistakes = lint(pipeline: pipeline)
        guard mistakes.isEmpty else {
            writeError(mistakes)
            throw ExitCode(RunFailure.Code.definition.rawValue)
        }
        print("\(pipeline): no mistakes.")
    }
}
