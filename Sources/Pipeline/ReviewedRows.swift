import Aggregate
import Definitions
import Expressions
import Ingest
import Model
import Normalize
import Tabular
import Validate

/// What a review puts in the place of a record's cells.
struct RowCorrection: Hashable, Sendable {
    /// By position of the field the text that is read instead of what was reported.
    var texts: [Int: String] = [:]
    /// Errors kept the whole record out as it was reported.
    var wasRejected = false
}

/// What a review changes in the rows of one table. Rows are those of the sheet.
struct TableChanges: Hashable, Sendable {
    /// Records that are taken out; whether errors had kept them out before.
    var excluded: [Int64: Bool] = [:]
    var corrected: [Int64: RowCorrection] = [:]
    /// By piece the row of the sheet that its rows count from, as an earlier reading found it.
    var bases: [Int64] = []

    var isEmpty: Bool { excluded.isEmpty && corrected.isEmpty }

    /// The changes of one piece; nil: none.
    func rows(of block: CellBlock, piece: Int) -> ChangedRows? {
        guard bases.indices.contains(piece), !block.rows.isEmpty else { return nil }
        var changed = ChangedRows(excluded: Bitmap(count: block.rowCount), wasRejected: Bitmap(count: block.rowCount))
        for (row, sheetRow) in block.rows.enumerated() {
            let place = bases[piece] + Int64(sheetRow)
            if let wasRejected = excluded[place] {
                changed.excluded.set(row)
                if wasRejected { changed.wasRejected.set(row) }
            } else if let correction = corrected[place] {
                changed.corrected[row] = correction
                if correction.wasRejected { changed.wasRejected.set(row) }
            }
        }
        return changed.excluded.isEmpty && changed.corrected.isEmpty ? nil : changed
    }
}

/// The rows of a piece that a review changes; rows are those of the block.
struct ChangedRows: Sendable {
    var excluded: Bitmap
    var corrected: [Int: RowCorrection] = [:]
    /// Of both: as they were reported, errors kept them out.
    var wasRejected: Bitmap

    func gather(_ rows: [Int]) -> ChangedRows {
        var picked = ChangedRows(excluded: excluded.gather(rows), wasRejected: wasRejected.gather(rows))
        for (i, row) in rows.enumerated() { picked.corrected[i] = corrected[row] }
        return picked
    }
}

extension TableReading {
    /// A block with the corrected texts in it, and how it is read: a field without a column gets one.
    func corrected(_ block: CellBlock, _ corrections: [Int: RowCorrection]) -> (CellBlock, Normalizer) {
        var columns = cellColumns
        var width = block.columnCount
        for field in Set(corrections.values.flatMap(\.texts.keys)).sorted() where columns[field] < 0 {
            columns[field] = width
            width += 1
        }
        var texts: [Int: String] = [:]
        for (row, correction) in corrections {
            for (field, text) in correction.texts { texts[row * width + columns[field]] = text }
        }
        let replaced = block.replacing(texts, columns: width)
        return (
            replaced,
            Normalizer(
                dataset: definition, pipeline: pipeline, cellColumns: columns, units: units, encoding: .utf8,
                serialOrigin: serialOrigin)
        )
    }
}

/// Collects in the ordered step what a review changed in the records, for figures to say how much of them rests on it.
struct ReviewedRows {
    private struct Part {
        var rows: Batch
        var fields: [Set<Int>]
        var isNew: [Bool]
        var isExcluded: Bool
        var table: Int
    }
    private var parts: [Part] = []

    /// Takes in the rows of a piece.
    /// - Parameters:
    ///   - kept: rows that entered the figures.
    ///   - standing: rows that would have entered them without a review.
    mutating func add(
        _ changed: ChangedRows, _ batch: Batch, kept: Bitmap, standing: Bitmap, _ rules: RowRules, table: Int
    ) {
        let corrected = changed.corrected.keys.sorted().filter { kept[$0] }
        if !corrected.isEmpty {
            parts.append(
                Part(
                    rows: batch.gather(corrected),
                    fields: corrected.map {
                        rules.affected(by: Set(changed.corrected[$0].map { Array($0.texts.keys) } ?? []))
                    },
                    isNew: corrected.map { changed.wasRejected[$0] }, isExcluded: false, table: table))
        }
        var out: [Int] = []
        standing.intersection(changed.excluded).subtracting(changed.wasRejected).forEachSet { out.append($0) }
        if !out.isEmpty {
            parts.append(Part(rows: batch.gather(out), fields: [], isNew: [], isExcluded: true, table: table))
        }
    }

    /// What that comes to in the figures; nil: nothing was changed.
    func tallies(
        _ plan: DatasetPlan?, _ tables: [BoundTable], _ days: [ClosedRange<CivilDate>?], _ references: References
    ) -> ReviewedTallies? {
        guard let plan, !parts.isEmpty else { return nil }
        var tallies = ReviewedTallies(plan)
        for part in parts {
            let month = tables[part.table].months.upperBound
            if part.isExcluded {
                tallies.add(excluded: part.rows, month: month, during: days[part.table], references: references)
            } else {
                tallies.add(
                    corrected: part.rows, fields: part.fields, isNew: part.isNew, month: month,
                    during: days[part.table], references: references)
            }
        }
        return tallies
    }
}
