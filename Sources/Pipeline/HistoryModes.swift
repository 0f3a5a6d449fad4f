import Definitions
import Model
import Tabular
import Validate

/// `history: snapshot`: which days are read from which table.
enum SnapshotDays {
    /// By table the days that are read from it: per sender those after its delivery before, up to the delivery's last; of
    /// the first delivery also all before, of the last also all after. nil where the history is another.
    static func of(_ tables: [BoundTable], _ history: History) -> [ClosedRange<CivilDate>?] {
        guard history == .snapshot else { return tables.map { _ in nil } }
        return tables.map { table in
            let ends = tables.filter { $0.sender == table.sender }.map(\.lastDay)
            let first = ends.filter { $0 < table.lastDay }.max().map { CivilDate(days: $0.days + 1) }
            let isLast = !ends.contains { table.lastDay < $0 }
            return (first ?? CivilDate(days: .min))...(isLast ? CivilDate(days: .max) : table.lastDay)
        }
    }
}

/// What newer deliveries of each sender have restated whole: years where the history is `replace-year`, the register of a day
/// where it is `snapshot` and two deliveries end on that day. Fed with tables, the newest delivery first.
struct RestatedRecords {
    /// Position of the field that says which year a record belongs to; without it, its table's last year.
    private let date: Int?
    private let isSnapshot: Bool
    /// By position of the file.
    private let deliveries: [Int: Int]
    /// By sender, then by year or day: the newest delivery that restated it, of those opened before.
    private var restated: [Int: [Int: Int]] = [:]
    /// Of the open one: its own tables stand beside each other.
    private var pending: [Int: [Int: Int]] = [:]
    private var delivery: Int?

    /// nil where deliveries add to each other.
    init?(_ history: History, date: Int?, _ tables: [BoundTable]) {
        guard history != .cumulative else { return nil }
        isSnapshot = history == .snapshot
        self.date = date
        deliveries = Dictionary(tables.map { ($0.file, $0.delivery) }) { first, _ in first }
    }

    mutating func open(_ table: BoundTable) {
        if delivery != table.delivery {
            // What is known already is of a newer delivery.
            restated.merge(pending) { $0.merging($1) { newer, _ in newer } }
            pending = [:]
            delivery = table.delivery
        }
        let whole = isSnapshot ? [Int(table.lastDay.days)] : table.months.map(\.year)
        for part in whole { pending[table.sender, default: [:]][part] = table.delivery }
    }

    /// Rows that stand, of what their sender has restated since. What stands because it came again then, or later, and was
    /// rejected (`besides`) is not gone.
    func withdrawn(_ batch: Batch, standing: Bitmap, besides: [KeyMeeting], _ table: BoundTable) -> Bitmap {
        var gone = Bitmap(count: standing.count)
        guard let restated = restated[table.sender] else { return gone }
        // Rows may have waited for those of older deliveries.
        func since(_ row: Int) -> Int? {
            let year = date.flatMap { RestatedRecords.year(batch.columns[$0], row) } ?? table.months.upperBound.year
            return restated[isSnapshot ? Int(table.lastDay.days) : year].flatMap { $0 > table.delivery ? $0 : nil }
        }
        standing.forEachSet { row in if since(row) != nil { gone.set(row) } }
        for again in besides {
            guard let since = since(again.row), let delivery = deliveries[Int(again.other.file)] else { continue }
            if delivery >= since { gone.set(again.row, false) }
        }
        return gone
    }

    private static func year(_ column: Column, _ row: Int) -> Int? {
        guard column.validity[row], case .integers(let column) = column else { return nil }
        return CivilDate(days: Int32(truncatingIfNeeded: column.values[row])).month.year
    }
}
