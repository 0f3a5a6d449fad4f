import Definitions
import Model
import Tabular

/// A list by definition: the records that an indicator counts, one a line, in the list's order.
enum ListCSV {
    static func write(_ publication: Publication, _ output: OutputDefinition, to file: TextFile) throws(OutputError) {
        guard let definition = output.list else { return }
        let pipeline = publication.pipeline
        let style = CSVStyle(
            byteOrderMark: definition.byteOrderMark, endOfLine: definition.endOfLine, neutralizes: true)
        var csv = CSVWriter(file, style: style)
        for column in definition.columns { csv.free(column.name[pipeline.language]) }
        try csv.endLine()
        let reader = RecordValueReader(pipeline: pipeline)
        if let list = Disclosure.list(output, publication, for: Audience(path: output.path)) {
            for line in list.lines {
                for (position, column) in definition.columns.enumerated() {
                    switch column.source {
                    case .shown(let shown): csv.field(text(shown, line, pipeline))
                    case .expression:
                        guard let field = list.columns[position] else { csv.empty(); continue }
                        let text = reader.text(
                            line.values[position], field, dataset: list.dataset, unit: column.unit,
                            decimals: column.decimals, showsCodes: column.showsCodes)
                        if field.type == .text { csv.free(text) } else { csv.field(text) }
                    }
                }
                try csv.endLine()
            }
        }
        try csv.flush()
    }

    private static func text(
        _ shown: ListColumn.Shown, _ line: PublishedList.Line, _ pipeline: PipelineDefinition
    ) -> String {
        switch shown {
        case .rank: String(line.rank)
        case .period: line.period.description
        case .unit: pipeline.areas[line.unit].name[pipeline.language]
        case .unitCode: pipeline.areas[line.unit].code
        case .scope:
            line.scope < 0
                ? LocalizedText(zh: "全部", en: "all")[pipeline.language]
                : pipeline.areas[line.scope].name[pipeline.language]
        case .status: line.status.rawValue
        }
    }
}
