import Definitions
public import Model
public import Tabular

/// What an output of kind `list` holds.
public struct PublishedList: Sendable {
    /// A record.
    public struct Line: Hashable, Sendable {
        /// Of the figure whose records these are.
        public var period: Period
        /// Positions in the area tree: within which places are counted (−1: all together), and where the record is.
        public var scope: Int
        public var unit: Int
        /// From 1; ties share one.
        public var rank: Int
        /// The figure's status.
        public var status: FigureStatus
        /// By column; missing where the column is no field of the record.
        public var values: [RecordValue]

        public init(
            period: Period, scope: Int, unit: Int, rank: Int, status: FigureStatus, values: [RecordValue]
        ) {
            self.period = period
            self.scope = scope
            self.unit = unit
            self.rank = rank
            self.status = status
            self.values = values
        }
    }

    /// Position in the pipeline's outputs.
    public var output: Int
    /// By column: the type of its values; named by its expression. nil for what is no field of the record.
    public var columns: [SchemaField?]
    /// Position in the pipeline's datasets.
    public var dataset: Int
    /// In order.
    public var lines: [Line]

    public init(output: Int, columns: [SchemaField?], dataset: Int, lines: [Line]) {
        self.output = output
        self.columns = columns
        self.dataset = dataset
        self.lines = lines
    }
}

/// Texts of values of records, as people read them.
struct RecordValueReader {
    let pipeline: PipelineDefinition

    /// - Parameters:
    ///   - field: its type; `name` is the expression, which finds a field's own unit and code list.
    ///   - unit: what numbers are shown in; nil: as they are held.
    func text(
        _ value: RecordValue, _ field: SchemaField, dataset: Int, unit: Unit? = nil, decimals: Int? = nil,
        showsCodes: Bool = false
    ) -> String {
        switch value {
        case .missing: return ""
        case .text(let bytes): return String(decoding: bytes, as: UTF8.self)
        case .integer(let value): return text(value, field, dataset, unit, decimals, showsCodes)
        }
    }

    private func text(
        _ value: Int64, _ field: SchemaField, _ dataset: Int, _ unit: Unit?, _ decimals: Int?, _ showsCodes: Bool
    ) -> String {
        let fields = pipeline.datasets[dataset].fields
        let definition = fields.first { $0.name == field.name }
        switch field.type {
        case .number(let scale):
            let held = Decimal(mantissa: Int128(value), scale: scale)
            guard unit != nil || decimals != nil else { return held.shortest }
            let base = held.fraction.multiplied(by: definition?.unit?.factor ?? Fraction(1)) ?? held.fraction
            let shown = base.divided(by: (unit ?? definition?.unit)?.factor ?? Fraction(1)) ?? base
            let digits = decimals ?? scale
            guard let mantissa = shown.rounded(scale: digits, pipeline.rounding) else { return "" }
            return Decimal(mantissa: mantissa, scale: digits).description
        case .date: return CivilDate(days: Int32(truncatingIfNeeded: value)).description
        case .boolean:
            let word = value == 0 ? LocalizedText(zh: "否", en: "no") : LocalizedText(zh: "是", en: "yes")
            return word[pipeline.language]
        case .period: return PackedPeriod.unpack(value).description
        case .area:
            guard pipeline.areas.areas.indices.contains(Int(value)) else { return "" }
            let area = pipeline.areas[Int(value)]
            return showsCodes ? area.code : area.name[pipeline.language]
        case .code:
            let codes = field.codes?.codes ?? []
            guard codes.indices.contains(Int(value)) else { return "" }
            let code = codes[Int(value)]
            guard !showsCodes, let list = definition?.codelist.flatMap({ pipeline.codelist($0) }),
                let entry = list.entries.first(where: { $0.code == code }), !entry.name.isEmpty
            else { return code }
            return entry.name[pipeline.language]
        case .text: return ""
        }
    }
}
