import Foundation
import Testing

/// What later deliveries change, and what they do not.
@Suite struct DeliveryTests {
    /// `--through` is a promise: the outputs that a run wrote before a later delivery came are written again, byte for byte.
    @Test func throughIsAsIfTheLaterDeliveryHadNotCome() throws {
        let work = try TemporaryFolder()
        let one = try #require(Case.all.first { $0.name == "through-reproduces-what-was-known" })
        try one.prepare(in: work.url)
        let later = work.url.appendingPathComponent("inputs/2025-Q1")
        let aside = work.url.appendingPathComponent("aside")
        try FileManager.default.moveItem(at: later, to: aside)
        func run(_ outputs: String, _ options: [String]) throws {
            let program = try Program.run(
                ["run", "--period", "2024Q4", "--pipeline", "pipeline", "--inputs", "inputs", "--outputs", outputs]
                    + options, in: work.url)
            #expect(program.status == 0, "\(program.errors)")
        }
        try run("before", [])
        try FileManager.default.moveItem(at: aside, to: later)
        try run("again", ["--through", "2024-Q4"])
        try run("with", [])
        for path in ["returns/returns.csv.gz", "exceptions/exceptions.csv.gz", "exceptions/summary.json"] {
            let bytes = try ["before", "again", "with"].map {
                try Data(contentsOf: work.url.appendingPathComponent("\($0)/2024-Q4/\(path)"))
            }
            #expect(bytes[0] == bytes[1], "\(path)")
            if path.hasPrefix("returns") { #expect(bytes[0] != bytes[2], "the later delivery revises") }
        }
        // run.json too, but for what it says of this run itself and of the option.
        let records = try ["before", "again"].map { outputs in
            let text = try String(
                contentsOf: work.url.appendingPathComponent("\(outputs)/2024-Q4/run.json"), encoding: .utf8)
            return try #require(text.range(of: "\"run\":").map { String(text[..<$0.lowerBound]) })
                .replacing(#/"through": ?("2024-Q4"|null)/#, with: "")
        }
        #expect(records[0] == records[1])
    }
}
