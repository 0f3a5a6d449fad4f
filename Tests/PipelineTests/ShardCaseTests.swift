import Foundation
import Model
import Pipeline
import Testing
import Yams

/// Every case that makes a return, and the samples, made by one process and by several: the same bytes.
@Suite struct ShardCaseTests {
    struct Case: Sendable, CustomStringConvertible {
        var name: String
        var period: String
        var pipeline: String
        var description: String { name }
    }

    private struct Description: Decodable {
        struct Step: Decodable { var run: [String], exit: Int32 }
        var pipeline: String?
        var steps: [Step]
    }

    static let all: [Case] = {
        let root = Checkout.path("Tests/EndToEndTests/Cases")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return names.sorted().compactMap { name in
            guard let text = try? String(contentsOfFile: "\(root)/\(name)/case.yaml", encoding: .utf8),
                let one = try? YAMLDecoder().decode(Description.self, from: text),
                let step = one.steps.first(where: { ["run", "check"].contains($0.run[0]) && [0, 2].contains($0.exit) }),
                let at = step.run.firstIndex(of: "--period"),
                FileManager.default.fileExists(atPath: "\(root)/\(name)/inputs")
            else { return nil }
            // Filled reviews have effect in a run on one machine only.
            let files = (try? FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(name)/inputs")) ?? []
            if files.contains(where: { $0.split(separator: "/").last?.lowercased().hasPrefix("review") == true }) {
                return nil
            }
            let own = "\(root)/\(name)/pipeline"
            let shared = one.pipeline.map { Checkout.path("Tests/EndToEndTests/Pipelines/\($0)") }
            return Case(
                name: name, period: step.run[at + 1],
                pipeline: FileManager.default.fileExists(atPath: own)
                    ? own
                    : shared.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
                        ?? Checkout.path("pipelines/innovation"))
        }
    }()

    @Test func casesAreFound() { #expect(ShardCaseTests.all.count > 40) }

    @Test(arguments: all) func severalProcessesMakeTheSame(_ one: Case) throws {
        let inputs = Checkout.path("Tests/EndToEndTests/Cases/\(one.name)/inputs")
        try ShardCaseTests.compare(one.pipeline, inputs, one.period, counts: [2, 7])
    }

    @Test func samplesComeOutTheSame() throws {
        try ShardCaseTests.compare(
            Checkout.path("pipelines/innovation"), Checkout.path("inputs"), "2024Q4", counts: [1, 3])
    }

    /// Makes the return in one process, and in each number of them.
    static func compare(_ pipeline: String, _ inputs: String, _ period: String, counts: [Int]) throws {
        let work = try TemporaryFolder()
        let range = try #require(PeriodRange(period))
        let request = RunRequest(
            range: range, pipeline: pipeline, inputs: inputs, outputs: "\(work.path)/one", jobs: 1)
        let one = try Run.perform(request, progress: SilentProgress())
        for count in counts {
            var own = request
            own.outputs = "\(work.path)/\(count)"
            own.jobs = count % 2 + 1
            let spread = SpreadRun(request: own, count: count, folder: work.path)
            try spread.writeAll()
            let merged = try spread.merge()
            #expect(one.rowsRead > 0 || one.notes + one.errors > 0)
            #expect(merged.exitCode == one.exitCode)
            #expect(merged.rowsRead == one.rowsRead && merged.errors == one.errors && merged.notes == one.notes)
            #expect(try differences(request.outputs, own.outputs) == [], "\(count) shards")
        }
    }
}
