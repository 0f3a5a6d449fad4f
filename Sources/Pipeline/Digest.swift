import Crypto
import Dispatch
import Foundation
import Synchronization

/// SHA-256, written as lower-case hex.
struct Digest {
    private var hash = SHA256()

    mutating func update(_ bytes: some Collection<UInt8>) {
        if bytes.withContiguousStorageIfAvailable({ hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }) == nil {
            hash.update(data: Array(bytes))
        }
    }

    /// Length before the text, so that no two sequences of texts run together.
    mutating func update(text: String) {
        update(number: Int64(text.utf8.count))
        var text = text
        text.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
    }

    mutating func update(number: Int64) {
        withUnsafeBytes(of: number.littleEndian) { hash.update(bufferPointer: $0) }
    }

    var hex: String { Digest.hex(hash.finalize()) }

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

    /// Digest and size of each file. A file that cannot be read has an empty digest: reading it says why.
    static func of(_ paths: [String], jobs: Int) -> [(digest: String, bytes: Int64)] {
        struct Block { var file: Int, offset: Int64, length: Int }
        var blocks: [Block] = []
        var sizes: [Int64] = []
        var descriptors: [Int32] = []
        for (i, path) in paths.enumerated() {
            let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
            var status = stat()
            let size = descriptor >= 0 && fstat(descriptor, &status) == 0 ? Int64(status.st_size) : -1
            descriptors.append(descriptor)
            sizes.append(size)
            var offset: Int64 = 0
            while offset < size {
                let length = Int(min(Int64(blockBytes), size - offset))
                blocks.append(Block(file: i, offset: offset, length: length))
                offset += Int64(length)
            }
        }
        defer { for d in descriptors where d >= 0 { close(d) } }
        let next = Atomic<Int>(0)
        let results = Mutex<[[UInt8]]>(Array(repeating: [], count: blocks.count))
        let (work, files) = (blocks, descriptors)
        DispatchQueue.concurrentPerform(iterations: max(1, min(jobs, work.count))) { _ in
            let buffer = UnsafeMutableRawPointer.allocate(byteCount: blockBytes, alignment: 64)
            defer { buffer.deallocate() }
            while true {
                let i = next.add(1, ordering: .relaxed).oldValue
                guard i < work.count else { return }
                var got = 0
                while got < work[i].length {
                    let n = pread(files[work[i].file], buffer + got, work[i].length - got, Int(work[i].offset) + got)
                    if n <= 0 { break }
                    got += n
                }
                guard got == work[i].length else { continue }
                let digest = Array(SHA256.hash(data: UnsafeRawBufferPointer(start: buffer, count: got)))
                results.withLock { $0[i] = digest }
            }
        }
        var answers: [(digest: String, bytes: Int64)] = []
        let digests = results.withLock { $0 }
        var at = 0
        for (i, size) in sizes.enumerated() {
            var whole = SHA256()
            var complete = size >= 0
            while at < work.count, work[at].file == i {
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
