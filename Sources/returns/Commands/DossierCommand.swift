import ArgumentParser
import Model
import Pipeline

struct DossierCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dossier",
        abstract: "Show everything that stands about one enterprise: its records over all datasets, exceptions, lists.",
        discussion: """
            returns dossier 91340102MA2T00007J --period 2024Q4 --to dossier.html

            Markdown on standard output, or a file; HTML where the file's name ends in .html. The page names an enterprise: it \
            stays in the office. Exit codes: 0; 65 a definition is wrong; 66 nothing names the enterprise; 73 the file \
            cannot be written.
            """)

    @Argument(help: "The enterprise's unified social credit code.")
    var code: String

    @OptionGroup var source: SourceOptions

    @Option(help: "Write to this file instead of standard output.")
    var to: String?

    @Option(help: "zh or en; default: the pipeline's.")
    var language: Language?

    func run() throws {
        try failing {
            let request = DossierRequest(
                run: source.request(),
                subject: code.uppercased(), format: to?.hasSuffix(".html") == true ? .html : .markdown,
                language: language, file: to)
            if let text = try dossier(request, progress: SilentProgress()) { print(text, terminator: "") }
        }
    }
}
