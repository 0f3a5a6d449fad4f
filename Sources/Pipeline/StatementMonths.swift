import Definitions
import Model
import Tabular

/// A dataset whose records state what there was from January to their date covers the months that its records name, whatever
/// its delivery speaks of.
struct StatementMonths {
    /// Position of the field that says which month a record speaks of.
    let date: Int

    /// nil where no indicator takes the dataset's records as statements that accumulate.
    init?(_ dataset: DatasetDefinition, _ pipeline: PipelineDefinition, _ schema: Schema) {
        let cumulative = pipeline.indicators.first { $0.dataset == dataset.name && $0.timing == .cumulative }
        guard let date = (cumulative?.date).flatMap({ schema.index(of: $0) }) else { return nil }
        self.date = date
    }

    /// The months of the rows of a batch.
    func months(_ batch: Batch, rows: Bitmap) -> Set<Month> {
        guard case .integers(let column) = batch.columns[date] else { return [] }
        var months: Set<Month> = []
        rows.forEachSet { row in
            guard column.validity[row] else { return }
            months.insert(CivilDate(days: Int32(truncatingIfNeeded: column.values[row])).month)
        }
        return months
    }
}
