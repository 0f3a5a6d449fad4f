import Ingest
import Tabular
import Validate

/// Who has which key, for the ordered step: in memory, or read twice under a ceiling that all keys do not fit below.
struct KeyBook {
    private enum Way {
        case register(KeyRegister)
        /// The first reading: nothing but what is claimed is wanted.
        case noting(SpilledKeys)
        /// The second.
        case answered(SpilledKeys)
    }

    private var way: Way
    private let fresh: () -> KeyRegister
    private let ceiling: MemoryCeiling?
    private var claims = 0
    /// Bytes of a file after which its rows are known to be about so long.
    private static let sample = 4 << 20
    /// The table that is read, with the keys and bytes that were there after its first piece.
    private var begun = (table: -1, keys: 0, end: 0)
    /// The table that room has been made for.
    private var expected = -1
    /// The keys in memory have become more than their part of the ceiling.
    private(set) var isFull = false

    init(_ keys: SpilledKeys?, isNoting: Bool, _ ceiling: MemoryCeiling?, _ fresh: @escaping () -> KeyRegister) {
        self.fresh = fresh
        self.ceiling = ceiling
        way = keys.map { isNoting ? .noting($0) : .answered($0) } ?? .register(fresh())
    }

    var isNoting: Bool { if case .noting = way { true } else { false } }
    var isInMemory: Bool { if case .register = way { true } else { false } }

    /// Lets the rows of a piece claim their keys.
    mutating func claim(_ prepared: PreparedKeys, rejected: Bitmap, source: KeySource) -> Claims {
        switch way {
        case .noting(let keys): return keys.note(prepared, rejected: rejected, source: source)
        case .answered(let keys):
            do {
                return try keys.claim(prepared, rejected: rejected)
            } catch {
                damaged()
                return Claims(rejected: rejected)
            }
        case .register(let register):
            claims += 1
            if let ceiling, claims % 16 == 1, register.bytes > ceiling.ofKeys { isFull = true }
            return register.claim(prepared, rejected: rejected, source: source)
        }
    }

    /// Makes room for the keys of a large file once enough of it has been read to tell how many will come: growing step by
    /// step would copy them again and again.
    /// - Parameter end: bytes of the file whose rows have claimed their keys; 0: not known.
    mutating func expect(_ table: Int, after end: Int, of file: InputFile) {
        guard case .register(let register) = way, end > 0, table != expected else { return }
        if table != begun.table { begun = (table, register.count, end) }
        let read = end - begun.end
        guard read >= KeyBook.sample else { return }
        expected = table
        let rest = max(0, FileDigests.bytes(of: file.path) - Int64(end))
        let count = Int(Int128(register.count - begun.keys) * Int128(rest) / Int128(read))
        let bytes = (register.count + count) * KeyRegister.bytesOfKey
        guard count > 0, ceiling.map({ bytes <= $0.ofKeys }) ?? true else { return }
        register.reserve(register.count + count)
    }

    /// From the next claim on, keys are claimed anew.
    mutating func beginAnew() {
        switch way {
        case .register: way = .register(fresh())
        case .noting(let keys), .answered(let keys): keys.beginAnew()
        }
    }

    /// Of the last claim's rows those that may have to be asked for.
    func ask(_ prepared: PreparedKeys, rows: [Int]) {
        if case .noting(let keys) = way { keys.ask(prepared, rows: rows) }
    }

    /// The number of the last claim; 0 where it does not matter.
    var lastClaim: Int { if case .answered(let keys) = way { keys.lastClaim } else { 0 } }

    /// Which of some rows of a claim have a key that an accepted record has, now that all have claimed theirs.
    func held(_ prepared: PreparedKeys, rows: [Int], claim: Int) -> Bitmap {
        switch way {
        case .register(let register): return register.accepted(prepared)
        case .noting: return Bitmap(count: rows.count)
        case .answered(let keys):
            do {
                let held = try keys.held(claim: claim)
                return Bitmap(count: rows.count, rows: rows.indices.filter { held.contains(rows[$0]) })
            } catch {
                damaged()
                return Bitmap(count: rows.count)
            }
        }
    }

    private func damaged() { ceiling?.fail("a temporary file does not give back what was written to it") }
}

extension MemoryCeiling {
    /// The part of keys that are held in memory.
    var ofKeys: Int { bytes / 6 }

    /// Throws where the disk has failed what does not fit into memory.
    func check() throws(RunFailure) {
        guard let failure else { return }
        throw RunFailure(
            .inputOutput,
            "\(folder): what does not fit below --memory is kept there while the run lasts, and cannot be (\(failure)). Make room on the disk, or allow more memory; the last published vintage stays as it was."
        )
    }
}
