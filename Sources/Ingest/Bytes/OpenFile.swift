import Definitions
import Glibc
import Model
import Tabular

/// A file open for reading at given offsets. Reads do not map it: a mapped file counts wholly as resident.
final class OpenFile {
    let file: InputFile
    /// Bytes, when it was opened.
    let size: Int
    /// What was taken off to get at the text.
    let wrapping: Wrapping
    private let descriptor: Int32

    /// - Parameter limits: of what gzip may hold.
    init(_ file: InputFile, limits: Limits = Limits()) throws(FileProblem) {
        self.file = file
        // Opening a pipe would wait for somebody who writes into it.
        let opened = open(file.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard opened >= 0 else { throw OpenFile.refused(file) }
        let unwrapped: (descriptor: Int32, wrapping: Wrapping)
        do throws(FileProblem) {
            _ = try OpenFile.size(opened, file)
            unwrapped = try OpenFile.unwrap(opened, file, limits)
        } catch {
            close(opened)
            throw error
        }
        if unwrapped.descriptor != opened { close(opened) }
        descriptor = unwrapped.descriptor
        wrapping = unwrapped.wrapping
        var status = stat()
        size = fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Bytes of a regular file.
    private static func size(_ descriptor: Int32, _ file: InputFile) throws(FileProblem) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw OpenFile.refused(file) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw FileProblem(
                .fileUnreadable, at: Place(file: file.id), zh: "不是普通文件，无法读取；请放入文件本身",
                en: "not a regular file; put the file itself there")
        }
        return Int(status.st_size)
    }

    /// Inflates gzip and makes UTF-8 of UTF-16 text; any other file stays as it is.
    private static func unwrap(
        _ descriptor: Int32, _ file: InputFile, _ limits: Limits
    ) throws(FileProblem) -> (descriptor: Int32, wrapping: Wrapping) {
        let head = ByteBuffer(unfilled: 1 << 14)
        defer { withExtendedLifetime(head) {} }
        var wrapping = Wrapping()
        var inner = descriptor
        head.filled(try read(inner, into: head.base, count: head.capacity, at: 0, file))
        if Spool.isCompressed(head.bytes) {
            inner = try Spool.inflated(file, from: inner, limits)
            wrapping.isCompressed = true
        }
        do throws(FileProblem) {
            if wrapping.isCompressed {
                head.filled(try read(inner, into: head.base, count: head.capacity, at: 0, file))
            }
            guard let order = Spool.wideOrder(head.bytes) else { return (inner, wrapping) }
            wrapping.wideEncoding = order.rawValue
            let text = try Spool.transcoded(file, from: inner, order)
            if inner != descriptor { close(inner) }
            return (text, wrapping)
        } catch {
            if inner != descriptor { close(inner) }
            throw error
        }
    }

    deinit { close(descriptor) }

    /// Reads up to `count` bytes from `offset` on; fewer only at the end of the file.
    func read(into target: UnsafeMutablePointer<UInt8>, count: Int, at offset: Int) throws(FileProblem) -> Int {
        try OpenFile.read(descriptor, into: target, count: count, at: offset, file)
    }

    static func read(
        _ descriptor: Int32, into target: UnsafeMutablePointer<UInt8>, count: Int, at offset: Int, _ file: InputFile
    ) throws(FileProblem) -> Int {
        var done = 0
        while done < count {
            let n = pread(descriptor, target + done, count - done, off_t(offset + done))
            if n < 0 {
                if errno == EINTR { continue }
                throw OpenFile.refused(file)
            }
            if n == 0 { break }
            done += n
        }
        return done
    }

    /// Up to `count` bytes from `offset` on, in a buffer of their own.
    func buffer(count: Int, at offset: Int = 0) throws(FileProblem) -> ByteBuffer {
        let buffer = ByteBuffer(unfilled: max(0, min(count, size - offset)))
        buffer.filled(try read(into: buffer.base, count: buffer.capacity, at: offset))
        return buffer
    }

    /// The system's reason, in words.
    static func refused(_ file: InputFile) -> FileProblem {
        let reason = String(cString: strerror(errno))
        return FileProblem(
            .fileUnreadable, at: Place(file: file.id), zh: "系统拒绝读取（\(reason)）；请检查文件是否存在、权限是否允许",
            en: "the system refuses to read it (\(reason)); check that it exists and may be read")
    }
}
