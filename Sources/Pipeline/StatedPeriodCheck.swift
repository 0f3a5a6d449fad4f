import Definitions
import Ingest
import Model
import Tabular

/// The dates that a table's title block promises. The delivery's folder is no evidence: it says when data were sent. But where
/// deliveries restate their years whole, and a table without such a title has no record of the years that it restates by its
/// delivery, it was meant for others, of which it takes nothing out.
struct StatedPeriodCheck: Sendable {
    /// What a piece has outside of them.
    struct Found: Sendable {
        var evaluated = 0
        var count = 0
        /// The first ones: row as in the block, and the date.
        var first: [(row: UInt32, date: CivilDate)] = []
    }

    /// How many rows a finding names.
    static let shown = 3

    /// As the title writes it; of a delivery its years.
    let words: String
    /// Whether only a table all of whose dates lie outside is in question.
    let isOfDelivery: Bool
    /// Position of the dataset's date field.
    let field: Int
    private let days: ClosedRange<Int64>

    /// nil where the table states no period, or its dataset has no date of day precision. A dataset that stocks are counted
    /// in is a register: the period in its title says when it was drawn up, and its records are older.
    init?(_ dataset: DatasetDefinition, _ table: BoundTable, _ pipeline: PipelineDefinition) {
        let isRegister =
            dataset.history == .snapshot
            || pipeline.indicators.contains { $0.dataset == dataset.name && $0.timing == .stock }
        let stated = table.layout.statedPeriod.flatMap { words in statedMonths(words).map { (words, $0) } }
        isOfDelivery = stated == nil && dataset.history == .replaceYear
        let (first, last) = (table.months.lowerBound.year, table.months.upperBound.year)
        let years = Month(year: first, month: 1)...Month(year: last, month: 12)
        let own = isOfDelivery ? (first == last ? "\(first)" : "\(first)–\(last)", years) : nil
        guard !isRegister, let (words, months) = stated ?? own,
            let field = dataset.date.flatMap(dataset.fieldIndex), dataset.fields[field].type == .date,
            table.binding.columns[field] >= 0
        else { return nil }
        self.words = words
        self.field = field
        days = Int64(months.lowerBound.firstDay.days)...Int64(months.upperBound.lastDay.days)
    }

    /// The dates of a batch that lie outside; those that are missing are another rule's.
    func look(at batch: Batch, rows: [UInt32]) -> Found {
        guard case .integers(let column) = batch.columns[field] else { return Found() }
        var found = Found()
        for row in 0..<batch.rowCount where column.validity[row] {
            found.evaluated += 1
            if days.contains(column.values[row]) { continue }
            found.count += 1
            if found.first.count < StatedPeriodCheck.shown {
                found.first.append((rows[row], CivilDate(days: Int32(truncatingIfNeeded: column.values[row]))))
            }
        }
        return found
    }
}
