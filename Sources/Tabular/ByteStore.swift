import Foundation
import Synchronization

/// How much memory a run may take, and where that goes which does not fit.
public final class MemoryCeiling: Sendable {
    /// Of the whole process.
    public let bytes: Int
    /// Where files without names are made: what is in them is gone with the process, however it ends.
    public let folder: String
    private let problem = Mutex<String?>(nil)

    public init(bytes: Int, folder: String) {
        self.bytes = bytes
        self.folder = folder
    }

    /// What the disk did not do, in the system's words; nil: it has done everything. What was made since is not to be used.
    public var failure: String? { problem.withLock { $0 } }

    /// Has the system take memory back at once that is no longer in use, at some cost of time.
    public func economize() {
        // Foundation's Glibc leaves out malloc.h.
        typealias Setting = @convention(c) (Int32, Int32) -> Int32
        guard let symbol = dlsym(nil, "mallopt") else { return }
        let set = unsafeBitCast(symbol, to: Setting.self)
        let (trimThreshold, mappingThreshold, arenas): (Int32, Int32, Int32) = (-1, -3, -8)
        _ = set(mappingThreshold, 1 << 17)
        _ = set(trimThreshold, 1 << 18)
        _ = set(arenas, 2)
    }

    /// Writes down what the disk did not do.
    public func fail(_ what: String) { problem.withLock { $0 = $0 ?? what } }
}

/// Bytes in the order in which they came, to be read again by where they stand: in memory, or, under a ceiling, beyond a
/// few of them in a file without a name. Any number of threads may use it.
///
/// A disk that fails is told to the ceiling: nothing else can be done about it where rows are read.
public final class ByteStore: @unchecked Sendable {
    private let ceiling: MemoryCeiling?
    private let blockSize: Int
    /// Blocks that stay in memory.
    private let kept: Int
    private let lock = NSLock()
    /// What is not in the file, in blocks so that growth copies nothing.
    private var blocks: [[UInt8]] = []
    private var inFile = 0
    private var total = 0
    private var file: Int32 = -1
    private var isBroken = false

    /// - Parameter keeping: bytes that stay in memory under a ceiling.
    public init(_ ceiling: MemoryCeiling?, keeping: Int = 1 << 20) {
        self.ceiling = ceiling
        // Under a very small ceiling hardly anything stays.
        blockSize = min(1 << 18, keeping, max(64, (ceiling?.bytes ?? .max) >> 10))
        kept = min(keeping, max(64, (ceiling?.bytes ?? .max) >> 6)) / blockSize
    }

    deinit { if file >= 0 { close(file) } }

    /// Bytes so far.
    public var count: Int { lock.withLock { total } }

    /// Puts bytes behind the others; answers where they stand.
    @discardableResult public func append(_ bytes: UnsafeRawBufferPointer) -> Int {
        lock.lock()
        defer { lock.unlock() }
        let start = total
        var rest = bytes[...]
        while !rest.isEmpty {
            if blocks.last.map({ $0.count == blockSize }) ?? true {
                if ceiling != nil, blocks.count >= kept { writeOut() }
                blocks.append([])
                if ceiling != nil || blocks.count > 1 { blocks[blocks.count - 1].reserveCapacity(blockSize) }
            }
            let part = rest.prefix(blockSize - blocks[blocks.count - 1].count)
            blocks[blocks.count - 1].append(contentsOf: UnsafeRawBufferPointer(rebasing: part))
            rest = rest.dropFirst(part.count)
            total += part.count
        }
        return start
    }

    /// Puts bytes behind the others; answers where they stand.
    @discardableResult public func append(_ bytes: [UInt8]) -> Int { bytes.withUnsafeBytes { append($0) } }

    /// The bytes that stand there; zeros where the disk fails.
    public func read(_ range: Range<Int>) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: range.count) { bytes, used in
            read(
                range.lowerBound,
                UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(bytes)[0..<range.count]))
            used = range.count
        }
    }

    /// Fills `bytes` with those that stand from `offset` on.
    public func read(_ offset: Int, _ bytes: UnsafeMutableRawBufferPointer) {
        lock.lock()
        defer { lock.unlock() }
        precondition(offset + bytes.count <= total)
        var at = 0
        while at < bytes.count {
            let position = offset + at
            let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[at...])
            if position < inFile {
                guard let start = rest.baseAddress else { return }
                let got = pread(file, start, min(rest.count, inFile - position), off_t(position))
                if got <= 0 {
                    if got < 0, errno == EINTR { continue }
                    ceiling?.fail(got < 0 ? String(cString: strerror(errno)) : "a temporary file was cut")
                    memset(start, 0, rest.count)
                    return
                }
                at += got
                continue
            }
            let (block, inBlock) = (position - inFile).quotientAndRemainder(dividingBy: blockSize)
            at += blocks[block].withUnsafeBytes { held in
                let part = held[inBlock...].prefix(rest.count)
                rest.copyMemory(from: UnsafeRawBufferPointer(rebasing: part))
                return part.count
            }
        }
    }

    /// Into the file with all blocks; where it does not take them, they stay.
    private func writeOut() {
        guard !isBroken, let ceiling else { return }
        if file < 0 { file = nameless(in: ceiling.folder) }
        guard file >= 0 else {
            ceiling.fail(String(cString: strerror(errno)))
            isBroken = true
            return
        }
        var at = inFile
        for block in blocks {
            let isWritten = block.withUnsafeBytes { bytes in
                var done = 0
                while done < bytes.count {
                    guard let start = bytes.baseAddress else { return true }
                    let put = pwrite(file, start + done, bytes.count - done, off_t(at + done))
                    if put < 0, errno == EINTR { continue }
                    guard put > 0 else { return false }
                    done += put
                }
                return true
            }
            guard isWritten else {
                ceiling.fail(String(cString: strerror(errno)))
                isBroken = true
                return
            }
            at += block.count
        }
        inFile = at
        blocks = []
    }
}

/// A new file that loses its name at once; −1 where none can be made.
private func nameless(in folder: String) -> Int32 {
    var path = Array("\(folder)/.returns-XXXXXX".utf8CString)
    let named = mkstemp(&path)
    if named >= 0 { unlink(path) }
    return named
}
