import Definitions
import Ingest
import Model
import Tabular
import Validate

/// `authority:` of a dataset: whose version of a record stands where several senders have it. It is that of the sender
/// whose area the record's is, or of one above it: among these a later delivery goes before an earlier one, and within a
/// delivery the nearest before those above. Senders that have nothing to do with the record's area come last, whenever they
/// sent it.
struct Authority: Sendable {
    /// When rows claim their keys: at once, after their delivery has been read (from 1, the farther the later), or after
    /// all.
    static let now: UInt8 = 0
    static let last: UInt8 = .max

    /// Position of the area field in the schema.
    let field: Int
    /// By sender and area of the tree.
    private let turns: [Int: [UInt8]]

    /// nil where there is nothing to decide: no authority is stated, or one sender sends all.
    init?(_ definition: DatasetDefinition, _ schema: Schema, _ tables: [BoundTable], _ areas: AreaTree) {
        let senders = Set(tables.map(\.sender))
        guard let name = definition.authority, let field = schema.index(of: name), senders.count > 1 else { return nil }
        self.field = field
        let lines = areas.areas.indices.map { area in
            (areas.lineage(of: areas.current(area)) + [-1]).filter(senders.contains)
        }
        turns = Dictionary(
            uniqueKeysWithValues: senders.map { sender in
                (
                    sender,
                    lines.map { line in
                        guard !line.isEmpty else { return Authority.now }
                        return line.firstIndex(of: sender).map { UInt8(min($0, 254)) } ?? Authority.last
                    }
                )
            })
    }

    /// The rows of a piece that wait, by their turn; none where all claim at once.
    func waiting(_ batch: Batch, sender: Int) -> [(turn: UInt8, rows: [Int])] {
        guard let own = turns[sender], own.contains(where: { $0 != Authority.now }),
            case .integers(let column) = batch.columns[field]
        else { return [] }
        var rows: [UInt8: [Int]] = [:]
        column.validity.forEachSet { row in
            let turn = own[Int(column.values[row])]
            if turn != Authority.now { rows[turn, default: []].append(row) }
        }
        return rows.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

/// Rows of a piece that wait for others to claim their keys.
struct WaitingRows: Sendable {
    var turn: UInt8
    /// Rows of the piece that they come from.
    var rows: [Int]
    var piece: CheckedPiece
    var table: Int
    var base = Place()
}

/// Rows that wait, read here or elsewhere.
struct Waiter: Sendable {
    enum Content: Sendable {
        case own(WaitingRows)
        case foreign(PieceClaims.Waiting)
    }

    var turn: UInt8
    /// Position in the pass's tables.
    var table: Int
    /// Place of their piece's first row.
    var base: Place
    var content: Content
}

extension CheckedPiece {
    /// Some of the rows, with copies of all that is known of them; evidence that they need is made anew.
    func gather(_ rows: [Int], keys: PreparedKeys) -> CheckedPiece {
        var picked = self
        picked.decoded.block = decoded.block.gather(rows)
        (picked.decoded.others, picked.decoded.totals, picked.decoded.ragged) = ([], [], [])
        picked.normalized.batch = normalized.batch.gather(rows)
        picked.normalized.facts = []
        picked.normalized.cells = picked.decoded.block
        picked.checked.batch = checked.batch.gather(rows)
        picked.checked.rejected = Bitmap(count: rows.count)
        picked.checked.flagged = Bitmap(count: rows.count)
        (picked.checked.evidence, picked.checked.findings, picked.checked.notes) = (nil, [], [])
        picked.keys = keys
        (picked.waiting, picked.errors) = ([], nil)
        (picked.allKeys, picked.repeated) = (nil, [])
        picked.changed = changed?.gather(rows)
        return picked
    }
}
