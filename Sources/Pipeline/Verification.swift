import Foundation

/// `returns verify`: holds every file of every vintage against the digests written when it was made.
public struct Verification: Sendable {
    /// Files held against their digest.
    public var files = 0
    public var vintages = 0
    /// One line each: what differs, and where.
    public var differences: [String] = []

    /// Reads `manifest.sha256` of every vintage below `outputs` (one that `sha256sum -c` reads as well). Throws where there
    /// is no outputs folder.
    public init(outputs: String) throws(RunFailure) {
        let root = "\(outputs)/vintages"
        guard isDirectory(outputs) else {
            throw RunFailure(.noInput, "\(outputs): no such folder of outputs.")
        }
        let files = FileManager.default
        for period in ((try? files.contentsOfDirectory(atPath: root)) ?? []).sorted() {
            let numbers = ((try? files.contentsOfDirectory(atPath: "\(root)/\(period)")) ?? []).compactMap { Int($0) }
            for number in numbers.sorted() {
                vintages += 1
                check(folder: "\(root)/\(period)/\(number)")
            }
        }
        for name in ((try? files.contentsOfDirectory(atPath: outputs)) ?? []).sorted() {
            let path = "\(outputs)/\(name)"
            guard let target = try? files.destinationOfSymbolicLink(atPath: path) else { continue }
            if !isDirectory(path) { differences.append("\(path): the link points to \(target), which is not there") }
        }
    }

    private mutating func check(folder: String) {
        guard let text = try? String(contentsOfFile: "\(folder)/\(Manifest.name)", encoding: .utf8) else {
            differences.append("\(folder)/\(Manifest.name): missing or unreadable")
            return
        }
        var known: Set<String> = [Manifest.name]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2 else {
                differences.append("\(folder)/\(Manifest.name): not a line of a manifest: \(line)")
                continue
            }
            let name = parts[1].drop { $0 == " " || $0 == "*" }
            known.insert(String(name))
            self.files += 1
            guard let digest = FileDigests.plain("\(folder)/\(name)") else {
                differences.append("\(folder)/\(name): missing or unreadable")
                continue
            }
            if digest != parts[0] { differences.append("\(folder)/\(name): changed since it was written") }
        }
        for name in Manifest.files(in: folder) where !known.contains(name) {
            differences.append("\(folder)/\(name): was not written by a run")
        }
    }
}

/// `manifest.sha256`: digest and path of every file of a vintage, in order of path, as `sha256sum` writes them.
struct Manifest {
    static let name = "manifest.sha256"

    /// Paths of all files below a folder, relative to it, in order of bytes.
    static func files(in folder: String) -> [String] {
        guard let walk = FileManager.default.enumerator(atPath: folder) else { return [] }
        var names: [String] = []
        for case let name as String in walk where !isDirectory("\(folder)/\(name)") { names.append(name) }
        return names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    }

    static func write(in folder: String) throws(RunFailure) {
        var text = ""
        for file in files(in: folder) where file != name {
            guard let digest = FileDigests.plain("\(folder)/\(file)") else {
                throw RunFailure(.inputOutput, "\(folder)/\(file): cannot be read back (\(reason())).")
            }
            text += "\(digest)  \(file)\n"
        }
        do {
            try text.write(toFile: "\(folder)/\(name)", atomically: false, encoding: .utf8)
        } catch {
            throw RunFailure(.inputOutput, "\(folder)/\(name): cannot be written (\(reason())).")
        }
    }
}
