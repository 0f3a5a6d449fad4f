public import Definitions
public import Model
public import Tabular

/// Makes typed columns of the cells of one table, and says what was repaired and what could not be read.
///
///     let normalizer = Normalizer(
///         dataset: contracts, pipeline: pipeline, cellColumns: [0, 2, 3], units: [nil, nil, Unit(named: "万元")],
///         encoding: .utf8)
///     let batch = normalizer.normalize(block)
///
/// A function of its arguments: converters are chosen once per table and hold nothing that changes, so many workers may
/// use one value at the same time.
public struct Normalizer: Sendable {
    /// 1899-12-30: day 0 of spreadsheets that say nothing else, right from March 1900 on.
    public static let usualOrigin: Int32 = -25_569

    private let dataset: DatasetDefinition
    private let pipeline: PipelineDefinition
    private let cellColumns: [Int]
    private let units: [Unit?]
    private let encoding: TextEncoding
    private let serialOrigin: Int32
    private let schema: Schema
    private let converters: [any Converter]
    /// By field; nil: those that the program knows.
    private let missing: [MissingValues?]

    /// Prepares for one table.
    ///
    /// - Parameters:
    ///   - cellColumns: For each field of the dataset, the column of the blocks that holds it; −1 where the table has none.
    ///   - units: For each field, the unit that the file states for its column, `unit_if_silent` already taken where it says
    ///     nothing; nil for fields without unit. A field that has a unit and finds nil here is read in its own unit.
    ///   - encoding: Of the blocks that will come.
    ///   - serialOrigin: The day, since 1970-01-01, that the file counts bare serials of dates from.
    public init(
        dataset: DatasetDefinition, pipeline: PipelineDefinition, cellColumns: [Int], units: [Unit?],
        encoding: TextEncoding, serialOrigin: Int32 = Normalizer.usualOrigin
    ) {
        precondition(cellColumns.count == dataset.fields.count && units.count == dataset.fields.count)
        self.dataset = dataset
        self.pipeline = pipeline
        self.cellColumns = cellColumns
        self.units = units
        self.encoding = encoding
        self.serialOrigin = serialOrigin
        schema = pipeline.schema(of: dataset)
        missing = dataset.fields.map { field in
            field.constraints.missingValues.map { MissingValues($0, encoding: encoding) }
        }
        converters = zip(dataset.fields, units).map { field, unit in
            ConverterKind.converter(
                ConverterContext(
                    field: field, pipeline: pipeline, unit: unit ?? field.unit, encoding: encoding,
                    serialOrigin: serialOrigin))
        }
    }

    /// Typed columns, one per field of the definition; fields without column are blank in every row.
    public func normalize(_ block: CellBlock) -> NormalizedBatch {
        guard block.encoding == encoding else {
            return Normalizer(
                dataset: dataset, pipeline: pipeline, cellColumns: cellColumns, units: units, encoding: block.encoding,
                serialOrigin: serialOrigin
            ).normalize(block)
        }
        var columns: [Column] = []
        var facts: [FieldFacts] = []
        columns.reserveCapacity(converters.count)
        facts.reserveCapacity(converters.count)
        block.starts.withUnsafeBufferPointer { starts in
            block.lengths.withUnsafeBufferPointer { lengths in
                withKinds(block.kinds) { kinds in
                    for (field, converter) in converters.enumerated() {
                        let column = cellColumns[field]
                        let converted: ConvertedColumn
                        if column >= 0, block.rowCount > 0, let start = starts.baseAddress,
                            let length = lengths.baseAddress
                        {
                            let cells = CellColumn(
                                buffer: block.buffer, base: UnsafePointer(block.buffer.base),
                                starts: start + column, lengths: length + column, stride: block.columnCount,
                                kinds: kinds.map { $0 + column }, kindStride: block.columnCount,
                                count: block.rowCount, encoding: encoding)
                            converted = missing[field]?.convert(cells, by: converter) ?? converter.convert(cells)
                        } else {
                            converted = absent(schema.fields[field].type, block)
                        }
                        columns.append(converted.column)
                        facts.append(converted.facts)
                    }
                }
            }
        }
        return NormalizedBatch(
            batch: Batch(rowCount: block.rowCount, columns: columns), facts: facts, cells: block,
            cellColumns: cellColumns)
    }

    /// A column that the table does not have.
    private func absent(_ type: ValueType, _ block: CellBlock) -> ConvertedColumn {
        let none = Bitmap(count: block.rowCount)
        let column: Column
        if type == .text {
            let zeros = [UInt32](repeating: 0, count: block.rowCount)
            column = .texts(TextColumn(buffer: block.buffer, starts: zeros, lengths: zeros, validity: none))
        } else {
            column = .integers(IntegerColumn(values: [Int64](repeating: 0, count: block.rowCount), validity: none))
        }
        return ConvertedColumn(column: column, facts: FieldFacts(blank: Bitmap(count: block.rowCount, repeating: true)))
    }

    private func withKinds(_ kinds: [CellKind]?, _ body: (UnsafePointer<CellKind>?) -> Void) {
        guard let kinds else { return body(nil) }
        kinds.withUnsafeBufferPointer { body($0.baseAddress) }
    }
}
