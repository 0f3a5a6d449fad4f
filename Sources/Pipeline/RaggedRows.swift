import Definitions
import Ingest
import Model
import Tabular
import Validate

extension OrderedStep {
    /// Rows with more or fewer cells than the header: what stands in which column is not certain.
    func rejectRagged(_ piece: CheckedPiece, _ context: TableContext, _ base: Place) -> Bitmap {
        var rejected = piece.checked.rejected
        let rule = catalogue.index(.raggedRow, dataset: dataset)
        count(rule, evaluated: piece.decoded.block.rowCount, failed: piece.decoded.ragged.count)
        guard !piece.decoded.ragged.isEmpty else { return rejected }
        var findings = rules.flag(
            piece.decoded.ragged.map { RowFlag(row: $0.record, rule: rule) }, normalized: piece.normalized,
            checked: piece.checked, table: context, base: base)
        for (i, row) in piece.decoded.ragged.enumerated() {
            findings[i].value = "\(row.found)"
            findings[i].expected = .number(Decimal(mantissa: Int128(row.expected), scale: 0))
            if catalogue[rule].severity == .error { rejected.set(row.record) }
        }
        result.findings += findings
        return rejected
    }
}
