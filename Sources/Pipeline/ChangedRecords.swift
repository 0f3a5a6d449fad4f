import Aggregate
import Definitions
import Expressions
import Foundation
import Model
import Tabular

/// Finds out of records that changed between two vintages what each adds to the values asked for, while its table is read
/// once more: of records that stand, and of those that others have superseded.
///
/// `@unchecked Sendable`: workers meet under `lock`.
final class ChangedRecords: RecordObserver, @unchecked Sendable {
    /// What one version of a record adds to a value.
    enum Addition: Hashable, Sendable {
        /// Another number is summed, averaged or compared.
        case number(Int64)
        /// The subject is counted, however often it occurs.
        case subject([UInt8])
        /// The record is counted.
        case record
    }

    private let places: Set<Review.SheetRow>
    private let selections: [RecordSelection]
    private let lock = NSLock()
    /// By selection.
    private var found: [[Review.SheetRow: Addition]]

    /// - Parameters:
    ///   - places: where the records stand, of one dataset.
    ///   - selections: what they may add to, all of that dataset.
    init(_ places: Set<Review.SheetRow>, _ selections: [RecordSelection]) {
        self.places = places
        self.selections = selections
        found = Array(repeating: [:], count: selections.count)
    }

    func add(
        _ batch: Batch, standing: Bitmap, during: ClosedRange<CivilDate>?, references: References, cells: CellBlock,
        base: Place
    ) {
        var rows: [Int] = []
        var asked: [Review.SheetRow] = []
        for row in 0..<batch.rowCount {
            let place = Review.SheetRow(base, offset: cells.rows[row])
            guard places.contains(place) else { continue }
            rows.append(row)
            asked.append(place)
        }
        guard !rows.isEmpty else { return }
        let own = batch.gather(rows)
        let all = Bitmap(count: rows.count, repeating: true)
        for (position, selection) in selections.enumerated() {
            let counted = selection.rows(own, standing: all, during: during, references: references).rows
            guard !counted.isEmpty else { continue }
            let additions = counted.map { (asked[$0], Addition(own, $0, selection)) }
            lock.withLock { for (place, addition) in additions { found[position][place] = addition } }
        }
    }

    /// The subjects that the records count in a value that counts subjects.
    func subjects(_ selection: Int) -> Set<Addition> {
        selections[selection].kind == .countDistinct ? Set(found[selection].values) : []
    }

    /// What the record at a place adds to one of the values; nil: it does not enter it, or is not there.
    func addition(_ place: Review.SheetRow, to selection: Int) -> Addition? { found[selection][place] }
}

extension ChangedRecords.Addition {
    /// Of a row that enters a value.
    init(_ batch: Batch, _ row: Int, _ selection: RecordSelection) {
        self = .record
        if let operand = selection.roles.operand, case .integers(let column) = batch.columns[operand] {
            self = .number(column.values[row])
        } else if selection.kind == .countDistinct, let subject = selection.roles.subject {
            switch batch.columns[subject].value(row) {
            case .text(let bytes): self = .subject(bytes)
            case .integer(let number): self = .number(number)
            case .missing: break
            }
        }
    }
}

/// Looks for subjects among the records that did not change: whoever is counted by one of them is counted whatever became of
/// the others.
///
/// `@unchecked Sendable`: workers meet under `lock`.
final class OtherSubjects: RecordObserver, @unchecked Sendable {
    private let asked: [Set<ChangedRecords.Addition>]
    private let selections: [RecordSelection]
    private let changed: Set<Review.SheetRow>
    private let lock = NSLock()
    private var found: [Set<ChangedRecords.Addition>]

    /// - Parameters:
    ///   - subjects: by selection, those looked for.
    ///   - changed: where the records stand that did change.
    init(
        _ subjects: [Set<ChangedRecords.Addition>], _ selections: [RecordSelection],
        besides changed: Set<Review.SheetRow>
    ) {
        asked = subjects
        self.selections = selections
        self.changed = changed
        found = subjects.map { _ in [] }
    }

    func add(
        _ batch: Batch, standing: Bitmap, during: ClosedRange<CivilDate>?, references: References, cells: CellBlock,
        base: Place
    ) {
        for (position, selection) in selections.enumerated() where !asked[position].isEmpty {
            let rows = selection.rows(batch, standing: standing, during: during, references: references).rows
            let met = rows.filter { row in
                !changed.contains(Review.SheetRow(base, offset: cells.rows[row]))
            }.map { ChangedRecords.Addition(batch, $0, selection) }
            lock.withLock { found[position].formUnion(asked[position].intersection(met)) }
        }
    }

    func met(_ selection: Int) -> Set<ChangedRecords.Addition> { found[selection] }
}
