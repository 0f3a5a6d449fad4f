import Glibc

/// GB18030 (and with it GBK and GB2312) to UTF-8, by tables made once from the system's converter.
///
/// Files are split without decoding; only text that is kept, compared or shown comes here.
public struct GB18030: Sendable {
    /// Scalars of two-byte characters: (lead − 0x81) × 190 + trail index; 0 = not assigned.
    private let pairs: [UInt32]
    /// By scalar below U+10000 its place among `pairs`, from 1; 0 = none.
    private let places: [UInt16]
    /// Scalars of four-byte characters below U+10000, by linear index.
    private let quads: [UInt32]

    /// The tables; made on first use, in a few milliseconds.
    public static let decoder = GB18030()

    private init() {
        var converter = Converter()
        var pairs: [UInt32] = []
        pairs.reserveCapacity(126 * 190)
        for lead in UInt8(0x81)...0xFE {
            for trail in UInt8(0x40)...0xFE where trail != 0x7F { pairs.append(converter.scalar([lead, trail])) }
        }
        self.pairs = pairs
        var places = [UInt16](repeating: 0, count: 1 << 16)
        for (place, scalar) in pairs.enumerated().reversed() where scalar > 0 && scalar < 1 << 16 {
            places[Int(scalar)] = UInt16(place + 1)
        }
        self.places = places
        var quads: [UInt32] = []
        quads.reserveCapacity(39_420)
        for index in 0..<39_420 {
            let first = UInt8(truncatingIfNeeded: 0x81 + index / 12_600)
            let second = UInt8(truncatingIfNeeded: 0x30 + index / 1_260 % 10)
            let third = UInt8(truncatingIfNeeded: 0x81 + index / 10 % 126)
            let fourth = UInt8(truncatingIfNeeded: 0x30 + index % 10)
            quads.append(converter.scalar([first, second, third, fourth]))
        }
        self.quads = quads
    }

    /// Appends the UTF-8 of `bytes`; what is no character becomes U+FFFD.
    public func append(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        var at = 0
        while at < bytes.count {
            let first = bytes[at]
            if first < 0x80 {
                output.append(first)
                at += 1
                continue
            }
            let (scalar, length) = character(bytes, at)
            GB18030.append(scalar, to: &output)
            at += length
        }
    }

    /// The UTF-8 of `bytes`.
    public func utf8(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count * 3 / 2 + 4)
        append(bytes, to: &output)
        return output
    }

    /// The two bytes of a character; nil where it takes one or four.
    public func pair(of scalar: Unicode.Scalar) -> [UInt8]? {
        guard scalar.value < 1 << 16, places[Int(scalar.value)] > 0 else { return nil }
        let index = Int(places[Int(scalar.value)]) - 1
        let trail = index % 190 + 0x40
        return [UInt8(0x81 + index / 190), UInt8(trail < 0x7F ? trail : trail + 1)]
    }

    private func character(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> (scalar: UInt32, length: Int) {
        let lead = Int(bytes[at])
        guard lead >= 0x81, lead <= 0xFE, at + 1 < bytes.count else { return (0xFFFD, 1) }
        let second = Int(bytes[at + 1])
        if second >= 0x40, second <= 0xFE, second != 0x7F {
            let scalar = pairs[(lead - 0x81) * 190 + second - (second > 0x7F ? 0x41 : 0x40)]
            return (scalar == 0 ? 0xFFFD : scalar, 2)
        }
        guard second >= 0x30, second <= 0x39, at + 3 < bytes.count, bytes[at + 2] >= 0x81, bytes[at + 2] <= 0xFE,
            bytes[at + 3] >= 0x30, bytes[at + 3] <= 0x39
        else { return (0xFFFD, 1) }
        let tail = Int(bytes[at + 2] - 0x81) * 10 + Int(bytes[at + 3] - 0x30)
        let index = (lead - 0x81) * 12_600 + (second - 0x30) * 1_260 + tail
        if index < quads.count { return (quads[index] == 0 ? 0xFFFD : quads[index], 4) }
        // From 0x90308130 on the supplementary planes follow in order.
        let supplementary = index - 189_000
        guard supplementary >= 0, supplementary < 0x10_0000 else { return (0xFFFD, 4) }
        return (UInt32(0x1_0000 + supplementary), 4)
    }

    private static func append(_ scalar: UInt32, to output: inout [UInt8]) {
        switch scalar {
        case ..<0x80:
            output.append(UInt8(scalar))
        case ..<0x800:
            output.append(UInt8(0xC0 | scalar >> 6))
            output.append(UInt8(0x80 | scalar & 0x3F))
        case ..<0x1_0000:
            output.append(UInt8(0xE0 | scalar >> 12))
            output.append(UInt8(0x80 | scalar >> 6 & 0x3F))
            output.append(UInt8(0x80 | scalar & 0x3F))
        default:
            output.append(UInt8(0xF0 | scalar >> 18))
            output.append(UInt8(0x80 | scalar >> 12 & 0x3F))
            output.append(UInt8(0x80 | scalar >> 6 & 0x3F))
            output.append(UInt8(0x80 | scalar & 0x3F))
        }
    }

    /// The system's converter, asked for one character at a time.
    private struct Converter: ~Copyable {
        private let handle = iconv_open("UTF-32LE", "GB18030")
        private var isOpen: Bool { Int(bitPattern: handle) != -1 }

        mutating func scalar(_ bytes: [UInt8]) -> UInt32 {
            guard isOpen else { return 0 }
            var input = bytes.map { CChar(bitPattern: $0) }
            var scalar: UInt32 = 0
            let converted = input.withUnsafeMutableBufferPointer { source in
                withUnsafeMutableBytes(of: &scalar) { target in
                    var from = source.baseAddress
                    var fromLeft = source.count
                    var into = target.baseAddress?.assumingMemoryBound(to: CChar.self)
                    var intoLeft = 4
                    return iconv(handle, &from, &fromLeft, &into, &intoLeft) != Int.max && fromLeft == 0
                }
            }
            return converted ? UInt32(littleEndian: scalar) : 0
        }

        deinit { if isOpen { iconv_close(handle) } }
    }
}

extension CellBlock {
    /// The text of a cell as found, in UTF-8 whatever the file's encoding.
    public func text(_ row: Int, _ column: Int) -> String {
        switch encoding {
        case .utf8: String(decoding: bytes(row, column), as: UTF8.self)
        case .gb18030: String(decoding: GB18030.decoder.utf8(bytes(row, column)), as: UTF8.self)
        }
    }
}
