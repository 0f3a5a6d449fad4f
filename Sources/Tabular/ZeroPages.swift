import Glibc

/// Memory that begins as zeros. Larger pieces come from the system and go back to it when they are released: between pieces
/// that each are larger than the one before, the allocator keeps what was given back and cannot use it.
struct ZeroPages {
    let base: UnsafeMutableRawPointer
    let bytes: Int

    /// From here on the system is asked.
    private static let mapped = 64 << 10
    /// Of pages of this size the processor remembers the places of many more bytes.
    private static let hugePage = 2 << 20

    /// What was allocated before, with this size.
    init(base: UnsafeMutableRawPointer, bytes: Int) {
        self.base = base
        self.bytes = bytes
    }

    /// Begins at a multiple of 64.
    init(bytes: Int) {
        self.bytes = bytes
        guard bytes >= ZeroPages.mapped else {
            base = .allocate(byteCount: bytes, alignment: 64)
            memset(base, 0, bytes)
            return
        }
        let got = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let got, got != MAP_FAILED else { fatalError("no memory left for \(bytes) bytes") }
        base = got
        if bytes >= 4 * ZeroPages.hugePage { madvise(base, bytes, MADV_HUGEPAGE) }
    }

    func contains(_ address: UnsafeMutableRawPointer) -> Bool { address >= base && address < base + bytes }

    /// Gives back the whole pages of a part of a larger piece; nothing reads it any more.
    func forget() {
        let page = 4096
        let first = (Int(bitPattern: base) + page - 1) / page * page
        let end = (Int(bitPattern: base) + bytes) / page * page
        guard end > first, let pages = UnsafeMutableRawPointer(bitPattern: first) else { return }
        madvise(pages, end - first, MADV_DONTNEED)
    }

    func release() {
        if bytes >= ZeroPages.mapped { munmap(base, bytes) } else { base.deallocate() }
    }
}
