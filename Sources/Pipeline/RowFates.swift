import Model
import Publish
import Tabular
import Validate

/// What becomes of the rows of a piece; they add up.
struct RowFates {
    var accepted: Int64
    var rejected: Int64
    var excluded: Int64
    var superseded: Int64
    var withdrawn: Int64

    /// - Parameters:
    ///   - excluded: rows that a review takes out; those of a record that another version stands for are superseded all the same.
    ///   - waiting: rows that claim their keys later.
    init(_ claims: Claims, kept: Bitmap, withdrawn gone: Bitmap, excluded out: Bitmap, waiting: [Int]) {
        accepted = Int64(kept.ones)
        withdrawn = Int64(gone.ones)
        superseded = Int64(claims.superseded.ones)
        excluded = Int64(
            out.subtracting(claims.superseded).subtracting(Bitmap(count: out.count, rows: waiting)).ones)
        rejected = Int64(kept.count - waiting.count) - accepted - superseded - withdrawn - excluded
    }
}

extension TableAccount {
    mutating func add(_ fates: RowFates, _ months: Set<Month>) {
        accepted += fates.accepted
        rejected += fates.rejected
        excluded += fates.excluded
        superseded += fates.superseded
        withdrawn += fates.withdrawn
        self.months.formUnion(months)
    }
}
