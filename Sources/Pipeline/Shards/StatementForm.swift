import Model
import Tabular

// What a piece says to its table's statements, as bytes.

extension StatementPart {
    func write(to writer: inout BinaryWriter) {
        writer.write(table)
        writer.write(base)
        writer.write(optional: evidence.footing) { $1.write(to: &$0) }
        writer.write(optional: evidence.outside) { writer, found in
            writer.write(found.evaluated)
            writer.write(found.count)
            writer.write(list: found.first) { writer, first in
                writer.write(Int64(first.row))
                writer.write(first.date.days)
            }
        }
        writer.write(list: evidence.stubs) { writer, found in
            writer.write(found.records)
            writer.write(found.blanks)
            writer.write(found.beginsFilled)
            writer.write(optional: found.first) { writer, first in
                writer.write(Int64(first.row))
                writer.write(first.text)
            }
            writer.write(found.lastText)
        }
        writer.write(list: evidence.percents) { writer, count in
            for number in [count.field, count.marked, count.plain] { writer.write(number) }
            writer.write(optional: count.firstPlain) { $0.write(Int64($1)) }
            writer.write(count.text)
        }
    }

    init(from reader: inout BinaryReader) throws(DamagedForm) {
        table = try reader.int()
        base = try reader.place()
        evidence = TableEvidence()
        evidence.footing = try reader.optional { reader throws(DamagedForm) in try Footing(from: &reader) }
        evidence.outside = try reader.optional { reader throws(DamagedForm) in
            var found = StatedPeriodCheck.Found(evaluated: try reader.int(), count: try reader.int())
            found.first = try reader.list { reader throws(DamagedForm) in
                (row: try reader.row(), date: CivilDate(days: try reader.int32()))
            }
            return found
        }
        evidence.stubs = try reader.list { reader throws(DamagedForm) in
            var found = StubCheck.Found(records: try reader.int(), blanks: try reader.int())
            found.beginsFilled = try reader.flag()
            found.first = try reader.optional { reader throws(DamagedForm) in
                (row: try reader.row(), text: try reader.text())
            }
            found.lastText = try reader.text()
            return found
        }
        evidence.percents = try reader.list { reader throws(DamagedForm) in
            var count = PercentCheck.Count(
                field: try reader.int(), marked: try reader.int(), plain: try reader.int())
            count.firstPlain = try reader.optional { reader throws(DamagedForm) in try reader.row() }
            count.text = try reader.text()
            return count
        }
    }
}

extension BinaryReader {
    /// Of a block.
    fileprivate mutating func row() throws(DamagedForm) -> UInt32 {
        guard let row = UInt32(exactly: try integer()) else { throw DamagedForm() }
        return row
    }
}

extension Footing {
    fileprivate func write(to writer: inout BinaryWriter) {
        writer.write(list: sums) { $0.write(list: $1) { $0.write($1) } }
        writer.write(list: records) { $0.write($1) }
        writer.write(list: stated) { writer, row in
            writer.write(optional: row.level) { $0.write($1) }
            writer.write(Int64(row.row))
            writer.write(list: row.values) { $0.write(optional: $1) { $0.write($1) } }
            writer.write(list: row.texts) { $0.write($1) }
        }
        writer.write(list: doubtful.sorted()) { $0.write($1) }
        precondition(parts.isEmpty && partsWithoutWhole == 0, "tables with parts of wholes are not cut")
    }

    fileprivate init(from reader: inout BinaryReader) throws(DamagedForm) {
        let sums = try reader.list { reader throws(DamagedForm) in
            try reader.list { reader throws(DamagedForm) in try reader.int128() }
        }
        let records = try reader.list { reader throws(DamagedForm) in try reader.int() }
        let stated = try reader.list { reader throws(DamagedForm) in
            Stated(
                level: try reader.optional { reader throws(DamagedForm) in try reader.int() }, row: try reader.row(),
                values: try reader.list { reader throws(DamagedForm) in
                    try reader.optional { reader throws(DamagedForm) in try reader.integer() }
                },
                texts: try reader.list { reader throws(DamagedForm) in try reader.text() })
        }
        guard sums.count == records.count else { throw DamagedForm() }
        self.init(sums: sums, records: records, stated: stated)
        doubtful = Set(try reader.list { reader throws(DamagedForm) in try reader.int() })
    }
}
