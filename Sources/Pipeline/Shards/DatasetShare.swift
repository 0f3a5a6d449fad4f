import Aggregate
import Model
import Publish
import Tabular

/// Which pieces of a dataset a pass reads itself, and what is known of those that others read.
struct DatasetShare {
    enum Segment {
        /// Read here: of a table of plain CSV some bytes, else all of it.
        case own(bytes: Range<Int>?)
        /// Read elsewhere, in order.
        case foreign([PieceClaims])
    }

    /// By table, in order.
    var segments: [[Segment]]
    /// By table: several workers read parts of it.
    var isCut: [Bool]
    /// Only what rows claim is wanted.
    var claimsOnly: Bool
    /// Checksums of the own pieces' claims, as an earlier pass has found them.
    var expected: [UInt64] = []
}

/// A place in the order in which a run writes findings down: table, phase (0 its pieces, 1 its end, 2 rows that waited), and
/// what orders within.
typealias FindingOrder = [Int]

/// What one piece of a table that is cut says to the table's statements.
struct StatementPart: Sendable {
    var table: Int
    /// Place of the piece's first row.
    var base: Place
    var evidence: TableEvidence
}

/// What a pass over a share comes to. Those of all shares merge into the result of one pass over everything.
struct ShareResult: Sendable {
    var findings: [(order: FindingOrder, findings: [Finding])] = []
    var conflicts: [(order: FindingOrder, findings: [Finding])] = []
    var statements: [StatementPart] = []
    var notes: [TableNoteKey: TableNote] = [:]
    var counts: [Int: RuleCount] = [:]
    /// Of every table.
    var accounts: [TableAccount] = []
    var partial: Partial?
    var ledger: [LedgerRows] = []
    var keptOut: KeptOut?
    var series: RecordSeries?
}

/// Lists that are written behind each other, with the order of each part.
struct OrderMarks {
    private var marks: [(order: FindingOrder, start: Int)] = []

    /// From the next finding on, `order` holds.
    mutating func mark(_ order: FindingOrder, at count: Int) { marks.append((order, count)) }

    /// The parts of the list that hold something.
    func parts<Element>(of list: [Element]) -> [(order: FindingOrder, elements: [Element])] {
        marks.indices.compactMap { i in
            let end = i + 1 < marks.count ? marks[i + 1].start : list.count
            return marks[i].start < end ? (marks[i].order, Array(list[marks[i].start..<end])) : nil
        }
    }
}
