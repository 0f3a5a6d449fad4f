import Foundation
import Testing

/// A table of what was released, put into a later delivery as it is, is what growth is on: the figures that people have seen,
/// whatever has been revised since. Nothing is read from outputs behind anybody's back.
@Suite struct ReleasedFiguresTests {
    private let work: TemporaryFolder

    init() throws {
        work = try TemporaryFolder()
        let manager = FileManager.default
        try manager.copyItem(at: Checkout.path("Tests/EndToEndTests/Pipelines/figures"), to: path("pipeline"))
        // As the pipeline `innovation` states it.
        let settings = try String(
            contentsOf: Checkout.path("pipelines/innovation/pipeline.yaml"), encoding: .utf8)
        let start = try #require(settings.range(of: "  - output: released\n"))
        let end = try #require(settings.range(of: "\n  #", range: start.upperBound..<settings.endIndex))
        let own = try String(contentsOf: path("pipeline/pipeline.yaml"), encoding: .utf8)
        try write(own + settings[start.lowerBound..<end.lowerBound] + "\n", to: "pipeline/pipeline.yaml")
        try write(
            String(contentsOf: path("pipeline/datasets/published.yaml"), encoding: .utf8)
                .replacing("\"已发布*\"", with: "\"已发布*\", \"released*\""), to: "pipeline/datasets/published.yaml")
        for (delivery, year) in [("2023-Q4", 2023), ("2024-Q4", 2024)] {
            try manager.createDirectory(at: path("inputs/\(delivery)"), withIntermediateDirectories: true)
            try write("covers: \(year)-01..\(year)-12\n", to: "inputs/\(delivery)/delivery.yaml")
        }
        try write(
            "项目编号,所在区县,日期,类别\n1,瑶海区,2023-03-01,企业\n2,瑶海区,2023-12-01,企业\n3,庐阳区,2023-05-01,企业\n",
            to: "inputs/2023-Q4/项目.csv")
        // One of 2023 comes late.
        try write(
            "项目编号,所在区县,日期,类别\n4,瑶海区,2023-12-31,企业\n5,瑶海区,2024-02-01,企业\n6,瑶海区,2024-12-01,企业\n7,瑶海区,2024-12-02,企业\n",
            to: "inputs/2024-Q4/项目.csv")
    }

    private func path(_ relative: String) -> URL { work.url.appendingPathComponent(relative) }

    private func write(_ text: String, to relative: String) throws { try Data(text.utf8).write(to: path(relative)) }

    private func run(_ arguments: String...) throws {
        let program = try Program.run(
            ["run", "--pipeline", "pipeline", "--inputs", "inputs", "--outputs", "outputs"] + arguments, in: work.url)
        #expect(program.status == 0, "\(program.output)\(program.errors)")
    }

    private func growth(_ area: String) throws -> [[String]] {
        try CommaSeparatedTable(contents(of: path("outputs/2024/returns/returns.csv.gz"))).rows(where: [
            "indicator": "companies_founded", "area": area, "quantity": "ytd",
        ]).filter { ["prior", "yoy"].contains($0["statistic"]) }
            .map { [$0["value"] ?? "", $0["base_period"] ?? "", $0["base_source"] ?? ""] }
    }

    @Test func growthIsOnWhatWasReleased() throws {
        try run("--period", "2023", "--through", "2023-Q4")
        let released = path("outputs/2023/returns/released.csv")
        let table = try CommaSeparatedTable(contents(of: released))
        #expect(
            table.rows(where: ["indicator": "companies_founded", "quantity": "ytd"]).map {
                [$0["area"] ?? "", $0["period"] ?? "", $0["value"] ?? "", $0["unit"] ?? ""]
            } == [["340100", "2023", "3", "家"], ["340102", "2023", "2", "家"], ["340103", "2023", "1", "家"]])

        // By the records there were three in 2023.
        try run("--period", "2024")
        #expect(try growth("340102") == [["3", "2023", "records"], ["0.00", "2023", "records"]])

        try FileManager.default.copyItem(at: released, to: path("inputs/2024-Q4/released.csv"))
        try run("--period", "2024")
        #expect(try growth("340102") == [["2", "2023", "published"], ["50.00", "2023", "published"]])
        // Held to the records, what was released is another number by now: a query shows both, and nothing else is said.
        let exceptions = try CommaSeparatedTable(contents(of: path("outputs/2024/exceptions/exceptions.csv.gz")))
            .rows.filter { ($0["file"] ?? "").hasSuffix("released.csv") }
        #expect(exceptions.allSatisfy { $0["rule"] == "published.published_differs" && $0["severity"] == "query" })
        #expect(
            Set(exceptions.map { [$0["area"] ?? "", $0["value"] ?? "", $0["expected"] ?? ""] })
                == [["340100", "3", "4"], ["340102", "2", "3"]])
    }
}
