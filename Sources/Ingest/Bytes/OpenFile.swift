import Definitions
import Glibc
import Model
import Tabular

/// A file open for reading at given offsets. Reads do not map it: a mapped file counts wholly as resident.
final class OpenFile {
    let file: InputFile
    /// Bytes, when it was opened.
    let size: Int
    private let descriptor: Int32

    init(_ file: InputFile) throws(FileProblem) {
        self.file = file
        // Opening a pipe would wait for somebody who writes into it.
        descriptor = open(file.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw OpenFile.refused(file) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let problem = OpenFile.refused(file)
            close(descriptor)
            throw problem
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw FileProblem(
                .fileUnreadable, at: Place(file: file.id), zh: "不是普通文件，无法读取；请放入文件本身",
                en: "not a regular file; put the file itself there")
        }
        size = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// Reads up to `count` bytes from `offset` on; fewer only at the end of the file.
    func read(into target: UnsafeMutablePointer<UInt8>, count: Int, at offset: Int) throws(FileProblem) -> Int {
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
    private static func refused(_ file: InputFile) -> FileProblem {
        let reason = String(cString: strerror(errno))
        return FileProblem(
            .fileUnreadable, at: Place(file: file.id), zh: "系统拒绝读取（\(reason)）；请检查文件是否存在、权限是否允许",
            en: "the system refuses to read it (\(reason)); check that it exists and may be read")
    }
}
