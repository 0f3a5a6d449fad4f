import Crypto
import Definitions
import Foundation
import Ingest
import Model
import Tabular

/// What a run is, as far as its parts have to agree on it: name and value.
struct RunIdentity: Hashable {
    var entries: [(name: String, value: String)]

    init(entries: [(name: String, value: String)]) { self.entries = entries }

    init(_ request: RunRequest, _ compiled: CompiledPipeline, _ deliveries: Deliveries) {
        var definitions = Digest()
        for file in compiled.pipeline.files {
            definitions.update(text: file.path)
            definitions.update(text: Digest.of(file.bytes))
        }
        var inputs = Digest()
        for file in deliveries.files {
            inputs.update(text: file.input.name)
            inputs.update(number: FileDigests.bytes(of: file.input.path))
        }
        entries = [
            ("program version", ProgramVersion.current), ("period", "\(request.range)"),
            ("--through", request.through.map { "\($0)" } ?? "none"),
            ("digests", request.digests ? "on" : "off"),
            ("definitions", definitions.hex), ("inputs (names and sizes)", inputs.hex),
        ]
    }

    /// The first thing in which two differ, in words.
    func difference(from other: RunIdentity) -> String? {
        zip(entries, other.entries).first { $0.0.value != $0.1.value }.map { own, other in
            "\(own.name): \(own.value) here, \(other.value) there"
        }
    }

    static func == (a: RunIdentity, b: RunIdentity) -> Bool { a.difference(from: b) == nil }
    func hash(into hasher: inout Hasher) { for entry in entries { hasher.combine(entry.value) } }
}

/// A file that one process of a run over several machines writes for others: whose it is, and its content as bytes, with a
/// digest over all of it.
struct ShardFile {
    enum Kind: UInt8 {
        case keys = 1
        case partial

        var words: String { self == .keys ? "keys" : "a partial" }
    }

    static let mark = Array("returns shard 1\n".utf8)

    /// As the system finds it.
    var path: String
    var kind: Kind
    var identity: RunIdentity
    var shard: Shard
    var knowledge: FileKnowledge
    /// Of a partial: digests of the keys that it was made with, by shard.
    var keys: [String] = []
    var body: [UInt8]
    /// Over everything, once it has been read.
    var digest = ""

    func write() throws(RunFailure) {
        var writer = BinaryWriter()
        writer.write(byte: kind.rawValue)
        writer.write(list: identity.entries) { writer, entry in
            writer.write(entry.name)
            writer.write(entry.value)
        }
        writer.write(shard.number)
        writer.write(shard.count)
        knowledge.write(to: &writer)
        writer.write(list: keys) { $0.write($1) }
        writer.write(bytes: body)
        let digest = SHA256.hash(data: writer.bytes)
        let temporary = "\(path).\(getpid()).part"
        do {
            try Data(ShardFile.mark + Array(digest) + writer.bytes).write(to: URL(fileURLWithPath: temporary))
        } catch {
            throw RunFailure(
                .cannotCreate,
                "\(path): it cannot be written (\(reason())). Check its folder, permissions and the disk.")
        }
        guard rename(temporary, path) == 0 else {
            let why = reason()
            unlink(temporary)
            throw RunFailure(.inputOutput, "\(path): it cannot be put in its place (\(why)).")
        }
    }

    /// Reads one; says of anything else what is wrong with it.
    init(path: String, _ wanted: Kind) throws(RunFailure) {
        self.path = path
        guard let data = FileManager.default.contents(atPath: path) else {
            throw RunFailure(.noInput, "\(path): no such file, or it may not be read. `returns partial` makes it.")
        }
        let bytes = Array(data)
        let start = ShardFile.mark.count + 32
        guard bytes.count >= start, bytes.starts(with: ShardFile.mark) else {
            throw RunFailure(.noInput, "\(path): no file of `returns partial`, or of another version of the program.")
        }
        let content = Array(bytes[start...])
        guard Array(SHA256.hash(data: content)) == Array(bytes[ShardFile.mark.count..<start]) else {
            throw RunFailure(
                .noInput, "\(path): it is damaged: its digest is not that of its content. Copy it or make it again.")
        }
        digest = Digest.hex(bytes[ShardFile.mark.count..<start])
        do throws(DamagedForm) {
            var reader = BinaryReader(content)
            guard let kind = Kind(rawValue: try reader.byte()) else { throw DamagedForm() }
            self.kind = kind
            identity = RunIdentity(
                entries: try reader.list { reader throws(DamagedForm) in
                    (name: try reader.text(), value: try reader.text())
                })
            shard = Shard(try reader.int(), of: try reader.int())
            knowledge = try FileKnowledge(from: &reader)
            keys = try reader.list { reader throws(DamagedForm) in try reader.text() }
            body = Array(try reader.slice())
        } catch {
            throw ShardFile.damaged(path)
        }
        guard kind == wanted else {
            throw RunFailure(.noInput, "\(path): it holds \(kind.words), where \(wanted.words) is wanted.")
        }
    }

    init(
        path: String, kind: Kind, identity: RunIdentity, shard: Shard, knowledge: FileKnowledge, keys: [String] = [],
        body: [UInt8]
    ) {
        self.path = path
        self.kind = kind
        self.identity = identity
        self.shard = shard
        self.knowledge = knowledge
        self.keys = keys
        self.body = body
    }

    static func damaged(_ path: String) -> RunFailure {
        RunFailure(.noInput, "\(path): its content is not what this version of the program writes.")
    }
}

extension [ShardFile] {
    /// In order of shards; throws where they are not all of one run, naming what is missing or differs.
    static func read(
        _ paths: [String], _ kind: ShardFile.Kind, of identity: RunIdentity
    ) throws(RunFailure) -> [ShardFile] {
        var files: [ShardFile] = []
        for path in paths {
            let file = try ShardFile(path: path, kind)
            if let difference = identity.difference(from: file.identity) {
                throw RunFailure(.noInput, "\(path): it is of another run (\(difference)). Make it again.")
            }
            if let first = files.first, first.shard.count != file.shard.count {
                throw RunFailure(
                    .noInput, "\(path): it is shard \(file.shard), \(first.path) is \(first.shard). One division only.")
            }
            if let same = files.first(where: { $0.shard == file.shard }) {
                throw RunFailure(.noInput, "\(path): shard \(file.shard) is in \(same.path) too.")
            }
            files.append(file)
        }
        files.sort { $0.shard.number < $1.shard.number }
        guard let count = files.first?.shard.count else {
            throw RunFailure(.noInput, "No file of any shard was named.")
        }
        let missing = Set(1...count).subtracting(files.map(\.shard.number)).sorted()
        guard missing.isEmpty else {
            let names = missing.map { "\($0)/\(count)" }.joined(separator: ", ")
            throw RunFailure(.noInput, "Of \(kind == .keys ? "keys" : "partials"), these are missing: \(names).")
        }
        return files
    }
}
