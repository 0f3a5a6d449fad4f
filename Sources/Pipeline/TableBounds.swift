import Definitions
import Ingest
import Model
import Tabular
import Validate

/// What turns out of a table only while it is read.
extension BoundTable {
    /// Why a table that reaches down to this row is not read.
    func beyond(_ row: Int64) -> FileProblem? { input.tooManyRows(row, limits: mode.limits) }

    /// Says of a sheet that is read once only, and was not known to be so, that its positions were counted anew.
    func reconstruction(_ piece: DecodedPiece, _ catalogue: RuleCatalogue) -> Finding? {
        guard piece.isReconstructed, !survey.sheets[sheet].isReconstructed else { return nil }
        return Finding(
            rule: catalogue.index(.layoutReconstructed), place: Place(file: Int32(file), sheet: Int32(placeSheet)))
    }
}
