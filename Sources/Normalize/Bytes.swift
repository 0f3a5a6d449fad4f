/// Eight bytes as one little-endian word. Buffers have readable bytes behind their end, so a field may be shorter.
@inline(__always)
func word(_ at: UnsafePointer<UInt8>) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(at).loadUnaligned(as: UInt64.self))
}

/// The first `length` bytes (up to eight), zeros above.
@inline(__always)
func word(_ at: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
    length >= 8 ? word(at) : word(at) & ((1 << UInt64(truncatingIfNeeded: length &* 8)) &- 1)
}

/// A bit at the top of each byte that is above 9: where the digits' zeros were taken off, whatever is no digit.
@inline(__always)
func above9(_ word: UInt64) -> UInt64 {
    (((word & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7676_7676_7676) | word) & 0x8080_8080_8080_8080
}

/// The number that eight bytes 0–9 spell, the first byte (lowest) leading.
@inline(__always)
func eightDigits(_ digits: UInt64) -> UInt64 {
    let pairs = digits &* 10 &+ (digits >> 8)
    let even = (pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let odd = ((pairs >> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    return (even &+ odd) >> 32
}

/// An UTF-8 text of the program's own as bytes.
func bytes(_ text: some StringProtocol) -> [UInt8] { Array(text.utf8) }

/// The scalar that begins at `at` of well-formed UTF-8, and its length; malformed bytes are U+FFFD, one each.
func scalar(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> (scalar: UInt32, length: Int) {
    let first = UInt32(text[at])
    if first < 0x80 { return (first, 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC2, at + length <= text.count else { return (0xFFFD, 1) }
    var value = first & (0x7F >> UInt32(length))
    for next in text[(at + 1)..<(at + length)] {
        guard next & 0xC0 == 0x80 else { return (0xFFFD, 1) }
        value = value << 6 | UInt32(next & 0x3F)
    }
    return (value, length)
}
