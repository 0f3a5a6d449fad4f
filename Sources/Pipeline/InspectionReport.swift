import Definitions
import Foundation
import Ingest
import Model
import Tabular

/// `returns inspect`: what the program sees in a file, as text for a person.
///
/// - Parameters:
///   - path: The file.
///   - dataset: Name of the dataset that the file is to feed; nil: the one that fits best, sheet by sheet.
///   - pipeline: Folder of the definitions.
/// - Throws: `definition` (65) where the definitions have mistakes, `usage` (64) where the dataset is not defined,
///   `noInput` (66) where the file is no readable spreadsheet.
public func inspect(_ path: String, dataset: String?, pipeline folder: String) throws(RunFailure) -> String {
    let reading = readPipeline(at: folder)
    guard let pipeline = reading.definition else {
        throw RunFailure(.definition, render(reading.diagnostics, sources: reading.sources))
    }
    var chosen: Int?
    if let dataset {
        let names = pipeline.datasets.map(\.name)
        chosen = names.firstIndex(of: dataset)
        if chosen == nil {
            let near = nearest(dataset, among: names).map { "did you mean \($0)?" }
            let all = "there are \(names.joined(separator: ", "))"
            throw RunFailure(.usage, "no dataset is named \(dataset); \(near ?? all)")
        }
    }
    do throws(FileProblem) {
        let inspection = try Inspection(
            file: InputFile(id: 0, path: path, name: path), pipeline: pipeline, dataset: chosen)
        for table in inspection.sheets.flatMap(\.tables) { if let problem = table.problem { throw problem } }
        return InspectionReport(inspection: inspection, pipeline: pipeline, isChosen: chosen != nil).text
    } catch {
        var place = ""
        if error.place.line > 0 { place = ", line \(error.place.line)" }
        if error.place.row > 0 { place = ", row \(error.place.row)" }
        throw RunFailure(.noInput, "\(path)\(place): \(error.detail[.en])\n  \(error.detail[.zh])")
    }
}

/// Sentences and columns of an inspection.
struct InspectionReport {
    let inspection: Inspection
    let pipeline: PipelineDefinition
    let isChosen: Bool

    var text: String {
        var lines = [inspection.name, field("format", format), field("encoding", encoding)]
        for (position, sheet) in inspection.sheets.enumerated() {
            lines.append("")
            if let name = sheet.survey.name {
                lines.append("sheet \(position + 1): \(shown(name))\(sheet.survey.hidden ? " (hidden)" : "")")
            }
            lines += describe(sheet)
        }
        return lines.joined(separator: "\n")
    }

    private func field(_ label: String, _ value: String) -> String {
        "  " + label.padding(toLength: max(label.count, 12), withPad: " ", startingAt: 0) + " " + value
    }

    private var format: String {
        let kind: String
        switch inspection.survey.format {
        case .csv(let delimiter):
            let names: [UInt8: String] = [0x2C: "commas", 0x3B: "semicolons", 0x09: "tabs", 0x7C: "vertical bars"]
            let name = names[delimiter] ?? "“\(String(decoding: [delimiter], as: UTF8.self))”"
            kind = "CSV, separated by \(name)"
        default:
            kind = inspection.survey.format.words + (inspection.survey.lacksNamespace ? ", without its namespace" : "")
        }
        return inspection.survey.wrapping.isCompressed ? "\(kind), compressed by gzip" : kind
    }

    private var encoding: String {
        if let wide = inspection.survey.wrapping.wideEncoding { return wide }
        return inspection.survey.encoding.rawValue + (inspection.survey.isMarked ? " with byte order mark" : "")
    }

    private func describe(_ sheet: Inspection.Sheet) -> [String] {
        if let problem = sheet.survey.refusal {
            return [field("table", "none: \(problem.detail[.en]), row \(problem.place.row)")]
        }
        guard !sheet.tables.isEmpty else {
            return [field("table", sheet.survey.isEmpty ? "none: the sheet is empty" : "none: no header was found")]
        }
        var lines: [String] = []
        if let hidden = sheet.survey.hiddenContent { lines.append(field("hidden", hidden)) }
        if sheet.survey.isReconstructed {
            lines.append(field("positions", "reconstructed below cells merged downwards, and confirmed"))
        }
        for (number, table) in sheet.tables.enumerated() {
            if sheet.tables.count > 1 {
                let columns = table.layout.columns.map { columnName($0.position) }
                let last = table.layout.lastRow.map { rows([table.layout.firstRow...$0]) }
                lines.append(
                    "  table \(number + 1) of \(sheet.tables.count): \(last ?? "rows from \(table.layout.firstRow)"), columns \(columns.first ?? "") to \(columns.last ?? "")"
                )
            }
            lines += describe(table, of: sheet)
        }
        return lines
    }

    private func describe(_ table: Inspection.Table, of sheet: Inspection.Sheet) -> [String] {
        let layout = table.layout
        var lines: [String] = []
        if let title = layout.title { lines.append(field("title", shown(title))) }
        if let period = layout.statedPeriod {
            let months = statedMonths(period).map { " (\($0.lowerBound) to \($0.upperBound))" } ?? ""
            lines.append(field("period", period + months))
        }
        if let unit = layout.reportingUnit { lines.append(field("sender", shown(unit))) }
        if let unit = layout.unit {
            lines.append(field("unit", ([unit] + layout.otherUnits).map(\.symbol).joined(separator: ", ")))
        }
        if let row = layout.restatedIn {
            lines.append(field("restated", "row \(row) states unit or period anew; read by the header above"))
        }
        lines.append(field("header", rows([layout.headerRows])))
        lines.append("  columns")
        lines += columns(layout, table.bindings)
        lines.append("  rows")
        lines += classes(table)
        lines.append("  first records")
        lines += table.first.isEmpty ? ["    none"] : table.first.map { record($0.row, $0.cells) }
        lines += InspectionFlags(sheet: sheet, table: table, pipeline: pipeline).lines
        return lines
    }

    // MARK: Columns

    private func columns(_ layout: TableLayout, _ bindings: [TableBinding]) -> [String] {
        var fields: [Int: String] = [:]
        for binding in bindings {
            let dataset = pipeline.datasets[binding.dataset]
            for (f, position) in binding.columns.enumerated() where position >= 0 {
                let unit = binding.units[f].map { " in \($0.symbol)" } ?? ""
                fields[position] = "→ \(dataset.name).\(dataset.fields[f].name)\(unit)"
            }
            if let wide = binding.wide, let known = fields[wide.position] {
                let texts = wide.ordered.map { "\(dataset.fields[$0.field].name) = \(shown($0.text))" }
                fields[wide.position] = texts.isEmpty ? known : "\(known), \(texts.joined(separator: ", "))"
            }
        }
        if let unit = bindings.first?.unitColumn { fields[unit] = "→ the unit of each row" }
        return layout.columns.map { column in
            var line = "    \(columnName(column.position))  \(shown(column.path))"
            if let unit = column.unit { line += "  [\(unit.symbol)]" }
            if !column.formats.isEmpty {
                line += "  [cells: \(column.formats.map(\.format).joined(separator: ", "))]"
            }
            if let field = fields[column.position] { line += "  \(field)" }
            return line
        }
    }

    // MARK: Rows

    private func classes(_ table: Inspection.Table) -> [String] {
        let kinds: [RowClass?] = [nil] + RowClass.allCases.map { $0 }
        return kinds.compactMap { kind in
            guard let count = table.counts[kind], let ranges = table.rows[kind] else { return nil }
            let name = (kind?.rawValue ?? "record").replacingOccurrences(of: "_", with: " ")
            let padded = name.padding(toLength: max(name.count, 16), withPad: " ", startingAt: 0)
            return "    \(padded)\(count)  (\(rows(ranges)))"
        }
    }

    private func rows(_ ranges: [ClosedRange<Int>]) -> String {
        let shown = 8
        let words = ranges.prefix(shown).map {
            $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)"
        }
        let more = ranges.count > shown ? ", …" : ""
        let isOne = ranges.count == 1 && ranges[0].count == 1
        return "\(isOne ? "row" : "rows") \(words.joined(separator: ", "))\(more)"
    }

    private func record(_ row: Int, _ cells: [String]) -> String {
        "    row \(row): " + cells.map { $0.isEmpty ? "·" : shown($0) }.joined(separator: " | ")
    }
}

/// Texts of files, made fit for one line: line breaks shown, long ones cut.
func shown(_ text: String) -> String {
    var line = ""
    var count = 0
    for scalar in text.unicodeScalars {
        if count == 60 { return line + "…" }
        count += 1
        switch scalar {
        case "\n": line += "↵"
        case "\r": continue
        default:
            if scalar.properties.generalCategory == .control { line += "␣" } else { line.unicodeScalars.append(scalar) }
        }
    }
    return line
}

/// A, B … Z, AA … of a column from 0.
func columnName(_ position: Int) -> String {
    var name = ""
    var rest = position + 1
    while rest > 0 {
        name = String(UnicodeScalar(UInt8(65 + (rest - 1) % 26))) + name
        rest = (rest - 1) / 26
    }
    return name
}
