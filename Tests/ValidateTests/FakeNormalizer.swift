import Model
import Tabular
import TestSupport

/// A cell that a test says failed as text.
struct CellFailure {
    var row: Int
    var field: Int
    var rule: String
}

/// Types cells the plainest way: what cannot be read fails `type`, codes and areas that nobody knows `codes` and
/// `unknown`. The cell's value stays where only the test says that it failed.
struct FakeNormalizer {
    let schema: Schema
    let areas: AreaTree

    func normalize(_ rows: [[String]], failing: [CellFailure] = []) -> NormalizedBatch {
        let fields = schema.fields.count
        let cells = textColumn(rows.flatMap { $0 })
        let block = CellBlock(
            buffer: cells.buffer, encoding: .utf8, rowCount: rows.count, columnCount: fields, starts: cells.starts,
            lengths: cells.lengths, rows: rows.indices.map { UInt32($0) })
        var columns: [Column] = []
        var facts: [FieldFacts] = []
        for (position, field) in schema.fields.enumerated() {
            let texts = rows.map { $0[position] }
            var failed: [String: Bitmap] = [:]
            func fail(_ row: Int, _ rule: String) {
                failed[rule, default: Bitmap(count: rows.count)].set(row)
            }
            if field.type == .text {
                columns.append(.texts(textColumn(texts.map { $0.isEmpty ? nil : $0 })))
            } else {
                let values = texts.map { $0.isEmpty ? nil : value($0, field) }
                columns.append(.integers(integerColumn(values)))
                for (row, text) in texts.enumerated() where !text.isEmpty && values[row] == nil {
                    fail(row, field.type == .code ? "codes" : field.type == .area ? "unknown" : "type")
                }
            }
            for failure in failing where failure.field == position { fail(failure.row, failure.rule) }
            var blank = Bitmap(count: rows.count)
            for (row, text) in texts.enumerated() where text.isEmpty { blank.set(row) }
            facts.append(
                FieldFacts(
                    blank: blank,
                    failures: failed.keys.sorted().map {
                        CellFailures(rule: $0, rows: failed[$0] ?? Bitmap(count: rows.count))
                    }))
        }
        return NormalizedBatch(
            batch: Batch(rowCount: rows.count, columns: columns), facts: facts, cells: block,
            cellColumns: Array(0..<fields))
    }

    private func value(_ text: String, _ field: SchemaField) -> Int64? {
        switch field.type {
        case .number(let scale):
            guard let decimal = Decimal(text), decimal.scale <= scale else { return nil }
            return (0..<(scale - decimal.scale)).reduce(Int64(decimal.mantissa)) { value, _ in value * 10 }
        case .date: return CivilDate(text).map { Int64($0.days) }
        case .period: return Period(text).map { PackedPeriod.pack($0) }
        case .boolean: return text == "true" ? 1 : text == "false" ? 0 : nil
        case .area: return areas.index(ofCode: text).map { Int64($0) }
        case .code: return field.codes?.position(of: text).map { Int64($0) }
        case .text: return nil
        }
    }
}
