import Glibc

/// UTF-8 to GB18030, by the C library's tables.
enum GB18030Encoder {
    static func encode(_ text: String) -> [UInt8] {
        guard let converter = iconv_open("GB18030", "UTF-8"), converter != iconv_t(bitPattern: -1) else {
            fatalError("this C library has no GB18030")
        }
        defer { iconv_close(converter) }
        var source = Array(text.utf8).map { CChar(bitPattern: $0) }
        // Four bytes at most for a character that has at least one in UTF-8.
        var target = [CChar](repeating: 0, count: source.count * 4 + 4)
        let written = source.withUnsafeMutableBufferPointer { input in
            target.withUnsafeMutableBufferPointer { output in
                var from = input.baseAddress
                var left = input.count
                var to = output.baseAddress
                var room = output.count
                let result = iconv(converter, &from, &left, &to, &room)
                guard result != Int.max, left == 0 else { fatalError("not to be said in GB18030") }
                return output.count - room
            }
        }
        return target[..<written].map { UInt8(bitPattern: $0) }
    }
}
