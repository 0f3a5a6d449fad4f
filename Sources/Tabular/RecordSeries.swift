public import Model

/// Which columns of a dataset's accepted records are kept beside the sums: for rules over time and over the whole, and to
/// say what a value might have been.
public struct RecordSeriesPlan: Hashable, Sendable {
    /// Fields whose spread is counted; of records that are kept, their values too.
    public var values: [Int] = []
    /// Whom a record is about.
    public var subject: Int?
    /// The field that says when it is.
    public var time: Int?
    /// Whether that field holds periods instead of days.
    public var isPeriod = false
    /// Fields that are held together: those that make a group, those whose repetition makes two records one.
    public var combinations: [[Int]] = []
    /// Whether a subject states the same again and again, so that each record can be held against those before.
    public var isOfStatements = false
    /// Whether records are kept, or their spread only.
    public var keepsRecords = false

    public init() {}

    public var isEmpty: Bool { values.isEmpty && !keepsRecords }
}

/// Columns of accepted records, by worker, in any order; merged once.
public struct RecordSeries: Sendable {
    public let plan: RecordSeriesPlan
    /// By value of the plan.
    public private(set) var spreads: [ValueSpread]
    /// Numbers that tell subjects apart; 0: none.
    public private(set) var subjects: [UInt64] = []
    public private(set) var months: [Int32] = []
    /// By value of the plan, then record; `missing` where there is none.
    public private(set) var values: [[Int64]]
    /// By combination of the plan, then record; 0 where a part is missing.
    public private(set) var combinations: [[UInt64]]
    /// The caller's number of the table, and the row of its sheet.
    public private(set) var tables: [Int32] = []
    public private(set) var rows: [Int64] = []

    public static let missing = Int64.min
    /// The month of a record without one.
    public static let undated = Int32.min

    public init(_ plan: RecordSeriesPlan) {
        self.plan = plan
        spreads = plan.values.map { _ in ValueSpread() }
        values = plan.values.map { _ in [] }
        combinations = plan.combinations.map { _ in [] }
    }

    public var count: Int { subjects.count }

    /// Adds the rows that stand.
    /// - Parameters:
    ///   - sheetRows: of each row, counted from `firstRow`.
    public mutating func add(
        _ batch: Batch, standing: Bitmap, table: Int, sheetRows: [UInt32], firstRow: Int64
    ) {
        for (i, field) in plan.values.enumerated() {
            if case .integers(let column) = batch.columns[field] { spreads[i].add(column, rows: standing) }
        }
        guard plan.keepsRecords else { return }
        var list: [Int] = []
        standing.forEachSet { list.append($0) }
        tables.append(contentsOf: repeatElement(Int32(table), count: list.count))
        rows.append(contentsOf: list.map { firstRow + Int64(sheetRows[$0]) })
        if let field = plan.subject {
            subjects.append(contentsOf: RecordSeries.numbers([batch.columns[field]], list))
        } else {
            subjects.append(contentsOf: repeatElement(0, count: list.count))
        }
        months.append(contentsOf: list.map { month(batch, $0) })
        for (i, field) in plan.values.enumerated() {
            guard case .integers(let column) = batch.columns[field] else { preconditionFailure("a value is a number") }
            values[i].append(
                contentsOf: list.map { column.validity[$0] ? column.values[$0] : RecordSeries.missing })
        }
        for (i, fields) in plan.combinations.enumerated() {
            combinations[i].append(
                contentsOf: RecordSeries.numbers(fields.map { batch.columns[$0] }, list))
        }
    }

    public mutating func merge(_ other: RecordSeries) {
        for i in spreads.indices { spreads[i].merge(other.spreads[i]) }
        subjects += other.subjects
        months += other.months
        tables += other.tables
        rows += other.rows
        for i in values.indices { values[i] += other.values[i] }
        for i in combinations.indices { combinations[i] += other.combinations[i] }
    }

    /// Positions of the records by subject, month and place: the same for any split over workers.
    public func ordered() -> [Int] {
        subjects.indices.sorted { a, b in
            (subjects[a], months[a], tables[a], rows[a]) < (subjects[b], months[b], tables[b], rows[b])
        }
    }

    /// The month of a row of a batch; `undated` where it has none.
    public func month(_ batch: Batch, _ row: Int) -> Int32 {
        guard let time = plan.time, case .integers(let column) = batch.columns[time], column.validity[row] else {
            return RecordSeries.undated
        }
        return plan.isPeriod
            ? PackedPeriod.unpack(column.values[row]).lastMonth.index
            : CivilDate(days: Int32(truncatingIfNeeded: column.values[row])).month.index
    }

    /// Of each row a number that equal values share; 0 where one of the columns is missing there.
    public static func numbers(_ columns: [Column], _ rows: [Int]) -> [UInt64] {
        var numbers = [UInt64](repeating: 0x243F_6A88_85A3_08D3, count: rows.count)
        var isMissing = [Bool](repeating: columns.isEmpty, count: rows.count)
        for column in columns {
            let validity = column.validity
            for (i, row) in rows.enumerated() {
                guard validity[row] else { isMissing[i] = true; continue }
                switch column {
                case .integers(let column): mix(&numbers[i], UInt64(bitPattern: column.values[row]))
                case .texts(let column):
                    let bytes = column.bytes(row)
                    for byte in bytes { numbers[i] = (numbers[i] ^ UInt64(byte)) &* 0x100_0000_01B3 }
                    mix(&numbers[i], UInt64(bytes.count))
                }
            }
        }
        return numbers.indices.map { isMissing[$0] ? 0 : max(numbers[$0], 1) }
    }

    private static func mix(_ number: inout UInt64, _ word: UInt64) {
        number = (number ^ word) &* 0x9E37_79B9_7F4A_7C15
        number ^= number >> 29
        number = number &* 0xBF58_476D_1CE4_E5B9
        number ^= number >> 32
    }
}

extension RecordSeries {
    public func write(to writer: inout BinaryWriter) {
        for spread in spreads { spread.write(to: &writer) }
        writer.write(words: subjects)
        for list in [months, tables] { writer.write(list: list) { $0.write($1) } }
        writer.write(list: rows) { $0.write($1) }
        for list in values { writer.write(list: list) { $0.write($1) } }
        for list in combinations { writer.write(words: list) }
    }

    /// Of the plan that the other process had.
    public init(_ plan: RecordSeriesPlan, from reader: inout BinaryReader) throws(DamagedForm) {
        self.init(plan)
        for i in spreads.indices { spreads[i] = try ValueSpread(from: &reader) }
        subjects = try reader.words()
        months = try reader.list { reader throws(DamagedForm) in try reader.int32() }
        tables = try reader.list { reader throws(DamagedForm) in try reader.int32() }
        rows = try reader.list { reader throws(DamagedForm) in try reader.integer() }
        for i in values.indices { values[i] = try reader.list { reader throws(DamagedForm) in try reader.integer() } }
        for i in combinations.indices { combinations[i] = try reader.words() }
        let lengths = [months.count, tables.count, rows.count] + values.map(\.count) + combinations.map(\.count)
        guard lengths.allSatisfy({ $0 == subjects.count }) else { throw DamagedForm() }
    }
}
