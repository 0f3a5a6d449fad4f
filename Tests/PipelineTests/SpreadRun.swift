import Foundation
import Pipeline

/// The checkout.
enum Checkout {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func path(_ relative: String) -> String { root.appendingPathComponent(relative).path }
}

/// A folder that goes away with its owner.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("shards-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A run as so many processes would do it, each with a file of its own.
struct SpreadRun {
    var request: RunRequest
    var count: Int
    /// Where keys and partials are.
    var folder: String

    func keys(_ number: Int) -> String { "\(folder)/\(number).keys" }
    func partial(_ number: Int) -> String { "\(folder)/\(number).partial" }
    var allKeys: [String] { (1...count).map(keys) }
    var allPartials: [String] { (1...count).map(partial) }

    @discardableResult
    func write(_ number: Int, keysOnly: Bool, with keys: [String]) throws(RunFailure) -> String {
        try Run.partial(
            ShardRequest(
                run: request, shard: Shard(number, of: count), file: keysOnly ? self.keys(number) : partial(number),
                keysOnly: keysOnly, keys: keys),
            progress: SilentProgress())
    }

    /// The first round, as often as shards find out what others have to know, then the second.
    func writeAll() throws(RunFailure) {
        for number in 1...count { try write(number, keysOnly: true, with: []) }
        var attempt = 0
        while true {
            do throws(RunFailure) {
                for number in 1...count { try write(number, keysOnly: false, with: allKeys) }
                return
            } catch {
                attempt += 1
                guard error.code == .busy, attempt < 8 else { throw error }
                // Each names the files of the attempt before, so those stay until all are written.
                let before = allKeys.map { "\($0).before" }
                for (old, new) in zip(allKeys, before) { rename(old, new) }
                for number in 1...count { try write(number, keysOnly: true, with: before) }
            }
        }
    }

    func merge() throws(RunFailure) -> RunOutcome {
        try Run.merge(request, partials: allPartials, progress: SilentProgress())
    }
}

/// What two folders of outputs differ in, a line each; `run.json` but for its section `run`, and the list of digests that
/// covers it left out.
func differences(_ first: String, _ second: String) throws -> [String] {
    func files(_ folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).filter { path in
            var isFolder: ObjCBool = false
            let exists = FileManager.default.fileExists(atPath: "\(folder)/\(path)", isDirectory: &isFolder)
            return exists && !isFolder.boolValue && path != ".lock"
        }.sorted()
    }
    let (names, others) = (try files(first), try files(second))
    guard names == others else { return ["files: \(names) and \(others)"] }
    return try names.filter { name in
        let (a, b) = (
            try Data(contentsOf: URL(fileURLWithPath: "\(first)/\(name)")),
            try Data(contentsOf: URL(fileURLWithPath: "\(second)/\(name)"))
        )
        guard name.hasSuffix("run.json") else {
            return a != b && !name.hasSuffix("sha256") && !name.contains("manifest")
        }
        return try record(a) != record(b)
    }
}

private func record(_ json: Data) throws -> NSDictionary {
    var fields = try JSONSerialization.jsonObject(with: json) as? [String: Any] ?? [:]
    precondition(fields.removeValue(forKey: "run") != nil)
    return fields as NSDictionary
}
