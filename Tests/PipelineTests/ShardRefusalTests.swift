import Foundation
import Model
import Pipeline
import Testing

/// What does not belong together is never merged, and the message says which file it is and why.
@Suite struct ShardRefusalTests {
    /// A case with two deliveries, divided between three.
    private struct Fixture {
        let work: TemporaryFolder
        var spread: SpreadRun

        init() throws {
            work = try TemporaryFolder()
            try FileManager.default.copyItem(
                atPath: Checkout.path("Tests/EndToEndTests/Cases/contract-revised-later/inputs"),
                toPath: "\(work.path)/inputs")
            spread = SpreadRun(
                request: RunRequest(
                    range: PeriodRange(Period(year: 2024)),
                    pipeline: Checkout.path("Tests/EndToEndTests/Pipelines/small"), inputs: "\(work.path)/inputs",
                    outputs: "\(work.path)/outputs", jobs: 1),
                count: 3, folder: work.path)
            try spread.writeAll()
        }

        func refusal(_ body: () throws(RunFailure) -> Void) -> RunFailure? {
            do {
                try body()
                return nil
            } catch {
                return error
            }
        }

        func merging(_ partials: [String]) -> RunFailure? {
            refusal { () throws(RunFailure) in
                _ = try Run.merge(spread.request, partials: partials, progress: SilentProgress())
            }
        }
    }

    @Test func allOfThemMerge() throws {
        let fixture = try Fixture()
        #expect(fixture.merging(fixture.spread.allPartials.reversed()) == nil)
    }

    @Test func missingOnesAreNamed() throws {
        let fixture = try Fixture()
        let failure = try #require(fixture.merging([fixture.spread.partial(2)]))
        #expect(failure.code == .noInput && failure.message.contains("1/3, 3/3"), "\(failure.message)")
        #expect(fixture.merging([])?.code == .noInput)
        #expect(fixture.merging(["\(fixture.work.path)/nowhere"])?.message.contains("nowhere") == true)
    }

    @Test func oneTwiceIsNamed() throws {
        let fixture = try Fixture()
        let failure = fixture.merging(fixture.spread.allPartials + [fixture.spread.partial(2)])
        #expect(failure?.message.contains("shard 2/3 is in") == true, "\(failure?.message ?? "")")
    }

    @Test func filledReviewsAreLeftToOneMachine() throws {
        let fixture = try Fixture()
        try "异常编号,处理结果\n".write(
            toFile: "\(fixture.work.path)/inputs/2024-Q4/review.csv", atomically: true, encoding: .utf8)
        let failure = fixture.refusal { () throws(RunFailure) in
            try fixture.spread.write(1, keysOnly: true, with: [])
        }
        #expect(failure?.code == .noInput && failure?.message.contains("2024-Q4/review.csv: a filled review") == true)
        #expect(fixture.merging(fixture.spread.allPartials)?.message.contains("a filled review") == true)
    }

    @Test func keysAreNoPartials() throws {
        let fixture = try Fixture()
        #expect(fixture.merging([fixture.spread.keys(1)])?.message.contains("it holds keys") == true)
        let failure = fixture.refusal { () throws(RunFailure) in
            try fixture.spread.write(1, keysOnly: false, with: fixture.spread.allPartials)
        }
        #expect(failure?.message.contains("it holds a partial") == true)
    }

    @Test(arguments: [0, 3, 40, 60, 200]) func anyByteThatDiffersIsNoticed(_ at: Int) throws {
        let fixture = try Fixture()
        let file = URL(fileURLWithPath: fixture.spread.partial(1))
        var bytes = try Data(contentsOf: file)
        bytes[at] ^= 1
        try bytes.write(to: file)
        let failure = try #require(fixture.merging(fixture.spread.allPartials))
        #expect(failure.code == .noInput && failure.message.contains("1.partial"), "\(failure.message)")
        try bytes.prefix(at).write(to: file)
        #expect(fixture.merging(fixture.spread.allPartials)?.code == .noInput)
    }

    @Test func otherRunsAreToldApart() throws {
        let fixture = try Fixture()
        var other = fixture.spread
        other.request.range = PeriodRange(Period(year: 2023))
        let period = fixture.refusal { () throws(RunFailure) in
            _ = try Run.merge(other.request, partials: other.allPartials, progress: SilentProgress())
        }
        #expect(period?.message.contains("period: 2023 here, 2024 there") == true, "\(period?.message ?? "")")
        other = fixture.spread
        other.request.pipeline = Checkout.path("Tests/EndToEndTests/Pipelines/senders")
        let definitions = fixture.refusal { () throws(RunFailure) in
            _ = try Run.merge(other.request, partials: other.allPartials, progress: SilentProgress())
        }
        #expect(definitions?.message.contains("definitions") == true)
        other = fixture.spread
        other.count = 2
        try other.write(1, keysOnly: true, with: [])
        let division = fixture.refusal { () throws(RunFailure) in
            try fixture.spread.write(1, keysOnly: false, with: fixture.spread.allKeys)
        }
        #expect(division?.message.contains("One division only") == true, "\(division?.message ?? "")")
    }

    /// Keys that were taken anew belong to other partials.
    @Test func partialsOfOtherKeysAreNotMixed() throws {
        let fixture = try Fixture()
        let contracts = "\(fixture.work.path)/inputs"
        let file = try #require(
            try FileManager.default.subpathsOfDirectory(atPath: contracts).first { $0.hasSuffix(".csv") })
        let url = URL(fileURLWithPath: "\(contracts)/\(file)")
        var bytes = try Data(contentsOf: url)
        // As long as before: only a digit of a value is another one.
        let digit = try #require(bytes.lastIndex { (UInt8(ascii: "1")...UInt8(ascii: "8")).contains($0) })
        bytes[digit] += 1
        try bytes.write(to: url)
        try fixture.spread.write(2, keysOnly: true, with: [])
        let again = fixture.refusal { () throws(RunFailure) in
            for number in 1...3 { try fixture.spread.write(number, keysOnly: false, with: fixture.spread.allKeys) }
        }
        if again == nil { #expect(fixture.merging(fixture.spread.allPartials) == nil) }
    }

    /// Between the rounds a record got another key: some shard sees that its rows are not those that claimed.
    @Test func inputsThatChangeBetweenTheRoundsAreNoticed() throws {
        let fixture = try Fixture()
        let folder = "\(fixture.work.path)/inputs"
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) where name.contains("合同") {
            guard name.hasSuffix(".csv") else { continue }
            let url = URL(fileURLWithPath: "\(folder)/\(name)")
            // The files differ in encoding: digits are the same bytes in all of them.
            var bytes = [UInt8](try Data(contentsOf: url))
            let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
            let record = try #require(
                bytes.indices.dropFirst().first { bytes[$0 - 1] == UInt8(ascii: "\n") && digits.contains(bytes[$0]) })
            bytes[record] = UInt8(ascii: bytes[record] == UInt8(ascii: "9") ? "8" : "9")
            try Data(bytes).write(to: url)
        }
        let failures = (1...3).compactMap { number in
            fixture.refusal { () throws(RunFailure) in
                try fixture.spread.write(number, keysOnly: false, with: fixture.spread.allKeys)
            }
        }
        #expect(!failures.isEmpty && failures.allSatisfy { $0.message.contains("changed since the keys") })
    }
}
