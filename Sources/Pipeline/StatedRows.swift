import Definitions
import Model
import Tabular
import Validate

/// Takes the figures out of the rows of a dataset of `kind: figures`, in order of reading.
struct StatedRows {
    /// A figure, and the row it stands in as a finding about it would show it.
    struct Row: Sendable {
        var figure: StatedFigure
        var evidence: Finding
    }

    private let dataset: Int
    private let schema: Schema
    private(set) var rows: [Row] = []

    /// nil for a dataset of records.
    init?(_ dataset: Int, _ definition: DatasetDefinition, _ schema: Schema) {
        guard definition.gives != nil else { return nil }
        self.dataset = dataset
        self.schema = schema
    }

    /// - Parameter evidence: of each row in `kept`, in their order.
    mutating func take(_ batch: Batch, kept: Bitmap, table: BoundTable, evidence: [Finding]) {
        var at = 0
        let columns = Columns(batch, schema)
        let columnUnit = schema.index(of: "value").flatMap { table.units[$0]?.symbol }
        kept.forEachSet { row in
            defer { at += 1 }
            guard let indicator = columns.text("indicator", row), let area = columns.integer("area", row),
                let period = columns.period("period", row),
                let number = columns.text("value", row).flatMap({ StatedNumber($0) })
            else { return }
            let found = evidence[at]
            rows.append(
                Row(
                    figure: StatedFigure(
                        dataset: dataset, area: Int(area), indicator: indicator, period: period, number: number,
                        unit: columns.text("unit", row) ?? columnUnit,
                        quantity: columns.code("quantity", row).flatMap { Quantity(rawValue: $0) },
                        statistic: columns.code("statistic", row).flatMap { Statistic(rawValue: $0) },
                        source: columns.text("source", row), from: columns.period("from", row),
                        direction: columns.code("direction", row).flatMap { Direction(rawValue: $0) },
                        qualifier: columns.text("qualifier", row), status: columns.code("status", row),
                        version: columns.text("version", row), turn: table.turn, place: found.location),
                    evidence: found))
        }
    }

    /// Values of a batch by the names of fields.
    private struct Columns {
        let batch: Batch
        let schema: Schema

        init(_ batch: Batch, _ schema: Schema) {
            self.batch = batch
            self.schema = schema
        }

        func integer(_ name: String, _ row: Int) -> Int64? {
            guard let field = schema.index(of: name), case .integers(let column) = batch.columns[field],
                column.validity[row]
            else { return nil }
            return column.values[row]
        }

        func text(_ name: String, _ row: Int) -> String? {
            guard let field = schema.index(of: name), case .texts(let column) = batch.columns[field],
                column.validity[row]
            else { return nil }
            let text = column.string(row)
            return text.isEmpty ? nil : text
        }

        func period(_ name: String, _ row: Int) -> Period? { integer(name, row).map(PackedPeriod.unpack) }

        func code(_ name: String, _ row: Int) -> String? {
            guard let position = integer(name, row), let field = schema.index(of: name),
                let codes = schema.fields[field].codes?.codes, codes.indices.contains(Int(position))
            else { return nil }
            return codes[Int(position)]
        }
    }
}
