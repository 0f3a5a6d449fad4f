import Foundation
import Testing

/// The pipeline `innovation` on the sample deliveries, as `make returns PERIOD=2024Q4` runs it.
@Suite(.serialized) struct SampleTests {
    /// One run for all tests of the suite.
    private static let run = Result { try SampleRun(jobs: 2) }

    private var run: SampleRun { get throws { try SampleTests.run.get() } }

    @Test func samplesPublish() throws {
        let program = try run.program
        #expect(program.status == 0, "\(program.output)\(program.errors)")
        #expect(program.output.contains("Published"))
    }

    /// What 瑶海区 published for 2024, figure by figure.
    @Test(arguments: [
        ("hnte_stock", "stock", "value", "238"),
        ("hnte_stock", "stock", "prior", "173"),
        ("hnte_net_increase", "stock", "value", "65"),
        ("hnte_net_increase", "stock", "growth_on_opening", "37.57"),
        ("tsme_registered", "ytd", "value", "428"),
        ("tsme_registered", "ytd", "prior", "317"),
        ("tsme_registered", "ytd", "yoy", "35.02"),
        ("tsme_registered", "ytd", "rank_yoy", "1"),
        ("contract_value_registered", "ytd", "value", "58.50"),
        ("absorbed_from_yangtze_delta", "ytd", "value", "855"),
        ("spinoffs_founded", "ytd", "value", "59"),
        ("spinoffs_founded", "ytd", "prior", "23"),
        ("national_platforms", "stock", "value", "1"),
        ("national_platforms", "stock", "prior", "0"),
        ("provincial_makerspaces_recognized", "ytd", "value", "2"),
        ("municipal_incubators_recognized", "ytd", "value", "3"),
        ("national_makerspaces_in_reserve", "stock", "value", "1"),
    ])
    func yaohaiShowsWhatItPublished(_ indicator: String, _ quantity: String, _ statistic: String, _ value: String)
        throws
    {
        let rows = try run.returns.rows(where: [
            "indicator": indicator, "area": "340102", "period": "2024-Q4", "quantity": quantity,
            "statistic": statistic, "breakdown": "",
        ])
        #expect(rows.map { $0["value"] } == [value])
        #expect(rows.first?["status"] == "A")
    }

    /// The lines that README shows are lines of the return.
    @Test func readmeShowsLinesOfTheReturn() throws {
        let readme = try String(contentsOf: Checkout.path("README.md"), encoding: .utf8)
        let file = try run.vintage.appendingPathComponent("returns/returns.csv.gz")
        let lines = Set(String(decoding: try contents(of: file), as: UTF8.self).split(whereSeparator: \.isNewline))
        let shown = readme.split(separator: "\n").filter { line in
            line.contains(",340102,") && line.count(where: { $0 == "," }) == 14
        }
        #expect(shown.count == 6)
        #expect(shown.filter { !lines.contains($0) } == [], "not in the return")
    }

    /// Every unit shows what its plan says, and the city their sum.
    @Test func everyUnitIsAsPlanned() throws {
        let planned = try CommaSeparatedTable(at: Checkout.path("Tests/EndToEndTests/Expected/sample-figures.csv"))
        #expect(planned.rows.count > 100)
        let returns = try run.returns
        for plan in planned.rows {
            var wanted = plan
            wanted["value"] = nil
            wanted["period"] = "2024-Q4"
            wanted["breakdown"] = ""
            let rows = returns.rows(where: wanted)
            #expect(rows.map { $0["value"] } == [plan["value"]], "\(wanted)")
        }
    }

    /// Every exception that was put into the samples is found, at its place, and nothing else is.
    @Test func everyExceptionIsFoundAndNoOther() throws {
        let seeded = try CommaSeparatedTable(at: Checkout.path("Tests/EndToEndTests/Expected/sample-exceptions.csv"))
        let found = try run.exceptions
        // Notes are one per file, column and kind, so they have no row of their own.
        func key(_ row: [String: String], isNote: Bool) -> String {
            let columns =
                isNote ? ["rule", "file", "sheet", "column"] : ["rule", "file", "sheet", "row", "column", "value"]
            return columns.map { row[$0] ?? "" }.joined(separator: " | ")
        }
        let wanted = Set(seeded.rows.map { key($0, isNote: $0["row"] == "") })
        let made = Set(
            found.rows.map { row in
                let short = key(row, isNote: true)
                return row["severity"] == "note" || wanted.contains(short) ? short : key(row, isNote: false)
            })
        #expect(wanted.subtracting(made).sorted() == [], "not found")
        #expect(made.subtracting(wanted).sorted() == [], "not seeded")
    }

    /// Lists are as long as the figures that count them.
    @Test(arguments: ["large_without_rd", "larger_without_institution"]) func listsAreAsLongAsTheirFigures(
        _ name: String
    )
        throws
    {
        let list = try CommaSeparatedTable(at: run.vintage.appendingPathComponent("internal/lists/\(name).csv"))
        for (area, unit) in [("341602400", "亳州高新区"), ("330304", "瓯海区"), ("340102", "瑶海区")] {
            let figure = try run.returns.rows(where: [
                "indicator": name, "area": area, "quantity": "ytd", "statistic": "value", "breakdown": "",
            ])
            #expect(figure.map { $0["value"] } == ["\(list.rows(where: ["区县": unit]).count)"], "\(unit)")
        }
    }

    /// Every row that was read is accounted for.
    @Test func rowsAddUp() throws {
        let record = try run.record
        let accounts = try #require(record["accounting"] as? [[String: Any]])
        #expect(accounts.count >= 12)
        func number(_ account: [String: Any], _ name: String) -> Int { (account[name] as? NSNumber)?.intValue ?? 0 }
        for account in accounts {
            let notRecords = (account["not_records"] as? [String: Any] ?? [:]).values
                .reduce(0) { $0 + (($1 as? NSNumber)?.intValue ?? 0) }
            let parts = ["accepted", "rejected", "excluded", "superseded", "withdrawn"]
            let sum = parts.reduce(notRecords) { $0 + number(account, $1) }
            #expect(sum == number(account, "read"), "\(account)")
        }
    }

    /// On one worker or two, today or tomorrow: the same bytes.
    @Test func outputsDoNotDependOnWorkers() throws {
        let other = try SampleRun(jobs: 1)
        let (mine, others) = (try run.files, try other.files)
        #expect(mine == others)
        // Only the section `run` of run.json knows of the machine, and the manifest has a line about it.
        for path in mine where path != "run.json" && path != "manifest.sha256" {
            #expect(try run.bytes(path) == other.bytes(path), "\(path)")
        }
        #expect(try run.recordWithoutRun == other.recordWithoutRun)
    }

    @Test func vintageIsIntactUntilSomebodyTouchesIt() throws {
        let own = try SampleRun(jobs: 2)
        #expect(try Program.run(["verify", "outputs"], in: own.folder.url).status == 0)
        let file = own.vintage.appendingPathComponent("returns/returns.csv.gz")
        var bytes = try Data(contentsOf: file)
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: file)
        let program = try Program.run(["verify", "outputs"], in: own.folder.url)
        #expect(program.status == 1)
        #expect(program.output.contains("returns.csv.gz"))
    }

    /// `make samples` makes the bytes that are committed.
    @Test func samplesAreMadeAgain() throws {
        let work = try TemporaryFolder()
        let program = try Program.run([work.url.path], of: "SampleInputs", in: work.url)
        #expect(program.status == 0, "\(program.errors)")
        for folder in ["inputs", "Tests/EndToEndTests/Expected"] {
            let made = work.url.appendingPathComponent(folder)
            let kept = Checkout.path(folder)
            let paths = try FileManager.default.subpathsOfDirectory(atPath: made.path).sorted()
            // Other deliveries may stand beside the samples.
            let own = Set(paths.compactMap { $0.split(separator: "/").first })
            let there = try FileManager.default.subpathsOfDirectory(atPath: kept.path).sorted()
            #expect(there.filter { path in path.split(separator: "/").first.map(own.contains) ?? false } == paths)
            for path in paths {
                var isFolder: ObjCBool = false
                let one = made.appendingPathComponent(path)
                guard FileManager.default.fileExists(atPath: one.path, isDirectory: &isFolder), !isFolder.boolValue
                else {
                    continue
                }
                #expect(try Data(contentsOf: one) == Data(contentsOf: kept.appendingPathComponent(path)), "\(path)")
            }
        }
    }
}

/// A run on the samples into a folder of its own.
final class SampleRun: Sendable {
    let folder: TemporaryFolder
    let program: Program
    /// The folder's name: `2024-Q4`.
    private let range: String

    init(jobs: Int, period: String = "2024Q4", pipeline: URL = Checkout.path("pipelines/innovation")) throws {
        folder = try TemporaryFolder()
        range = period.replacingOccurrences(of: "Q", with: "-Q").replacingOccurrences(of: "M", with: "-")
            .replacingOccurrences(of: "..", with: "_")
        program = try Program.run(
            [
                "run", "--period", period, "--jobs", "\(jobs)", "--pipeline", pipeline.path,
                "--inputs", Checkout.path("inputs").path, "--outputs", "outputs",
            ], in: folder.url)
    }

    var vintage: URL {
        folder.url.appendingPathComponent("outputs/\(range)").resolvingSymlinksInPath()
    }

    var returns: CommaSeparatedTable {
        get throws { try CommaSeparatedTable(at: vintage.appendingPathComponent("returns/returns.csv.gz")) }
    }

    var exceptions: CommaSeparatedTable {
        get throws { try CommaSeparatedTable(at: vintage.appendingPathComponent("exceptions/exceptions.csv.gz")) }
    }

    var record: [String: Any] {
        get throws { try JSONSerialization.jsonObject(with: bytes("run.json")) as? [String: Any] ?? [:] }
    }

    var recordWithoutRun: Data {
        get throws {
            var record = try record
            record["run"] = nil
            return try JSONSerialization.data(withJSONObject: record, options: .sortedKeys)
        }
    }

    var files: [String] {
        get throws {
            try FileManager.default.subpathsOfDirectory(atPath: vintage.path).filter { path in
                var isFolder: ObjCBool = false
                let full = vintage.appendingPathComponent(path).path
                return FileManager.default.fileExists(atPath: full, isDirectory: &isFolder) && !isFolder.boolValue
            }.sorted()
        }
    }

    func bytes(_ path: String) throws -> Data { try Data(contentsOf: vintage.appendingPathComponent(path)) }
}
