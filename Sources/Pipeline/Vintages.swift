import Definitions
import Foundation
import Model
import Publish

/// The vintages of one period (or range) in an outputs folder: `outputs/vintages/<period>/<n>/`, and the links
/// `outputs/<period>` (last published) and `outputs/<period>.draft` (newest that is not).
struct Vintages {
    enum Standing: String {
        case published, draft
    }

    let outputs: String
    let range: PeriodRange

    var folder: String { "\(outputs)/vintages/\(range)" }

    func link(_ standing: Standing) -> String {
        standing == .published ? "\(outputs)/\(range)" : "\(outputs)/\(range).draft"
    }

    /// Number of the vintage that a link points to.
    func number(_ standing: Standing) -> Int? {
        guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: link(standing)) else {
            return nil
        }
        return target.split(separator: "/").last.flatMap { Int($0) }
    }

    /// The exceptions of the newest vintage, published or not: what a reviewer had before. nil where there is none, or where
    /// it cannot be read any more.
    func earlierExceptions(_ pipeline: PipelineDefinition) -> EarlierExceptions? {
        guard let output = pipeline.outputs.first(where: { $0.kind == .exceptions }),
            pipeline.outputs.contains(where: { $0.kind == .changes }),
            let number = [number(.published), number(.draft)].compactMap(\.self).max()
        else { return nil }
        return EarlierExceptions(vintage: number, path: "\(folder)/\(number)/\(output.path)")
    }

    /// The figures of the last published vintage: what revisions are told against.
    func earlierFigures(_ pipeline: PipelineDefinition) -> EarlierFigures? {
        guard let output = pipeline.outputs.first(where: { $0.kind == .returns }),
            pipeline.outputs.contains(where: { $0.kind == .revisions }), let number = number(.published)
        else { return nil }
        return EarlierFigures(vintage: number, path: "\(folder)/\(number)/\(output.path)")
    }

    /// Digest of content that a vintage's `run.json` states.
    func digest(_ standing: Standing) -> String? {
        guard let number = number(standing),
            let data = FileManager.default.contents(atPath: "\(folder)/\(number)/run.json"),
            let record = try? JSONDecoder().decode(DigestRecord.self, from: data)
        else { return nil }
        return record.digest
    }

    private struct DigestRecord: Decodable { var digest: String }

    /// Numbers of all vintages, ascending.
    func numbers() -> [Int] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).compactMap { Int($0) }.sorted()
    }

    /// An empty folder to write the next vintage into; left-overs of a run that was cut off are cleared first. Throws
    /// where the link could not be put in its place afterwards: then no vintage is written.
    func begin(_ standing: Standing) throws(RunFailure) -> (number: Int, folder: String) {
        let place = link(standing)
        var existing = stat()
        if lstat(place, &existing) == 0, existing.st_mode & S_IFMT != S_IFLNK {
            throw RunFailure(
                .cannotCreate, "\(place): a file or folder stands where the link to the vintage belongs. Move it away.")
        }
        let files = FileManager.default
        do {
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for name in try files.contentsOfDirectory(atPath: folder) where name.hasSuffix(".partial") {
                try files.removeItem(atPath: "\(folder)/\(name)")
            }
            let number = (numbers().last ?? 0) + 1
            let path = "\(folder)/\(number).partial"
            try files.createDirectory(
                atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
            return (number, path)
        } catch {
            throw RunFailure(
                .cannotCreate,
                "\(folder): a new vintage cannot be made there (\(reason())). Check permissions and the disk.")
        }
    }

    /// Flushes the vintage to the disk, gives it its name, and switches the link in one step.
    func commit(number: Int, partial: String, standing: Standing) throws(RunFailure) {
        let final = "\(folder)/\(number)"
        try flushTree(partial)
        guard rename(partial, final) == 0 else {
            throw RunFailure(.inputOutput, "\(final): the vintage cannot be put in place (\(reason())).")
        }
        try flush(folder)
        // A link is made beside its place and renamed over it, so that readers see the old one or the new one.
        let place = link(standing)
        let fresh = "\(place).new"
        unlink(fresh)
        guard symlink("vintages/\(range)/\(number)", fresh) == 0, rename(fresh, place) == 0 else {
            throw RunFailure(.cannotCreate, "\(place): the link to the vintage cannot be made (\(reason())).")
        }
        if standing == .published { unlink(link(.draft)) }
        try flush(outputs)
    }

    func abandon(_ partial: String) { try? FileManager.default.removeItem(atPath: partial) }

    private func flushTree(_ folder: String) throws(RunFailure) {
        guard let walk = FileManager.default.enumerator(atPath: folder) else { return }
        for case let name as String in walk { try flush("\(folder)/\(name)") }
        try flush(folder)
    }

    private func flush(_ path: String) throws(RunFailure) {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw RunFailure(.inputOutput, "\(path): cannot be opened (\(reason())).") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw RunFailure(.inputOutput, "\(path): cannot be flushed to the disk (\(reason())).")
        }
    }
}
