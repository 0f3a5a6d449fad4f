import Expressions
import Ingest
import Model
import Normalize
import Tabular
import Validate

/// Reads some rows of a table once more, and copies all that is known of them.
struct RecordCopies {
    struct Copy { var evidence: Evidence, row: Int }

    private let tables: [BoundTable]
    private let readings: [TableReading]
    private let rules: RowRules
    private let references: References

    init(_ tables: [BoundTable], _ readings: [TableReading], _ rules: RowRules, _ references: References) {
        self.tables = tables
        self.readings = readings
        self.rules = rules
        self.references = references
    }

    /// By row of the sheet; a row may hold records of several tables, side by side.
    func read(
        _ rows: Set<Int64>, _ table: Int
    ) throws(FileProblem) -> [Int64: [Copy]] {
        let bound = tables[table]
        let reader = try TableReader(file: bound.input, survey: bound.survey, binding: bound.binding, mode: bound.mode)
        var found: [Int64: [Copy]] = [:]
        var base = Place(
            file: Int32(bound.file), sheet: Int32(bound.placeSheet), row: Int64(bound.layout.firstRow))
        while let piece = try reader.next() {
            let decoded = readings[table].tidied(try piece.decode())
            let picked = decoded.block.rows.indices.filter { rows.contains(base.row + Int64(decoded.block.rows[$0])) }
            if !picked.isEmpty {
                let normalized = readings[table].normalizer.normalize(decoded.block)
                let evidence = rules.copy(
                    picked, of: normalized, references: references, table: readings[table].context, base: base)
                for (i, row) in picked.enumerated() {
                    found[base.row + Int64(decoded.block.rows[row])] = [Copy(evidence: evidence, row: i)]
                }
            }
            base.row += Int64(decoded.rowCount)
        }
        return found
    }
}
