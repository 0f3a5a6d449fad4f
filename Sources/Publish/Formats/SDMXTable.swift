import Definitions
import Model

/// `returns/returns.sdmx.csv.gz`: every figure in SDMX-CSV 2.0, in order of returns. A figure without a number is `NaN`, as the
/// standard has it for intentionally missing ones.
enum SDMXTable {
    static func columns(_ model: SDMXModel) -> [String] {
        ["STRUCTURE", "STRUCTURE_ID", "ACTION"] + model.dimensions.map(\.id) + ["TIME_PERIOD", "OBS_VALUE"]
            + model.attributes.map(\.id)
    }

    static func write(_ publication: Publication, _ output: OutputDefinition, to file: TextFile) throws(OutputError) {
        let model = SDMXModel(publication, edition: output.edition, for: Audience(path: output.path))
        let reader = FigureReader(pipeline: model.pipeline)
        let structure = "\(model.agency):\(model.dataflow)(\(model.version))"
        // Read by programs: no byte order mark, nothing neutralized.
        var csv = CSVWriter(file, style: CSVStyle(byteOrderMark: false, endOfLine: "\r\n", neutralizes: false))
        for column in columns(model) { csv.field(column) }
        try csv.endLine()
        for series in model.series {
            for disclosed in series.figures {
                csv.field("dataflow")
                csv.field(structure)
                csv.field("R")
                for code in series.key { csv.field(code) }
                csv.field(disclosed.figure.period.description)
                let value = reader.value(of: disclosed.figure, unit: nil, decimals: nil)
                csv.field(value.isEmpty ? "NaN" : value)
                for value in model.attributeValues(of: disclosed) { csv.field(value ?? "") }
                try csv.endLine()
            }
        }
        try csv.flush()
    }
}
