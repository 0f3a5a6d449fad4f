import Crypto
import Dispatch
import Foundation
import Synchronization

/// SHA-256, written as lower-case hex.
struct Digest {
    private var hash = SHA256()
    /// Gathered until there is enough to be worth a call.
    private var waiting: [UInt8] = []
    private static let enough = 16 << 10

    mutating func update(_ bytes: some Collection<UInt8>) {
        waiting.append(contentsOf: bytes)
        if waiting.count >= Digest.enough { flush() }
    }

    private mutating func flush() {
        waiting.withUnsafeBytes { hash.update(bufferPointer: $0) }
        waiting.removeAll(keepingCapacity: true)
    }

    /// Length before the text, so that no two sequences of texts run together.
    mutating func update(text: String) {
        update(number: Int64(text.utf8.count))
        update(text.utf8)
    }

    mutating func update(number: Int64) {
        withUnsafeBytes(of: number.littleEndian) { update($0) }
    }

    var hex: String {
        var whole = self
        whole.flush()
        return Digest.hex(whole.hash.finalize())
    }

    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    static func of(_ bytes: [UInt8]) -> String { hex(SHA256.hash(data: bytes)) }
}

/// What a file is known by: SHA-256 over the SHA-256 of its blocks of 1 MiB, so that blocks can be taken by many workers.
struct FileDigests {
    static let blockBytes = 1 << 20

    /// Size of each file; −1 where it cannot be read.
    let sizes: [Int64]
    private struct Block { var file: Int, offset: Int64, length: Int }
    private let blocks: [Block]
    private let paths: [String]

    /// Lays the blocks of all files out behind each other.
    init(_ paths: [String]) {
        self.paths = paths
        sizes = paths.map { path in
            var status = stat()
            return access(path, R_OK) == 0 && stat(path, &status) == 0 ? Int64(status.st_size) : -1
        }
        var blocks: [Block] = []
        for (i, size) in sizes.enumerated() {
            var offset: Int64 = 0
            while offset < size {
                let length = Int(min(Int64(FileDigests.blockBytes), size - offset))
                blocks.append(Block(file: i, offset: offset, length: length))
                offset += Int64(length)
            }
        }
        self.blocks = blocks
    }

    var blockCount: Int { blocks.count }

    /// Digest and size of each file. A file that cannot be read has an empty digest: reading it says why.
    static func of(_ paths: [String], jobs: Int) -> [(digest: String, bytes: Int64)] {
        let digests = FileDigests(paths)
        return digests.files(digests.blocks(0..<digests.blockCount, jobs: jobs))
    }

    /// Digests of some of the blocks, in order; empty where one cannot be read.
    func blocks(_ range: Range<Int>, jobs: Int) -> [[UInt8]] {
        let work = Array(blocks[range])
        let first = work.first?.file ?? 0
        let files = paths[first..<(work.last.map { $0.file + 1 } ?? first)].map {
            open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        }
        defer { for file in files where file >= 0 { close(file) } }
        let next = Atomic<Int>(0)
        let results = Mutex<[[UInt8]]>(Array(repeating: [], count: work.count))
        DispatchQueue.concurrentPerform(iterations: max(1, min(jobs, work.count))) { _ in
            let buffer = UnsafeMutableRawPointer.allocate(byteCount: FileDigests.blockBytes, alignment: 64)
            defer { buffer.deallocate() }
            while true {
                let i = next.add(1, ordering: .relaxed).oldValue
                guard i < work.count else { return }
                var got = 0
                while got < work[i].length {
                    let n = pread(
                        files[work[i].file - first], buffer + got, work[i].length - got, Int(work[i].offset) + got)
                    if n <= 0 { break }
                    got += n
                }
                guard got == work[i].length else { continue }
                let digest = Array(SHA256.hash(data: UnsafeRawBufferPointer(start: buffer, count: got)))
                results.withLock { $0[i] = digest }
            }
        }
        return results.withLock { $0 }
    }

    /// Digest and size of each file, from the digests of all blocks.
    func files(_ digests: [[UInt8]]) -> [(digest: String, bytes: Int64)] {
        var answers: [(digest: String, bytes: Int64)] = []
        var at = 0
        for (i, size) in sizes.enumerated() {
            var whole = SHA256()
            var complete = size >= 0
            while at < blocks.count, blocks[at].file == i {
                complete = complete && !digests[at].isEmpty
                whole.update(data: digests[at])
                at += 1
            }
            answers.append((complete ? Digest.hex(whole.finalize()) : "", max(size, 0)))
        }
        return answers
    }

    /// Size of a file; 0 where the system does not say.
    static func bytes(of path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }

    /// Plain SHA-256 of one file, as `sha256sum` gives it; nil where it cannot be read.
    static func plain(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var hash = SHA256()
        let buffer = UnsafeMutableRawPointer.allocate(byteCount: blockBytes, alignment: 64)
        defer { buffer.deallocate() }
        while true {
            let n = read(descriptor, buffer, blockBytes)
            if n < 0 { return nil }
            if n == 0 { return Digest.hex(hash.finalize()) }
            hash.update(bufferPointer: UnsafeRawBufferPointer(start: buffer, count: n))
        }
    }
}
