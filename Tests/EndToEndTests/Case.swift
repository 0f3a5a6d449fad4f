import Foundation
import Yams

/// A folder of `Cases/`:
///
///     case.yaml     what it shows, what is run, what must come out
///     inputs/ …     copied, with everything else but `expected/`, to a folder of its own, in which the program runs
///     pipeline/     its own definitions; without it, `pipeline:` names a folder of Pipelines/, or `innovation`
///     expected/     files as they must come out (unpacked)
///
/// `RECORD=1 swift test --filter EndToEndTests` writes `expected/` anew; read the difference before it is committed.
struct Case: Decodable, Sendable, CustomStringConvertible {
    /// One sentence: what happens, and why that is right.
    var says: String
    /// A folder of `Tests/EndToEndTests/Pipelines`, or `innovation`; not needed where the case has a folder `pipeline`.
    var pipeline: String?
    var steps: [Step]
    /// Files that must be as in `expected/`.
    var compare: [String]?
    /// Files that must not be there afterwards.
    var absent: [String]?
    var name = ""

    enum CodingKeys: CodingKey { case says, pipeline, steps, compare, absent }

    struct Step: Decodable, Sendable {
        /// Arguments; `--pipeline`, `--inputs` and `--outputs` are added for `run` and `check`, the first two for `explain`,
        /// `trace`, `dossier` and `review`, `--pipeline` for `lint`.
        var run: [String]
        var exit: Int32
        /// Texts that must occur.
        var stdout: [String]?
        var stderr: [String]?
        /// What stdout says is kept in this file, to be compared.
        var save: String?
        /// Holds this file's lock while the program runs, as another run would.
        var hold: String?
    }

    var description: String { name }

    static let folder = Checkout.path("Tests/EndToEndTests/Cases")

    static let all: [Case] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().compactMap { name in
            let file = folder.appendingPathComponent("\(name)/case.yaml")
            guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
            do {
                var one = try YAMLDecoder().decode(Case.self, from: text)
                one.name = name
                return one
            } catch {
                // Shown by the test that counts cases and folders.
                print("\(name)/case.yaml: \(error)")
                return nil
            }
        }
    }()

    var folder: URL { Case.folder.appendingPathComponent(name, isDirectory: true) }

    /// Copies what the case brings, with the pipeline that it names.
    func prepare(in work: URL) throws {
        let manager = FileManager.default
        for entry in try manager.contentsOfDirectory(atPath: folder.path).sorted()
        where entry != "case.yaml" && entry != "expected" {
            try manager.copyItem(at: folder.appendingPathComponent(entry), to: work.appendingPathComponent(entry))
        }
        if !manager.fileExists(atPath: work.appendingPathComponent("pipeline").path) {
            let name = pipeline ?? "innovation"
            let source =
                name == "innovation"
                ? Checkout.path("pipelines/innovation") : Checkout.path("Tests/EndToEndTests/Pipelines/\(name)")
            try manager.copyItem(at: source, to: work.appendingPathComponent("pipeline"))
        }
    }

    func arguments(of step: Step) -> [String] {
        switch step.run.first {
        case "run", "check": step.run + ["--pipeline", "pipeline", "--inputs", "inputs", "--outputs", "outputs"]
        case "explain", "trace", "dossier", "review": step.run + ["--pipeline", "pipeline", "--inputs", "inputs"]
        case "lint": step.run + ["--pipeline", "pipeline"]
        default: step.run
        }
    }
}
