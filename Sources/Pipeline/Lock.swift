import Foundation

/// Keeps a second run out of one outputs folder for as long as this one lives; the system lets go of it when the process
/// ends, however it ends.
final class OutputsLock {
    private let descriptor: Int32

    /// Creates the folder where it is not there. Throws `busy` (75) where another run holds the lock.
    init(outputs: String) throws(RunFailure) {
        do {
            try FileManager.default.createDirectory(atPath: outputs, withIntermediateDirectories: true)
        } catch {
            throw RunFailure(
                .cannotCreate,
                "\(outputs): the folder for outputs cannot be made (\(reason())). Check the path and its permissions.")
        }
        let path = "\(outputs)/.lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else {
            throw RunFailure(
                .cannotCreate,
                "\(outputs): nothing can be written there (\(reason())). Check its permissions and the disk.")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let other = (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(
                in: .whitespacesAndNewlines)
            close(descriptor)
            throw RunFailure(
                .busy,
                "\(outputs): another run is writing there\(other.map { $0.isEmpty ? "" : " (process \($0))" } ?? ""). Wait for it to end, then run again."
            )
        }
        ftruncate(descriptor, 0)
        let line = "\(getpid())\n"
        _ = line.withCString { write(descriptor, $0, strlen($0)) }
    }

    deinit {
        ftruncate(descriptor, 0)
        close(descriptor)
    }
}

/// What the system says of the last call that failed.
func reason() -> String { String(cString: strerror(errno)) }
