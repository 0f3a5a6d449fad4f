import CZlib
import Definitions
import Glibc
import Model
import Tabular

/// What a file's bytes are wrapped in, taken off while it is opened: readers see the text inside.
public struct Wrapping: Hashable, Sendable {
    /// gzip, told by content.
    public var isCompressed = false
    /// UTF-16, as the name of its byte order; nil: another encoding, see `FileSurvey.encoding`.
    public var wideEncoding: String?
}

/// The unwrapped bytes of a file, in a temporary file without a name: memory stays bounded, and it goes away with the
/// descriptor.
struct Spool {
    private let file: InputFile
    private let source: Int32
    private let descriptor: Int32
    private let chunk = ByteBuffer(unfilled: 1 << 20)
    private let made = ByteBuffer(unfilled: 4 << 20)

    private init(_ file: InputFile, from source: Int32) throws(FileProblem) {
        self.file = file
        self.source = source
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var path = Array("\(folder)/returns-XXXXXX".utf8CString)
        descriptor = path.withUnsafeMutableBufferPointer { path in
            guard let name = path.baseAddress else { return -1 }
            let made = mkstemp(name)
            if made >= 0 { unlink(name) }
            return made
        }
        guard descriptor >= 0 else { throw Spool.noRoom(file) }
    }

    // MARK: gzip

    static func isCompressed(_ head: UnsafeBufferPointer<UInt8>) -> Bool { head.starts(with: [0x1F, 0x8B, 0x08]) }

    /// A descriptor of the inflated bytes; the caller's to close.
    static func inflated(_ file: InputFile, from source: Int32, _ limits: Limits) throws(FileProblem) -> Int32 {
        let spool = try Spool(file, from: source)
        do throws(FileProblem) {
            try spool.inflateAll(SheetLimits(file: file, bounds: limits))
        } catch {
            close(spool.descriptor)
            throw error
        }
        return spool.descriptor
    }

    private func inflateAll(_ limits: SheetLimits) throws(FileProblem) {
        var stream = z_stream()
        guard returns_inflate_init_any(&stream) == Z_OK else { throw OpenFile.refused(file) }
        defer { inflateEnd(&stream) }
        var read = 0
        var written = 0
        var isEnded = false
        while true {
            let got = try fill(at: read)
            if got == 0 { break }
            stream.next_in = chunk.base
            stream.avail_in = UInt32(got)
            // A full buffer may have left output behind.
            repeat {
                if isEnded, stream.avail_in > 0 {
                    // Members follow each other; zeros behind the last are padding.
                    guard stream.next_in.pointee != 0 else {
                        stream.avail_in = 0
                        break
                    }
                    inflateReset(&stream)
                    isEnded = false
                }
                stream.next_out = made.base
                stream.avail_out = UInt32(made.capacity)
                let status = inflate(&stream, Z_NO_FLUSH)
                let count = made.capacity - Int(stream.avail_out)
                try write(count, at: written)
                written += count
                isEnded = status == Z_STREAM_END
                guard status == Z_OK || isEnded || (status == Z_BUF_ERROR && stream.avail_in == 0) else {
                    throw damaged(at: read + got - Int(stream.avail_in))
                }
                try checkLimits(limits, read: read + got - Int(stream.avail_in), written: written)
            } while stream.avail_in > 0 || (stream.avail_out == 0 && !isEnded)
            read += got
        }
        guard isEnded else { throw damaged(at: read) }
    }

    private func checkLimits(_ limits: SheetLimits, read: Int, written: Int) throws(FileProblem) {
        let (bytes, ratio) = (limits.bounds.inflatedBytes, limits.bounds.compressionRatio)
        if written > bytes {
            throw limits.exceeded("inflated_bytes", zh: "解压后 \(bytes) 字节", en: "inflated size, \(bytes) bytes")
        }
        // Small files of spaces compress very well and do no harm.
        if written > 16 << 20, written / max(1, ratio) > read {
            throw limits.exceeded("compression_ratio", zh: "压缩比 \(ratio)", en: "compression ratio, \(ratio)")
        }
    }

    private func damaged(at offset: Int) -> FileProblem {
        FileProblem(
            .fileUnreadable, at: Place(file: file.id), zh: "gzip 压缩文件损坏或不完整（第 \(offset) 字节）；请重新压缩或直接报送原文件",
            en:
                "the gzip file is damaged or cut off (byte offset \(offset)); compress it again, or send the file itself"
        )
    }

    // MARK: UTF-16

    /// Whether text is UTF-16, and in which order its bytes are: by its mark, else by the zero bytes of Latin letters,
    /// digits, delimiters and line ends. Markup is left to its parser.
    static func wideOrder(_ head: UnsafeBufferPointer<UInt8>) -> WideOrder? {
        // Containers have many zero bytes too.
        guard FileKind.magic(head) == nil, !head.starts(with: [0x50, 0x4B]), FileKind.isWide(head) else { return nil }
        let marked: WideOrder? =
            head.starts(with: [0xFF, 0xFE])
            ? .little : head.starts(with: [0xFE, 0xFF]) ? .big : nil
        // Letters, digits and line ends have their zero byte first in one order and last in the other; 一 (U+4E00) has one too.
        let zeros = head.prefix(4096).indices.reduce(into: (0, 0)) { zeros, i in
            if head[i] == 0 { if i & 1 == 0 { zeros.0 += 1 } else { zeros.1 += 1 } }
        }
        let order = marked ?? (zeros.1 >= zeros.0 ? .little : .big)
        let text = head.dropFirst(marked == nil ? 0 : 2).prefix(64).filter { $0 != 0 }
        return text.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == 0x3C ? nil : order
    }

    enum WideOrder: String {
        case little = "UTF-16LE"
        case big = "UTF-16BE"
    }

    /// A descriptor of the text as UTF-8, without a mark; the caller's to close.
    static func transcoded(_ file: InputFile, from source: Int32, _ order: WideOrder) throws(FileProblem) -> Int32 {
        let spool = try Spool(file, from: source)
        do throws(FileProblem) {
            try spool.transcodeAll(order)
        } catch {
            close(spool.descriptor)
            throw error
        }
        return spool.descriptor
    }

    private func transcodeAll(_ order: WideOrder) throws(FileProblem) {
        var read = 0
        var written = 0
        // The first half of a pair, from the chunk before.
        var high: UInt32?
        while true {
            let got = try fill(at: read)
            if got == 0 { break }
            if got & 1 == 1 { throw broken(order, at: read + got - 1) }
            var count = 0
            for at in stride(from: 0, to: got, by: 2) {
                let (first, second) = (UInt32(chunk.base[at]), UInt32(chunk.base[at + 1]))
                let unit = order == .little ? second << 8 | first : first << 8 | second
                if read + at == 0, unit == 0xFEFF { continue }
                var value = unit
                if let upper = high {
                    guard 0xDC00...0xDFFF ~= unit else { throw broken(order, at: read + at - 2) }
                    value = 0x10000 + (upper - 0xD800) << 10 + (unit - 0xDC00)
                    high = nil
                } else if 0xD800...0xDBFF ~= unit {
                    high = unit
                    continue
                } else if 0xDC00...0xDFFF ~= unit {
                    throw broken(order, at: read + at)
                }
                count += Spool.encode(value, at: made.base + count)
            }
            try write(count, at: written)
            written += count
            read += got
        }
        if high != nil { throw broken(order, at: read - 2) }
    }

    /// Writes a scalar as UTF-8; answers how many bytes it took.
    private static func encode(_ value: UInt32, at target: UnsafeMutablePointer<UInt8>) -> Int {
        func trailing(_ shift: UInt32) -> UInt8 { UInt8(0x80 | (value >> shift) & 0x3F) }
        switch value {
        case 0..<0x80:
            target[0] = UInt8(value)
            return 1
        case 0x80..<0x800:
            target[0] = UInt8(0xC0 | value >> 6)
            target[1] = trailing(0)
            return 2
        case 0x800..<0x10000:
            target[0] = UInt8(0xE0 | value >> 12)
            target[1] = trailing(6)
            target[2] = trailing(0)
            return 3
        default:
            target[0] = UInt8(0xF0 | value >> 18)
            target[1] = trailing(12)
            target[2] = trailing(6)
            target[3] = trailing(0)
            return 4
        }
    }

    private func broken(_ order: WideOrder, at offset: Int) -> FileProblem {
        FileProblem(
            .fileUnreadable, at: Place(file: file.id),
            zh: "第 \(offset) 字节起不是完整的 \(order.rawValue) 字符；请重新导出为“CSV UTF-8”",
            en: "no whole \(order.rawValue) character at byte offset \(offset); export it again as CSV UTF-8")
    }

    // MARK: Files

    /// The next bytes of the source; fewer than a chunk only at its end.
    private func fill(at offset: Int) throws(FileProblem) -> Int {
        try OpenFile.read(source, into: chunk.base, count: chunk.capacity, at: offset, file)
    }

    private func write(_ count: Int, at offset: Int) throws(FileProblem) {
        var done = 0
        while done < count {
            let n = pwrite(descriptor, made.base + done, count - done, off_t(offset + done))
            if n < 0 {
                if errno == EINTR { continue }
                throw Spool.noRoom(file)
            }
            done += n
        }
    }

    private static func noRoom(_ file: InputFile) -> FileProblem {
        let reason = String(cString: strerror(errno))
        return FileProblem(
            .fileUnreadable, at: Place(file: file.id), zh: "没有地方存放解开的内容（\(reason)）；请清理临时目录或设置 TMPDIR",
            en: "no room for what it holds unpacked (\(reason)); make room or set TMPDIR")
    }
}
