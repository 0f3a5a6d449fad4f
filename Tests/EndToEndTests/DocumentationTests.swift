import Foundation
import Testing

/// What README says is tried.
@Suite struct DocumentationTests {
    /// Every pipeline of the repository lints.
    @Test(arguments: [
        "pipelines/innovation", "Tests/EndToEndTests/Pipelines/small", "Tests/EndToEndTests/Pipelines/figures",
        "Tests/EndToEndTests/Cases/benchmark-job/pipeline",
    ])
    func pipelineHasNoMistakes(_ folder: String) throws {
        let program = try Program.run(["lint", "--pipeline", folder], in: Checkout.root)
        #expect(program.status == 0, "\(program.output)\(program.errors)")
    }

    /// The indicator that README shows is one.
    @Test func indicatorOfReadmeIsUnderstood() throws {
        let readme = try String(contentsOf: Checkout.path("README.md"), encoding: .utf8)
        let block = try #require(readme.components(separatedBy: "```yaml\n").dropFirst().first)
        let yaml = try #require(block.components(separatedBy: "```").first)
        let work = try TemporaryFolder()
        let pipeline = work.url.appendingPathComponent("pipeline")
        try FileManager.default.copyItem(at: Checkout.path("pipelines/innovation"), to: pipeline)
        let file = pipeline.appendingPathComponent("indicators/contracts.yaml")
        try Data((String(contentsOf: file, encoding: .utf8) + "\n" + yaml).utf8).write(to: file)
        let program = try Program.run(["lint", "--pipeline", "pipeline"], in: work.url)
        #expect(program.status == 0, "\(program.output)\(program.errors)")
    }

    /// Files and folders that README and the map of the modules point to are there.
    @Test(arguments: ["README.md", "Sources/README.md", "pipelines/README.md", "Tests/Benchmarks/README.md"])
    func linksLeadSomewhere(_ page: String) throws {
        let text = try String(contentsOf: Checkout.path(page), encoding: .utf8)
        let base = Checkout.path(page).deletingLastPathComponent()
        for piece in text.components(separatedBy: "](").dropFirst() {
            let target = piece.prefix { $0 != ")" }
            if target.hasPrefix("http") { continue }
            #expect(
                FileManager.default.fileExists(atPath: base.appendingPathComponent(String(target)).path),
                "\(page): \(target)")
        }
    }

    /// `make` without a period says how, and so does the program.
    @Test func periodIsAskedFor() throws {
        let make = try Program.execute("/usr/bin/env", ["make", "returns"], in: Checkout.root)
        #expect(make.status != 0)
        #expect(make.errors.contains("make returns PERIOD=2024Q4"))
        #expect(try Program.run(["run"], in: Checkout.root).status == 64)
    }
}
