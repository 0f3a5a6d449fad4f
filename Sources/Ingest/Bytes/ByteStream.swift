import Definitions
import Model

/// Bytes from beginning to end, wherever they come from.
protocol ByteStream: AnyObject {
    /// The file of the delivery that holds them.
    var file: InputFile { get }
    /// The name of the file within it; nil: the file itself.
    var part: String? { get }
    /// Reads the next bytes; fewer than `count` only at the end.
    func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(FileProblem) -> Int
}

/// An open file from its beginning.
final class FileStream: ByteStream {
    private let source: OpenFile
    private var offset = 0

    init(_ source: OpenFile) { self.source = source }

    var file: InputFile { source.file }
    var part: String? { nil }

    func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(FileProblem) -> Int {
        let got = try source.read(into: target, count: count, at: offset)
        offset += got
        return got
    }
}

/// Bytes that are there already, before those of another stream.
final class PrefixedStream: ByteStream {
    private var prefix: [UInt8]
    private var taken = 0
    private let rest: any ByteStream

    init(_ prefix: [UInt8], before rest: any ByteStream) {
        self.prefix = prefix
        self.rest = rest
    }

    var file: InputFile { rest.file }
    var part: String? { rest.part }

    func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(FileProblem) -> Int {
        let first = min(count, prefix.count - taken)
        if first > 0 {
            prefix.withUnsafeBufferPointer { bytes in
                if let base = bytes.baseAddress { target.update(from: base + taken, count: first) }
            }
            taken += first
        }
        return first < count ? first + (try rest.read(into: target + first, count: count - first)) : first
    }
}
