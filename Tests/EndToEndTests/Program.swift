import Foundation

/// The checkout and what was built from it.
enum Checkout {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The folder that the test bundle was built into; the programs stand beside it.
    static let products: URL = {
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let beside = own.appendingPathComponent("returns")
        if FileManager.default.isExecutableFile(atPath: beside.path) { return own }
        return root.appendingPathComponent(".build/debug").resolvingSymlinksInPath()
    }()

    static func path(_ relative: String) -> URL { root.appendingPathComponent(relative) }
}

/// A program of this package, run to its end.
struct Program {
    var status: Int32
    var output: String
    var errors: String

    /// `limit`: seconds after which it is ended, with status 124.
    static func run(
        _ arguments: [String], of name: String = "returns", in folder: URL, limit: Int = 300
    ) throws -> Program {
        let program = Checkout.products.appendingPathComponent(name)
        return try execute("/usr/bin/timeout", ["\(limit)", program.path] + arguments, in: folder)
    }

    /// Output goes to files: a pipe that nobody empties would stop a talkative program.
    static func execute(_ path: String, _ arguments: [String], in folder: URL) throws -> Program {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let scratch = try TemporaryFolder()
        let output = try scratch.file("stdout")
        let errors = try scratch.file("stderr")
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return Program(
            status: process.terminationStatus, output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }
}

/// A folder that goes away with its owner.
final class TemporaryFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("returns-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        do { try FileManager.default.removeItem(at: url) } catch { print("\(url.path) stays behind: \(error)") }
    }

    /// An empty file of that name.
    func file(_ name: String) throws -> URL {
        let file = url.appendingPathComponent(name)
        try Data().write(to: file)
        return file
    }
}

/// The text of a file, unpacked where it ends in `.gz`.
func contents(of file: URL) throws -> Data {
    guard file.pathExtension == "gz" else { return try Data(contentsOf: file) }
    let scratch = try TemporaryFolder()
    let plain = try scratch.file("plain")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", file.path]
    process.standardOutput = try FileHandle(forWritingTo: plain)
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Unpacking(file: file.path) }
    return try Data(contentsOf: plain)
}

struct Unpacking: Error { var file: String }
