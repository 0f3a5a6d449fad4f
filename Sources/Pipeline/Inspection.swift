import Definitions
import Foundation
import Ingest
import Model
import Normalize
import Tabular

/// What the program sees in one file: facts, before anything is computed from it.
struct Inspection {
    /// A table of a sheet, read to its end.
    struct Table {
        var layout: TableLayout
        /// How the columns feed the dataset asked for, or the one that fits best.
        var binding: TableBinding? { bindings.first }
        /// Of a wide table one for each column of figures, else one, or none.
        var bindings: [TableBinding] = []
        /// Rows of the sheet, from 1, by class; nil: records.
        var rows: [RowClass?: [ClosedRange<Int>]] = [:]
        var counts: [RowClass?: Int] = [:]
        /// The first records: row, and cells in order of the layout's columns.
        var first: [(row: Int, cells: [String])] = []
        var ragged: [(row: Int, found: Int, expected: Int)] = []
        var looseQuotes = 0
        /// Cells of a kind that stands for trouble: the first row of each.
        var errors: [(column: Int, kind: CellKind, count: Int, row: Int)] = []
        /// With a dataset: what its fields' converters say.
        var failures: [(field: Int, rule: String, count: Int, row: Int)] = []
        var notes: [(field: Int, kind: String, count: Int, row: Int)] = []
        /// What ended the reading.
        var problem: FileProblem?
    }

    struct Sheet {
        var survey: SheetSurvey
        var tables: [Table]
    }

    static let shownRecords = 3

    var name: String
    var survey: FileSurvey
    var sheets: [Sheet]

    /// Looks into a file. `chosen` is the position of the dataset it is to feed; nil: the one whose columns fit best.
    init(file: InputFile, pipeline: PipelineDefinition, dataset chosen: Int?) throws(FileProblem) {
        name = file.name
        let vocabulary = HeaderVocabulary(chosen.map { [pipeline.datasets[$0]] } ?? pipeline.datasets)
        var mode = ReadMode(limits: pipeline.limits)
        while true {
            let found = try Ingest.survey(file, mode: mode, vocabulary: vocabulary)
            survey = found
            var retry: Retry?
            sheets = found.sheets.enumerated().map { position, sheet in
                Sheet(
                    survey: sheet,
                    tables: sheet.tables.enumerated().map { number, layout in
                        let candidates = (chosen.map { [$0] } ?? Array(pipeline.datasets.indices)).map {
                            allBindings(
                                layout, sheet: position, table: number, pipeline.datasets[$0], index: $0)
                        }
                        let best = candidates.map { $0[0].score }.max() ?? 0
                        let reading = InspectionReading(
                            file: file, survey: found, layout: layout, sheet: position, number: number,
                            bindings: candidates.first {
                                $0[0].score == best && (chosen != nil || $0[0].isComplete && best > 0)
                            } ?? [], pipeline: pipeline, mode: mode)
                        let table = reading.read()
                        retry = retry ?? table.problem?.retry
                        return table
                    })
            }
            guard let retry, mode.with(retry) != mode else { return }
            mode = mode.with(retry)
        }
    }
}

/// The reading of one table for inspection.
struct InspectionReading {
    let file: InputFile
    let survey: FileSurvey
    let layout: TableLayout
    let sheet: Int
    /// Of the table in its sheet.
    let number: Int
    let bindings: [TableBinding]
    let pipeline: PipelineDefinition
    let mode: ReadMode

    func read() -> Inspection.Table {
        var table = Inspection.Table(layout: layout, bindings: bindings)
        do throws(FileProblem) {
            let all = TableBinding.everyColumn(
                of: layout, sheet: sheet, table: number, keys: bindings.first?.keyColumns ?? [], like: bindings)
            let reader = try TableReader(file: file, survey: survey, binding: all, mode: mode)
            let normalizers = bindings.map(normalizer)
            var base = layout.firstRow
            for (row, kind) in layout.head.enumerated() { table.note(kind, rows: (base + row)...(base + row)) }
            while let piece = try reader.next() {
                let decoded = try piece.decode()
                if !mode.searches, decoded.others.contains(where: { $0.kind == .header }) {
                    throw FileProblem(
                        .fileUnreadable, at: Place(file: file.id), zh: "另有表头", en: "another header", retry: .search)
                }
                if let beyond = file.tooManyRows(Int64(base + decoded.rowCount - 1), limits: mode.limits) {
                    throw beyond
                }
                take(decoded, base: base, into: &table)
                let tidied = amounts.isEmpty ? decoded : decoded.withUnits(of: unitSlot, amounts: amounts)
                for normalizer in normalizers { normalizer.look(at: tidied.block, base: base, into: &table) }
                base += decoded.rowCount
            }
        } catch {
            table.problem = error
        }
        return table
    }

    /// The column of the rows' units among the layout's.
    private var unitSlot: Int? {
        bindings.first?.unitColumn.flatMap { unit in layout.columns.firstIndex { $0.position == unit } }
    }

    /// Amounts whose unit their rows or cells say.
    private var amounts: [RowAmount] {
        guard let binding = bindings.first else { return [] }
        return binding.amountsWithUnits(pipeline.datasets[binding.dataset].fields) { field in
            layout.columns.firstIndex { $0.position == binding.columns[field] }
        }
    }

    private func take(_ decoded: DecodedPiece, base: Int, into table: inout Inspection.Table) {
        let block = decoded.block
        for other in decoded.others {
            let row = base + Int(other.row)
            table.note(other.kind, rows: row...(row + other.count - 1))
        }
        for record in 0..<block.rowCount {
            let row = base + Int(block.rows[record])
            table.note(nil, rows: row...row)
            if table.first.count < Inspection.shownRecords {
                table.first.append((row, (0..<block.columnCount).map { text(block, record, $0) }))
            }
        }
        for ragged in decoded.ragged where table.ragged.count < Inspection.shownRecords {
            table.ragged.append((base + Int(ragged.row), ragged.found, ragged.expected))
        }
        table.looseQuotes += decoded.looseQuotes
        guard let kinds = block.kinds else { return }
        for (at, kind) in kinds.enumerated() where kind == .error || kind == .uncached {
            let column = at % max(1, block.columnCount)
            let row = base + Int(block.rows[at / max(1, block.columnCount)])
            if let known = table.errors.firstIndex(where: { $0.column == column && $0.kind == kind }) {
                table.errors[known].count += 1
            } else {
                table.errors.append((column, kind, 1, row))
            }
        }
    }

    private func text(_ block: CellBlock, _ row: Int, _ column: Int) -> String {
        let bytes = block.bytes(row, column)
        return block.encoding == .utf8
            ? String(decoding: bytes, as: UTF8.self) : String(decoding: GB18030.decoder.utf8(bytes), as: UTF8.self)
    }

    /// Reads the cells as the dataset's fields, where there is one.
    private func normalizer(_ binding: TableBinding) -> InspectionNormalizer {
        let dataset = pipeline.datasets[binding.dataset]
        let slots = binding.columns.map { position in
            position < 0 ? -1 : layout.columns.firstIndex { $0.position == position } ?? -1
        }
        let units = zip(dataset.fields, binding.units).map { field, unit in unit ?? field.unitIfSilent ?? field.unit }
        return InspectionNormalizer(
            normalizer: Normalizer(
                dataset: dataset, pipeline: pipeline, cellColumns: slots, units: units, encoding: survey.encoding,
                serialOrigin: survey.serialOrigin),
            // Columns that a wide table's bindings share are looked at once.
            only: binding.wide.flatMap { $0.ordinal > 0 ? $0.value : nil })
    }
}

private struct InspectionNormalizer {
    let normalizer: Normalizer
    /// nil: every field.
    let only: Int?

    func look(at block: CellBlock, base: Int, into table: inout Inspection.Table) {
        let batch = normalizer.normalize(block)
        for (field, facts) in batch.facts.enumerated() where only ?? field == field {
            for failure in facts.failures {
                var rows: [Int] = []
                failure.rows.forEachSet { rows.append($0) }
                guard let first = rows.first else { continue }
                let row = base + Int(block.rows[first])
                if let known = table.failures.firstIndex(where: { $0.field == field && $0.rule == failure.rule }) {
                    table.failures[known].count += rows.count
                } else {
                    table.failures.append((field, failure.rule, rows.count, row))
                }
            }
            for note in facts.notes {
                let row = base + Int(block.rows[note.firstRow])
                if let known = table.notes.firstIndex(where: { $0.field == field && $0.kind == note.kind }) {
                    table.notes[known].count += note.count
                } else {
                    table.notes.append((field, note.kind, note.count, row))
                }
            }
        }
    }
}

extension Inspection.Table {
    /// Rows come in order of the sheet within a class.
    mutating func note(_ kind: RowClass?, rows more: ClosedRange<Int>) {
        counts[kind, default: 0] += more.count
        // In place: a table may have many records.
        if let last = rows[kind]?.last, last.upperBound + 1 == more.lowerBound, let at = rows[kind]?.indices.last {
            rows[kind]?[at] = last.lowerBound...more.upperBound
        } else {
            rows[kind, default: []].append(more)
        }
    }
}
