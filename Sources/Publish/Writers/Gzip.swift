import CZlib
import Tabular

/// gzip as every output has it: no name, no time stamp, operating system "unknown", one level.
enum Gzip {
    /// On tables of exceptions level 4 takes 13 ms where level 6 takes 35, for an eighth more bytes.
    private static let level: Int32 = 4

    /// Bytes of text in one member: a file is cut here whatever the number of jobs, so its bytes do not depend on it.
    static let memberSize = 4 << 20

    /// One member holding the whole text (any length, also none).
    static func member(_ text: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        // Level and window are constants that zlib accepts; it can only fail for want of memory, as an array would.
        precondition(returns_deflate_init_gzip(&stream, level) == Z_OK, "zlib cannot start")
        defer { deflateEnd(&stream) }
        // deflateBound does not count all of the gzip frame in every version.
        let bound = Int(deflateBound(&stream, UInt(text.count))) + 32
        return text.withUnsafeBufferPointer { source in
            [UInt8](unsafeUninitializedCapacity: bound) { target, written in
                stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(bound)
                let ended = deflate(&stream, Z_FINISH)
                precondition(ended == Z_STREAM_END, "zlib did not finish a member")
                written = bound - Int(stream.avail_out)
                // Byte 9 names the operating system of the writer; the same file everywhere says unknown.
                target[9] = 255
            }
        }
    }

    /// One member per text, in their order, made on up to `jobs` cores.
    static func members(_ texts: [[UInt8]], jobs: Int) -> [[UInt8]] {
        inParallel(texts.count, jobs: jobs) { member(texts[$0]) }
    }
}

/// A text file being written, compressed where its name ends in `.gz`. Memory is bounded by `jobs` members.
final class TextFile {
    private let file: OutputFile
    private let compressed: Bool
    private let jobs: Int
    private var member: [UInt8] = []
    private var waiting: [[UInt8]] = []
    private var written = false

    init(path: String, access: OutputAccess, jobs: Int) throws(OutputError) {
        file = try OutputFile(path: path, access: access)
        compressed = path.hasSuffix(".gz")
        self.jobs = max(1, jobs)
    }

    var path: String { file.path }

    /// To the program's standard output.
    init() throws(OutputError) {
        file = try OutputFile(standardOutput: ())
        compressed = false
        jobs = 1
    }

    func write(_ bytes: [UInt8]) throws(OutputError) {
        guard compressed else { try file.write(bytes); return }
        var at = 0
        while at < bytes.count {
            let take = min(Gzip.memberSize - member.count, bytes.count - at)
            member.append(contentsOf: bytes[at..<at + take])
            at += take
            if member.count == Gzip.memberSize { try cut() }
        }
    }

    func close() throws(OutputError) {
        if compressed {
            if !member.isEmpty || (waiting.isEmpty && !written) { waiting.append(member) }
            try flush()
        }
        try file.close()
    }

    private func cut() throws(OutputError) {
        waiting.append(member)
        member.removeAll(keepingCapacity: true)
        if waiting.count >= jobs { try flush() }
    }

    private func flush() throws(OutputError) {
        for made in Gzip.members(waiting, jobs: jobs) { try file.write(made) }
        waiting.removeAll(keepingCapacity: true)
        written = true
    }
}
