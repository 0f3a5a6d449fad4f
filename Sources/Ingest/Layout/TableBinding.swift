public import Definitions
public import Model

/// How the columns of a table feed the fields of a dataset. Facts only; what they mean is for the rules.
public struct TableBinding: Hashable, Sendable {
    /// A field without a column.
    public struct MissingColumn: Hashable, Sendable {
        /// Position in the dataset.
        public var field: Int
        /// The field is required or part of the key.
        public var isRequired: Bool
    }

    /// Several columns that name one field equally well; none is taken.
    public struct RepeatedColumn: Hashable, Sendable {
        /// Position in the dataset.
        public var field: Int
        /// Columns of the sheet, from 1.
        public var columns: [Int32]
        /// As they stand in the table.
        public var headers: [String]
    }

    /// A column that no field wants.
    public struct UnknownColumn: Hashable, Sendable {
        /// Column of the sheet, from 1.
        public var column: Int32
        /// As it stands in the table.
        public var header: String
    }

    /// Position of the dataset in the pipeline.
    public var dataset: Int
    /// Position of the sheet in the file.
    public var sheet: Int
    /// Position of the table in the sheet.
    public var table = 0
    /// Per field of the dataset its column in the sheet, from 0; −1 none.
    public var columns: [Int]
    /// Per field the unit that the table states for it: in the header, else in the unit line where its dimension fits.
    public var units: [Unit?]
    /// By field what the unit line says where it speaks of the column and cannot be understood (美元): it is not silent.
    public var unclearUnits: [Int: String] = [:]
    /// By field the number format of its cells that contradicts what else the table says of the unit.
    public var contradictingFormats: [Int: String] = [:]
    /// By column of the sheet what it measures.
    var measures: [Int: ColumnMeasure] = [:]
    /// In order of fields.
    public var missing: [MissingColumn]
    /// In order of fields.
    public var repeated: [RepeatedColumn]
    /// In order of the sheet.
    public var unknown: [UnknownColumn]
    /// Share of the dataset's columns that were found, per mille; a required or key column counts four times.
    public var score: Int
    /// Sheet columns (from 0) of the key, else of the required fields: a row without them may be no record.
    var keys: [Int]

    /// The table is wide, and this is the binding of one of its columns of figures.
    public var wide: Wide?

    /// One column of a wide table as records of their own.
    public struct Wide: Hashable, Sendable {
        /// Among the table's columns of figures, from 0.
        public var ordinal: Int
        /// Position of the field that takes the cells.
        public var value: Int
        /// In the sheet, from 0.
        public var position: Int
        /// As the definition says; nil: unless it holds ratios.
        public var addsUp: Bool?
        /// By position of a field the text that all its records have.
        public var constants: [Int: String]

        /// In order of fields.
        public var ordered: [(field: Int, text: String)] {
            constants.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        }
    }

    /// Every required column was found, once.
    public var isComplete: Bool {
        !missing.contains(where: \.isRequired)
            && !repeated.contains { item in requiredFields.contains(item.field) }
    }
    var requiredFields: Set<Int>

    /// Fields with a column, in order: the columns of the blocks that a reader yields.
    public var boundFields: [Int] { columns.indices.filter { columns[$0] >= 0 } }

    /// Sheet column (from 0) that states each row's unit, where a header leaves some amount without one.
    public var unitColumn: Int?
    /// Fields of these amounts.
    public var amountsByRow: Set<Int> = []
    /// Fields of amounts whose unit only their cells say.
    public var amountsByCell: Set<Int> = []

    /// Neither header nor unit line has to say the unit of this field.
    public func hasUnitsOfItsOwn(_ field: Int) -> Bool {
        (amountsByRow.contains(field) || amountsByCell.contains(field)) && unclearUnits[field] == nil
            && contradictingFormats[field] == nil
    }

    /// Columns of the sheet that a reader takes: the fields', then the rows' units.
    var readColumns: [Int] { boundFields.map { columns[$0] } + (unitColumn.map { [$0] } ?? []) }
}

extension TableBinding {
    /// Every column of a table, in order, whatever it means: block column i is `layout.columns[i]`. `keys` are columns of
    /// the sheet (from 0) whose blanks call for a closer look; units of number formats are told as for the bindings `like`.
    public static func everyColumn(
        of layout: TableLayout, sheet: Int, table: Int = 0, keys: [Int] = [], like bindings: [TableBinding] = []
    ) -> TableBinding {
        var binding = TableBinding(
            dataset: -1, sheet: sheet, table: table, columns: layout.columns.map(\.position),
            units: layout.columns.map(\.unit),
            missing: [], repeated: [], unknown: [], score: 0, keys: keys, requiredFields: [])
        for other in bindings { binding.measures.merge(other.measures) { $1 } }
        return binding
    }

    /// Columns of the sheet (from 0) that hold the dataset's key, else its required fields.
    public var keyColumns: [Int] { keys }
}

extension TableBinding {
    /// Takes what the number formats of a column say of its unit: where the table is silent it is the column's; where they
    /// contradict the table, or what cells hold has no name, the column has no unit that could be told.
    mutating func heedFormats(of header: HeaderColumn, field f: Int, measuring dimension: Dimension?, silent: Unit?) {
        guard let dimension, unclearUnits[f] == nil else { return }
        var measure = ColumnMeasure(
            dimension: dimension, stated: units[f], silent: silent, reading: units[f] ?? silent)
        var held: Set<Unit> = []
        for format in header.formats {
            switch format.held(measure) {
            case .nothing: continue
            case .unit(let unit): held.insert(unit)
            case .unclear: contradictingFormats[f] = contradictingFormats[f] ?? format.format
            }
        }
        if contradictingFormats[f] != nil {
            units[f] = nil
        } else if units[f] == nil, held.count == 1, let unit = held.first,
            header.formats.contains(where: { $0.word != .none })
        {
            units[f] = unit
            measure.reading = unit
        }
        measures[header.position] = measure
    }
}

/// Matches a table's header with a dataset: by titles, then aliases, then the field's own name, then the lowest level of a
/// header of several levels. Texts are folded (width, spaces, line breaks, trailing units).
///
/// - Parameters:
///   - sheet: position of the sheet in its file.
///   - table: position of the table in its sheet.
///   - index: position of the dataset in the pipeline.
///   - words: those of the dataset, where they are known already.
public func bind(
    _ layout: TableLayout, sheet: Int, table: Int = 0, dataset: DatasetDefinition, index: Int,
    words: DatasetWords? = nil
) -> TableBinding {
    let known = words ?? DatasetWords(dataset)
    let headers = layout.columns.map { column in
        let (word, _) = HeaderWords.split(path: column.path)
        return (column: column, whole: HeaderWords.fold(column.path), word: word)
    }
    let leaves = headers.map { $0.word.split(separator: "/").last.map(String.init) ?? $0.word }
    var taken: Set<Int> = []
    var named: Set<Int> = []
    var columns = [Int](repeating: -1, count: dataset.fields.count)
    var units = [Unit?](repeating: nil, count: dataset.fields.count)
    var unclearUnits: [Int: String] = [:]
    var missing: [TableBinding.MissingColumn] = []
    var repeated: [TableBinding.RepeatedColumn] = []
    let required = Set(
        dataset.fields.indices.filter {
            dataset.fields[$0].constraints.required || dataset.primaryKey.contains(dataset.fields[$0].name)
        })
    for (f, field) in dataset.fields.enumerated() {
        var found: [Int] = []
        let tiers = known.fields[f]
        for words in tiers where found.isEmpty {
            // The text with its bracket is the closer match: 增长(%) beside 增长.
            found = headers.indices.filter { !taken.contains($0) && words.contains(headers[$0].whole) }
            if found.isEmpty {
                found = headers.indices.filter { !taken.contains($0) && words.contains(headers[$0].word) }
            }
            // The levels together are the name: 卖方 over 所在区县.
            if found.isEmpty, layout.headerRows.count > 1 {
                found = headers.indices.filter {
                    !taken.contains($0) && words.contains(headers[$0].word.replacing("/", with: ""))
                }
            }
        }
        if found.isEmpty, layout.headerRows.count > 1 {
            let words = Set(tiers.joined())
            let matching = headers.indices.filter { !taken.contains($0) && words.contains(leaves[$0]) }
            if matching.count == 1 { found = matching }
        }
        switch found.count {
        case 0:
            missing.append(.init(field: f, isRequired: required.contains(f)))
        case 1:
            let header = headers[found[0]]
            taken.insert(found[0])
            columns[f] = header.column.position
            units[f] = header.column.unit
            units[f] = units[f] ?? layout.unit(measuring: field.unit?.dimension)
            if units[f] == nil, let unclear = field.unit.flatMap({ layout.unclearUnit(measuring: $0.dimension) }) {
                unclearUnits[f] = unclear
            }
        default:
            named.formUnion(found)
            repeated.append(
                .init(
                    field: f, columns: found.map { Int32(headers[$0].column.position + 1) },
                    headers: found.map { headers[$0].column.path }))
        }
    }
    // A column that numbers the rows is known for what it is.
    let unknown = headers.indices.filter {
        !taken.contains($0) && !named.contains($0) && !RowClassifier.serials.contains(headers[$0].whole)
    }.map {
        TableBinding.UnknownColumn(column: Int32(headers[$0].column.position + 1), header: headers[$0].column.path)
    }
    let weights = dataset.fields.indices.map { required.contains($0) ? 4 : 1 }
    let found = columns.indices.reduce(0) { $0 + (columns[$1] >= 0 ? weights[$1] : 0) }
    let keyFields = dataset.primaryKey.compactMap { dataset.fieldIndex($0) }.filter { columns[$0] >= 0 }
    let keys = (keyFields.isEmpty ? required.sorted().filter { columns[$0] >= 0 } : keyFields).map { columns[$0] }
    // The row's unit comes before the unit line.
    let amounts = dataset.fields.indices.filter { f in
        let dimension = dataset.fields[f].unit?.dimension
        return columns[f] >= 0 && (dimension == .money || dimension == .area)
            && layout.columns.first { $0.position == columns[f] }?.unit == nil
    }
    let unitHeaders = headers.indices.filter {
        !taken.contains($0) && !named.contains($0) && headers[$0].column.holdsUnits
            && HeaderColumn.unitHeaders.contains(headers[$0].word)
    }
    var binding = TableBinding(
        dataset: index, sheet: sheet, table: table, columns: columns, units: units, missing: missing,
        repeated: repeated,
        unknown: unknown, score: weights.isEmpty ? 0 : found * 1000 / weights.reduce(0, +), keys: keys,
        requiredFields: required)
    binding.unclearUnits = unclearUnits
    for (f, field) in dataset.fields.enumerated() where columns[f] >= 0 {
        guard let header = layout.columns.first(where: { $0.position == columns[f] }) else { continue }
        binding.heedFormats(of: header, field: f, measuring: field.unit?.dimension, silent: field.unitIfSilent)
    }
    binding.amountsByCell = Set(
        amounts.filter { f in
            units[f] == nil && unclearUnits[f] == nil && dataset.fields[f].unitIfSilent == nil
                && layout.columns.first { $0.position == columns[f] }?.bringsUnits == true
        })
    if !amounts.isEmpty, unitHeaders.count == 1 {
        binding.amountsByCell = []
        binding.unitColumn = headers[unitHeaders[0]].column.position
        binding.amountsByRow = Set(amounts)
        binding.unknown.removeAll { $0.column == Int32(headers[unitHeaders[0]].column.position + 1) }
    }
    return binding
}
