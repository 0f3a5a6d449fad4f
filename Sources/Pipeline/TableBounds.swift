import Definitions
import Ingest
import Model
import Tabular
import Validate

/// What turns out of a table only while it is read.
extension BoundTable {
    /// Why a table that reaches down to this row is not read.
    func beyond(_ row: Int64) -> FileProblem? { input.tooManyRows(row, limits: mode.limits) }

    /// Says of a cell that lies hidden below a merged one, with a text of its own.
    func covered(_ piece: DecodedPiece, _ catalogue: RuleCatalogue) -> Finding? {
        guard let cell = piece.coveredCell else { return nil }
        var finding = Finding(
            rule: catalogue.index(.hidden), place: Place(file: Int32(file), sheet: Int32(placeSheet)), value: cell)
        finding.detail = LocalizedText(
            zh: "\(cell) 在合并单元格之下另有内容", en: "\(cell) lies below a merged cell with a text of its own")
        return finding
    }

    /// Says of a sheet that is read once only, and was not known to be so, that its positions were counted anew.
    func reconstruction(_ piece: DecodedPiece, _ catalogue: RuleCatalogue) -> Finding? {
        guard piece.isReconstructed, !survey.sheets[sheet].isReconstructed else { return nil }
        return Finding(
            rule: catalogue.index(.layoutReconstructed), place: Place(file: Int32(file), sheet: Int32(placeSheet)))
    }
}
