import Foundation
import Testing

/// `exceptions.html` in Debian's Chromium, clicked through from disk (`make test-deps`).
@Suite(.serialized) struct PageTests {
    private static let chromium = "/usr/bin/chromium"

    /// Without a browser a test has nothing to say here, and fails where CI=true.
    private var isInstalled: Bool {
        if FileManager.default.isExecutableFile(atPath: PageTests.chromium) { return true }
        if ProcessInfo.processInfo.environment["CI"] == "true" {
            Issue.record("Chromium is not installed: make test-deps")
        } else {
            print("skipped: Chromium is not installed (make test-deps)")
        }
        return false
    }

    /// Answers the milliseconds until the page could be used.
    @discardableResult
    private func clickThrough(_ page: URL, exceptions: Int, resolved: Int? = nil) throws -> Int {
        let work = try TemporaryFolder()
        let script = Checkout.path("Tests/Clients/exceptions_page_clicks.py").path
        let program = try Program.execute(
            "/usr/bin/timeout",
            ["120", "/usr/bin/env", "python3", "-B", script, page.path, "\(exceptions)"]
                + (resolved.map { ["--resolved", "\($0)"] } ?? []), in: work.url)
        try #require(program.status == 0, "\(program.output)\(program.errors.suffix(3_000))")
        return try #require(Int(program.output.split(separator: " ").dropLast().last ?? ""))
    }

    @Test func everythingOnThePageCanBeClicked() throws {
        guard isInstalled else { return }
        let run = try ClientTests.run.get()
        let count = try run.exceptions.rows.count
        #expect(count > 90)
        try clickThrough(run.vintage.appendingPathComponent("exceptions/exceptions.html"), exceptions: count)
    }

    /// 21,000 exceptions: the page lists the first 20,000, says so, and can be used at once.
    @Test func twentyThousandExceptionsAreNoBurden() throws {
        guard isInstalled else { return }
        let work = try Work(rows: 10_500, outputs: "outputs:\n  - {kind: exceptions_page}\n")
        let program = try work.run()
        #expect(program.status == 0, "\(program.errors)")
        let folder = work.folder.url.appendingPathComponent("outputs/2024-Q4/exceptions")
        let page = folder.appendingPathComponent("exceptions.html")
        let milliseconds = try clickThrough(page, exceptions: 20_000)
        print("exceptions.html with 20,000 exceptions: ready after \(milliseconds) ms")
        #expect(milliseconds < 5_000)
        #expect(try String(contentsOf: page, encoding: .utf8).contains("本页只列出前 20,000 条"))
    }

    /// What the vintage before had: resolved, still there, or new. A run on the same inputs writes nothing.
    @Test func changesStandBesideThePage() throws {
        let work = try Work(rows: 10)
        #expect(try work.run().status == 0)
        let changes = work.folder.url.appendingPathComponent("outputs/2024-Q4/exceptions/changes.js")
        #expect(try String(contentsOf: changes, encoding: .utf8) == "window.returnsChanges = {\"with\":null};\n")
        // Two rows put right, one that was right is wrong now, one is wrong otherwise.
        try work.write(right: [2, 3], otherwise: [4], rows: 11)
        #expect(try work.run().status == 0)
        let text = try String(contentsOf: changes, encoding: .utf8)
        #expect(text.contains("\"with\":1"))
        #expect(text.contains("{\"new\":2,\"changed\":1,\"still\":15,\"resolved\":4}"), "\(text.prefix(300))")
        let again = try work.run()
        #expect(again.status == 0)
        #expect(try String(contentsOf: changes, encoding: .utf8) == text)
        guard isInstalled else { return }
        let page = work.folder.url.appendingPathComponent("outputs/2024-Q4/exceptions/exceptions.html")
        try clickThrough(page, exceptions: 18, resolved: 4)
    }

    /// A delivery of contracts, each of which has a day that there is not, and a district or a kind that nobody knows.
    private struct Work {
        let folder: TemporaryFolder

        /// - Parameter outputs: of the pipeline; where nothing is said every one that there is.
        init(rows: Int, outputs: String = "") throws {
            folder = try TemporaryFolder()
            let base = Checkout.path("Tests/EndToEndTests/Cases/good-input/inputs/2024-Q4")
            let inputs = folder.url.appendingPathComponent("inputs")
            try FileManager.default.createDirectory(at: inputs, withIntermediateDirectories: true)
            try FileManager.default.copyItem(at: base, to: inputs.appendingPathComponent("2024-Q4"))
            try FileManager.default.copyItem(
                at: Checkout.path("Tests/EndToEndTests/Pipelines/small"),
                to: folder.url.appendingPathComponent("pipeline"))
            let definition = folder.url.appendingPathComponent("pipeline/pipeline.yaml")
            let text = try String(contentsOf: definition, encoding: .utf8)
            let own = try #require(text.range(of: "\noutputs:"))
            try Data("\(text[..<own.lowerBound])\n\(outputs)".utf8).write(to: definition)
            try write(right: [], otherwise: [], rows: rows)
        }

        func write(right: Set<Int>, otherwise: Set<Int>, rows: Int) throws {
            var text = "合同登记编号,合同名称,合同类别,卖方代码,卖方区县,成交额（万元）,技术交易额（万元）,签订日期,登记日期\n"
            for row in 1...rows {
                let area = right.contains(row) || row % 2 == 0 ? "34010\(2 + row / 2 % 2)" : "瑶海\(row % 7)区"
                let kind = right.contains(row) || row % 2 == 1 ? "技术开发" : "技术合作"
                let day = right.contains(row) ? "2024-05-20" : otherwise.contains(row) ? "2024-02-31" : "2024-02-30"
                let number = String(2_024_340_102_000_000 + row)
                text += "\(number),合同\(row),\(kind),91340102MA2T00007J,\(area),120.50,100.00,2024-02-01,\(day)\n"
            }
            try Data(text.utf8).write(to: folder.url.appendingPathComponent("inputs/2024-Q4/技术合同.csv"))
        }

        func run() throws -> Program {
            try Program.run(
                ["run", "--period", "2024Q4", "--pipeline", "pipeline", "--inputs", "inputs", "--outputs", "outputs"],
                in: folder.url)
        }
    }
}
