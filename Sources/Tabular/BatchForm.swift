public import Model

// Batches, evidence and findings as bytes.

extension BinaryWriter {
    public mutating func write(_ bitmap: Bitmap) {
        write(unsigned: UInt64(bitmap.count))
        // Most are all or nothing.
        let ones = bitmap.ones
        write(byte: ones == 0 ? 0 : ones == bitmap.count ? 1 : 2)
        if ones != 0, ones != bitmap.count { write(words: bitmap.words) }
    }

    public mutating func write(_ place: Place) {
        write(place.file)
        write(place.sheet)
        write(place.row)
        write(place.line)
        write(place.column)
    }

    /// Values that are missing are not kept.
    public mutating func write(_ column: Column) {
        write(column.validity)
        switch column {
        case .integers(let column):
            write(byte: 0)
            column.validity.forEachSet { write(column.values[$0]) }
        case .texts(let column):
            write(byte: 1)
            column.validity.forEachSet { write(bytes: column.bytes($0)) }
        }
    }

    public mutating func write(_ batch: Batch) {
        write(batch.rowCount)
        write(list: batch.columns) { $0.write($1) }
    }

    public mutating func write(_ evidence: Evidence) {
        write(evidence.dataset)
        write(evidence.base)
        write(rows: evidence.rows)
        write(optional: evidence.lines) { $0.write(rows: $1) }
        write(evidence.fieldCount)
        write(cells: evidence.stood)
        write(list: evidence.columns) { $0.write($1) }
        write(list: evidence.fates) { $0.write(byte: $1.rawValue) }
    }

    mutating func write(cells rows: Evidence.Rows) {
        write(list: zip(rows.ends.dropFirst(), rows.ends).map { $0 - $1 }) { $0.write(unsigned: UInt64($1)) }
        write(bytes: rows.bytes)
        write(rows.typed)
    }
}

extension BinaryReader {
    public mutating func bitmap() throws(DamagedForm) -> Bitmap {
        let count = try unsigned()
        // No piece has so many rows: what follows makes room for them.
        guard count <= 1 << 24 else { throw DamagedForm() }
        switch try byte() {
        case 0: return Bitmap(count: Int(count))
        case 1: return Bitmap(count: Int(count)).complement
        default:
            let words = try words()
            guard words.count == (Int(count) + 63) >> 6 else { throw DamagedForm() }
            return Bitmap(words: words, count: Int(count))
        }
    }

    public mutating func place() throws(DamagedForm) -> Place {
        Place(file: try int32(), sheet: try int32(), row: try integer(), line: try integer(), column: try int32())
    }

    public mutating func column() throws(DamagedForm) -> Column {
        let validity = try bitmap()
        var rows: [Int] = []
        validity.forEachSet { rows.append($0) }
        guard try byte() == 0 else {
            let buffer = ByteBuffer(capacity: 0)
            var starts = [UInt32](repeating: 0, count: validity.count)
            var lengths = starts
            for row in rows {
                let text = try slice()
                (starts[row], lengths[row]) = (UInt32(buffer.count), UInt32(text.count))
                buffer.append(text)
            }
            return .texts(TextColumn(buffer: buffer, starts: starts, lengths: lengths, validity: validity))
        }
        var values = [Int64](repeating: 0, count: validity.count)
        for row in rows { values[row] = try integer() }
        return .integers(IntegerColumn(values: values, validity: validity))
    }

    public mutating func batch() throws(DamagedForm) -> Batch {
        let rowCount = try int()
        let columns = try list { reader throws(DamagedForm) in try reader.column() }
        guard columns.allSatisfy({ $0.count == rowCount }) else { throw DamagedForm() }
        return Batch(rowCount: rowCount, columns: columns)
    }

    public mutating func evidence() throws(DamagedForm) -> Evidence {
        let dataset = try int32()
        let base = try place()
        let rows = try rows()
        let lines = try optional { reader throws(DamagedForm) in try reader.rows() }
        let fieldCount = try int()
        let cells = try cells(rowCount: rows.count, fieldCount: fieldCount)
        let columns = try list { reader throws(DamagedForm) in try reader.int32() }
        let fates = try list { reader throws(DamagedForm) in
            guard let fate = RecordFate(rawValue: try reader.byte()) else { throw DamagedForm() }
            return fate
        }
        guard fates.count == rows.count else { throw DamagedForm() }
        let evidence = Evidence(
            dataset: dataset, base: base, rows: rows, lines: lines, fieldCount: fieldCount, ends: cells.ends,
            bytes: cells.bytes, typed: cells.typed, columns: columns)
        evidence.fates = fates
        return evidence
    }

    mutating func cells(rowCount: Int, fieldCount: Int) throws(DamagedForm) -> Evidence.Rows {
        var ends: [UInt32] = [0]
        for length in try list({ reader throws(DamagedForm) in try reader.unsigned() }) {
            ends.append((ends.last ?? 0) &+ UInt32(truncatingIfNeeded: length))
        }
        let rows = Evidence.Rows(ends: ends, bytes: Array(try slice()), typed: try batch())
        guard 0..<1 << 20 ~= fieldCount, ends.count == rowCount * fieldCount + 1,
            Int(ends.last ?? 0) <= rows.bytes.count, rows.typed.rowCount == rowCount
        else { throw DamagedForm() }
        return rows
    }
}
