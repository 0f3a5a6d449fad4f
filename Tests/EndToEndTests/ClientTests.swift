import Foundation
import Testing

/// Programs that others read our files with, each in an environment of its own below `.build-clients/` (`make test-deps`).
enum Client: String {
    case sdmx1, pysdmx, frictionless, openpyxl, banff, spark

    /// Whether the client is installed. Without it a test has nothing to say here, and fails where CI=true.
    var isInstalled: Bool {
        if FileManager.default.isExecutableFile(atPath: python.path) { return true }
        if ProcessInfo.processInfo.environment["CI"] == "true" {
            Issue.record("\(rawValue) is not installed: make test-deps")
        } else {
            print("skipped: \(rawValue) is not installed (make test-deps)")
        }
        return false
    }

    private var python: URL { Checkout.path(".build-clients/\(rawValue)/bin/python") }

    /// Runs a script of `Tests/Clients` and expects that it is content; answers what it printed.
    @discardableResult
    func run(_ script: String, _ arguments: [String]) throws -> String {
        let work = try TemporaryFolder()
        // Python's notes for itself would litter the checkout.
        let program = try Program.execute(
            "/usr/bin/timeout", ["240", python.path, "-B", Checkout.path("Tests/Clients/\(script)").path] + arguments,
            in: work.url)
        #expect(program.status == 0, "\(script) \(arguments)\n\(program.output)\(program.errors.suffix(3_000))")
        return program.output
    }
}

/// The return, read back by those who take it in.
@Suite(.serialized) struct ClientTests {
    static let run = Result { try SampleRun(jobs: 2) }
    /// Eight quarters, so that series have several observations; whatever errors keep out of one of them.
    static let range = Result {
        try ClientTests.run(
            changing: "{gate: effect, maximum: \"1%\"", to: "{gate: effect, maximum: \"100%\"", "2023Q1..2024Q4")
    }
    /// With SDMX-ML 3.0 instead of 2.1.
    static let third = Result { try ClientTests.run(changing: "edition: \"2.1\"", to: "edition: \"3.0\"") }

    static var returns: String { get throws { try run.get().vintage.appendingPathComponent("returns").path } }

    /// What the unit tests of outliers hold ours against is what Banff says.
    @Test func banffSaysWhatWasRecorded() throws {
        guard Client.banff.isInstalled else { return }
        let output = try Client.banff.run(
            "banff_outlier.py", [Checkout.path("Tests/Clients/outlier_units.csv").path])
        let recorded = try String(contentsOf: Checkout.path("Tests/Clients/outlier_banff.txt"), encoding: .utf8)
        #expect(output == recorded)
    }

    @Test func sdmxIsValidAgainstItsOwnStructure() throws {
        guard Client.pysdmx.isInstalled else { return }
        for run in [ClientTests.run, ClientTests.range, ClientTests.third] {
            try Client.pysdmx.run(
                "sdmx_schema.py", [run.get().vintage.appendingPathComponent("returns").path])
        }
    }

    @Test func pysdmxReadsEveryFigure() throws {
        guard Client.pysdmx.isInstalled else { return }
        for run in [ClientTests.run, ClientTests.range, ClientTests.third] {
            let output = try Client.pysdmx.run(
                "pysdmx_reads.py", [run.get().vintage.appendingPathComponent("returns").path])
            #expect(output.components(separatedBy: "figures are equal").count == 3)
        }
    }

    @Test(arguments: ["xml", "csv"]) func sdmx1ReadsEveryFigure(form: String) throws {
        guard Client.sdmx1.isInstalled else { return }
        for run in [ClientTests.run, ClientTests.third] {
            let output = try Client.sdmx1.run(
                "sdmx1_reads.py", [run.get().vintage.appendingPathComponent("returns").path, form])
            #expect(output.contains("figures are equal"))
        }
    }

    /// It also refuses the package where a table was touched, so that its consent says something.
    @Test func frictionlessValidatesEveryTable() throws {
        guard Client.frictionless.isInstalled else { return }
        for run in [ClientTests.run, ClientTests.range] {
            let folder = try run.get().vintage.appendingPathComponent("returns")
            let output = try Client.frictionless.run("frictionless_reads.py", [folder.path])
            let tables = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
                $0.hasSuffix(".csv.gz") || $0.hasSuffix(".csv")
            }
            #expect(tables.count >= 3)
            #expect(
                output.components(separatedBy: "\n").filter { $0.hasPrefix("frictionless: ") }.count == tables.count)
        }
    }

    @Test func openpyxlFindsTheFiguresOfTheReturn() throws {
        guard Client.openpyxl.isInstalled else { return }
        let output = try Client.openpyxl.run("openpyxl_reads.py", [ClientTests.returns])
        #expect(output.contains("charts"))
    }

    /// Each exception stands where it is worked on, and nothing in it runs.
    @Test func openpyxlFindsEveryExceptionInTheWorkbooks() throws {
        guard Client.openpyxl.isInstalled else { return }
        let folder = try ClientTests.run.get().vintage.appendingPathComponent("exceptions")
        let output = try Client.openpyxl.run("exceptions_workbook_reads.py", [folder.path])
        #expect(output.contains("exceptions in"))
    }

    /// The sample pipeline with another word in pipeline.yaml.
    private static func run(changing old: String, to new: String, _ period: String = "2024Q4") throws -> SampleRun {
        let folder = try TemporaryFolder()
        let pipeline = folder.url.appendingPathComponent("innovation")
        try FileManager.default.copyItem(at: Checkout.path("pipelines/innovation"), to: pipeline)
        let file = pipeline.appendingPathComponent("pipeline.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        let changed = text.replacingOccurrences(of: old, with: new)
        try #require(changed != text)
        try Data(changed.utf8).write(to: file)
        let run = try SampleRun(jobs: 2, period: period, pipeline: pipeline)
        try #require(run.program.status == 0, "\(run.program.output)\(run.program.errors)")
        return run
    }
}
