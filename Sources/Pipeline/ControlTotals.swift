import Definitions
import Ingest
import Model
import Normalize
import Tabular
import Validate

/// What a piece says to totals: the sums of its records between one total row and the next, and what each row states.
/// Made by workers.
public struct Footing: Sendable {
    /// A total row.
    public struct Stated: Sendable {
        /// See `TotalRow.level`.
        public var level: Int?
        /// As in the block.
        public var row: UInt32
        /// By summed field; nil where the cell is blank or no number.
        public var values: [Int64?]
        /// As found, by summed field.
        public var texts: [String]

        /// A row with what it states, by summed field.
        public init(level: Int?, row: UInt32, values: [Int64?], texts: [String]) {
            self.level = level
            self.row = row
            self.values = values
            self.texts = texts
        }
    }

    /// A part (其中) of a record or a total, and that whole; judged where they stand together.
    public struct Part: Sendable {
        /// Position among the summed fields.
        var field: Int
        /// As in the block.
        var row: UInt32
        var text: String
        var value: Int64
        var whole: Int64
    }

    /// One more than `stated`: the sums above the first, between them, and below the last; each by summed field.
    public var sums: [[Int128]]
    /// Records in each of `sums`.
    public var records: [Int]
    /// Totals and subtotals; rows of parts are none.
    public var stated: [Stated]
    public var parts: [Part] = []
    /// Parts whose whole does not stand above them in the piece.
    public var partsWithoutWhole = 0
    /// Positions among the summed fields of which a record has an amount that cannot be added to others: it brings a unit
    /// of its own, or is 约 50.
    public var doubtful: Set<Int> = []

    /// Sums and the total rows between them, without parts.
    public init(sums: [[Int128]], records: [Int], stated: [Stated]) {
        self.sums = sums
        self.records = records
        self.stated = stated
    }
}

/// The fields of a table that total rows sum: numbers that add up, with a column, and no part of the key.
struct TotalledFields: Sendable {
    /// Positions in the dataset.
    let fields: [Int]
    private let scales: [Int]
    private let amounts: [Bool]

    init(_ dataset: DatasetDefinition, _ table: BoundTable) {
        let wide = table.binding.wide
        let positions = dataset.fields.indices.filter { position in
            // A column of figures sums itself, unless it holds ratios.
            if let wide, position != wide.value || !(wide.addsUp ?? (table.units[position]?.dimension != .ratio)) {
                return false
            }
            let field = dataset.fields[position]
            // Amounts are of an indicator each: only a column of them adds up, and only in a unit that is known to.
            let isAmount = field.type == .amount && (wide?.addsUp ?? (table.units[position] != nil))
            return (field.type == .number || field.type == .integer || isAmount) && field.unit?.dimension != .ratio
                && table.binding.columns[position] >= 0 && !table.unreadable.contains(position)
                && !dataset.primaryKey.contains(field.name)
        }
        fields = positions
        amounts = positions.map { dataset.fields[$0].type == .amount }
        scales = positions.map { position in
            switch dataset.fields[position].type {
            case .integer: 0
            case .amount: TotalledFields.amountScale
            default: dataset.fields[position].decimals
            }
        }
    }

    /// Digits behind the point that amounts are summed with.
    private static let amountScale = 6

    /// A sum as a decimal at the scale of the field; of amounts with the digits that it needs.
    func decimal(_ sum: Int128, _ field: Int) -> Decimal {
        var decimal = Decimal(mantissa: sum, scale: scales[field])
        while amounts[field], decimal.scale > 0, decimal.mantissa % 10 == 0 {
            decimal = Decimal(mantissa: decimal.mantissa / 10, scale: decimal.scale - 1)
        }
        return decimal
    }

    /// The sums of a piece, wanted where a total stands further down as well. nil: no field adds up.
    func footing(_ decoded: DecodedPiece, _ normalized: NormalizedBatch, _ reading: TableReading) -> Footing? {
        guard !fields.isEmpty else { return nil }
        let rows = state(decoded.totals, reading)
        let sums = zip(decoded.totals, rows).filter { $0.0.kind != .ofWhich }
        var footing = Footing(sums: [], records: [], stated: sums.map(\.1))
        var from = 0
        for to in sums.map(\.0.recordsAbove) + [decoded.block.rowCount] {
            footing.sums.append(
                fields.indices.map { at in
                    guard let sum = sum(normalized.batch.columns[fields[at]], from..<to, at) else {
                        footing.doubtful.insert(at)
                        return 0
                    }
                    return sum
                })
            footing.records.append(to - from)
            from = to
        }
        judgeParts(decoded.totals, rows, normalized.batch, into: &footing)
        return footing
    }

    /// A part belongs to the nearest record or total above it.
    private func judgeParts(_ totals: [TotalRow], _ rows: [Footing.Stated], _ batch: Batch, into footing: inout Footing)
    {
        var above: (records: Int, values: [Int64?])?
        for (total, row) in zip(totals, rows) {
            guard total.kind == .ofWhich else {
                above = (total.recordsAbove, row.values)
                continue
            }
            var whole: [Int64?]?
            if let above, above.records == total.recordsAbove {
                whole = above.values
            } else if total.recordsAbove > 0 {
                whole = fields.indices.map { value(batch.columns[fields[$0]], total.recordsAbove - 1, $0) }
            }
            for (field, value) in row.values.enumerated() {
                guard let value else { continue }
                // Of negative amounts a part may be larger than the whole.
                guard let known = whole?[field], known >= 0, value >= 0 else {
                    footing.partsWithoutWhole += 1
                    continue
                }
                footing.parts.append(
                    Footing.Part(field: field, row: row.row, text: row.texts[field], value: value, whole: known))
            }
        }
    }

    /// The value of a row; nil where there is none, or none that could be added to others.
    private func value(_ column: Column, _ row: Int, _ field: Int) -> Int64? {
        switch column {
        case .integers(let column): return column.validity[row] ? column.values[row] : nil
        case .texts(let column):
            guard column.validity[row], let number = StatedNumber(column.string(row)), number.unit == nil,
                number.qualifier == nil, number.decimal.scale <= TotalledFields.amountScale,
                number.decimal.mantissa.magnitude < 1_000_000_000_000_000_000
            else { return nil }
            var mantissa = number.decimal.mantissa
            for _ in number.decimal.scale..<TotalledFields.amountScale { mantissa *= 10 }
            return Int64(exactly: mantissa)
        }
    }

    /// nil: a record's amount cannot be added to the others.
    private func sum(_ column: Column, _ rows: Range<Int>, _ field: Int) -> Int128? {
        if case .texts(let texts) = column {
            var sum: Int128 = 0
            for row in rows where texts.validity[row] {
                guard let value = value(column, row, field) else { return nil }
                sum += Int128(value)
            }
            return sum
        }
        guard case .integers(let column) = column else { return 0 }
        // A value that is not valid is 0. Sums of 64 bits are faster, and nearly always enough.
        return column.values.withUnsafeBufferPointer { values in
            var (sum, whole) = (Int64(0), Int128(0))
            for row in rows {
                let (next, overflows) = sum.addingReportingOverflow(values[row])
                if overflows { whole += Int128(sum) }
                sum = overflows ? values[row] : next
            }
            return whole + Int128(sum)
        }
    }

    /// The rows' cells, read as the records' are.
    private func state(_ rows: [TotalRow], _ reading: TableReading) -> [Footing.Stated] {
        guard let width = rows.first?.cells.count else { return [] }
        let buffer = ByteBuffer(capacity: 1 << 10)
        var starts: [UInt32] = []
        var lengths: [UInt32] = []
        for cell in rows.flatMap(\.cells) {
            starts.append(UInt32(buffer.count))
            lengths.append(UInt32(cell.utf8.count))
            buffer.append(Array(cell.utf8))
        }
        let block = CellBlock(
            buffer: buffer, encoding: .utf8, rowCount: rows.count, columnCount: width, starts: starts,
            lengths: lengths, kinds: rows.flatMap(\.kinds), rows: rows.map(\.row))
        let batch = reading.normalizer.normalize(block)
        return rows.enumerated().map { index, row in
            Footing.Stated(
                level: row.level, row: row.row,
                values: fields.indices.map { value(batch.batch.columns[fields[$0]], index, $0) },
                texts: fields.map { field in
                    let column = batch.cellColumns[field]
                    return column < 0 ? "" : row.cells[column]
                })
        }
    }
}
