public import Model
public import Tabular

/// The file and sheet that a piece of records comes from.
public struct KeySource: Hashable, Sendable {
    /// Position of the delivery in the run.
    public var delivery: Int
    /// Position of the file in the run. All sheets and pieces of a file follow each other.
    public var file: Int
    /// Counts receptions: of two files of one nobody has said that it is the newer.
    public var turn: Int
    /// File, sheet and the row that the piece's row numbers are relative to.
    public var base: Place

    /// States where a piece comes from.
    public init(delivery: Int, file: Int, turn: Int = 0, base: Place) {
        self.delivery = delivery
        self.file = file
        self.turn = turn
        self.base = base
    }
}

/// A row of a piece, and another record that it meets.
public struct KeyMeeting: Hashable, Sendable {
    /// Row of the piece.
    public var row: Int
    /// File, sheet and row of the other record; line and column are not known.
    public var other: Place

    /// States a meeting.
    public init(row: Int, other: Place) {
        self.row = row
        self.other = other
    }
}

/// What the key register says of a piece. Every row is in exactly one of `standing`, `superseded`, `duplicates`, or is a
/// rejected row in none of them.
public struct Claims: Sendable {
    /// Rows that enter the figures: accepted, and the version of their record that counts. Accepted rows without a key
    /// all stand.
    public var standing: Bitmap
    /// Rows that the rules keep out, as the caller said.
    public var rejected: Bitmap
    /// Rows, accepted or not, whose record has been accepted from a newer file.
    public var superseded: Bitmap
    /// Rows, accepted or not, whose key an earlier row of the same file has; with the place of that row.
    public var duplicates: [KeyMeeting] = []
    /// Rows that stand although a newer file has their record, because it was rejected; with the newest one's place.
    public var revisions: [KeyMeeting] = []
    /// Superseded rows that hold other values than the row that stands, of which nobody has said that it is the newer; with
    /// that row's place. Only where pieces bring what their rows hold.
    public var conflicts: [KeyMeeting] = []
    /// Superseded rows that were held against the row that stands.
    public var compared = 0
    /// For the rule `unique`: rows with a key, those that were first, duplicates, and no missing.
    public var uniqueCount = RuleCount()
    /// For the rule `revision_rejected`: standing rows with a key; failed where a newer version was rejected.
    public var revisionCount = RuleCount()
}

extension Claims {
    /// Of rows that are the first and only ones with their keys.
    public init(rejected: Bitmap) {
        self.init(standing: rejected.complement, rejected: rejected, superseded: Bitmap(count: rejected.count))
    }

    /// Puts meetings in the order of rows, and counts what the rules about keys were asked and answered.
    mutating func settle(_ prepared: PreparedKeys, hasKey: Bool) {
        duplicates.sort { $0.row < $1.row }
        revisions.sort { $0.row < $1.row }
        conflicts.sort { $0.row < $1.row }
        guard hasKey else { return }
        uniqueCount.evaluated = Int64(prepared.rowCount - prepared.missing.ones)
        uniqueCount.failed = Int64(duplicates.count)
        uniqueCount.passed = uniqueCount.evaluated - uniqueCount.failed
        revisionCount.evaluated = Int64(standing.subtracting(prepared.missing).ones)
        revisionCount.failed = Int64(revisions.count)
        revisionCount.passed = revisionCount.evaluated - revisionCount.failed
    }

    /// Rows found otherwise to repeat the key of an earlier row of their file; they brought no key.
    public mutating func add(repeated: [KeyMeeting]) {
        guard !repeated.isEmpty else { return }
        for meeting in repeated { standing.set(meeting.row, false) }
        duplicates = (duplicates + repeated).sorted { $0.row < $1.row }
        uniqueCount.evaluated += Int64(repeated.count)
        uniqueCount.failed += Int64(repeated.count)
    }
}

/// Who has which key, over all files of a dataset.
///
/// Fed in order, files of the newest delivery first. In one file the first row has the key, accepted or not. Over files
/// the first accepted row has it: a rejected one leaves it free for an older file. One thread at a time.
public final class KeyRegister {
    private let keys: KeyPreparation
    private let integers = IntegerKeySet()
    private let texts = TextKeySet()
    private var textStates: [UInt64] = []
    private var sources: [KeySource] = []
    /// First entry of `sources` that is of the current file.
    private var currentFile = 0
    private var rejections: [Rejection] = []
    private var versions = RecordVersions()
    /// A record that no file has had accepted so far, and more than one had.
    private struct Rejection {
        /// As in `KeyState`: the first row of the last file that had it.
        var current: KeyState
        var newest: KeyState
    }

    /// A register for the key fields at these positions of the schema; without any, every accepted row stands.
    public init(schema: Schema, keyFields: [Int]) {
        keys = KeyPreparation(schema: schema, keyFields: keyFields)
    }

    /// What a key takes where room for it was made beforehand.
    public static let bytesOfKey = 20

    /// Makes room for about so many keys, where most of those that have come are numbers.
    public func reserve(_ count: Int) {
        if integers.count > texts.count { integers.reserve(count) }
    }

    /// What workers need to prepare keys.
    public var preparation: KeyPreparation { keys }

    /// Keys held.
    public var count: Int { integers.count + texts.count }
    /// Bytes held.
    public var bytes: Int {
        integers.bytes + texts.bytes + textStates.capacity * 8 + rejections.capacity * MemoryLayout<Rejection>.stride
    }

    /// Lets the rows of a piece claim their keys. `rejected`: rows that the row rules keep out.
    public func claim(_ prepared: PreparedKeys, rejected: Bitmap, source: KeySource) -> Claims {
        precondition(rejected.count == prepared.rowCount)
        let ordinal = enter(source)
        var claims = Claims(rejected: rejected)
        let answers = Answers(
            rejected: rejected, rows: prepared.sheetRows, base: source.base.row, ordinal: ordinal,
            isCompared: prepared.contents != nil)
        if let contents = prepared.contents {
            versions.add(
                source: ordinal, rows: prepared.sheetRows.map { Int(source.base.row) + Int($0) }, numbers: contents)
        }
        claimNumbers(prepared.numbers, answers, &claims)
        if let others = prepared.texts { claimTexts(others.keys, others.rows, answers, &claims) }
        claims.settle(prepared, hasKey: keys.hasKey)
        return claims
    }

    /// The number of the source, from 1; a file that comes back would count as another.
    private func enter(_ source: KeySource) -> Int {
        if let last = sources.last, last.file == source.file {
            if last.base.sheet == source.base.sheet { return sources.count }
        } else {
            currentFile = sources.count + 1
        }
        sources.append(source)
        precondition(sources.count < 1 << KeyState.sourceBits, "a register holds up to a million sheets")
        return sources.count
    }

    private struct Answers {
        let rejected: Bitmap
        let rows: [UInt32]
        let base: Int64
        let ordinal: Int
        /// Whether versions of a record are held against each other.
        let isCompared: Bool

        @inline(__always) func state(_ row: Int) -> KeyState {
            KeyState(source: ordinal, row: Int(base) + Int(rows[row]), accepted: !rejected[row])
        }
    }

    private func claimNumbers(_ numbers: NumberKeys, _ answers: Answers, _ claims: inout Claims) {
        let step = 128
        let integers = integers
        numbers.hashes.withUnsafeBufferPointer { hashes in
            numbers.words.withUnsafeBufferPointer { words in
                for start in stride(from: 0, to: words.count, by: step) {
                    let end = min(start + step, words.count)
                    integers.prefetch(UnsafeBufferPointer(rebasing: hashes[start..<end]))
                    for i in start..<end {
                        let row = numbers.row(i)
                        let held = integers.locate(words[i], hash: hashes[i])
                        let state = answers.state(row)
                        held.pointee =
                            held.pointee == 0
                            ? state.bits
                            : meet(KeyState(held.pointee), state, row, answers.isCompared, &claims).bits
                    }
                }
            }
        }
    }

    private func claimTexts(_ keys: PackedKeys, _ rows: [UInt32], _ answers: Answers, _ claims: inout Claims) {
        let ids = texts.insert(keys, rows: (0..<UInt32(rows.count)).map { $0 })
        // Taken out for the loop: a property of a class is checked at every access.
        var states = textStates
        textStates = []
        defer { textStates = states }
        for (row, id) in zip(rows, ids) {
            let state = answers.state(Int(row))
            if Int(id) == states.count {
                states.append(state.bits)
            } else {
                states[Int(id)] =
                    meet(KeyState(states[Int(id)]), state, Int(row), answers.isCompared, &claims).bits
            }
        }
    }

    /// What becomes of a key that is met again; the row's answer goes into `claims`.
    private func meet(
        _ held: KeyState, _ new: KeyState, _ row: Int, _ isCompared: Bool, _ claims: inout Claims
    ) -> KeyState {
        let rejection = held.isRepeated ? rejections[held.row] : Rejection(current: held, newest: held)
        if rejection.current.source >= currentFile {
            claims.standing.set(row, false)
            claims.duplicates.append(KeyMeeting(row: row, other: place(rejection.current)))
            return held
        }
        if held.isAccepted {
            claims.standing.set(row, false)
            claims.superseded.set(row)
            if isCompared, new.isAccepted { compare(new, held, row, &claims) }
            return KeyState(source: new.source, row: new.row, accepted: true)
        }
        if new.isAccepted {
            claims.revisions.append(KeyMeeting(row: row, other: place(rejection.newest)))
            return new
        }
        let again = Rejection(current: new, newest: rejection.newest)
        if held.isRepeated {
            rejections[held.row] = again
            return held
        }
        rejections.append(again)
        return KeyState(repeated: rejections.count - 1)
    }

    /// The rows whose key an accepted record has, of any file so far.
    public func accepted(_ prepared: PreparedKeys) -> Bitmap {
        var held = Bitmap(count: prepared.rowCount)
        let numbers = prepared.numbers
        for i in numbers.words.indices {
            let state = integers.value(numbers.words[i], hash: numbers.hashes[i])
            if state != 0, KeyState(state).isAccepted { held.set(numbers.row(i)) }
        }
        if let others = prepared.texts {
            for (row, id) in zip(others.rows, texts.find(others.keys)) where id >= 0 {
                if KeyState(textStates[Int(id)]).isAccepted { held.set(Int(row)) }
            }
        }
        return held
    }

    /// Two accepted versions of a record: a difference is one that nobody has explained unless the one that stands is newer.
    private func compare(_ new: KeyState, _ held: KeyState, _ row: Int, _ claims: inout Claims) {
        let sources = sources
        let answer = versions.supersede(new, by: held) {
            sources[$0.source - 1].turn <= sources[new.source - 1].turn
                && sources[$0.source - 1].file != sources[new.source - 1].file
        }
        if answer.isCompared { claims.compared += 1 }
        if answer.differs { claims.conflicts.append(KeyMeeting(row: row, other: place(answer.winner))) }
    }

    private func place(_ state: KeyState) -> Place {
        let base = sources[state.source - 1].base
        return Place(file: base.file, sheet: base.sheet, row: Int64(state.row))
    }
}

/// The state of a key in one word, never 0: whether a record with it was accepted, and the first row with it in the last
/// file that had it; or, where several files had it and none accepted, a position in the list of such keys.
struct KeyState: Hashable {
    static let rowBits = 40
    static let sourceBits = 20
    private static let acceptedBit: UInt64 = 1 << 62
    private static let repeatedBit: UInt64 = 1 << 63

    let bits: UInt64

    @inline(__always) init(_ bits: UInt64) { self.bits = bits }

    /// `source` from 1.
    @inline(__always) init(source: Int, row: Int, accepted: Bool) {
        bits =
            UInt64(source) << UInt64(KeyState.rowBits) | UInt64(row) & (1 << UInt64(KeyState.rowBits) - 1)
            | (accepted ? KeyState.acceptedBit : 0)
    }

    init(repeated position: Int) { bits = KeyState.repeatedBit | UInt64(position) }

    var isAccepted: Bool { bits & KeyState.acceptedBit != 0 }
    var isRepeated: Bool { bits & KeyState.repeatedBit != 0 }
    var source: Int { Int(bits >> UInt64(KeyState.rowBits)) & (1 << KeyState.sourceBits - 1) }
    /// Row of the sheet, or the position of a repeated rejection.
    var row: Int { Int(bits & (1 << UInt64(KeyState.rowBits) - 1)) }
}
