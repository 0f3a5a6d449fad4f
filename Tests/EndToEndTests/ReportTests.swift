import Foundation
import Testing

/// What five work reports publish, row by row (domain page, A1–A5): `Expected/reports.csv` says which figure answers each row,
/// or why records cannot. Rows that were published with figures are held to them; of the others the definition was
/// published, and the samples' figures are invented.
@Suite(.serialized) struct ReportTests {
    typealias Row = [String: String]

    private static let table = Result {
        try CommaSeparatedTable(at: Checkout.path("Tests/EndToEndTests/Expected/reports.csv"))
    }
    private static var rows: [Row] { get throws { try table.get().rows } }

    /// Runs that rows ask for, once each: with nothing but the table of figures, as the others are of no use here.
    private static let year = Result { try SampleRun(jobs: 2, pipeline: figuresOnly()) }
    private static let spring = Result { try SampleRun(jobs: 2, period: "2024M03..2024M06", pipeline: figuresOnly()) }

    static func figuresOnly() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("reports-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: Checkout.path("pipelines/innovation"), to: folder)
        let settings = folder.appendingPathComponent("pipeline.yaml")
        let text = try String(contentsOf: settings, encoding: .utf8)
        let outputs = try #require(text.range(of: "\noutputs:\n"))
        try (text[..<outputs.lowerBound] + "\noutputs: [{output: returns, kind: returns}]\n").write(
            to: settings, atomically: true, encoding: .utf8)
        return folder
    }

    private static func returns(of run: String) throws -> CommaSeparatedTable {
        run == "2024Q4" ? try year.get().returns : try spring.get().returns
    }

    /// Every row of A1–A5 is there, and every one is answered by a figure or says why not.
    @Test func everyRowIsAnswered() throws {
        let rows = try ReportTests.rows
        let byReport = Dictionary(grouping: rows) { $0["report"] ?? "" }
        #expect(byReport.keys.sorted() == ["A1", "A2", "A3", "A4", "A5"])
        // A1 has 25 rows, A2 18, A4 8; A3 and A5 are lists without numbers.
        for (report, count) in [("A1", 25), ("A2", 18), ("A3", 36), ("A4", 8), ("A5", 33)] {
            let numbers = Set((byReport[report] ?? []).compactMap { Int($0["row"] ?? "") })
            #expect(numbers == Set(1...count), "\(report)")
        }
        for row in rows where row["indicator"] == "" {
            #expect(row["note"] != "", "\(row["report"] ?? "") \(row["row"] ?? "") has neither a figure nor a reason")
        }
    }

    @Test(arguments: ["2024Q4", "2024M03..2024M06"]) func figuresAreThose(_ run: String) throws {
        let wanted = try ReportTests.rows.filter { $0["run"] == run && $0["indicator"] != "" }
        #expect(wanted.count > 10)
        let returns = try ReportTests.returns(of: run)
        var figures: [[String]: [Row]] = [:]
        let columns = ["indicator", "area", "period", "quantity", "statistic"]
        for row in returns.rows where row["breakdown"] == "" {
            figures[columns.map { row[$0] ?? "" }, default: []].append(row)
        }
        for row in wanted {
            let found = figures[columns.map { row[$0] ?? "" }] ?? []
            let name = "\(row["report"] ?? "") \(row["row"] ?? "") \(row["indicator"] ?? "") \(row["statistic"] ?? "")"
            #expect(found.map { $0["value"] } == [row["value"]], "\(name)")
            #expect(found.map { $0["unit"] } == [row["unit"]], "\(name)")
            // A target that is met or not has no number.
            #expect(row["value"] == "" || found.first?["status"] == "A", "\(name)")
        }
    }

    /// Every indicator of the pipeline has a figure of some area that the samples give.
    @Test func everyIndicatorHasAFigure() throws {
        let program = try Program.run(
            ["list", "indicators", "--pipeline", Checkout.path("pipelines/innovation").path], in: Checkout.root)
        let names = program.output.split(separator: "\n").compactMap {
            $0.split(separator: "\t").first.map(String.init)
        }
        #expect(names.count > 200)
        let rows = try ReportTests.year.get().returns.rows
        let shown = Set(rows.filter { $0["value"] != "" && $0["value"] != "0" }.compactMap { $0["indicator"] })
        let known = Set(rows.compactMap { $0["indicator"] })
        // No certificate of the samples moves between units.
        let still = ["hnte_moved_in", "hnte_moved_out"]
        #expect(names.filter { known.contains($0) && !shown.contains($0) } == still, "no figure but 0 anywhere")
        #expect(known.count > 200)
    }

    /// Places are taken among the units of one city: 瑶海区 is ranked with Hefei's twelve, 无为市 with Wuhu's seven; two cities
    /// of sixteen are not ranked.
    @Test func ranksStayWithinACity() throws {
        let ranks = try ReportTests.year.get().returns.rows.filter {
            $0["indicator"] == "hnte_stock" && $0["statistic"] == "rank" && $0["breakdown"] == ""
        }
        func places(_ prefix: String) -> [Int] {
            ranks.filter { ($0["area"] ?? "").hasPrefix(prefix) && $0["area"]?.hasSuffix("00") == false }
                .compactMap { Int($0["value"] ?? "") }.sorted()
        }
        #expect(places("3401").count == 12)
        #expect(places("3401").max().map { $0 <= 12 } == true)
        #expect(places("3402") == [1, 2, 3, 4, 5, 6, 7])
        for area in ["340100", "340200", "330304", "341602400"] {
            #expect(ranks.filter { $0["area"] == area }.map { $0["value"] } == [""], "\(area)")
        }
    }
}
