import Definitions
import Model

/// `returns/returns.csv.gz`: one line a figure, numbers or not. Several fields of a breakdown, and their codes, are
/// separated by `|`; `value` is in `unit`, cut once to `decimals`, empty where the status says why there is none.
enum ReturnsCSV {
    static let columns = [
        "indicator", "area", "period", "quantity", "statistic", "breakdown", "category", "value", "unit", "decimals",
        "status", "confidentiality", "qualifier", "base_period", "base_source",
    ]

    static func write(_ publication: Publication, to file: TextFile) throws(OutputError) {
        var csv = CSVWriter(file, style: .people)
        for column in columns { csv.field(column) }
        try csv.endLine()
        let pipeline = publication.pipeline
        for disclosed in Disclosure.figures(publication, for: .everyone) {
            let figure = disclosed.figure
            csv.field(pipeline.indicators[figure.indicator].id)
            csv.field(pipeline.areas[figure.area].code)
            csv.field(figure.period.description)
            csv.field(figure.quantity.rawValue)
            csv.field(figure.statisticName)
            csv.field(joined(figure.breakdown))
            csv.field(joined(figure.category))
            csv.field(
                figure.value.flatMap {
                    rounded(
                        $0, from: figure.unit, to: figure.unit, decimals: figure.decimals, pipeline.rounding)
                }?.description ?? "")
            csv.field(figure.unit.symbol)
            csv.field(figure.decimals)
            csv.field(figure.status.rawValue)
            csv.field(disclosed.confidentiality)
            csv.field(figure.qualifier ?? "")
            csv.field(figure.basePeriod?.description ?? "")
            csv.field(figure.baseSource ?? "")
            try csv.endLine()
        }
        try csv.flush()
    }
}
