import Tabular

/// The cells of one field in a block: pointers into the block's arrays, valid while the block is being normalized.
struct CellColumn {
    let buffer: ByteBuffer
    let base: UnsafePointer<UInt8>
    /// Cell of row r: `starts[r × stride]`, `lengths[r × stride]`.
    let starts: UnsafePointer<UInt32>
    let lengths: UnsafePointer<UInt32>
    let stride: Int
    /// `kinds[r × kindStride]`; nil where all cells are text.
    let kinds: UnsafePointer<CellKind>?
    let kindStride: Int
    let count: Int
    let encoding: TextEncoding

    @inline(__always)
    func kind(_ row: Int) -> CellKind { kinds.map { $0[row &* kindStride] } ?? .text }

    /// The bytes of a cell as they stand in the file.
    @inline(__always)
    func bytes(_ row: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: base + Int(starts[row &* stride]), count: Int(lengths[row &* stride]))
    }

    /// The cell's text in UTF-8; where it must be decoded, in `scratch`, until the next call.
    func text(_ row: Int, _ scratch: ByteBuffer) -> UnsafeBufferPointer<UInt8> {
        let found = bytes(row)
        guard encoding == .gb18030, found.contains(where: { $0 >= 0x80 }) else { return found }
        scratch.count = 0
        scratch.append(GB18030.decoder.utf8(found))
        return scratch.bytes
    }

    /// Runs `body` with the same cells in UTF-8: as they stand where they all are already, else decoded into a buffer.
    func withUTF8<Answer>(_ body: (CellColumn) -> Answer) -> Answer {
        guard encoding == .gb18030 else { return body(self) }
        let plain = (0..<count).allSatisfy { row in bytes(row).allSatisfy { $0 < 0x80 } }
        if plain { return body(replacing(buffer: buffer, starts: starts, lengths: lengths, stride: stride)) }
        var text: [UInt8] = []
        var freshStarts: [UInt32] = []
        var freshLengths: [UInt32] = []
        for row in 0..<count {
            freshStarts.append(UInt32(text.count))
            GB18030.decoder.append(bytes(row), to: &text)
            freshLengths.append(UInt32(text.count) - (freshStarts.last ?? 0))
        }
        let fresh = ByteBuffer(text)
        return freshStarts.withUnsafeBufferPointer { starts in
            freshLengths.withUnsafeBufferPointer { lengths in
                guard let first = starts.baseAddress, let second = lengths.baseAddress else { return body(self) }
                return body(replacing(buffer: fresh, starts: first, lengths: second, stride: 1))
            }
        }
    }

    /// The same cells with starts and lengths of their own, behind each other; nil where there are none.
    func replacing(
        starts: UnsafeBufferPointer<UInt32>, lengths: UnsafeBufferPointer<UInt32>
    ) -> CellColumn? {
        guard let first = starts.baseAddress, let second = lengths.baseAddress else { return nil }
        return CellColumn(
            buffer: buffer, base: base, starts: first, lengths: second, stride: 1, kinds: kinds,
            kindStride: kindStride, count: count, encoding: encoding)
    }

    private func replacing(
        buffer: ByteBuffer, starts: UnsafePointer<UInt32>, lengths: UnsafePointer<UInt32>, stride: Int
    ) -> CellColumn {
        CellColumn(
            buffer: buffer, base: UnsafePointer(buffer.base), starts: starts, lengths: lengths, stride: stride,
            kinds: kinds, kindStride: kindStride, count: count, encoding: .utf8)
    }
}

/// A cell on the slow path.
struct FoundCell {
    var row: Int
    var kind: CellKind
    /// UTF-8, as found.
    var found: UnsafeBufferPointer<UInt8>
    /// Without the white space around it; not empty.
    var text: UnsafeBufferPointer<UInt8>
}
