public import Model
public import Tabular

/// A column as the header names it.
public struct HeaderColumn: Hashable, Sendable {
    /// The header's text without line breaks; of a header of several levels, its levels joined by `/`.
    public var path: String
    /// Stated in brackets: 成交额(万元).
    public var unit: Unit?
    /// In the sheet, from 0.
    public var position: Int
    /// What number formats of its first cells say of their unit, each once.
    public internal(set) var formats: [ShownUnit] = []
    /// Its first cells, as far as they hold anything, are units: 万元, 元.
    var holdsUnits = false
    /// Some of its first cells bring their unit: 120.5万元.
    var bringsUnits = false

    /// A column with its text, unit and place.
    public init(path: String, unit: Unit?, position: Int) {
        self.path = path
        self.unit = unit
        self.position = position
    }
}

/// One text of a header row.
struct HeaderText: Hashable, Sendable {
    var column: Int
    var text: String
}

/// Where in a sheet its table stands, and what is written above it.
public struct TableLayout: Hashable, Sendable {
    /// Rows of the sheet, from 1.
    public var headerRows: ClosedRange<Int>
    /// Columns that have a header, in order.
    public var columns: [HeaderColumn]
    /// The text alone in a row above the header.
    public var title: String?
    /// Of the unit line (单位：万元).
    public var unit: Unit?
    /// Further ones of the same line, for columns of other dimensions (单位：家、万元).
    public var otherUnits: [Unit] = []
    /// What stands in the unit line and names no unit that is known: 美元.
    public var unknownUnit: String?
    /// As written: 2024年1-11月, 2024年第四季度.
    public var statedPeriod: String?
    /// 填报单位.
    public var reportingUnit: String?

    /// Header texts row by row, as they stand in the cells.
    var levels: [[HeaderText]]
    /// Cells in the header's row, blank ones at its end included.
    var width: Int
    /// Rows below the header that number the columns.
    var columnNumberRows: Int
    /// Rows below the header that state the units of its columns, or name them once more in other words.
    var furtherHeaderRows = 0
    /// What the table's rows down to its first record are, in order.
    public var head: [RowClass]
    /// The table's rows of the sheet, from 1, its title block included; `lastRow` is nil where nothing follows.
    public var firstRow = 1
    public var lastRow: Int?
    /// The table's columns of the sheet, from 0, where others stand beside it; nil: it has the sheet to itself.
    public var block: ClosedRange<Int>?
    /// Columns of the sheet, from 0, that hold something below the header and have no header.
    public var unnamed: [Int] = []
    /// Words that datasets want were found in the header; else its shape told it.
    var isFoundByWords = false
    /// CSV: where in the file the table begins, where its records begin, and where it ends (nil: with the file).
    var span = ByteSpan()

    struct ByteSpan: Hashable, Sendable {
        var start = 0
        var records = 0
        var end: Int?
        /// Physical lines above the table; those of its title block and header.
        var linesAbove = 0
        var headLines = 0
    }

    /// A line between the records of a table states its unit or period anew: the row from 1. What follows is read as a
    /// table of its own, by the same header.
    public var restatedIn: Int?

    /// The unit of the unit line that measures this; nil: none does, or several.
    func unit(measuring dimension: Dimension?) -> Unit? {
        guard let dimension, unclearUnit(measuring: dimension) == nil else { return nil }
        return statedUnits.first { $0.dimension == dimension }
    }

    /// What the unit line says where it speaks of this and its unit cannot be told: a currency that is not known, two units.
    func unclearUnit(measuring dimension: Dimension) -> String? {
        let fitting = statedUnits.filter { $0.dimension == dimension }
        if fitting.count > 1 { return fitting.map(\.symbol).joined(separator: "、") }
        guard let unknownUnit, UnitLine.mayMeasure(dimension, unknownUnit) else { return nil }
        return fitting.isEmpty || UnitLine.names(dimension, unknownUnit) ? unknownUnit : nil
    }

    /// Of the unit line, in its order.
    var statedUnits: [Unit] { [unit].compactMap(\.self) + otherUnits }

    /// A unit line says something.
    var statesUnits: Bool { unit != nil || unknownUnit != nil }

    /// What one cell more of the title block says of units.
    mutating func take(_ line: UnitLine) {
        for stated in line.units where !statedUnits.contains(stated) {
            if unit == nil { unit = stated } else { otherUnits.append(stated) }
        }
        unknownUnit = unknownUnit ?? line.unknown
    }

    /// The unit line of another table.
    mutating func takeUnits(of other: TableLayout) {
        (unit, otherUnits, unknownUnit) = (other.unit, other.otherUnits, other.unknownUnit)
    }

    var headClasses: [RowClass: Int] { head.reduce(into: [:]) { $0[$1, default: 0] += 1 } }

    /// The last row above the records.
    var lastHeadRow: Int { restatedIn ?? headerRows.upperBound + columnNumberRows + furtherHeaderRows }

    /// CSV: physical lines above the table.
    public var linesAbove: Int { span.linesAbove }

    /// Rows of the title block and the header.
    var headRows: Int { lastHeadRow - firstRow + 1 }
}

/// What a sheet holds.
public struct SheetSurvey: Hashable, Sendable {
    /// nil for CSV.
    public var name: String?
    /// In the file, from 0.
    public var position: Int
    /// Hidden, or very hidden.
    public var hidden: Bool
    /// In order of their headers' rows, those beside each other from the left; empty: see `isEmpty`.
    public var tables: [TableLayout]
    /// The sheet has no cell with anything in it.
    public var isEmpty: Bool
    /// Rows and columns that are hidden, as far as they are known before the records are read; from 0, in order.
    var hiddenRows: [ClosedRange<Int>] = []
    var hiddenColumns: [ClosedRange<Int>] = []
    /// Cells merged downwards, where a format tells of them behind its rows; by first row.
    var merges: [HeadGrid.Merge] = []
    /// LibreOffice's XML Spreadsheet 2003: positions below cells merged downwards were counted anew, and confirmed.
    public var isReconstructed = false
    /// Why the sheet cannot be read though the others can: where its cells stand cannot be told.
    public var refusal: FileProblem?
    /// xlsx: the part of the container that holds it.
    var part: String?

    /// A sheet and its tables.
    init(name: String?, position: Int, hidden: Bool, tables: [TableLayout], isEmpty: Bool) {
        self.name = name
        self.position = position
        self.hidden = hidden
        self.tables = tables
        self.isEmpty = isEmpty
    }

    /// The first table, or the only one.
    public var layout: TableLayout? { tables.first }

    /// What of the sheet is hidden, as a spreadsheet writes ranges (`名录`, `5:6`, `E:E`); nil: nothing.
    public var hiddenContent: String? {
        let shown = 8
        var parts = hidden ? [name ?? ""] : []
        parts += hiddenRows.prefix(shown).map { "\($0.lowerBound + 1):\($0.upperBound + 1)" }
        if hiddenRows.count > shown { parts.append("…") }
        parts += hiddenColumns.prefix(shown).map {
            "\(SheetColumns.letters($0.lowerBound)):\(SheetColumns.letters($0.upperBound))"
        }
        if hiddenColumns.count > shown { parts.append("…") }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}

/// What a file is and what it holds, before its records are read.
public struct FileSurvey: Hashable, Sendable {
    /// By content.
    public var format: FileFormat
    /// Of the text; `.utf8` where a parser has decoded it.
    public var encoding: TextEncoding
    /// In order of the file; one for CSV.
    public var sheets: [SheetSurvey]
    /// What was taken off to get at the text.
    public var wrapping = Wrapping()
    /// CSV: a byte order mark stands at the beginning.
    public var isMarked = false
    /// XML Spreadsheet 2003 of a home-made exporter: no namespace says so.
    public internal(set) var lacksNamespace = false
    /// Day 0 of numbers that stand for days, in days since 1970-01-01: what a bare serial (45356) in a column of dates is
    /// counted from. 1899-12-30 (right from March 1900 on) unless the workbook says 1904, or another null date.
    public internal(set) var serialOrigin = SheetDates.origin1900
    /// The rows that were looked at for headers are all there are: a search further down finds nothing more.
    public internal(set) var showsAll = false
    /// The file has been parsed to its end: what is read again will be well-formed.
    var isValidated = false
    /// xlsx: styles and strings, where they are small.
    var book: XLSXWorkbook.Kept?
    /// xlsx: the container's part that lists the sheets.
    var workbook: String?
    /// What tables were told by.
    var vocabulary = HeaderVocabulary([])
}
