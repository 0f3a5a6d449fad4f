public import Model
public import Tabular

/// Who has which key, where the keys do not fit into memory. The rows are read twice. In the first reading what they claim
/// is written down, keys in parts by their hash; then each part is claimed by itself, in the order of the rows, and what
/// came of it is written down where it is not that the row is the first and only one with its key; the second reading is
/// told so, claim by claim. A key is in one part, so what becomes of it is what a `KeyRegister` over all would say.
///
/// Claims come in the same order in both readings: nothing that orders them depends on what becomes of them.
public final class SpilledKeys {
    private static let parts = 64

    private let schema: Schema
    private let keyFields: [Int]
    private let keys: KeyPreparation
    private let ceiling: MemoryCeiling?
    /// By claim, where its rows come from.
    private var sources: [KeySource] = []
    /// Claims before which keys are claimed anew, ascending.
    private var beginnings: [Int] = []
    /// By part: claims, and the keys that are asked for once all have claimed.
    private var claimed: [RecordStore]
    private var asked: [RecordStore]
    /// By part what came of both.
    private var outcomes: [RecordStore] = []
    private var answers: [RecordStore] = []
    private var next = 0

    /// For the key fields at these positions of the schema.
    public init(schema: Schema, keyFields: [Int], ceiling: MemoryCeiling?) {
        self.schema = schema
        self.keyFields = keyFields
        self.ceiling = ceiling
        keys = KeyPreparation(schema: schema, keyFields: keyFields)
        claimed = (0..<SpilledKeys.parts).map { _ in RecordStore(ceiling, keeping: 1 << 16) }
        asked = (0..<SpilledKeys.parts).map { _ in RecordStore(ceiling, keeping: 1 << 14) }
    }

    // MARK: The first reading

    /// Writes down what the rows of a piece claim. Answers as if all of them were the first and only ones.
    public func note(_ prepared: PreparedKeys, rejected: Bitmap, source: KeySource) -> Claims {
        let number = sources.count
        sources.append(source)
        for (part, rows) in divided(prepared) {
            var writer = BinaryWriter()
            writer.write(rows: rows)
            prepared.gather(rows.map { Int($0) }).write(to: &writer)
            writer.write(rejected.gather(rows.map { Int($0) }))
            claimed[part].append(number, writer.bytes)
        }
        return Claims(rejected: rejected)
    }

    /// Writes down keys of which the second reading may ask whether an accepted record has them in the end: of these rows
    /// of the last claim.
    public func ask(_ prepared: PreparedKeys, rows: [Int]) {
        for (part, own) in divided(prepared) {
            var writer = BinaryWriter()
            writer.write(rows: own.map { UInt32(rows[Int($0)]) })
            prepared.gather(own.map { Int($0) }).write(to: &writer)
            asked[part].append(sources.count - 1, writer.bytes)
        }
    }

    /// From the next claim on, keys are claimed anew. In both readings.
    public func beginAnew() { if outcomes.isEmpty { beginnings.append(sources.count) } }

    /// The rows of each part that has any, ascending.
    private func divided(_ prepared: PreparedKeys) -> [(part: Int, rows: [UInt32])] {
        var rows = [[UInt32]](repeating: [], count: SpilledKeys.parts)
        // Bits that the tables of keys do not divide by.
        func part(_ hash: UInt64) -> Int { Int(hash &>> 40) & (SpilledKeys.parts - 1) }
        for (i, hash) in prepared.numbers.hashes.enumerated() {
            rows[part(hash)].append(UInt32(prepared.numbers.row(i)))
        }
        if let texts = prepared.texts {
            for (i, hash) in texts.keys.hashes.enumerated() { rows[part(hash)].append(texts.rows[i]) }
            for part in rows.indices { rows[part].sort() }
        }
        return rows.indices.compactMap { rows[$0].isEmpty ? nil : ($0, rows[$0]) }
    }

    // MARK: Between the readings

    /// Lets all rows claim their keys, part by part. Throws where the disk does not give back what was written.
    public func resolve() throws(DamagedForm) {
        for part in 0..<SpilledKeys.parts {
            let (outcome, answer) = (RecordStore(ceiling, keeping: 1 << 14), RecordStore(ceiling, keeping: 1 << 14))
            var (claims, asks) = (claimed[part].cursor(), asked[part].cursor())
            var begin = 0
            for end in beginnings + [sources.count] where end > begin {
                try resolve(begin..<end, &claims, &asks, outcome, answer)
                begin = end
            }
            outcomes.append(outcome)
            answers.append(answer)
            claimed[part] = RecordStore(nil)
            asked[part] = RecordStore(nil)
        }
        next = 0
        outcomeCursors = outcomes.map { $0.cursor() }
        answerCursors = answers.map { $0.cursor() }
    }

    private func resolve(
        _ numbers: Range<Int>, _ claims: inout RecordStore.Cursor, _ asks: inout RecordStore.Cursor,
        _ outcome: RecordStore, _ answer: RecordStore
    ) throws(DamagedForm) {
        let register = KeyRegister(schema: schema, keyFields: keyFields)
        let none = keys.none
        var entered: KeySource?
        for number in numbers {
            let source = sources[number]
            guard let bytes = claims.next(number) else {
                // That another file has begun counts, whether or not it has a key of this part.
                if entered?.base.file != source.base.file || entered?.base.sheet != source.base.sheet {
                    _ = register.claim(none, rejected: Bitmap(count: 0), source: source)
                    entered = source
                }
                continue
            }
            entered = source
            var reader = BinaryReader(bytes)
            let rows = try reader.rows()
            let prepared = try PreparedKeys(from: &reader)
            let rejected = try reader.bitmap()
            guard rows.count == prepared.rowCount, rejected.count == rows.count else { throw DamagedForm() }
            let came = register.claim(prepared, rejected: rejected, source: source)
            if let written = came.exceptions(rows) { outcome.append(number, written) }
        }
        for number in numbers {
            while let bytes = asks.next(number) {
                var reader = BinaryReader(bytes)
                let rows = try reader.rows()
                let prepared = try PreparedKeys(from: &reader)
                guard rows.count == prepared.rowCount else { throw DamagedForm() }
                let held = register.accepted(prepared)
                var writer = BinaryWriter()
                writer.write(rows: rows.indices.filter { held[$0] }.map { rows[$0] })
                if !held.isEmpty { answer.append(number, writer.bytes) }
            }
        }
    }

    // MARK: The second reading

    private var outcomeCursors: [RecordStore.Cursor] = []
    private var answerCursors: [RecordStore.Cursor] = []

    /// The number of the last claim.
    public var lastClaim: Int { next - 1 }

    /// What becomes of the rows of the next claim. Throws where the disk does not give back what was written, or other rows
    /// claim than in the first reading.
    public func claim(_ prepared: PreparedKeys, rejected: Bitmap) throws(DamagedForm) -> Claims {
        guard next < sources.count else { throw DamagedForm() }
        var claims = Claims(rejected: rejected)
        for part in outcomeCursors.indices {
            guard let bytes = outcomeCursors[part].next(next) else { continue }
            try claims.add(exceptions: bytes)
        }
        next += 1
        claims.settle(prepared, hasKey: !keyFields.isEmpty)
        return claims
    }

    /// The rows of a claim of which was asked whether an accepted record has their key in the end, and one has. Asked in the
    /// order of claims.
    public func held(claim number: Int) throws(DamagedForm) -> Set<Int> {
        var held: Set<Int> = []
        for part in answerCursors.indices {
            while let bytes = answerCursors[part].next(number) {
                var reader = BinaryReader(bytes)
                held.formUnion(try reader.rows().map { Int($0) })
            }
        }
        return held
    }
}

extension Claims {
    /// What is not said by which rows are rejected, with the rows' numbers; nil: nothing.
    fileprivate func exceptions(_ rows: [UInt32]) -> [UInt8]? {
        guard !superseded.isEmpty || !duplicates.isEmpty || !revisions.isEmpty || compared > 0 else { return nil }
        var writer = BinaryWriter()
        var older: [UInt32] = []
        superseded.forEachSet { older.append(rows[$0]) }
        writer.write(rows: older)
        for meetings in [duplicates, revisions, conflicts] {
            writer.write(list: meetings) { writer, meeting in
                writer.write(Int(rows[meeting.row]))
                writer.write(meeting.other)
            }
        }
        writer.write(compared)
        return writer.bytes
    }

    fileprivate mutating func add(exceptions bytes: [UInt8]) throws(DamagedForm) {
        var reader = BinaryReader(bytes)
        let count = standing.count
        for row in try reader.rows() {
            guard row < count else { throw DamagedForm() }
            superseded.set(Int(row))
            standing.set(Int(row), false)
        }
        func meetings(_ reader: inout BinaryReader) throws(DamagedForm) -> [KeyMeeting] {
            let list = try reader.list { reader throws(DamagedForm) in
                KeyMeeting(row: try reader.int(), other: try reader.place())
            }
            guard list.allSatisfy({ 0..<count ~= $0.row }) else { throw DamagedForm() }
            return list
        }
        let repeated = try meetings(&reader)
        for meeting in repeated { standing.set(meeting.row, false) }
        duplicates += repeated
        revisions += try meetings(&reader)
        conflicts += try meetings(&reader)
        compared += try reader.int()
    }
}

extension KeyPreparation {
    /// No rows.
    fileprivate var none: PreparedKeys { PreparedKeys(rowCount: 0, sheetRows: [], missing: Bitmap(count: 0)) }
}
