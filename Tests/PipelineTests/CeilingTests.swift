import Foundation
import Model
import Pipeline
import Tabular
import TestSupport
import Testing

/// Under a ceiling that nothing fits below, everything goes to the disk that can, and the same bytes come out.
@Suite struct CeilingTests {
    static let seeds = 100..<(100 + (ProcessInfo.processInfo.environment["SHARD_SEEDS"].flatMap(UInt64.init) ?? 16))

    @Test(arguments: ShardCaseTests.all) func casesComeOutTheSame(_ one: ShardCaseTests.Case) throws {
        let inputs = Checkout.path("Tests/EndToEndTests/Cases/\(one.name)/inputs")
        try CeilingTests.compare(one.pipeline, inputs, one.period)
    }

    @Test func samplesComeOutTheSame() throws {
        try CeilingTests.compare(Checkout.path("pipelines/innovation"), Checkout.path("inputs"), "2024Q4")
    }

    @Test(arguments: seeds) func anyDeliveriesComeOutTheSame(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let work = try TemporaryFolder()
        let isExchange = seed % 3 == 2
        try ContractWorld(hasAuthority: isExchange).write(below: "\(work.path)/inputs", &random)
        try CeilingTests.compare(
            Checkout.path("Tests/EndToEndTests/Pipelines/\(isExchange ? "exchange" : "small")"),
            "\(work.path)/inputs", "2024Q4")
    }

    @Test func aDiskThatFailsEndsTheRun() throws {
        let one = try #require(ShardCaseTests.all.first { $0.name == "contract-twice-in-one-file" })
        let work = try TemporaryFolder()
        var request = try CeilingTests.request(
            one.pipeline, Checkout.path("Tests/EndToEndTests/Cases/\(one.name)/inputs"), one.period, work)
        request.ceiling = MemoryCeiling(bytes: 1, folder: "\(work.path)/no such folder")
        let failure = #expect(throws: RunFailure.self) { try Run.perform(request, progress: SilentProgress()) }
        #expect(failure?.code == .inputOutput)
        #expect(failure?.message.contains("no such folder: what does not fit below --memory") == true)
        // Nothing is left over, and nothing was published.
        #expect(!FileManager.default.fileExists(atPath: "\(request.outputs)/2024-Q4"))
    }

    static func request(
        _ pipeline: String, _ inputs: String, _ period: String, _ work: TemporaryFolder
    ) throws -> RunRequest {
        RunRequest(
            range: try #require(PeriodRange(period)), pipeline: pipeline, inputs: inputs, outputs: "\(work.path)/one",
            jobs: 1)
    }

    static func compare(_ pipeline: String, _ inputs: String, _ period: String) throws {
        let work = try TemporaryFolder()
        let request = try request(pipeline, inputs, period, work)
        let one = try Run.perform(request, progress: SilentProgress())
        var own = request
        own.outputs = "\(work.path)/below"
        own.jobs = 2
        own.ceiling = MemoryCeiling(bytes: 1, folder: own.outputs)
        let below = try Run.perform(own, progress: SilentProgress())
        #expect(one.rowsRead > 0 || one.notes + one.errors > 0)
        #expect(below.exitCode == one.exitCode)
        #expect(below.rowsRead == one.rowsRead && below.errors == one.errors && below.notes == one.notes)
        #expect(try differences(request.outputs, own.outputs) == [])
        let left = try FileManager.default.contentsOfDirectory(atPath: own.outputs)
        #expect(!left.contains { $0.hasPrefix(".returns") })
    }
}
