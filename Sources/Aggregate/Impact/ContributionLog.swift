import Tabular

/// Effects of one question on one figure.
struct Contribution {
    var site: Int32
    /// What the figure changes by if what is doubted is wrong, in base units.
    var delta: Double
    /// The same times suspicion.
    var weighted: Double
    /// The value itself is doubted, by what was anticipated.
    var isOfValue: Bool
}

/// What the questions about a record contribute: of each, the finding and its effects.
typealias RecordContributions = [(finding: Int, effects: [Contribution])]

/// What questions contribute, record by record. Most effects of a record are of one size, on as many figures as it is in:
/// four bytes each. Questions of several batches may be about one record.
struct ContributionLog {
    /// Where each entry's bytes begin.
    private var starts: [Int] = [0]
    /// By entry the next one about the same record; −1: none.
    private var nexts: [Int32] = []
    /// By record, in the order in which they were first met, its first and last entry.
    private var ends: [(first: Int32, last: Int32)] = []
    /// Records by the caller's number.
    private var numbered: [Int32] = []
    private let store: ByteStore
    private var words: [UInt32] = []

    init(_ ceiling: MemoryCeiling?) { store = ByteStore(ceiling) }

    /// Records so far.
    var count: Int { ends.count }

    private static let ofValue: UInt32 = 1 << 31
    /// As much as the effect before it.
    private static let again: UInt32 = 1 << 30

    /// - Parameter number: the caller's of the record; nil: nothing else is about it.
    mutating func append(_ record: RecordContributions, record number: Int?) {
        let entry = Int32(nexts.count)
        nexts.append(-1)
        if let number {
            while numbered.count <= number { numbered.append(-1) }
        }
        if let number, numbered[number] >= 0 {
            let known = Int(numbered[number])
            nexts[Int(ends[known].last)] = entry
            ends[known].last = entry
        } else {
            if let number { numbered[number] = Int32(ends.count) }
            ends.append((entry, entry))
        }
        words.removeAll(keepingCapacity: true)
        words.append(UInt32(record.count))
        for (finding, effects) in record {
            words.append(UInt32(finding))
            words.append(UInt32(effects.count))
            var (delta, weighted) = (0.0, 0.0)
            for effect in effects {
                let isAgain = effect.delta == delta && effect.weighted == weighted
                words.append(
                    UInt32(effect.site) | (effect.isOfValue ? ContributionLog.ofValue : 0)
                        | (isAgain ? ContributionLog.again : 0))
                guard !isAgain else { continue }
                (delta, weighted) = (effect.delta, effect.weighted)
                for number in [delta.bitPattern, weighted.bitPattern] {
                    words.append(UInt32(truncatingIfNeeded: number))
                    words.append(UInt32(truncatingIfNeeded: number >> 32))
                }
            }
        }
        words.withUnsafeBytes { _ = store.append($0) }
        starts.append(starts[starts.count - 1] + words.count * 4)
    }

    /// Of one record, in the order in which they came.
    func record(_ number: Int) -> RecordContributions {
        var next = ends[number].first
        var whole = entry(Int(next))
        while nexts[Int(next)] >= 0 {
            next = nexts[Int(next)]
            whole += entry(Int(next))
        }
        return whole
    }

    private func entry(_ number: Int) -> RecordContributions {
        let range = starts[number]..<starts[number + 1]
        let words = [UInt32](unsafeUninitializedCapacity: range.count / 4) { words, used in
            store.read(
                range.lowerBound,
                UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: words[0..<range.count / 4])))
            used = range.count / 4
        }
        var at = 0
        func next() -> UInt32 {
            at += 1
            return at <= words.count ? words[at - 1] : 0
        }
        func double() -> Double {
            let low = UInt64(next())
            return Double(bitPattern: low | UInt64(next()) << 32)
        }
        return (0..<next()).map { _ in
            let (finding, count) = (Int(next()), Int(next()))
            var (delta, weighted) = (0.0, 0.0)
            var effects: [Contribution] = []
            effects.reserveCapacity(count)
            for _ in 0..<count {
                let word = next()
                if word & ContributionLog.again == 0 { (delta, weighted) = (double(), double()) }
                effects.append(
                    Contribution(
                        site: Int32(word & (ContributionLog.again - 1)), delta: delta, weighted: weighted,
                        isOfValue: word & ContributionLog.ofValue != 0))
            }
            return (finding, effects)
        }
    }
}
