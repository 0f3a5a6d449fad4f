import Model
import Tabular

/// Copies flagged rows out of a batch.
struct EvidenceBuilder {
    let dataset: Int
    let normalized: NormalizedBatch
    /// Typed values as reported, derived fields behind.
    let columns: [Column]
    let table: TableContext

    /// A formula without a stored result looks blank and is not: it has to be computed and saved.
    static let uncached = "（公式未保存结果）"

    /// The rows given, in order.
    func build(_ rows: [Int]) -> Evidence {
        let cells = normalized.cells
        let fields = normalized.cellColumns
        var ends: [UInt32] = [0]
        ends.reserveCapacity(rows.count * fields.count + 1)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(rows.count * fields.count * 16)
        for row in rows {
            for column in fields {
                if column >= 0, cells.kind(row, column) == .uncached {
                    bytes.append(contentsOf: EvidenceBuilder.uncached.utf8)
                } else if column >= 0 {
                    switch cells.encoding {
                    case .utf8: bytes.append(contentsOf: cells.bytes(row, column))
                    case .gb18030: GB18030.decoder.append(cells.bytes(row, column), to: &bytes)
                    }
                }
                ends.append(UInt32(bytes.count))
            }
        }
        return Evidence(
            dataset: Int32(dataset), base: Place(file: table.file, sheet: table.sheet),
            rows: rows.map { cells.rows[$0] }, lines: cells.lines.map { lines in rows.map { lines[$0] } },
            fieldCount: fields.count, ends: ends, bytes: bytes,
            typed: Batch(rowCount: normalized.batch.rowCount, columns: columns).gather(rows), columns: table.columns)
    }

    /// Findings of the failures, by row, then in order of the catalogue. `positions`: of each row in the evidence.
    static func findings(_ failures: [RuleFailure], evidence: Evidence, positions: [Int32]) -> [Finding] {
        let failures = failures.sorted { $0.rule.position < $1.rule.position }
        var order: [(key: UInt64, nth: Int)] = []
        for (position, failure) in failures.enumerated() {
            var nth = 0
            failure.rows.forEachSet { row in
                order.append((UInt64(positions[row]) << 32 | UInt64(position), nth))
                nth += 1
            }
        }
        order.sort { $0.key < $1.key }
        return order.map { key, nth in
            let failure = failures[Int(key & 0xFFFF_FFFF)]
            return Finding(
                rule: failure.rule.position, field: failure.rule.field, evidence: evidence,
                evidenceRow: Int(key >> 32), expected: nth < failure.expected.count ? failure.expected[nth] : nil,
                difference: nth < failure.difference.count ? failure.difference[nth] : nil)
        }
    }
}
