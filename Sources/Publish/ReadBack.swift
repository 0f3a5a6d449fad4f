import CZlib
import Glibc

/// A table that an earlier run wrote: CSV with a header, compressed or not.
public struct ReadBackTable: Sendable {
    public var header: [String]
    /// As many fields as the header has; shorter lines are filled up with empty ones.
    public var rows: [[String]]

    /// nil where there is no such file, or it is damaged.
    public init?(path: String) {
        guard let bytes = unpacked(path) else { return nil }
        var records = ReadBackTable.records(bytes)
        guard !records.isEmpty else { return nil }
        header = records.removeFirst()
        let width = header.count
        rows = records.map { $0 + Array(repeating: "", count: max(0, width - $0.count)) }
    }

    /// The position of a column; nil where there is none.
    public func column(_ name: String) -> Int? { header.firstIndex(of: name) }

    /// RFC 4180, with or without a byte order mark.
    private static func records(_ bytes: [UInt8]) -> [[String]] {
        var records: [[String]] = []
        var record: [String] = []
        var field: [UInt8] = []
        var at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var isQuoted = false
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            switch (byte, isQuoted) {
            case (UInt8(ascii: "\""), true) where at < bytes.count && bytes[at] == UInt8(ascii: "\""):
                field.append(byte)
                at += 1
            case (UInt8(ascii: "\""), _): isQuoted.toggle()
            case (UInt8(ascii: ","), false), (UInt8(ascii: "\n"), false):
                record.append(String(decoding: field, as: UTF8.self))
                field.removeAll(keepingCapacity: true)
                if byte == UInt8(ascii: "\n") {
                    records.append(record)
                    record = []
                }
            case (UInt8(ascii: "\r"), false): break
            default: field.append(byte)
            }
        }
        if !field.isEmpty || !record.isEmpty { records.append(record + [String(decoding: field, as: UTF8.self)]) }
        return records
    }
}

/// The bytes of a file, inflated where they are compressed; nil where it cannot be read whole.
private func unpacked(_ path: String) -> [UInt8]? {
    guard access(path, R_OK) == 0, let file = gzopen(path, "rb") else { return nil }
    defer { gzclose(file) }
    gzbuffer(file, 1 << 18)
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    while true {
        let count = gzread(file, &chunk, UInt32(chunk.count))
        if count < 0 { return nil }
        if count == 0 { break }
        bytes.append(contentsOf: chunk[..<Int(count)])
    }
    var code: Int32 = 0
    _ = gzerror(file, &code)
    return code == Z_OK || code == Z_STREAM_END ? bytes : nil
}
