import ArgumentParser
import Pipeline

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Hold every file of every vintage against the digest written with it.",
        discussion: "Exit codes: 0 intact, 1 differences.")

    @Argument(help: "Folder of the outputs.")
    var outputs = "outputs"

    func run() throws {
        try failing {
            let verification = try Verification(outputs: outputs)
            for difference in verification.differences { print(difference) }
            print(
                "\(verification.vintages) vintages, \(verification.files) files, \(verification.differences.count) differences."
            )
            if !verification.differences.isEmpty { throw ExitCode(1) }
        }
    }
}
