import Definitions
import Ingest
import Model
import Normalize
import Tabular
import Validate

/// What a piece says to totals: the sums of its records between one total row and the next, and what each row states.
/// Made by workers.
struct Footing: Sendable {
    struct Stated: Sendable {
        /// See `TotalRow.level`.
        var level: Int?
        /// As in the block.
        var row: UInt32
        /// By summed field; nil where the cell is blank or no number.
        var values: [Int64?]
        /// As found, by summed field.
        var texts: [String]
    }

    /// A part (其中) of a record or a total, and that whole; judged where they stand together.
    struct Part: Sendable {
        /// Position among the summed fields.
        var field: Int
        /// As in the block.
        var row: UInt32
        var text: String
        var value: Int64
        var whole: Int64
    }

    /// One more than `stated`: the sums above the first, between them, and below the last; each by summed field.
    var sums: [[Int128]]
    /// Records in each of `sums`.
    var records: [Int]
    /// Totals and subtotals; rows of parts are none.
    var stated: [Stated]
    var parts: [Part] = []
    /// Parts whose whole does not stand above them in the piece.
    var partsWithoutWhole = 0
}

/// The fields of a table that total rows sum: numbers that add up, with a column, and no part of the key.
struct TotalledFields: Sendable {
    /// Positions in the dataset.
    let fields: [Int]
    private let scales: [Int]

    init(_ dataset: DatasetDefinition, _ table: BoundTable) {
        let wide = table.binding.wide
        let positions = dataset.fields.indices.filter { position in
            // A column of figures sums itself, unless it holds ratios.
            if let wide, position != wide.value || !(wide.addsUp ?? (table.units[position]?.dimension != .ratio)) {
                return false
            }
            let field = dataset.fields[position]
            return (field.type == .number || field.type == .integer) && field.unit?.dimension != .ratio
                && table.binding.columns[position] >= 0 && !table.unreadable.contains(position)
                && !dataset.primaryKey.contains(field.name)
        }
        fields = positions
        scales = positions.map { dataset.fields[$0].type == .integer ? 0 : dataset.fields[$0].decimals }
    }

    /// A sum as a decimal at the scale of the field.
    func decimal(_ sum: Int128, _ field: Int) -> Decimal { Decimal(mantissa: sum, scale: scales[field]) }

    /// The sums of a piece, wanted where a total stands further down as well. nil: no field adds up.
    func footing(_ decoded: DecodedPiece, _ normalized: NormalizedBatch, _ reading: TableReading) -> Footing? {
        guard !fields.isEmpty else { return nil }
        let rows = state(decoded.totals, reading)
        let sums = zip(decoded.totals, rows).filter { $0.0.kind != .ofWhich }
        var footing = Footing(sums: [], records: [], stated: sums.map(\.1))
        var from = 0
        for to in sums.map(\.0.recordsAbove) + [decoded.block.rowCount] {
            footing.sums.append(fields.map { TotalledFields.sum(normalized.batch.columns[$0], from..<to) })
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
                whole = fields.map { field in
                    guard case .integers(let column) = batch.columns[field], column.validity[total.recordsAbove - 1]
                    else { return nil }
                    return column.values[total.recordsAbove - 1]
                }
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

    private static func sum(_ column: Column, _ rows: Range<Int>) -> Int128 {
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
                values: fields.map { field in
                    guard case .integers(let column) = batch.batch.columns[field], column.validity[index] else {
                        return nil
                    }
                    return column.values[index]
                },
                texts: fields.map { field in
                    let column = batch.cellColumns[field]
                    return column < 0 ? "" : row.cells[column]
                })
        }
    }
}
