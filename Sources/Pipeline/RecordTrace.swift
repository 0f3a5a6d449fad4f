import Aggregate
import Expressions
import Foundation
import Model
import Publish
import Tabular

/// Is shown the records of one dataset that stand, in batches, while they are read once more. Workers call it, several at a
/// time; ordinary reading has none.
protocol RecordObserver: AnyObject, Sendable {
    /// Takes the rows of a batch, which are those that were just added to the sums.
    /// - Parameters:
    ///   - during: the days that are read from these records; nil: every day.
    ///   - base: the place of the piece's first row.
    func add(
        _ batch: Batch, standing: Bitmap, during: ClosedRange<CivilDate>?, references: References, cells: CellBlock,
        base: Place)
}

/// Keeps the records of one dataset that enter the values asked for, while they are read once more.
///
/// `@unchecked Sendable`: workers meet under `lock`.
final class RecordTrace: RecordObserver, @unchecked Sendable {
    let selections: [RecordSelection]
    private let lock = NSLock()
    private var kept: [TracedRows] = []

    /// `selections` are all of one dataset; rows name them by position.
    init(_ selections: [RecordSelection]) { self.selections = selections }

    func add(
        _ batch: Batch, standing: Bitmap, during: ClosedRange<CivilDate>?, references: References, cells: CellBlock,
        base: Place
    ) {
        for (position, selection) in selections.enumerated() {
            let found = selection.rows(batch, standing: standing, during: during, references: references)
            guard !found.rows.isEmpty else { continue }
            let rows = TracedRows(
                part: position, base: base, rows: found.rows.map { cells.rows[$0] },
                lines: cells.lines.map { lines in found.rows.map { lines[$0] } }, units: found.units,
                columns: selection.roles.fields.map { batch.columns[$0].gather(found.rows) })
            lock.lock()
            kept.append(rows)
            lock.unlock()
        }
    }

    /// Those of one of the values asked for, in order of files, sheets and rows.
    func rows(of part: Int) -> [TracedRows] {
        kept.filter { $0.part == part }.sorted {
            ($0.base.file, $0.base.sheet, $0.base.row) < ($1.base.file, $1.base.sheet, $1.base.row)
        }
    }
}
