public import Definitions
public import Model
public import Tabular

/// What figures rest on.
public struct Trace: Sendable {
    /// One of the values that a figure is made of.
    public enum Part: Sendable {
        case records(TracedPart)
        /// `statistic`: what outputs write as the figure's.
        case stated(ExplainedStatement, statistic: String)

        /// nil: it is stated.
        public var traced: TracedPart? {
            if case .records(let part) = self { return part }
            return nil
        }

        /// nil: it is stated.
        public var counted: ExplainedRecords? {
            if case .records(let part) = self { return part.counted }
            return nil
        }
    }

    /// In the order in which they are listed.
    public var parts: [Part] = []

    /// Of no figure.
    public init() {}
}

/// A value counted from records, and those records.
public struct TracedPart: Sendable {
    public var part: FigurePart
    /// What outputs write as the figure's statistic.
    public var statistic: String
    /// Position in the pipeline's datasets.
    public var dataset: Int
    /// How the records make the value.
    public var kind: MeasureKind
    public var roles: RecordRoles
    /// In order of files, sheets and rows.
    public var rows: [TracedRows]

    public init(
        part: FigurePart, statistic: String, dataset: Int, kind: MeasureKind, roles: RecordRoles, rows: [TracedRows]
    ) {
        self.part = part
        self.statistic = statistic
        self.dataset = dataset
        self.kind = kind
        self.roles = roles
        self.rows = rows
    }
}

/// Records of one piece of a table.
public struct TracedRows: Sendable {
    /// Position among the values asked for.
    public var part: Int
    /// The place that rows and lines count from.
    public var base: Place
    /// From 0 at the base; `lines` nil: as rows.
    public var rows: [UInt32]
    public var lines: [UInt32]?
    /// The reporting unit that each is counted in.
    public var units: [Int32]
    /// The columns of `RecordRoles.fields`, in their order.
    public var columns: [Column]

    public init(
        part: Int, base: Place, rows: [UInt32], lines: [UInt32]?, units: [Int32], columns: [Column]
    ) {
        self.part = part
        self.base = base
        self.rows = rows
        self.lines = lines
        self.units = units
        self.columns = columns
    }

    /// Where a record stands.
    public func place(_ row: Int) -> Place {
        var place = base
        place.row += Int64(rows[row])
        place.line = base.line == 0 ? 0 : base.line + Int64(lines?[row] ?? rows[row])
        return place
    }
}

extension TracedPart {
    /// How many records enter, of whom, in how many units, and from which files.
    public var counted: ExplainedRecords {
        var files: [ExplainedRecords.File] = []
        var subjects: Set<[UInt8]> = []
        var units: Set<Int32> = []
        let subject = roles.subject.flatMap { roles.fields.firstIndex(of: $0) }
        for rows in rows {
            let (file, sheet) = (Int(rows.base.file), Int(rows.base.sheet))
            if files.last?.file == file, files.last?.sheet == sheet {
                files[files.count - 1].records += Int64(rows.rows.count)
            } else {
                files.append(ExplainedRecords.File(file: file, sheet: sheet, records: Int64(rows.rows.count)))
            }
            units.formUnion(rows.units)
            guard let subject else { continue }
            let column = rows.columns[subject]
            for row in rows.rows.indices where column.validity[row] { subjects.insert(column.key(row)) }
        }
        return ExplainedRecords(
            part: part, dataset: dataset, records: files.reduce(0) { $0 + $1.records },
            subjects: subject == nil ? nil : Int64(subjects.count), units: Int64(units.count), files: files)
    }
}

extension Column {
    /// The bytes that tell values apart.
    func key(_ row: Int) -> [UInt8] {
        switch self {
        case .texts(let column): Array(column.bytes(row))
        case .integers(let column): withUnsafeBytes(of: column.values[row].littleEndian) { Array($0) }
        }
    }
}
