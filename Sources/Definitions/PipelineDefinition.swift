public import Model

/// A pipeline folder, read and checked.
public struct PipelineDefinition: Hashable, Sendable {
    /// The folder's name.
    public var name: String
    public var title: LocalizedText
    /// First language of reports.
    public var language: Language
    public var agency: String
    /// `1.0.0`: of the code lists and structures that others take in.
    public var version = "1.0.0"
    public var areas: AreaTree
    /// The area whose bureau this is: what reaches it without a sender speaks of this area and of those below; nil: of all.
    /// Position in the area tree.
    public var bureau: Int?
    /// In the order of `datasets:`; a dataset stands after those that its expressions refer to (`processingOrder`).
    public var datasets: [DatasetDefinition]
    public var indicators: [IndicatorDefinition]
    /// Rules over figures, in the order of the files of `rules/`.
    public var macroRules: [MacroRuleDefinition]
    public var codelists: [Codelist]
    /// Who sends which dataset, as `codelists/senders.csv` says; empty: whoever does.
    public var senders: [SenderDefinition]
    public var outputs: [OutputDefinition]
    public var gates: [GateDefinition]
    public var limits: Limits
    public var rounding: Rounding
    /// Every file that was read, in order of path.
    public var files: [DefinitionFile]

    public init(
        name: String, title: LocalizedText, language: Language, agency: String, areas: AreaTree,
        datasets: [DatasetDefinition], indicators: [IndicatorDefinition], macroRules: [MacroRuleDefinition] = [],
        codelists: [Codelist],
        senders: [SenderDefinition] = [], outputs: [OutputDefinition], gates: [GateDefinition], limits: Limits,
        rounding: Rounding, files: [DefinitionFile]
    ) {
        self.name = name
        self.title = title
        self.language = language
        self.agency = agency
        self.areas = areas
        self.datasets = datasets
        self.indicators = indicators
        self.macroRules = macroRules
        self.codelists = codelists
        self.senders = senders
        self.outputs = outputs
        self.gates = gates
        self.limits = limits
        self.rounding = rounding
        self.files = files
    }

    public func codelist(_ name: String) -> Codelist? { codelists.first { $0.name == name } }
    public func datasetIndex(_ name: String) -> Int? { datasets.firstIndex { $0.name == name } }
}

/// A file of the pipeline folder as it was read; `run.json` states its digest.
public struct DefinitionFile: Hashable, Sendable {
    /// Relative to the pipeline folder.
    public var path: String
    public var bytes: [UInt8]

    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}

/// A condition for publishing.
public struct GateDefinition: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Share of a dataset's rows that are rejected.
        case rejectedRows = "rejected_rows"
        /// A dataset without any delivered table.
        case missingDataset = "missing_dataset"
        /// Share of the months from January to the run's last, over all senders that `senders.csv` expects to have
        /// covered them, that were not delivered.
        case missingSenders = "missing_senders"
        /// The largest part of a figure (a stock, or the year to date), over all of a return, that errors keep out of it.
        case effect
    }
    public var kind: Kind
    /// nil: every dataset.
    public var dataset: String?
    /// The largest share that passes (0.05 = 5%).
    public var maximum: Fraction
    /// Effect: so many records by number weigh at least; of a figure of a dozen every single one is a large part.
    public var records = 5
    public var place: SourcePlace

    public init(kind: Kind, dataset: String?, maximum: Fraction, place: SourcePlace) {
        self.kind = kind
        self.dataset = dataset
        self.maximum = maximum
        self.place = place
    }
}

/// Bounds on what is read and written, so that no small hostile file becomes a large one. `limits:` of pipeline.yaml.
public struct Limits: Hashable, Sendable {
    /// Exceptions written in full per output; totals are always exact.
    public var details = 100_000
    /// Columns of a sheet: Excel's own.
    public var columns = 16_384
    /// Bytes of a cell of a workbook.
    public var cellBytes = 16 << 20
    /// Sheets of a workbook.
    public var sheets = 1_000
    /// Rows of a sheet.
    public var rows = 100_000_000
    /// Cells of a sheet that hold something, repeated ones counted as often as they are.
    public var cells = 1_000_000_000
    /// Rows that one row of an OpenDocument sheet stands for, where it holds something.
    public var repeats = 1_048_576
    /// Elements of XML within each other.
    public var nesting = 256
    /// Bytes of a file within a container, inflated.
    public var inflatedBytes = 4 << 30
    /// Inflated bytes for each compressed one; counted from 16 MiB on.
    public var compressionRatio = 250
    /// Different texts that a workbook keeps apart from its cells.
    public var sharedStrings = 10_000_000

    public init() {}
}

/// A file that a run writes.
public struct OutputDefinition: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// `returns/returns.csv.gz`
        case returns
        /// `returns/returns.sdmx.csv.gz`: the same figures in SDMX-CSV 2.0.
        case sdmxTable = "sdmx_csv"
        /// `returns/returns.xml.gz`: the same figures in SDMX-ML.
        case sdmxData = "sdmx_data"
        /// `returns/structure.xml.gz`: code lists, concepts and structure of both.
        case sdmxStructure = "sdmx_structure"
        /// `returns/returns.xlsx`: the workbook that people open.
        case workbook
        /// `returns/revisions.csv.gz`: the figures that are not as the published vintage before states them.
        case revisions
        /// `returns/datapackage.json`: describes the tables beside it; written after them.
        case dataPackage = "datapackage"
        /// `exceptions/exceptions.csv.gz`
        case exceptions
        /// `exceptions/exceptions.html`
        case exceptionsPage = "exceptions_page"
        /// `exceptions/changes.js`: what is new, resolved and still there since the vintage before, for the page.
        case changes
        /// `exceptions/exceptions.xlsx`: the workbook that reviewers fill in.
        case exceptionsWorkbook = "exceptions_workbook"
        /// `exceptions/by-sender/{sender}.xlsx`: one for each sender that has exceptions.
        case senderWorkbooks = "sender_workbooks"
        /// `exceptions/summary.json`
        case summary
        /// `exceptions/ledger.csv.gz`: keys and digests of the records that stand, for `diff`.
        case ledger
        /// A table of any house, by definition.
        case table
        /// The records that an indicator counts, or the first of them.
        case list
        /// `returns/bulletin.html` or `.md`: the figures as sentences, by a template.
        case bulletin
    }
    /// Stands in the path of `sender_workbooks` for the sender's code, or `bureau`.
    public static let senderPlaceholder = "{sender}"

    public var kind: Kind
    /// Relative to the vintage's folder; ends in `.gz` to be compressed.
    public var path: String
    /// For `.table`.
    public var table: TableDefinition?
    /// For `.list`.
    public var list: ListDefinition?
    /// For `.bulletin`.
    public var bulletin: BulletinDefinition?
    /// For SDMX-ML: which edition of the standard.
    public var edition = SDMXEdition.v2
    /// For workbooks: titles of themes, by file of `indicators/` or by the label `theme`; sheets stand in this order.
    public var themes: [WorkbookThemeTitle] = []
    public var place: SourcePlace

    /// Whether it shows what exceptions mean for the figures, or orders by it, or proposes values. Where no output does,
    /// nobody need work it out for records that errors keep out.
    public var showsImpact: Bool {
        switch kind {
        case .exceptions, .exceptionsPage, .exceptionsWorkbook, .senderWorkbooks, .changes, .summary: true
        case .table:
            table.map { table in
                table.source == .findings
                    && (table.order + table.columns.compactMap(\.from)).contains {
                        ["impact", "rank", "suggestion"].contains($0)
                    }
            } ?? false
        default: false
        }
    }

    public init(kind: Kind, path: String, table: TableDefinition?, place: SourcePlace) {
        self.kind = kind
        self.path = path
        self.table = table
        self.place = place
    }
}

/// What a theme of a workbook is called.
public struct WorkbookThemeTitle: Hashable, Sendable {
    /// A file of `indicators/` without its ending, or a label `theme` of indicators.
    public var theme: String
    public var title: LocalizedText

    public init(theme: String, title: LocalizedText) {
        self.theme = theme
        self.title = title
    }
}

/// An edition of SDMX-ML.
public enum SDMXEdition: String, Hashable, Sendable, CaseIterable {
    /// What most receivers read.
    case v2 = "2.1"
    case v3 = "3.0"
}

/// A table by definition. Figures: one line per distinct combination of the columns that state `from` (or `text`), the
/// other columns pick one figure each by `where`. Findings: one line per finding.
public struct TableDefinition: Hashable, Sendable {
    public enum Source: String, Hashable, Sendable, CaseIterable { case figures, findings }
    public var source: Source
    public var columns: [TableColumn]
    /// Keeps a figure or finding whose attributes are each among the values given.
    public var filter: [String: [String]]
    /// Names of columns, or attributes of the source; texts by UTF-8 bytes, numbers by value.
    public var order: [String]
    public var byteOrderMark: Bool
    /// "\n" or "\r\n".
    public var endOfLine: String
    public var header: Bool

    public init(
        source: Source, columns: [TableColumn], filter: [String: [String]], order: [String], byteOrderMark: Bool,
        endOfLine: String, header: Bool
    ) {
        self.source = source
        self.columns = columns
        self.filter = filter
        self.order = order
        self.byteOrderMark = byteOrderMark
        self.endOfLine = endOfLine
        self.header = header
    }
}

/// A column of a `table` output.
public struct TableColumn: Hashable, Sendable {
    public var name: String
    /// An attribute of the line. Figures: indicator, title, area, area_name, period, quantity, statistic, breakdown,
    /// category, unit, status, qualifier, base_period, base_source, kept_out_records, kept_out_value (in the figure's unit),
    /// kept_out_share (in percent), `label.<name>`; with a breakdown of several fields
    /// `category.<field>`. Findings: the columns of exceptions.csv, `raw.<field>` (text found), `value.<field>`.
    public var from: String?
    /// Figures: picks the figure whose attributes are among those given.
    public var pick: [String: [String]]
    /// Numbers: unit and digits of this column; nil: the figure's own.
    public var unit: Unit?
    public var decimals: Int?
    /// Periods: `{year}Q{quarter}`, with {year} {half} {quarter} {month} {month2}; nil: the SDMX form.
    public var format: String?
    public var place: SourcePlace

    public init(
        name: String, from: String?, pick: [String: [String]], unit: Unit?, decimals: Int?, format: String?,
        place: SourcePlace
    ) {
        self.name = name
        self.from = from
        self.pick = pick
        self.unit = unit
        self.decimals = decimals
        self.format = format
        self.place = place
    }
}
