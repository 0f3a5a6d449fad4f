import Definitions
import Foundation
import Model
import Publish
import Tabular

/// Writes down the accepted records of one dataset while they are read: key, digest, place. Only where an output of kind
/// `ledger` is defined.
///
/// `@unchecked Sendable`: workers meet under `lock`.
final class RecordLedger: @unchecked Sendable {
    private let dataset: Int
    private let fields: Int
    private let key: [Int]
    private let date: Int?
    private let area: Int?
    private let schema: Schema
    private let areas: AreaTree
    /// By field of type code or area: the digest of each value's own code, so that reordered lists change nothing.
    private let codes: [[UInt64]?]
    private let lock = NSLock()
    private var kept: [LedgerRows] = []

    init(dataset: Int, pipeline: PipelineDefinition, schema: Schema) {
        let definition = pipeline.datasets[dataset]
        self.dataset = dataset
        self.schema = schema
        areas = pipeline.areas
        // Derived fields follow from the others.
        fields = definition.fields.count
        key = definition.primaryKey.compactMap { schema.index(of: $0) }
        date = definition.date.flatMap { schema.index(of: $0) }
        area = definition.area.flatMap { schema.index(of: $0) }
        let areaCodes = pipeline.areas.areas.map { RowDigest.of(Array($0.code.utf8)) }
        codes = schema.fields.map { field in
            switch field.type {
            case .area: areaCodes
            case .code: field.codes?.codes.map { RowDigest.of(Array($0.utf8)) } ?? []
            case .number, .date, .boolean, .period, .text: nil
            }
        }
    }

    func add(_ batch: Batch, standing: Bitmap, cells: CellBlock, base: Place) {
        var list: [Int] = []
        standing.forEachSet { list.append($0) }
        guard !list.isEmpty else { return }
        var rows = LedgerRows(
            dataset: dataset, base: base, rows: list.map { cells.rows[$0] }, keys: [], ends: [0],
            digests: digests(batch),
            dates: dates(batch, list), areas: list.map { integer(batch, area, $0) })
        rows.digests = list.map { rows.digests[$0] }
        for row in list {
            for (position, field) in key.enumerated() {
                if position > 0 { rows.keys.append(UInt8(ascii: "|")) }
                append(batch.columns[field], schema.fields[field], row, to: &rows.keys)
            }
            rows.ends.append(UInt32(rows.keys.count))
        }
        lock.lock()
        kept.append(rows)
        lock.unlock()
    }

    /// In any order.
    var rows: [LedgerRows] { kept }

    private func integer(_ batch: Batch, _ field: Int?, _ row: Int) -> Int32? {
        guard let field, case .integers(let column) = batch.columns[field], column.validity[row] else { return nil }
        return Int32(truncatingIfNeeded: column.values[row])
    }

    /// Of a period the first day of its last month.
    private func dates(_ batch: Batch, _ list: [Int]) -> [Int32?] {
        guard let date, schema.fields[date].type == .period else { return list.map { integer(batch, date, $0) } }
        return list.map { row in
            guard case .integers(let column) = batch.columns[date], column.validity[row] else { return nil }
            return PackedPeriod.unpack(column.values[row]).lastMonth.firstDay.days
        }
    }

    /// Column by column: of every row, whether it stands or not.
    private func digests(_ batch: Batch) -> [UInt64] {
        var digests = [UInt64](repeating: 0, count: batch.rowCount)
        for field in 0..<fields {
            switch batch.columns[field] {
            case .texts(let column):
                for row in digests.indices {
                    digests[row] = RowDigest.mix(
                        digests[row], column.validity[row] ? RowDigest.of(column.bytes(row)) : RowDigest.missing)
                }
            case .integers(let column):
                let codes = codes[field]
                for row in digests.indices {
                    let value = column.values[row]
                    let own =
                        codes.map { $0.indices.contains(Int(value)) ? $0[Int(value)] : 0 } ?? UInt64(bitPattern: value)
                    digests[row] = RowDigest.mix(digests[row], column.validity[row] ? own : RowDigest.missing)
                }
            }
        }
        return digests
    }

    private func append(_ column: Column, _ field: SchemaField, _ row: Int, to bytes: inout [UInt8]) {
        guard column.validity[row] else { return }
        switch column {
        case .texts(let column): bytes.append(contentsOf: column.bytes(row))
        case .integers(let column):
            let value = column.values[row]
            let text: String =
                switch field.type {
                case .number(let scale): Decimal(mantissa: Int128(value), scale: scale).shortest
                case .date: CivilDate(days: Int32(truncatingIfNeeded: value)).description
                case .period: PackedPeriod.unpack(value).description
                case .area: areas[Int(value)].code
                case .code: field.codes?.codes[Int(value)] ?? ""
                case .boolean, .text: "\(value)"
                }
            bytes.append(contentsOf: text.utf8)
        }
    }
}

/// A digest of 64 bits over values: enough to tell two versions of one record apart, and stable for ever.
enum RowDigest {
    static let missing: UInt64 = 0x9E37_79B9_7F4A_7C15

    static func mix(_ state: UInt64, _ value: UInt64) -> UInt64 {
        let (high, low) = (state ^ value &+ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
        return high ^ low ^ (state << 17 | state >> 47)
    }

    static func of(_ bytes: some Collection<UInt8>) -> UInt64 {
        var state = UInt64(bytes.count)
        var word: UInt64 = 0
        var filled = 0
        for byte in bytes {
            word = word << 8 | UInt64(byte)
            filled += 1
            if filled == 8 {
                state = mix(state, word)
                (word, filled) = (0, 0)
            }
        }
        return mix(state, word)
    }
}
