import Model
import Tabular

/// Subjects that occur, each once however often, wherever and whenever it does.
struct DistinctCountMeasure: MeasureRule {
    func makeCells() -> (any CellAccumulator)? { nil }
    func quotient(_ tally: Tally) -> Fraction? { Fraction(Int128(tally.records)) }
    var isOfField: Bool { false }
}

/// The times at which subjects occur, per unit and category: any period is a union over times, any parent a union over
/// units, so that 家 is right for all of them.
struct SubjectTimes: Sendable {
    /// A subject in a unit and category.
    struct Entry: Hashable, Sendable {
        var subject: Int
        var unit: Int
        var category: Int
        /// Position of its first word in `times`.
        var words: Int
    }

    let unitCount: Int
    /// Words of 64 times that an entry has.
    let wordCount: Int
    /// (category × units + unit) × 2³² + subject.
    private var numbers = KeyNumbers()
    /// A bit per time, `wordCount` words per entry.
    private(set) var times: [UInt64] = []

    init(unitCount: Int, timeCount: Int) {
        self.unitCount = unitCount
        wordCount = (timeCount + 63) / 64
    }

    /// Adds each selected row whose spell holds a time.
    /// - Parameters:
    ///   - groups: category × units + unit, per row.
    ///   - subjects: per row, −1 none.
    mutating func add(groups: [Int32], spells: Spells, subjects: [Int32], selection: Bitmap) {
        selection.forEachSet { row in
            let first = Int(spells.first[row])
            let last = Int(spells.last?[row] ?? spells.first[row])
            guard first >= 0, first <= last, subjects[row] >= 0 else { return }
            let base = base(UInt64(UInt32(bitPattern: groups[row])) << 32 | UInt64(UInt32(bitPattern: subjects[row])))
            for time in first...last { times[base + time >> 6] |= 1 << UInt64(time & 63) }
        }
    }

    /// Takes in `other`, whose categories and subjects have these numbers here.
    mutating func merge(_ other: SubjectTimes, categories: [Int32], subjects: [Int32]) {
        for entry in other.entries {
            let group = UInt64(categories[entry.category]) * UInt64(unitCount) + UInt64(entry.unit)
            let base = base(group << 32 | UInt64(subjects[entry.subject]))
            for word in 0..<wordCount { times[base + word] |= other.times[entry.words + word] }
        }
    }

    /// Takes in what another process wrote.
    mutating func fill(
        from reader: inout BinaryReader, categoryCount: Int, subjectCount: Int
    ) throws(DamagedForm) {
        for _ in 0..<(try reader.unsigned()) {
            let (subject, unit, category) = (try reader.int(), try reader.int(), try reader.int())
            guard 0..<subjectCount ~= subject, 0..<unitCount ~= unit, 0..<categoryCount ~= category else {
                throw DamagedForm()
            }
            let base = base(UInt64(category * unitCount + unit) << 32 | UInt64(subject))
            for word in 0..<wordCount { times[base + word] |= try reader.unsigned() }
        }
    }

    var entries: some Sequence<Entry> {
        numbers.keys.lazy.enumerated().map { [unitCount, wordCount] number, key in
            let group = Int(key >> 32)
            return Entry(
                subject: Int(key & 0xFFFF_FFFF), unit: group % unitCount, category: group / unitCount,
                words: number * wordCount)
        }
    }

    private mutating func base(_ key: UInt64) -> Int {
        let number = numbers.number(key)
        if number * wordCount == times.count { times.append(contentsOf: repeatElement(0, count: wordCount)) }
        return number * wordCount
    }
}
