import Definitions
import Ingest
import Model
import Tabular
import Validate

extension DatasetResult {
    /// The columns of a wide table are read as records of their own, so what is wrong with a cell that all of them share
    /// (a district that is none) turns up for each: one finding of it stays. Counts are those of records.
    mutating func mergeShared(of tables: [BoundTable], _ catalogue: RuleCatalogue) {
        let wide = tables.filter { $0.binding.wide != nil }
        guard !wide.isEmpty else { return }
        struct Cell: Hashable {
            var rule: Int32
            var file: Int32
            var sheet: Int32
            var row: Int64
            var column: Int32
        }
        let files = Set(wide.map { Int32($0.file) })
        var seen: Set<Cell> = []
        findings = findings.filter { finding in
            let place = finding.location
            guard files.contains(place.file), DatasetResult.isOfRow(catalogue[Int(finding.rule)].kind) else {
                return true
            }
            let cell = Cell(
                rule: Int32(finding.rule), file: place.file, sheet: place.sheet, row: place.row, column: place.column)
            return seen.insert(cell).inserted
        }
    }

    private static func isOfRow(_ kind: Rule.Kind) -> Bool {
        guard case .builtIn(let rule) = kind else { return false }
        return rule.scope == .field || rule == .raggedRow || rule == .looseQuote || rule == .stubUnproven
    }
}
