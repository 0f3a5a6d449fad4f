import Aggregate
import Model
import Publish
import Tabular

// What a share comes to, as bytes. Dictionaries are written in the order of their keys.

extension ShareResult {
    func write(to writer: inout BinaryWriter) {
        var findings = FindingsWriter()
        for parts in [self.findings, conflicts] {
            writer.write(unsigned: UInt64(parts.count))
            for part in parts {
                writer.write(list: part.order) { $0.write($1) }
                findings.write(part.findings, to: &writer)
            }
        }
        writer.write(list: statements) { $1.write(to: &$0) }
        let ordered = notes.sorted {
            ($0.key.rule, $0.key.table, $0.key.kind) < ($1.key.rule, $1.key.table, $1.key.kind)
        }
        writer.write(list: ordered) { writer, entry in
            writer.write(entry.key.rule)
            writer.write(entry.key.table)
            writer.write(entry.key.kind)
            writer.write(entry.value.count)
            writer.write(entry.value.place)
            writer.write(entry.value.field)
        }
        writer.write(list: counts.sorted { $0.key < $1.key }) { writer, entry in
            writer.write(entry.key)
            writer.write(entry.value)
        }
        writer.write(list: accounts) { $1.write(to: &$0) }
        writer.write(optional: partial) { $1.write(to: &$0) }
        // Workers wrote them down in any order.
        let standing = ledger.sorted {
            ($0.base.file, $0.base.sheet, $0.base.row, $0.rows.first ?? 0)
                < ($1.base.file, $1.base.sheet, $1.base.row, $1.rows.first ?? 0)
        }
        writer.write(list: standing) { $1.write(to: &$0) }
        writer.write(optional: keptOut) { $1.write(to: &$0) }
        writer.write(optional: series) { $1.write(to: &$0) }
    }

    /// `plan`: what is added up of the dataset; `kept`: what is kept of its records beside.
    init(_ plan: DatasetPlan?, _ kept: RecordSeriesPlan, from reader: inout BinaryReader) throws(DamagedForm) {
        var read = FindingsReader()
        func parts(
            _ reader: inout BinaryReader
        ) throws(DamagedForm) -> [(order: FindingOrder, findings: [Finding])] {
            var parts: [(order: FindingOrder, findings: [Finding])] = []
            for _ in 0..<(try reader.unsigned()) {
                let order = try reader.list { reader throws(DamagedForm) in try reader.int() }
                parts.append((order, try read.findings(&reader)))
            }
            return parts
        }
        findings = try parts(&reader)
        conflicts = try parts(&reader)
        statements = try reader.list { reader throws(DamagedForm) in try StatementPart(from: &reader) }
        for _ in 0..<(try reader.unsigned()) {
            let key = TableNoteKey(rule: try reader.int(), table: try reader.int(), kind: try reader.text())
            notes[key] = TableNote(count: try reader.integer(), place: try reader.place(), field: try reader.int())
        }
        for _ in 0..<(try reader.unsigned()) { counts[try reader.int()] = try reader.ruleCount() }
        accounts = try reader.list { reader throws(DamagedForm) in try TableAccount(from: &reader) }
        partial = try reader.optional { reader throws(DamagedForm) in
            guard let plan else { throw DamagedForm() }
            return try Partial(plan, from: &reader)
        }
        ledger = try reader.list { reader throws(DamagedForm) in try LedgerRows(from: &reader) }
        keptOut = try reader.optional { reader throws(DamagedForm) in
            guard let plan else { throw DamagedForm() }
            return try KeptOut(plan, from: &reader)
        }
        series = try reader.optional { reader throws(DamagedForm) in try RecordSeries(kept, from: &reader) }
    }
}

extension TableAccount {
    func write(to writer: inout BinaryWriter) {
        for number in [file, sheet, table, column, dataset] { writer.write(number) }
        for count in [read, accepted, rejected, excluded, superseded, withdrawn] { writer.write(count) }
        writer.write(list: notRecords) { writer, kind in
            writer.write(kind.name)
            writer.write(kind.count)
        }
        writer.write(list: months.sorted()) { $0.write($1.index) }
    }

    init(from reader: inout BinaryReader) throws(DamagedForm) {
        self.init(file: try reader.int(), sheet: try reader.int(), table: try reader.int(), dataset: 0)
        column = try reader.int()
        dataset = try reader.int()
        read = try reader.integer()
        accepted = try reader.integer()
        rejected = try reader.integer()
        excluded = try reader.integer()
        superseded = try reader.integer()
        withdrawn = try reader.integer()
        notRecords = try reader.list { reader throws(DamagedForm) in
            RowClassCount(name: try reader.text(), count: try reader.integer())
        }
        months = Set(try reader.list { reader throws(DamagedForm) in Month(index: try reader.int32()) })
    }
}

extension LedgerRows {
    fileprivate func write(to writer: inout BinaryWriter) {
        writer.write(dataset)
        writer.write(base)
        writer.write(rows: rows)
        writer.write(bytes: keys)
        writer.write(list: zip(ends.dropFirst(), ends).map { $0 - $1 }) { $0.write(unsigned: UInt64($1)) }
        writer.write(words: digests)
        for numbers in [dates, areas] {
            writer.write(list: numbers) { $0.write(optional: $1) { $0.write($1) } }
        }
    }

    fileprivate init(from reader: inout BinaryReader) throws(DamagedForm) {
        self.init(
            dataset: try reader.int(), base: try reader.place(), rows: try reader.rows(),
            keys: Array(try reader.slice()),
            ends: [0], digests: [], dates: [], areas: [])
        for length in try reader.list({ reader throws(DamagedForm) in try reader.unsigned() }) {
            ends.append((ends.last ?? 0) &+ UInt32(truncatingIfNeeded: length))
        }
        digests = try reader.words()
        func numbers(_ reader: inout BinaryReader) throws(DamagedForm) -> [Int32?] {
            try reader.list { reader throws(DamagedForm) in
                try reader.optional { reader throws(DamagedForm) in try reader.int32() }
            }
        }
        dates = try numbers(&reader)
        areas = try numbers(&reader)
        guard ends.count == rows.count + 1, digests.count == rows.count, dates.count == rows.count,
            areas.count == rows.count, Int(ends.last ?? 0) == keys.count
        else { throw DamagedForm() }
    }
}
