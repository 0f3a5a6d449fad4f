import Definitions
import Model
import Tabular

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

/// `history: replace-year`: the years that newer deliveries of each sender have restated. Fed with tables, the newest
/// delivery first.
struct RestatedYears {
    /// Position of the field that says which year a record belongs to; without it, its table's last year.
    let date: Int?
    /// By sender, of deliveries newer than the open one.
    private var years: [Int: Set<Int>] = [:]
    /// Of the open one: its own tables stand beside each other.
    private var pending: [Int: Set<Int>] = [:]
    private var delivery: Int?

    init(date: Int?) { self.date = date }

    mutating func open(_ table: BoundTable) {
        if delivery != table.delivery {
            years.merge(pending) { $0.union($1) }
            pending = [:]
            delivery = table.delivery
        }
        pending[table.sender, default: []].formUnion(table.months.map(\.year))
    }

    /// Rows that stand, of a year that their sender has restated since. What stands because its newer version was
    /// rejected (`besides`) is not gone.
    func withdrawn(_ batch: Batch, standing: Bitmap, besides: [Int], _ table: BoundTable) -> Bitmap {
        var gone = Bitmap(count: standing.count)
        guard let years = years[table.sender] else { return gone }
        let usual = table.months.upperBound.year
        standing.forEachSet { row in
            if years.contains(date.flatMap { RestatedYears.year(batch.columns[$0], row) } ?? usual) { gone.set(row) }
        }
        for row in besides { gone.set(row, false) }
        return gone
    }

    private static func year(_ column: Column, _ row: Int) -> Int? {
        guard column.validity[row], case .integers(let column) = column else { return nil }
        return CivilDate(days: Int32(truncatingIfNeeded: column.values[row])).month.year
    }
}
