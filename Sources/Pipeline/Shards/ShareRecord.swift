import Definitions
import Ingest
import Model
import Tabular
import Validate

/// What an ordered step writes down besides where it sees a share of the pieces only.
struct ShareRecord {
    let share: DatasetShare
    var findings = OrderMarks()
    var conflicts = OrderMarks()
    private(set) var statements: [StatementPart] = []
    /// Of the own pieces, where only these are wanted.
    private(set) var claims: [PieceClaims] = []
    private var ownPieces = 0
    private var differs = false

    init(_ share: DatasetShare) { self.share = share }

    /// An earlier pass has found other records in the own pieces.
    var hasChanged: Bool { differs || (!share.claimsOnly && ownPieces != share.expected.count) }

    /// Writes down what a piece of a table that is cut says to its statements.
    mutating func state(_ piece: CheckedPiece, _ table: Int, _ base: Place) -> FileProblem? {
        // Whether a part has its whole above it is told within a piece, and pieces are others where a table is cut.
        if piece.decoded.totals.contains(where: { $0.kind == .ofWhich }) {
            return FileProblem(
                .ofWhich, at: base, zh: "表中有“其中”行，整表读取", en: "parts stand below their wholes; to be read whole")
        }
        if !share.claimsOnly {
            statements.append(StatementPart(table: table, base: base, evidence: piece.evidence))
        }
        return nil
    }

    /// Takes what an own piece claims; answers whether that is all that is wanted of it.
    mutating func take(_ own: PieceClaims) -> Bool {
        ownPieces += 1
        if share.claimsOnly {
            claims.append(own)
        } else if ownPieces > share.expected.count || share.expected[ownPieces - 1] != own.checksum {
            differs = true
        }
        return share.claimsOnly
    }
}

extension PieceClaims {
    /// Of a piece that has been checked, before any key is claimed.
    /// - Parameter rejected: with the rows that are ragged, where these are rejected.
    init(
        of piece: CheckedPiece, table: Int, rejected: Bitmap, keyFields: [Int], prepare: (Batch) -> PreparedKeys
    ) {
        self.init(
            table: table, rowCount: piece.decoded.rowCount, lineCount: piece.decoded.lineCount, keys: piece.keys,
            rejected: rejected)
        waiting = piece.waiting.map {
            Waiting(turn: $0.turn, keys: $0.piece.keys, rejected: rejected.gather($0.rows))
        }
        guard let errors = piece.errors, let evidence = piece.checked.evidence, !keyFields.isEmpty else { return }
        let others = Set(
            piece.decoded.ragged.map(\.record) + piece.waiting.flatMap(\.rows) + piece.repeated.map(\.row))
        let at = errors.rows.indices.filter { rejected[errors.rows[$0]] && !others.contains(errors.rows[$0]) }
        guard !at.isEmpty else { return }
        let reported = evidence.typed.gather(at.map { errors.evidenceRows[$0] })
        let texts = KeptOutRows.texts(of: reported, keyFields)
        // Rows without a whole key are all different.
        let kept = at.indices.filter { texts[$0].count == keyFields.count }
        guard !kept.isEmpty else { return }
        lost = Lost(
            rows: kept.map { errors.rows[at[$0]] }, keys: prepare(reported.gather(kept)), texts: kept.map { texts[$0] })
    }
}
