import Definitions
import Ingest
import Model
import Normalize
import Tabular
import Validate

/// What a piece says to totals: the sums of its records between one total row and the next, and what each row states.
/// Made by workers, and only where a table has total rows.
struct Footing: Sendable {
    struct Stated: Sendable {
        var kind: RowClass
        /// As in the block.
        var row: UInt32
        /// By summed field; nil where the cell is blank or no number.
        var values: [Int64?]
        /// As found, by summed field.
        var texts: [String]
    }

    /// One more than `stated`: the sums above the first, between them, and below the last; each by summed field.
    var sums: [[Int128]]
    /// Records in each of `sums`.
    var records: [Int]
    var stated: [Stated]
}

/// The fields of a table that total rows sum: numbers that add up, with a column, and no part of the key.
struct TotalledFields: Sendable {
    /// Positions in the dataset.
    let fields: [Int]
    private let scales: [Int]

    init(_ dataset: DatasetDefinition, _ table: BoundTable) {
        let positions = dataset.fields.indices.filter { position in
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

    /// nil where the piece has no total row, and none further down asks for its sums.
    func footing(_ decoded: DecodedPiece, _ normalized: NormalizedBatch, _ reading: TableReading, always: Bool)
        -> Footing?
    {
        guard !fields.isEmpty, always || !decoded.totals.isEmpty else { return nil }
        let stated = state(decoded.totals, reading)
        var sums: [[Int128]] = []
        var records: [Int] = []
        var from = 0
        for to in decoded.totals.map(\.recordsAbove) + [decoded.block.rowCount] {
            sums.append(fields.map { TotalledFields.sum(normalized.batch.columns[$0], from..<to) })
            records.append(to - from)
            from = to
        }
        return Footing(sums: sums, records: records, stated: stated)
    }

    private static func sum(_ column: Column, _ rows: Range<Int>) -> Int128 {
        guard case .integers(let column) = column else { return 0 }
        // A value that is not valid is 0.
        return column.values[rows].reduce(into: Int128(0)) { $0 += Int128($1) }
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
                kind: row.kind, row: row.row,
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

/// Checks the totals of one table, piece by piece. A total sums the records above it since the last total, a subtotal
/// those since the last subtotal or total; one that has no record above it sums those below it.
struct ControlTotals {
    struct Mismatch {
        /// Position among the summed fields.
        var field: Int
        var place: Place
        var text: String
        var stated: Int64
        var sum: Int128
    }

    private struct Pending {
        var row: Footing.Stated
        var place: Place
    }

    private var section: Running
    private var all: Running
    private(set) var checked = 0
    private(set) var mismatches: [Mismatch] = []
    private(set) var hasTotals = false

    private struct Running {
        var sums: [Int128]
        var records = 0
        /// Stands above the records that it sums.
        var pending: Pending?

        mutating func add(_ more: [Int128], _ count: Int) {
            for i in sums.indices { sums[i] += more[i] }
            records += count
        }

        /// What can be compared now: the row that waited for the records above, else `row` itself. A row that has no
        /// record above it waits for those below; one without any is not judged.
        mutating func close(by row: Pending?) -> (row: Pending, sums: [Int128])? {
            let (waiting, found, count) = (pending, sums, records)
            let isBelow = waiting == nil && count > 0
            self = Running(sums: sums.map { _ in 0 }, pending: isBelow ? nil : row)
            guard count > 0, let judged = waiting ?? row else { return nil }
            return (judged, found)
        }
    }

    init(fields: Int) {
        section = Running(sums: Array(repeating: 0, count: fields))
        all = section
    }

    /// `base` is the place of the piece's first row.
    mutating func add(_ footing: Footing, base: Place) {
        for (i, sums) in footing.sums.enumerated() {
            section.add(sums, footing.records[i])
            all.add(sums, footing.records[i])
            guard i < footing.stated.count else { break }
            hasTotals = true
            var place = base
            place.row += Int64(footing.stated[i].row)
            let row = Pending(row: footing.stated[i], place: place)
            // A section ends with its subtotal, and with every total.
            judge(section.close(by: row.row.kind == .subtotal ? row : nil))
            if row.row.kind == .total { judge(all.close(by: row)) }
        }
    }

    /// The end of the table: totals that stand above their records have them all.
    mutating func finish() {
        judge(section.close(by: nil))
        judge(all.close(by: nil))
    }

    private mutating func judge(_ closed: (row: Pending, sums: [Int128])?) {
        guard let (row, sums) = closed else { return }
        for (field, value) in row.row.values.enumerated() {
            guard let value else { continue }
            checked += 1
            if Int128(value) != sums[field] {
                mismatches.append(
                    Mismatch(
                        field: field, place: row.place, text: row.row.texts[field], stated: value, sum: sums[field]))
            }
        }
    }
}
