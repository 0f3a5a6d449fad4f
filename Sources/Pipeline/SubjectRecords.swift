import Aggregate
import Definitions
import Expressions
import Foundation
import Model
import Publish
import Tabular

/// Keeps the records of one dataset that speak of one subject, while they are read once more.
///
/// `@unchecked Sendable`: workers meet under `lock`.
final class SubjectRecords: RecordObserver, @unchecked Sendable {
    private let code: [UInt8]
    /// Positions of the fields that may name the subject.
    private let fields: [Int]
    /// What figures the records may enter.
    private let selections: [RecordSelection]
    /// By number of a reporting unit: a record is shown with the figures of its own district.
    private let areas: [Int32: Int]
    private let lock = NSLock()
    private var kept: [DossierRecord] = []

    init(_ code: String, fields: [Int], selections: [RecordSelection], areas: [Int32: Int]) {
        self.areas = areas
        self.code = Array(code.utf8)
        self.fields = fields
        self.selections = selections
    }

    func add(
        _ batch: Batch, standing: Bitmap, during: ClosedRange<CivilDate>?, references: References, cells: CellBlock,
        base: Place
    ) {
        var found: [(row: Int, field: Int)] = []
        standing.forEachSet { row in
            let named = fields.first { field in
                guard case .texts(let column) = batch.columns[field], column.validity[row] else { return false }
                return column.bytes(row).elementsEqual(code)
            }
            if let named { found.append((row, named)) }
        }
        guard !found.isEmpty else { return }
        let own = batch.gather(found.map(\.row))
        let all = Bitmap(count: found.count, repeating: true)
        var figures: [[FigureSite]] = Array(repeating: [], count: found.count)
        for selection in selections {
            let counted = selection.rows(own, standing: all, during: during, references: references)
            for (row, unit) in zip(counted.rows, counted.units) {
                var site = selection.part.own
                if let area = areas[unit] { site.area = area }
                figures[row].append(site)
            }
        }
        let records = found.enumerated().map { position, found in
            var place = base
            place.row += Int64(cells.rows[found.row])
            return DossierRecord(
                place: place, field: found.field, values: own.columns.map { $0.value(position) },
                figures: figures[position])
        }
        lock.withLock { kept += records }
    }

    /// In order of files, sheets and rows.
    var records: [DossierRecord] {
        lock.withLock { kept }.sorted {
            ($0.place.file, $0.place.sheet, $0.place.row) < ($1.place.file, $1.place.sheet, $1.place.row)
        }
    }
}
