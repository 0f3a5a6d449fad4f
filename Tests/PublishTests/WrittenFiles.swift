import CZlib
import Definitions
import Foundation
import Publish
import Testing

/// A folder of its own for a test, gone with the object.
final class ScratchFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "publish-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
    }

    func mode(_ name: String) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")[.posixPermissions] as? Int ?? 0
    }
}

/// The text of a gzip file, all members, by zlib itself; and how many members there are.
func inflated(_ bytes: [UInt8]) throws -> (text: [UInt8], members: Int) {
    var (text, members) = ([UInt8](), 0)
    var rest = bytes
    while !rest.isEmpty {
        var stream = z_stream()
        try #require(returns_inflate_init_any(&stream) == Z_OK)
        defer { inflateEnd(&stream) }
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        var ended: Int32 = Z_OK
        let all = rest.count
        rest.withUnsafeMutableBufferPointer { source in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(all)
            while ended == Z_OK {
                chunk.withUnsafeMutableBufferPointer { target in
                    stream.next_out = target.baseAddress
                    stream.avail_out = UInt32(target.count)
                    ended = inflate(&stream, Z_NO_FLUSH)
                }
                text += chunk[..<(chunk.count - Int(stream.avail_out))]
            }
        }
        try #require(ended == Z_STREAM_END)
        rest.removeFirst(all - Int(stream.avail_in))
        members += 1
    }
    return (text, members)
}

/// Writes one output and reads it back, uncompressed.
func written(_ kind: OutputDefinition.Kind, _ publication: Publication, path: String, table: TableDefinition? = nil)
    throws -> String
{
    let folder = try ScratchFolder()
    try write(
        OutputDefinition(kind: kind, path: path, table: table, place: SmallWorld.nowhere), publication,
        to: folder.path)
    let bytes = try folder.bytes(path)
    return String(decoding: path.hasSuffix(".gz") ? try inflated(bytes).text : bytes, as: UTF8.self)
}

/// The fields of an RFC 4180 text, read the slow and obvious way.
func parsed(_ text: String) -> [[String]] {
    var lines: [[String]] = []
    var fields: [String] = []
    var field: [UInt8] = []
    var quoted = false
    let bytes = Array(text.utf8)
    var i = 0
    func end() {
        fields.append(String(decoding: field, as: UTF8.self))
        field = []
    }
    while i < bytes.count {
        let byte = bytes[i]
        if quoted {
            if byte == 0x22, i + 1 < bytes.count, bytes[i + 1] == 0x22 {
                field.append(0x22)
                i += 1
            } else if byte == 0x22 {
                quoted = false
            } else {
                field.append(byte)
            }
        } else if byte == 0x22, field.isEmpty {
            quoted = true
        } else if byte == 0x2C {
            end()
        } else if byte == 0x0A || byte == 0x0D {
            if byte == 0x0D, i + 1 < bytes.count, bytes[i + 1] == 0x0A { i += 1 }
            end()
            lines.append(fields)
            fields = []
        } else {
            field.append(byte)
        }
        i += 1
    }
    if !field.isEmpty || !fields.isEmpty {
        end()
        lines.append(fields)
    }
    return lines
}
