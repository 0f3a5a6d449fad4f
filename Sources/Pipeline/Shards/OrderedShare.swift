import Definitions
import Ingest
import Model
import Publish
import Tabular
import Validate

/// The ordered step where others read some of the pieces: theirs claim keys in their turn, and nothing else of them counts
/// here.
extension OrderedStep {
    /// Lets a piece that is read elsewhere claim its keys, when it is the ticket's turn. Answers as `enter` for pieces.
    func enter(ticket: Int, foreign claims: PieceClaims) -> [AdmittedRows] {
        inTurn(ticket) {
            guard interruption == nil else { return [] }
            let released = claims.table == openTable ? [] : open(claims.table)
            take(foreign: claims)
            return released
        }
    }

    /// Holds what the piece says to its table's statements.
    func state(_ piece: CheckedPiece, _ table: Int) -> FileProblem? {
        if share?.share.isCut[table] == true { return share?.state(piece, table, place(table)) }
        statements?.add(piece.evidence, base: place(table))
        return nil
    }

    /// Writes down what the piece claims, where a share is read; answers whether that is all.
    func isClaiming(_ piece: CheckedPiece, _ table: Int) -> Bool {
        guard share != nil else { return false }
        var rejected = piece.checked.rejected
        if catalogue[catalogue.index(.raggedRow, dataset: dataset)].severity == .error {
            for row in piece.decoded.ragged { rejected.set(row.record) }
        }
        let own = PieceClaims(
            of: piece, table: table, rejected: rejected, keyFields: keyFields, prepare: reportedKeys)
        guard share?.take(own) == true else { return false }
        rowBase += Int64(own.rowCount)
        lineBase += Int64(own.lineCount)
        return true
    }

    func take(foreign piece: PieceClaims) {
        let base = place(piece.table)
        let claims = claim(piece.keys, piece.rejected, piece.table, base)
        if let rows = piece.lost {
            var lost = piece.rejected.subtracting(claims.superseded)
            for duplicate in claims.duplicates { lost.set(duplicate.row, false) }
            keptOut.add(foreign: rows, lost: lost)
        }
        for rows in piece.waiting {
            waiting.append(Waiter(turn: rows.turn, table: piece.table, base: base, content: .foreign(rows)))
        }
        rowBase += Int64(piece.rowCount)
        lineBase += Int64(piece.lineCount)
    }

    /// From the next finding on, `order` holds among those of all shares.
    func mark(_ order: FindingOrder) {
        share?.findings.mark(order, at: result.findings.count)
        share?.conflicts.mark(order, at: conflicts.count)
    }

    /// The end of a pass over a share.
    func finishShare(jobs: Int) -> (ShareResult, [AdmittedRows]) {
        let (result, released) = finish(jobs: jobs)
        var own = ShareResult()
        own.findings = share?.findings.parts(of: result.findings).map { ($0.order, $0.elements) } ?? []
        own.conflicts = share?.conflicts.parts(of: conflicts).map { ($0.order, $0.elements) } ?? []
        own.statements = share?.statements ?? []
        own.notes = notes
        own.counts = result.counts
        own.accounts = result.accounts
        return (own, released)
    }
}
