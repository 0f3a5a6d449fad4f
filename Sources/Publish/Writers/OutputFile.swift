import Glibc
public import Model

/// A failing world at the outputs' side: a disk, a permission. Bad data never ends here.
public struct OutputError: Error, Hashable, Sendable {
    /// What was tried: it decides between exit codes 73 (cannot create) and 74 (cannot write).
    public enum Operation: String, Hashable, Sendable { case create, write }

    /// The file or folder, as it was asked for.
    public var path: String
    /// Whether it failed before or after there was a file.
    public var operation: Operation
    /// The system's number (`ENOSPC`, `EACCES`, …).
    public var code: Int32
    /// What the system says, in both languages where we know a better word.
    public var reason: LocalizedText

    /// By the system's error number.
    public init(path: String, operation: Operation, code: Int32) {
        self.path = path
        self.operation = operation
        self.code = code
        let system = String(cString: strerror(code))
        let chinese: [Int32: String] = [
            ENOSPC: "磁盘空间不足", EDQUOT: "超出磁盘配额", EACCES: "没有写入权限", EPERM: "没有写入权限", EROFS: "文件系统只读",
            ENOENT: "上级文件夹不存在", ENOTDIR: "路径中有一段不是文件夹", EISDIR: "同名文件夹已存在", EIO: "读写设备出错",
        ]
        reason = LocalizedText(zh: chinese[code] ?? system, en: system)
    }
}

extension OutputError: CustomStringConvertible {
    /// `cannot write outputs/…/returns.csv.gz: No space left on device`.
    public var description: String { "cannot \(operation.rawValue) \(path): \(reason[.en])" }
}

/// Who may read what a run writes: rights of files and of the folders made for them, whatever the umask.
public enum OutputAccess: Hashable, Sendable {
    /// `returns/`: may leave the office. 0644 in 0755.
    case open
    /// Respondents' data: `exceptions/`, `internal/`, `run.json`. 0640 in 0750.
    case restricted

    /// By the path below the vintage's folder: only `returns/` is open.
    public init(path: String) { self = path.hasPrefix("returns/") ? .open : .restricted }

    var fileMode: mode_t { self == .open ? 0o644 : 0o640 }
    var folderMode: mode_t { self == .open ? 0o755 : 0o750 }
}

/// Makes a folder with its parents; folders that exist stay as they are.
public func makeFolder(_ path: String, access: OutputAccess) throws(OutputError) {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
        made += made.isEmpty || made == "/" ? String(part) : "/" + part
        if mkdir(made, access.folderMode) == 0 {
            chmod(made, access.folderMode)
        } else if errno != EEXIST && !isFolder(made) {
            throw OutputError(path: made, operation: .create, code: errno)
        }
    }
    if !isFolder(path) { throw OutputError(path: path, operation: .create, code: ENOTDIR) }
}

/// Writes a whole file, flushed to the disk; its folder must exist.
public func writeFile(_ bytes: [UInt8], to path: String, access: OutputAccess) throws(OutputError) {
    let file = try OutputFile(path: path, access: access)
    try file.write(bytes)
    try file.close()
}

private func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// A file open for writing; the descriptor is closed with the object where `close` was not reached.
final class OutputFile {
    let path: String
    private var descriptor: Int32

    /// Creates the file or empties it.
    init(path: String, access: OutputAccess) throws(OutputError) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, access.fileMode)
        guard descriptor >= 0 else { throw OutputError(path: path, operation: .create, code: errno) }
        fchmod(descriptor, access.fileMode)
    }

    /// What the program's answers are written to; it is not ours, so its rights stay as they are.
    init(standardOutput: Void) throws(OutputError) {
        path = "stdout"
        descriptor = dup(STDOUT_FILENO)
        guard descriptor >= 0 else { throw OutputError(path: path, operation: .create, code: errno) }
    }

    deinit { if descriptor >= 0 { _ = Glibc.close(descriptor) } }

    func write(_ bytes: [UInt8]) throws(OutputError) {
        var done = 0
        while done < bytes.count {
            let (count, code) = bytes.withUnsafeBytes { all -> (Int, Int32) in
                let part = UnsafeRawBufferPointer(rebasing: all[done...])
                let count = Glibc.write(descriptor, part.baseAddress, part.count)
                return (count, errno)
            }
            if count < 0 {
                if code == EINTR { continue }
                throw OutputError(path: path, operation: .write, code: code)
            }
            done += count
        }
    }

    /// Flushes to the disk: what a full disk swallowed silently is reported here at the latest.
    func close() throws(OutputError) {
        // Pipes and special files know no flushing.
        if fsync(descriptor) != 0, errno != EINVAL, errno != EROFS {
            throw OutputError(path: path, operation: .write, code: errno)
        }
        let closed = Glibc.close(descriptor)
        descriptor = -1
        if closed != 0 { throw OutputError(path: path, operation: .write, code: errno) }
    }
}
