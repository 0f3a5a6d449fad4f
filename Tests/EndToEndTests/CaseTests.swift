import Foundation
import Glibc
import Testing

/// Every folder of `Cases/`, run as a user would run it.
@Suite struct CaseTests {
    static let recording = ProcessInfo.processInfo.environment["RECORD"] == "1"

    @Test func everyFolderIsACase() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Case.folder.path)
        #expect(Case.all.map(\.name) == folders.sorted())
    }

    @Test(arguments: Case.all) func caseHolds(_ one: Case) throws {
        let work = try TemporaryFolder()
        try one.prepare(in: work.url)
        for step in one.steps {
            let lock = try step.hold.map { try FileLock(work.url.appendingPathComponent($0)) }
            let program = try Program.run(one.arguments(of: step), in: work.url)
            withExtendedLifetime(lock) {}
            #expect(program.status == step.exit, "\(one.name): \(step.run)\n\(program.output)\(program.errors)")
            if let save = step.save {
                try Data(program.output.utf8).write(to: work.url.appendingPathComponent(save))
            }
            for text in step.stdout ?? [] {
                #expect(program.output.contains(text), "\(one.name): stdout has no “\(text)”:\n\(program.output)")
            }
            for text in step.stderr ?? [] {
                #expect(program.errors.contains(text), "\(one.name): stderr has no “\(text)”:\n\(program.errors)")
            }
        }
        for path in one.compare ?? [] {
            let made = try contents(of: work.url.appendingPathComponent(path))
            let expected = one.folder.appendingPathComponent("expected/\(CaseTests.kept(path))")
            if CaseTests.recording {
                try FileManager.default.createDirectory(
                    at: expected.deletingLastPathComponent(), withIntermediateDirectories: true)
                try made.write(to: expected)
            } else {
                let wanted = try Data(contentsOf: expected)
                #expect(made == wanted, "\(one.name): \(path) differs:\n\(CaseTests.difference(wanted, made))")
            }
        }
        for path in one.absent ?? [] {
            #expect(!FileManager.default.fileExists(atPath: work.url.appendingPathComponent(path).path))
        }
    }

    /// `outputs/2024-Q4/returns/returns.csv.gz` is kept as `returns/returns.csv`.
    private static func kept(_ path: String) -> String {
        let plain = path.hasSuffix(".gz") ? String(path.dropLast(3)) : path
        return plain.split(separator: "/").dropFirst(plain.hasPrefix("outputs/") ? 2 : 0).joined(separator: "/")
    }

    /// The first lines that are not the same.
    private static func difference(_ expected: Data, _ made: Data) -> String {
        let lines = [expected, made].map { String(decoding: $0, as: UTF8.self).components(separatedBy: "\n") }
        var text = ""
        for i in 0..<max(lines[0].count, lines[1].count) {
            let wanted = i < lines[0].count ? lines[0][i] : "(end)"
            let got = i < lines[1].count ? lines[1][i] : "(end)"
            if wanted != got { text += "line \(i + 1)\n  expected \(wanted)\n  made     \(got)\n" }
            if text.utf8.count > 2_000 { break }
        }
        return text
    }
}

/// An exclusive lock on a file, as a run holds it.
final class FileLock {
    private let descriptor: Int32

    init(_ file: URL) throws {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        descriptor = open(file.path, O_RDWR | O_CREAT, 0o644)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw Unavailable(file: file.path) }
    }

    deinit { close(descriptor) }

    struct Unavailable: Error { var file: String }
}
