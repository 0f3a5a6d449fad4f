import Foundation

/// The checkout that these tests were built from.
enum SourceTree {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A Swift file: path from the root, lines.
    struct File: Sendable, CustomStringConvertible {
        var path: String
        var lines: [String]

        /// `Sources/Ingest/Formats/X.swift` → `Ingest`.
        var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
        var description: String { path }
    }

    static let sources = swiftFiles(below: "Sources")
    static let tests = swiftFiles(below: "Tests")

    static func swiftFiles(below folder: String) -> [File] {
        files(below: folder).filter { $0.hasSuffix(".swift") }.map { path in
            let text = (try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)) ?? ""
            return File(path: path, lines: text.components(separatedBy: "\n"))
        }
    }

    /// Paths from the root, in order.
    static func files(below folder: String) -> [String] {
        let base = root.appendingPathComponent(folder)
        guard let walk = FileManager.default.enumerator(atPath: base.path) else { return [] }
        return walk.compactMap { $0 as? String }.map { "\(folder)/\($0)" }.sorted()
    }
}

/// `swift package describe`, as far as these tests read it.
struct PackageDescription: Decodable {
    struct Target: Decodable {
        var name: String
        var type: String
        var targetDependencies: [String]?
        var productDependencies: [String]?

        enum CodingKeys: String, CodingKey {
            case name, type
            case targetDependencies = "target_dependencies"
            case productDependencies = "product_dependencies"
        }
    }
    var targets: [Target]

    /// Without `--ignore-lock` it would wait for the very build that runs this test, for ever.
    static func read() throws -> PackageDescription {
        let output = FileManager.default.temporaryDirectory.appendingPathComponent("describe-\(UUID().uuidString).json")
        try Data().write(to: output)
        defer { try? FileManager.default.removeItem(at: output) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "timeout", "120", "swift", "package", "--ignore-lock", "--package-path", SourceTree.root.path, "describe",
            "--type", "json",
        ]
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return try JSONDecoder().decode(PackageDescription.self, from: Data(contentsOf: output))
    }
}
