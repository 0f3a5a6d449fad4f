public import Definitions
public import Model
import Tabular

/// Writes the records behind figures to the program's standard output: one line a record, under the figure and the part of
/// it that it enters. UTF-8 with BOM, RFC 4180, CRLF; free text that a spreadsheet would run is neutralized.
///
/// - Parameters:
///   - schemas: by dataset, derived fields included.
///   - files: the run's list of files.
///   - reviews: what was decided about records.
public func writeTrace(
    _ trace: Trace, pipeline: PipelineDefinition, schemas: [Schema], files: [PublishedFile],
    reviews: RecordReviews? = nil
) throws(OutputError) {
    let file = try TextFile()
    try TraceCSV(pipeline: pipeline, schemas: schemas, files: files, reviews: reviews).write(trace, to: file)
    try file.close()
}

struct TraceCSV {
    let pipeline: PipelineDefinition
    let schemas: [Schema]
    let files: [PublishedFile]
    var reviews: RecordReviews?

    /// `value` is what the record adds: the number of a sum, a mean or an extreme in `unit`; 1 where records are counted; where
    /// subjects are, 1 for a subject's first record and 0 for its others. Sums of the column are the figure. `reviewed` says what a review decided about
    /// the record (`corrected`, `confirmed`, `waived`), `reviewed_by` who did, and when.
    static let header = [
        "indicator", "area", "period", "quantity", "statistic", "breakdown", "category", "part", "base", "operand",
        "operand_area", "operand_period", "measure", "dataset", "file", "sheet", "row", "line", "key", "date", "until",
        "record_area", "record_category", "subject", "value", "unit",
        "reviewed", "reviewed_by",
    ]

    func write(_ trace: Trace, to file: TextFile) throws(OutputError) {
        var csv = CSVWriter(file, style: .people)
        for name in TraceCSV.header { csv.field(name) }
        try csv.endLine()
        for part in trace.parts {
            switch part {
            case .records(let part): try write(part, &csv)
            case .stated(let statement, let statistic): try write(statement, statistic, &csv)
            }
        }
        try csv.flush()
    }

    private func write(_ part: TracedPart, _ csv: inout CSVWriter) throws(OutputError) {
        let reader = RecordReader(part, schemas[part.dataset], pipeline)
        var subjects: Set<[UInt8]> = []
        for rows in part.rows {
            for row in rows.rows.indices {
                head(part.part, part.statistic, measure(part), part.dataset, rows.place(row), &csv)
                csv.free(reader.texts(part.roles.key, rows, row).joined(separator: "|"))
                csv.field(reader.text(part.roles.date, rows, row))
                csv.field(part.roles.until.map { reader.text($0, rows, row) } ?? "")
                csv.field(reader.text(part.roles.area, rows, row))
                csv.free(reader.categories(rows, row))
                csv.free(part.roles.subject.map { reader.text($0, rows, row) } ?? "")
                csv.field(reader.added(rows, row, &subjects))
                csv.field(reader.unit)
                let decisions = reviews?.decisions(dataset: part.dataset, at: rows.place(row)) ?? []
                csv.field(
                    Set(decisions.map(\.disposition.rawValue)).sorted(by: precedesInBytes).joined(separator: "; "))
                csv.free(
                    Set(decisions.map(\.by)).filter { !$0.isEmpty }.sorted(by: precedesInBytes).joined(separator: "; "))
                try csv.endLine()
            }
        }
    }

    /// A row of a dataset of figures: under key the indicator as written, under subject who says so.
    private func write(
        _ statement: ExplainedStatement, _ statistic: String, _ csv: inout CSVWriter
    ) throws(OutputError) {
        let stated = statement.stated
        head(statement.part, statistic, "stated", stated.dataset, stated.place, &csv)
        csv.free(stated.indicator)
        csv.field(stated.from.map { "\($0)" } ?? "\(stated.period)")
        csv.field(stated.from == nil ? "" : "\(stated.period)")
        csv.field(pipeline.areas[stated.area].code)
        csv.empty()
        csv.free(stated.source ?? "")
        csv.field(stated.number.decimal.description)
        csv.field(statement.unit.symbol)
        csv.empty()
        csv.empty()
        try csv.endLine()
    }

    /// The figure, the part of it, and the place.
    private func head(
        _ part: FigurePart, _ statistic: String, _ measure: String, _ dataset: Int, _ place: Place,
        _ csv: inout CSVWriter
    ) {
        let figure = part.figure
        csv.field(pipeline.indicators[figure.indicator].id)
        csv.field(pipeline.areas[figure.area].code)
        csv.field("\(figure.period)")
        csv.field(figure.quantity.rawValue)
        csv.field(statistic)
        csv.field(joined(figure.breakdown))
        csv.free(joined(figure.category))
        csv.field(part.role.rawValue)
        csv.field(part.source ?? "")
        csv.field(part.path.joined(separator: "/"))
        csv.field(pipeline.areas[part.own.area].code)
        csv.field("\(part.own.period)")
        csv.field(measure)
        csv.field(pipeline.datasets[dataset].name)
        let file = files[Int(place.file)]
        csv.free(file.name)
        csv.free(file.sheets.indices.contains(Int(place.sheet)) ? file.sheets[Int(place.sheet)] : "")
        csv.field(place.row)
        if place.line > 0 { csv.field(place.line) } else { csv.empty() }
    }

    /// As definitions write it.
    private func measure(_ part: TracedPart) -> String {
        let schema = schemas[part.dataset]
        let field = (part.roles.operand ?? part.roles.subject).map { schema.fields[$0].name } ?? ""
        switch part.kind {
        case .count: return "count"
        case .countDistinct: return "count(distinct \(field))"
        case .sum, .min, .max, .mean, .median: return "\(part.kind.rawValue)(\(field))"
        }
    }
}

/// Texts of the records of one part.
private struct RecordReader {
    let part: TracedPart
    let schema: Schema
    let areas: AreaTree
    /// Of what the records add.
    let unit: String
    private let columns: [Int: Int]

    init(_ part: TracedPart, _ schema: Schema, _ pipeline: PipelineDefinition) {
        self.part = part
        self.schema = schema
        areas = pipeline.areas
        columns = Dictionary(uniqueKeysWithValues: part.roles.fields.enumerated().map { ($1, $0) })
        let fields = pipeline.datasets[part.dataset].fields
        unit =
            part.roles.operand.map { fields.indices.contains($0) ? fields[$0].unit?.symbol ?? "" : "" }
            ?? pipeline.indicators[part.part.own.indicator].unit.symbol
    }

    func text(_ field: Int, _ rows: TracedRows, _ row: Int) -> String {
        guard let position = columns[field], rows.columns[position].validity[row] else { return "" }
        switch rows.columns[position] {
        case .texts(let column): return column.string(row)
        case .integers(let column):
            let value = column.values[row]
            switch schema.fields[field].type {
            case .number(let scale): return Decimal(mantissa: Int128(value), scale: scale).shortest
            case .date: return CivilDate(days: Int32(truncatingIfNeeded: value)).description
            case .boolean: return value == 0 ? "false" : "true"
            case .period: return PackedPeriod.unpack(value).description
            case .area: return areas.areas.indices.contains(Int(value)) ? areas[Int(value)].code : ""
            case .code:
                let codes = schema.fields[field].codes?.codes ?? []
                return codes.indices.contains(Int(value)) ? codes[Int(value)] : "\(value)"
            case .text: return "\(value)"
            }
        }
    }

    func texts(_ fields: [Int], _ rows: TracedRows, _ row: Int) -> [String] { fields.map { text($0, rows, row) } }

    /// `contract_type=service; buyer_relation=省外`; of a figure of one category its code.
    func categories(_ rows: TracedRows, _ row: Int) -> String {
        let codes = texts(part.roles.categories, rows, row)
        guard part.part.figure.category.isEmpty else { return joined(codes) }
        return zip(part.roles.categories, codes).filter { !$1.isEmpty }
            .map { "\(schema.fields[$0].name)=\($1)" }.joined(separator: "; ")
    }

    /// What the record adds.
    func added(_ rows: TracedRows, _ row: Int, _ subjects: inout Set<[UInt8]>) -> String {
        if let operand = part.roles.operand { return text(operand, rows, row) }
        guard part.kind == .countDistinct, let subject = part.roles.subject, let position = columns[subject] else {
            return "1"
        }
        return subjects.insert(rows.columns[position].key(row)).inserted ? "1" : "0"
    }
}
