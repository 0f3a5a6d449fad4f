import Model

/// What stands in a cell.
enum Cell {
    case blank
    case text(String)
    /// A number as a spreadsheet shows it.
    case number(String)
    case date(CivilDate)
    /// Written to CSV as it stands, without the quotes it would need.
    case raw(String)
}

/// An exception that the program has to find, filed under a column (from 1; 0: the row as a whole).
struct Mark {
    var rule: String
    var column: Int
    /// The text found, where it is not what stands in that cell.
    var value: String?
    /// Notes are one per file, column and kind: they have no row.
    var isNote = false
}

struct Record {
    var cells: [Cell]
    var marks: [Mark] = []

    /// Puts something else into a column (from 1) and says what must be found there.
    mutating func spoil(_ column: Int, _ cell: Cell, _ rule: String, note: Bool = false) {
        cells[column - 1] = cell
        marks.append(Mark(rule: rule, column: column, isNote: note))
    }
}

/// A sheet as a bureau lays it out: title, line with the reporting unit and the unit of amounts, header, records, total, notes.
struct SampleTable {
    var sheet = "Sheet1"
    var title: String?
    var subtitle: String?
    /// A slash parts two levels; neighbours with the same first level share it.
    var header: [String]
    /// Exceptions that are about a column, filed at the header.
    var headerMarks: [Mark] = []
    var records: [Record]
    var total: [Cell]?
    var totalMarks: [Mark] = []
    var notes: [String] = []
    /// How dates are written in CSV.
    var dateStyle = DateStyle.iso

    enum DateStyle { case iso, slashes, chinese }

    func text(of cell: Cell) -> String {
        switch cell {
        case .blank: ""
        case .text(let text), .number(let text), .raw(let text): text
        case .date(let date):
            switch dateStyle {
            case .iso: date.description
            case .slashes: "\(date.civil.year)/\(date.civil.month)/\(date.civil.day)"
            case .chinese: "\(date.civil.year)年\(date.civil.month)月\(date.civil.day)日"
            }
        }
    }
}

/// An exception with its place: what an end-to-end test looks for in the report.
struct SeededException {
    var rule: String
    var file: String
    var sheet: String
    /// Row, with everything above counted; 0 for notes.
    var row: Int
    var column: Int
    var value: String

    static let header = "rule,file,sheet,row,column,value"

    var line: String {
        let fields = [rule, file, sheet, row == 0 ? "" : "\(row)", column == 0 ? "" : "\(column)", value]
        return fields.map(CommaSeparated.quoted).joined(separator: ",")
    }
}

/// A file of a delivery, with the exceptions that are in it.
struct SampleFile {
    /// Relative to `inputs/`.
    var path: String
    var bytes: [UInt8]
    var exceptions: [SeededException] = []
}
