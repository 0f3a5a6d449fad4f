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
    /// The keys in memory have become more than their part of the ceiling.
    private(set) var isFull = false

    init(_ keys: SpilledKeys?, isNoting: Bool, _ ceiling: MemoryCeiling?, _ fresh: @escaping () -> KeyRegister) {
        self.fresh = fresh
        self.ceiling = ceiling
        way = keys.map { isNoting ? .noting($0) : .answered($0) } ?? .register(fresh())
    }

    var isNoting: Bool { if case .noting = way { true } else { false } }

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
