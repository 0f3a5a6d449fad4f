import Definitions
import Ingest
import Model
import Tabular

/// What a run would say about one table, as lines of an inspection.
struct InspectionFlags {
    let sheet: Inspection.Sheet
    let table: Inspection.Table
    let pipeline: PipelineDefinition

    private var layout: TableLayout { table.layout }

    var lines: [String] {
        let flags = mapping + cells
        return ["  would be flagged"]
            + (flags.isEmpty ? ["    nothing that can be seen here"] : flags.map { "    \($0)" })
    }

    /// Columns that are missing, repeated, unknown, or without a unit.
    private var mapping: [String] {
        guard let binding = table.binding else {
            return ["unmatched: no dataset of \(pipeline.name) takes this table; name one with --dataset to see why"]
        }
        let dataset = pipeline.datasets[binding.dataset]
        var lines: [String] = []
        for missing in binding.missing {
            let field = dataset.fields[missing.field]
            let title = field.title[pipeline.language]
            if missing.isRequired {
                lines.append("column_missing: \(field.name) (\(title)) is required and has no column")
            }
        }
        for repeated in binding.repeated {
            let columns = repeated.columns.map { columnName(Int($0) - 1) }.joined(separator: ", ")
            lines.append("column_repeated: \(dataset.fields[repeated.field].name) fits columns \(columns)")
        }
        lines += binding.unknown.map { unknown in
            let near = suggestion(for: unknown.header, binding, dataset)
            return "column_unknown: \(columnName(Int(unknown.column) - 1)) \(shown(unknown.header))\(near)"
        }
        lines += layout.unnamed.map { "column_unknown: \(columnName($0)) has cells and no header; it is not read" }
        for (f, field) in dataset.fields.enumerated()
        where binding.columns[f] >= 0 && binding.units[f] == nil && !binding.hasUnitsOfItsOwn(f) {
            if let format = binding.contradictingFormats[f] {
                lines.append(
                    "unit_missing: \(field.name) has cells with a number format (\(format)) that contradicts the unit stated; it cannot be read"
                )
                continue
            }
            guard let unit = field.unit, unit.dimension == .money || unit.dimension == .area else { continue }
            if let unclear = binding.unclearUnits[f] {
                lines.append(
                    "unit_missing: \(field.name) has a unit that is not understood (\(unclear)) and cannot be read")
            } else if let silent = field.unitIfSilent {
                lines.append("unit_silent: \(field.name) states no unit; \(silent.symbol) is taken")
            } else {
                lines.append("unit_missing: \(field.name) states no unit and cannot be read")
            }
        }
        return lines
    }

    /// The field without a column whose title or alias the header is nearest to.
    private func suggestion(for header: String, _ binding: TableBinding, _ dataset: DatasetDefinition) -> String {
        let word = HeaderWords.split(path: header).word
        let leaf = word.split(separator: "/").last.map(String.init) ?? word
        let open = binding.missing.map { dataset.fields[$0.field] }
        let titles = open.flatMap { field in
            ([field.title.zh, field.title.en].compactMap(\.self) + field.aliases + [field.name]).map {
                (field: field, word: HeaderWords.split(path: $0).word)
            }
        }
        let candidates = titles.map(\.word)
        let found =
            nearest(word, among: candidates) ?? nearest(leaf, among: candidates)
            ?? candidates.first { abbreviates(leaf, $0) || abbreviates($0, leaf) }
        guard let found, let field = titles.first(where: { $0.word == found })?.field else { return "" }
        return "; perhaps \(field.name) (\(field.title[pipeline.language])): add the header to its aliases"
    }

    /// 登记号 of 合同登记编号: its characters in order, and half of them at least.
    private func abbreviates(_ short: String, _ long: String) -> Bool {
        guard short.count > 1, short.count < long.count, short.count * 2 >= long.count else { return false }
        var rest = Substring(long)
        for character in short {
            guard let at = rest.firstIndex(of: character) else { return false }
            rest = rest[rest.index(after: at)...]
        }
        return true
    }

    private var cells: [String] {
        var lines: [String] = []
        if sheet.survey.hidden { lines.append("hidden: the sheet is hidden; it is read too") }
        for ragged in table.ragged {
            lines.append("ragged_row: row \(ragged.row) has \(ragged.found) cells, the header \(ragged.expected)")
        }
        if table.looseQuotes > 0 {
            lines.append("loose_quote: \(table.looseQuotes) quotation marks read as they stand")
        }
        for error in table.errors {
            let what = error.kind == .error ? "an error value" : "a formula without a stored value"
            let column = layout.columns[error.column]
            lines.append(
                "\(columnName(column.position)) \(shown(column.path)): \(error.count) × \(what), first in row \(error.row)"
            )
        }
        guard let binding = table.binding else { return lines }
        let fields = pipeline.datasets[binding.dataset].fields
        for failure in table.failures.sorted(by: { ($0.field, $0.row, $0.rule) < ($1.field, $1.row, $1.rule) }) {
            lines.append(
                "\(fields[failure.field].name).\(failure.rule): \(failure.count) cells, first in row \(failure.row)")
        }
        for note in table.notes.sorted(by: { ($0.field, $0.row, $0.kind) < ($1.field, $1.row, $1.kind) }) {
            lines.append(
                "\(fields[note.field].name): \(note.count) cells repaired (\(note.kind)), first in row \(note.row)")
        }
        return lines
    }
}
