import Glibc

extension GB18030 {
    /// A text in GB18030, so that texts of definitions are found in such files without decoding every cell; nil where the C
    /// library does not know the encoding, or a character has no place in it.
    public static func encode(_ text: String) -> [UInt8]? {
        let source = Array(text.utf8)
        if source.allSatisfy({ $0 < 0x80 }) { return source }
        guard let descriptor = iconv_open("GB18030", "UTF-8"), Int(bitPattern: descriptor) != -1 else { return nil }
        defer { iconv_close(descriptor) }
        var input = source.map { CChar(bitPattern: $0) }
        var output = [CChar](repeating: 0, count: source.count * 2 + 16)
        var left = input.count
        var room = output.count
        input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                var source = input.baseAddress
                var target = output.baseAddress
                _ = iconv(descriptor, &source, &left, &target, &room)
            }
        }
        guard left == 0 else { return nil }
        return output[..<(output.count - room)].map { UInt8(bitPattern: $0) }
    }
}
