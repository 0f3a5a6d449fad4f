import Aggregate
import Definitions
import Ingest
import Model
import Tabular
import Validate

/// What the ordered step has to do with keys, and with the rows that errors keep out.
extension OrderedStep {
    /// Hashes and packs the keys of a batch: the part of claiming that workers do in parallel.
    /// - Parameters:
    ///   - besides: rows that claim theirs later.
    ///   - contents: by row, where versions of a record are held against each other.
    func prepareKeys(
        _ batch: Batch, sheetRows: [UInt32], besides: [Int] = [], _ contents: [UInt64]?
    ) -> PreparedKeys {
        var batch = batch
        if !besides.isEmpty {
            let rows = Bitmap(count: batch.rowCount, rows: besides)
            for field in keyFields { batch.columns[field] = batch.columns[field].missing(on: rows) }
        }
        var prepared = preparation.prepare(batch, sheetRows: sheetRows)
        prepared.contents = contents
        return prepared
    }

    /// The keys of rows as they were reported.
    func reportedKeys(_ batch: Batch) -> PreparedKeys {
        preparation.prepare(batch, sheetRows: Array(repeating: UInt32(0), count: batch.rowCount))
    }

    func claim(_ prepared: PreparedKeys, _ rejected: Bitmap, _ table: Int, _ base: Place) -> Claims {
        keys.claim(prepared, rejected: rejected, source: source(table, base))
    }

    /// Writes down which rows errors keep out. Repeated rows are none: their record has an earlier row.
    func keepOut(
        _ piece: CheckedPiece, _ claims: Claims, _ rejected: Bitmap, kept: Bitmap, _ later: [Int], _ table: Int
    ) {
        var lost = rejected.subtracting(claims.superseded)
        for row in claims.duplicates.map(\.row) + later { lost.set(row, false) }
        piece.settleFates(lost: lost, kept: kept, waiting: later)
        guard piece.errors != nil || !lost.isEmpty else { return }
        if keys.isNoting {
            if let (rows, reported) = piece.reported(lost: lost) { keys.ask(reportedKeys(reported), rows: rows) }
            return
        }
        keptOut.add(
            piece, lost: lost, kept: kept, ragged: Set(piece.decoded.ragged.map(\.record)),
            ErrorRows.Origin(
                sender: tables[table].sender < 0 ? nil : tables[table].sender, month: tables[table].months.upperBound),
            claim: keys.lastClaim)
    }

    /// - Parameter jobs: how many may look at rows at a time; keys that are on the disk are read by one.
    func settleKeptOut(jobs: Int) {
        keptOut.settle(
            rules, jobs: keys.isInMemory ? jobs : 1, fresh: fresh, prepare: { reportedKeys($0) },
            isHeld: { keys.held($0, rows: $1, claim: $2) })
    }

    /// Of the first of two readings nothing is kept but what was claimed.
    func forget() {
        result.findings = []
        conflicts = []
        notes = [:]
    }
}
