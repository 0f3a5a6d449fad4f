import Definitions
import Ingest
import Model
import Normalize
import Tabular
import Validate

/// A piece on its way into the ordered step.
struct CheckedPiece {
    var decoded: DecodedPiece
    var normalized: NormalizedBatch
    var checked: CheckedBatch
    var keys: PreparedKeys
    /// What it says to the table's totals and stated period.
    var evidence: TableEvidence
    /// Rows that claim their keys later; they are in the piece as well.
    var waiting: [WaitingRows] = []
    /// The keys of all rows, where some may wait.
    var allKeys: PreparedKeys?
    /// Rows that repeat the key of an earlier row of their file, known before any claims its key.
    var repeated: [KeyMeeting] = []
    /// nil where no row has an error.
    var errors: PieceErrors?
    /// What a review changes in its rows; nil: nothing.
    var changed: ChangedRows?
    /// Bytes of the file up to its end; 0 where its pieces are no ranges of it.
    var end = 0
}

/// Rows that enter the figures, with the piece that they stand in.
struct AdmittedRows {
    var piece: CheckedPiece
    var standing: Bitmap
    /// Position in the pass's tables.
    var table: Int
    /// Place of the piece's first row.
    var base: Place
}

extension CheckedPiece {
    /// Where a header stands that the first rows of the file did not show, the file is looked through for tables.
    /// - Parameter base: place of the piece's first row.
    func misfit(_ table: BoundTable, base: Place) -> FileProblem? {
        if let beyond = table.beyond(base.row - 1 + Int64(decoded.rowCount)) { return beyond }
        guard !table.mode.searches, let header = decoded.others.first(where: { $0.kind == .header }) else { return nil }
        var place = base
        place.row += Int64(header.row)
        return FileProblem(
            .fileUnreadable, at: place, zh: "第 \(place.row) 行另有表头，重新查找各表",
            en: "another header stands in row \(place.row)",
            retry: .search)
    }
}
