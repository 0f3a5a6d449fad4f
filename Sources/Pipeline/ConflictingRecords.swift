import Ingest
import Model
import Normalize
import Tabular
import Validate

/// Finds what two versions of a record disagree in. The version that stands had gone by when the other one was met, so its
/// table is read once more; where nothing conflicts, nothing is.
struct ConflictingRecords {
    private let tables: [BoundTable]
    private let copies: RecordCopies
    private let keyFields: [Int]

    init(_ tables: [BoundTable], _ copies: RecordCopies, keyFields: [Int]) {
        self.keyFields = keyFields
        self.tables = tables
        self.copies = copies
    }

    private struct Sheet: Hashable { var file: Int32, sheet: Int32 }
    private typealias Copy = RecordCopies.Copy

    /// The findings with the other version, filed under the first field in which both hold something and not the same; a
    /// number or a date goes before a text. Those that differ only in what one of them leaves blank are none.
    func resolve(_ findings: [Finding]) throws(PassInterruption) -> [Finding] {
        try answers(findings).compactMap(\.self)
    }

    /// Finding by finding.
    func answers(_ findings: [Finding]) throws(PassInterruption) -> [Finding?] {
        guard !findings.isEmpty else { return [] }
        var wanted: [Sheet: Set<Int64>] = [:]
        for place in findings.compactMap(\.related) {
            wanted[Sheet(file: place.file, sheet: place.sheet), default: []].insert(place.row)
        }
        // A row of a sheet may hold records of several tables, side by side.
        var found: [Sheet: [Int64: [Copy]]] = [:]
        for (position, table) in tables.enumerated() {
            let sheet = Sheet(file: Int32(table.file), sheet: Int32(table.placeSheet))
            guard let rows = wanted[sheet] else { continue }
            do throws(FileProblem) {
                found[sheet, default: [:]].merge(try copies.read(rows, position), uniquingKeysWith: +)
            } catch {
                throw PassInterruption(file: table.file, problem: error)
            }
        }
        return findings.map { finding in
            guard let place = finding.related, let own = finding.evidence,
                let other = found[Sheet(file: place.file, sheet: place.sheet)]?[place.row]?.first(where: { other in
                    keyFields.allSatisfy { !differ(own, Int(finding.evidenceRow), other, $0) }
                })
            else { return nil }
            let fields = (0..<own.fieldCount).filter { differ(own, Int(finding.evidenceRow), other, $0) }
            guard let first = fields.first else { return nil }
            var finding = finding
            let number = fields.first { if case .integers = own.typed.columns[$0] { true } else { false } }
            finding.field = Int32(number ?? first)
            finding.context = .record(other.evidence, row: other.row)
            return finding
        }
    }

    /// Whether both hold something, and not the same.
    private func differ(_ own: Evidence, _ row: Int, _ copy: Copy, _ field: Int) -> Bool {
        let (a, b, other) = (own.typed.columns[field], copy.evidence.typed.columns[field], copy.row)
        guard a.validity[row], b.validity[other] else { return false }
        switch (a, b) {
        case (.integers(let a), .integers(let b)): return a.values[row] != b.values[other]
        case (.texts(let a), .texts(let b)): return !a.bytes(row).elementsEqual(b.bytes(other))
        default: return true
        }
    }
}
