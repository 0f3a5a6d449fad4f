import Foundation

// SampleInputs [FOLDER]: writes the sample deliveries to FOLDER/inputs and the list of the exceptions that are in them to
// FOLDER/Tests/EndToEndTests/Expected/sample-exceptions.csv, beside the figures that were planned (sample-figures.csv). FOLDER
// is the current one by default. Same bytes every time.

let root = URL(fileURLWithPath: CommandLine.arguments.dropFirst().first ?? ".", isDirectory: true)
var world = World()
let files = Deliveries.make(&world).sorted { $0.path < $1.path }

do {
    let manager = FileManager.default
    let inputs = root.appendingPathComponent("inputs", isDirectory: true)
    for delivery in ["2023-Q4", "2024-Q4"] {
        let folder = inputs.appendingPathComponent(delivery, isDirectory: true)
        if manager.fileExists(atPath: folder.path) { try manager.removeItem(at: folder) }
        try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    var total = 0
    for file in files {
        let url = inputs.appendingPathComponent(file.path)
        // Other offices have folders of their own.
        try manager.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(file.bytes).write(to: url)
        total += file.bytes.count
    }
    let expected = root.appendingPathComponent("Tests/EndToEndTests/Expected", isDirectory: true)
    try manager.createDirectory(at: expected, withIntermediateDirectories: true)
    let lines = [SeededException.header] + files.flatMap { $0.exceptions.map(\.line) }
    try Data((lines.joined(separator: "\n") + "\n").utf8)
        .write(to: expected.appendingPathComponent("sample-exceptions.csv"))
    try Data(PlannedFigures.table.utf8).write(to: expected.appendingPathComponent("sample-figures.csv"))
    print("inputs: \(files.count) files, \(total) bytes, \(lines.count - 1) exceptions")
} catch {
    FileHandle.standardError.write(Data("SampleInputs: \(error)\n".utf8))
    exit(73)
}
