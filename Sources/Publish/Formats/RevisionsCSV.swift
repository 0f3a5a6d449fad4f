import Definitions
import Model

/// The figures of an earlier vintage, as its `returns.csv` states them.
public struct EarlierFigures: Sendable {
    /// Its number.
    public var vintage: Int
    /// In its order.
    fileprivate var lines: [Line] = []

    fileprivate struct Line {
        /// Indicator, area, period, quantity, statistic, breakdown, category.
        var key: [String]
        var value: String
        var unit: String
        var status: String
    }

    /// nil where the file is not there, damaged, or another table.
    public init?(vintage: Int, path: String) {
        guard let table = ReadBackTable(path: path) else { return nil }
        let columns = (ReturnsCSV.columns.prefix(7) + ["value", "unit", "status"]).map { table.column($0) }
        guard !columns.contains(nil) else { return nil }
        let at = columns.compactMap(\.self)
        self.vintage = vintage
        lines = table.rows.map { row in
            Line(key: at.prefix(7).map { row[$0] }, value: row[at[7]], unit: row[at[8]], status: row[at[9]])
        }
    }
}

/// `returns/revisions.csv.gz` (修订说明): one line for each figure that is not as the published vintage before states
/// it, in order of returns, then those that it alone has. Of the same period, so nothing stands here at first publication.
///
/// `revision` is `revised`, `new` or `dropped`; SDMX has no status of observations for it. `returns diff` names the records
/// that caused one.
enum RevisionsCSV {
    static let columns =
        ReturnsCSV.columns.prefix(7) + [
            "revision", "earlier_value", "value", "difference", "unit", "earlier_status", "status", "earlier_vintage",
        ]

    static func write(_ publication: Publication, _ output: OutputDefinition, to file: TextFile) throws(OutputError) {
        var csv = CSVWriter(file, style: .people)
        for column in columns { csv.field(column) }
        try csv.endLine()
        guard let earlier = publication.earlierFigures else { return try csv.flush() }
        let before = Dictionary(earlier.lines.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        let reader = FigureReader(pipeline: publication.pipeline)
        let attributes = ReturnsCSV.columns.prefix(7).map { FigureAttribute($0) }
        var met: Set<[String]> = []
        for disclosed in Disclosure.figures(publication, for: Audience(path: output.path)) {
            let line = EarlierFigures.Line(
                key: attributes.map { attribute in attribute.map { reader.text($0, of: disclosed) } ?? "" },
                value: reader.value(of: disclosed.figure, unit: nil, decimals: nil), unit: disclosed.figure.unit.symbol,
                status: disclosed.figure.status.rawValue)
            met.insert(line.key)
            let was = before[line.key]
            if let was, was.value == line.value, was.unit == line.unit, was.status == line.status { continue }
            try write(was == nil ? "new" : "revised", was, line, earlier.vintage, &csv)
        }
        for line in earlier.lines where !met.contains(line.key) {
            try write("dropped", line, nil, earlier.vintage, &csv)
        }
        try csv.flush()
    }

    private static func write(
        _ revision: String, _ old: EarlierFigures.Line?, _ new: EarlierFigures.Line?, _ vintage: Int,
        _ csv: inout CSVWriter
    ) throws(OutputError) {
        guard let line = new ?? old else { return }
        for text in line.key { csv.free(text) }
        csv.field(revision)
        csv.field(old?.value ?? "")
        csv.field(new?.value ?? "")
        csv.field(difference(old, new))
        csv.field(line.unit)
        csv.field(old?.status ?? "")
        csv.field(new?.status ?? "")
        csv.field(vintage)
        try csv.endLine()
    }

    /// As precise as the more precise of the two; empty where one is no number, or the unit is another.
    private static func difference(_ old: EarlierFigures.Line?, _ new: EarlierFigures.Line?) -> String {
        guard let old, let new, old.unit == new.unit, let a = Decimal(old.value), let b = Decimal(new.value),
            let difference = b.fraction.subtracting(a.fraction)
        else { return "" }
        let scale = max(a.scale, b.scale)
        return difference.rounded(scale: scale).map { Decimal(mantissa: $0, scale: scale).description } ?? ""
    }
}
