import Foundation
import Model
import Pipeline
import Testing

/// Random small worlds, computed by the program from files and by the oracle from facts, agree in every figure.
///
///     WORLDS=20000 swift test --filter WorldTests      more of them
///     WORLD_SEED=17 swift test --filter WorldTests     one, left in a folder that is printed
@Suite struct WorldTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let one = environment["WORLD_SEED"].flatMap(UInt64.init)
    private static let count = environment["WORLDS"].flatMap(Int.init) ?? 1000
    private static let shown = 5

    @Test func everyFigureOfRandomWorldsIsWhatTheOracleSays() {
        let seeds = WorldTests.one.map { [$0] } ?? (1...UInt64(WorldTests.count)).map { $0 }
        let results = Results()
        DispatchQueue.concurrentPerform(iterations: seeds.count) { i in
            let seed = seeds[i]
            do {
                let (differences, figures) = try WorldTests.compare(seed)
                results.add(seed, differences, figures: figures)
            } catch {
                results.add(seed, ["\(error)"], figures: 0)
            }
        }
        let (failed, figures) = results.all
        for (seed, differences) in failed.prefix(WorldTests.shown) {
            Issue.record(
                """
                world \(seed) (WORLD_SEED=\(seed), \(WorldTests.folder(seed)))
                \(differences.prefix(12).joined(separator: "\n"))
                """)
        }
        let agree = failed.isEmpty
        #expect(agree, "\(failed.count) of \(seeds.count) worlds: \(failed.prefix(40).map(\.0))")
        // Worlds without figures would agree too.
        let enough = figures > seeds.count * 20
        #expect(enough, "\(figures) figures in \(seeds.count) worlds")
        if WorldTests.one != nil { print(WorldTests.folder(seeds[0]), figures, "figures") }
    }

    private static func folder(_ seed: UInt64) -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("world-\(seed)").path
    }

    /// A line for each figure in which the two differ, and how many figures there are. The folder stays where they do.
    private static func compare(_ seed: UInt64) throws -> (differences: [String], figures: Int) {
        let world = WorldGenerator.world(seed: seed)
        let folder = folder(seed)
        try? FileManager.default.removeItem(atPath: folder)
        let files = WorldFiles(world: world, folder: folder)
        try files.write()
        let expected = try Oracle(world).figures()
        let run = try Run.figures(
            RunRequest(
                range: world.range, pipeline: files.pipeline, inputs: files.inputs, outputs: "\(folder)/outputs",
                through: world.through, jobs: 1, digests: false),
            progress: SilentProgress())
        var found: [WorldFigure.Key: WorldFigure] = [:]
        for figure in run.figures {
            let figure = WorldFigure(figure, run)
            found[figure.key] = figure
        }
        var differences: [String] = []
        for key in Set(expected.keys).union(found.keys).sorted() where expected[key] != found[key] {
            let (theirs, ours) = (found[key]?.description ?? "none", expected[key]?.description ?? "none")
            differences.append("\(key)\n    program: \(theirs)\n    oracle:  \(ours)")
        }
        if found.count != run.figures.count { differences.append("two figures have one key") }
        if differences.isEmpty, one == nil { try FileManager.default.removeItem(atPath: folder) }
        return (differences, found.count)
    }

    /// What the workers found.
    private final class Results: @unchecked Sendable {
        private let lock = NSLock()
        private var failed: [(UInt64, [String])] = []
        private var figures = 0

        func add(_ seed: UInt64, _ differences: [String], figures count: Int) {
            lock.withLock {
                figures += count
                if !differences.isEmpty { failed.append((seed, differences)) }
            }
        }

        var all: (failed: [(UInt64, [String])], figures: Int) {
            lock.withLock { (failed.sorted { $0.0 < $1.0 }, figures) }
        }
    }
}
