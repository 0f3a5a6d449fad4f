import Crypto
import Definitions
import Foundation
import Model

/// `returns/datapackage.json`: Data Package v2 over the tables in its folder, each with its schema, and bytes and hash of the
/// file as it lies there, compressed. It is written when they are.
struct DataPackage {
    private let publication: Publication
    private let output: OutputDefinition
    /// The vintage's folder.
    private let vintage: String

    static func write(
        _ publication: Publication, _ output: OutputDefinition, in vintage: String, to file: TextFile
    ) throws(OutputError) {
        let package = DataPackage(publication: publication, output: output, vintage: vintage)
        try file.write(try package.descriptor.bytes)
    }

    private var pipeline: PipelineDefinition { publication.pipeline }
    private var language: Language { pipeline.language }

    /// The folder of the descriptor, with a slash: it can name only what lies below.
    private var folder: String {
        output.path.lastIndex(of: "/").map { String(output.path[...$0]) } ?? ""
    }

    private var descriptor: JSONValue {
        get throws(OutputError) {
            var resources: [JSONValue] = []
            for other in pipeline.outputs where other.path.hasPrefix(folder) {
                guard let schema = TableSchema(other, publication) else { continue }
                resources.append(try resource(other, schema))
            }
            return .object([
                ("$schema", "https://datapackage.org/profiles/2.0/datapackage.json"),
                ("name", .string(DataPackage.name("\(pipeline.name)-\(publication.range)"))),
                ("title", .string("\(pipeline.title[language]) \(publication.range)")),
                ("version", .string(pipeline.version)),
                ("created", .string("\(publication.asOf)T00:00:00Z")),
                (
                    "contributors",
                    .array([.object([("title", .string(pipeline.agency)), ("roles", .array(["publisher"]))])])
                ),
                ("sources", .array(sources)),
                ("resources", .array(resources)),
            ])
        }
    }

    /// The deliveries that were read, by name.
    private var sources: [JSONValue] {
        var seen: Set<String> = []
        return publication.files.map(\.delivery).filter { seen.insert($0).inserted }.map {
            .object([("title", .string($0))])
        }
    }

    private func resource(_ table: OutputDefinition, _ schema: TableSchema) throws(OutputError) -> JSONValue {
        let path = String(table.path.dropFirst(folder.utf8.count))
        let bytes = try DataPackage.contents("\(vintage)/\(table.path)")
        let isCompressed = path.hasSuffix(".gz")
        let stem = isCompressed ? String(path.dropLast(3)) : path
        return .object(
            [
                ("name", .string(DataPackage.name(stem.hasSuffix(".csv") ? String(stem.dropLast(4)) : stem))),
                ("type", "table"), ("path", .string(path)), ("title", .string(schema.title[language])),
                ("format", "csv"), ("mediatype", "text/csv"), ("encoding", "utf-8"),
            ] + (isCompressed ? [("compression", "gz")] : []) + [
                ("bytes", .number(bytes.count)),
                ("hash", .string("sha256:" + DataPackage.hexadecimal(SHA256.hash(data: bytes)))),
                (
                    "dialect",
                    .object([
                        ("delimiter", ","), ("header", .boolean(schema.hasHeader)),
                        ("lineTerminator", .string(schema.endOfLine)),
                    ])
                ),
                ("schema", schema.json),
            ])
    }

    private static func contents(_ path: String) throws(OutputError) -> Data {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw OutputError(path: path, operation: .write, code: ENOENT)
        }
        return data
    }

    /// Lower case, digits, `-`, `_`, `.`: what names of packages and resources are made of.
    private static func name(_ text: String) -> String {
        String(
            text.lowercased().unicodeScalars.map { scalar in
                switch scalar {
                case "a"..."z", "0"..."9", "-", "_", ".": Character(scalar)
                default: "-"
                }
            })
    }

    private static func hexadecimal(_ digest: SHA256.Digest) -> String {
        digest.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
    }
}
