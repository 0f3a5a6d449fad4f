import CLibZip
import Definitions
import Model
import Tabular

/// A ZIP container, read through libzip and never unpacked to disk.
final class ZipContainer {
    let limits: SheetLimits
    private let archive: OpaquePointer
    /// By folded name.
    private var entries: [String: Entry] = [:]

    struct Entry {
        var name: String
        var index: UInt64
        var compressed: Int
        /// As the directory says; it may lie.
        var size: Int
        var isEncrypted: Bool
    }

    /// More files than any workbook has.
    static let entryLimit = 100_000

    var file: InputFile { limits.file }

    init(_ limits: SheetLimits) throws(FileProblem) {
        self.limits = limits
        let file = limits.file
        var code: Int32 = 0
        guard let archive = zip_open(file.path, ZIP_RDONLY, &code) else {
            var error = zip_error_t()
            zip_error_init_with_code(&error, code)
            let reason = String(cString: zip_error_strerror(&error))
            zip_error_fini(&error)
            throw ZipContainer.broken(file, nil, reason)
        }
        self.archive = archive
        let count = zip_get_num_entries(archive, 0)
        guard count <= ZipContainer.entryLimit else {
            throw ZipContainer.broken(file, nil, "\(count) entries")
        }
        for index in 0..<UInt64(max(0, count)) {
            var status = zip_stat_t()
            zip_stat_init(&status)
            guard zip_stat_index(archive, index, 0, &status) == 0, let name = status.name.map({ String(cString: $0) })
            else { throw ZipContainer.broken(file, nil, "entry \(index)") }
            let key = ZipContainer.fold(name)
            let entry = Entry(
                name: name, index: index, compressed: Int(clamping: status.comp_size),
                size: Int(clamping: status.size),
                isEncrypted: status.encryption_method != UInt16(ZIP_EM_NONE))
            if entries.updateValue(entry, forKey: key) != nil {
                throw ZipContainer.broken(file, name, "duplicate entry")
            }
        }
    }

    deinit { zip_discard(archive) }

    func contains(_ name: String) -> Bool { entries[ZipContainer.fold(name)] != nil }

    func size(_ name: String) -> Int { entries[ZipContainer.fold(name)]?.size ?? 0 }

    /// Whether any file in it needs a password.
    var isEncrypted: Bool { entries.values.contains { $0.isEncrypted } }

    func stream(_ name: String) throws(FileProblem) -> ZipEntryStream {
        guard let entry = entries[ZipContainer.fold(name)] else {
            throw ZipContainer.broken(file, name, "not there")
        }
        if entry.isEncrypted { throw Foreign.encrypted.problem(file) }
        guard let opened = zip_fopen_index(archive, entry.index, 0) else {
            throw ZipContainer.broken(file, entry.name, String(cString: zip_strerror(archive)))
        }
        return ZipEntryStream(self, entry, opened)
    }

    /// The same, inflated by a thread of its own where that is worth one. It uses the container: nobody else may from then on.
    func readAhead(_ name: String) throws(FileProblem) -> any ByteStream {
        let stream = try stream(name)
        return size(name) > ZipContainer.largeEntry ? ReadAheadStream(stream) : stream
    }

    /// Inflates in some ten milliseconds.
    private static let largeEntry = 4 << 20

    /// The beginning of a small file.
    func text(_ name: String, limit: Int) throws(FileProblem) -> String {
        let buffer = ByteBuffer(unfilled: limit)
        return buffer.string(0, try stream(name).read(into: buffer.base, count: limit))
    }

    /// Names of parts are compared without regard to case, and some writers put backslashes into them.
    static func fold(_ name: String) -> String {
        var folded = name.replacing("\\", with: "/").lowercased()
        while folded.hasPrefix("/") { folded.removeFirst() }
        return folded
    }

    static func broken(_ file: InputFile, _ part: String?, _ reason: String) -> FileProblem {
        let part = part.map { " \($0)" } ?? ""
        return FileProblem(
            .fileUnreadable, at: Place(file: file.id), zh: "ZIP 容器已损坏：\(part)（\(reason)）；整个文件未读取，请重新导出、重新传送",
            en:
                "the ZIP container is broken:\(part) (\(reason)); nothing of the file was read, export and send it again"
        )
    }
}

/// A file of a container, inflated as it is read, within bounds on its size and on how much it grows.
final class ZipEntryStream: ByteStream {
    private let container: ZipContainer
    private let entry: ZipContainer.Entry
    private let opened: OpaquePointer
    private var inflated = 0

    /// Small files may grow as they like.
    private static let innocentBytes = 16 << 20

    init(_ container: ZipContainer, _ entry: ZipContainer.Entry, _ opened: OpaquePointer) {
        self.container = container
        self.entry = entry
        self.opened = opened
    }

    deinit { zip_fclose(opened) }

    var file: InputFile { container.file }
    var part: String? { entry.name }

    func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(FileProblem) -> Int {
        var done = 0
        while done < count {
            let got = zip_fread(opened, target + done, zip_uint64_t(count - done))
            // The checksum is compared at the end of the data.
            if got < 0 {
                throw ZipContainer.broken(file, entry.name, String(cString: zip_file_strerror(opened)))
            }
            if got == 0 { break }
            done += Int(got)
            inflated += Int(got)
            try check()
        }
        return done
    }

    private func check() throws(FileProblem) {
        let limits = container.limits
        let (most, ratio) = (limits.bounds.inflatedBytes, limits.bounds.compressionRatio)
        if inflated > most {
            throw limits.exceeded(
                "inflated_bytes", zh: "\(entry.name) 解压后大小 \(most) 字节",
                en: "inflated size of \(entry.name), \(most) bytes")
        }
        if inflated > ZipEntryStream.innocentBytes, inflated / max(1, entry.compressed) > ratio {
            throw limits.exceeded(
                "compression_ratio", zh: "\(entry.name) 压缩比 \(ratio)",
                en: "compression ratio of \(entry.name), \(ratio)")
        }
    }
}
