public import Definitions
public import Model
public import Tabular

/// A file of a delivery.
public struct InputFile: Hashable, Sendable {
    /// Position in the run's list of files.
    public var id: Int32
    /// What the system opens.
    public var path: String
    /// What readers are shown: relative to the inputs.
    public var name: String

    /// A file at `path`, shown as `name`.
    public init(id: Int32, path: String, name: String) {
        self.id = id
        self.path = path
        self.name = name
    }
}

/// What a file is, told by its content and never by its extension.
public enum FileFormat: Hashable, Sendable {
    /// RFC 4180 with the delimiter found (comma, semicolon, tab).
    case csv(delimiter: UInt8)
    case xmlSpreadsheet2003
    /// Office Open XML, transitional or strict.
    case xlsx
    /// OpenDocument, in a container or flat (fods).
    case openDocument(flat: Bool)

    /// What people call it.
    public var words: String {
        switch self {
        case .csv: "CSV"
        case .xmlSpreadsheet2003: "XML Spreadsheet 2003"
        case .xlsx: "Excel workbook (xlsx)"
        case .openDocument(let flat): flat ? "OpenDocument spreadsheet, flat (fods)" : "OpenDocument spreadsheet (ods)"
        }
    }
}

/// How a file is to be read; what an earlier reading learned.
public struct ReadMode: Hashable, Sendable {
    /// Read without shortcuts: CSV cut by the exact grammar, not by counting quotation marks; XML by libxml2 alone.
    public var careful: Bool
    /// An encoding that replaces the one the first bytes suggest.
    public var encoding: TextEncoding?
    /// Bounds of the pipeline.
    public var limits: Limits
    /// A header stands below those that the first rows showed: all rows are looked at for further tables.
    public var searches = false

    /// The usual way: fast cuts, encoding by content.
    public init(careful: Bool = false, encoding: TextEncoding? = nil, limits: Limits = Limits()) {
        self.careful = careful
        self.encoding = encoding
        self.limits = limits
    }

    private func changed(_ change: (inout ReadMode) -> Void) -> ReadMode {
        var mode = self
        change(&mode)
        return mode
    }

    /// The mode that a problem asks for.
    public func with(_ retry: Retry) -> ReadMode {
        switch retry {
        case .careful: changed { $0.careful = true }
        case .encoding(let encoding): changed { $0.encoding = encoding }
        case .search: changed { $0.searches = true }
        }
    }
}

/// What a second reading of the file would have to do differently.
public enum Retry: Hashable, Sendable {
    case careful
    case encoding(TextEncoding)
    /// Tables may begin far down: see `ReadMode.searches`.
    case search
}

/// Why a file cannot be read, or not in this way. Nothing read from it so far may count.
public struct FileProblem: Error, Hashable, Sendable {
    /// `fileEmpty`, `fileUnreadable` or `fileForeign`.
    public var rule: BuiltInRule
    /// The file, and the line or row where it was noticed.
    public var place: Place
    /// What is wrong and what to do about it.
    public var detail: LocalizedText
    /// nil: no other way of reading would help.
    public var retry: Retry?

    /// A problem at a place, with its words in both languages.
    public init(_ rule: BuiltInRule, at place: Place, zh: String, en: String, retry: Retry? = nil) {
        self.rule = rule
        self.place = place
        self.detail = LocalizedText(zh: zh, en: en)
        self.retry = retry
    }
}
