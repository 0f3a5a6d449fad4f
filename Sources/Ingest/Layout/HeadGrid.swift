import Model
import Tabular

/// A cell of the rows that are looked at for a header.
struct HeadCell {
    var column: Int
    var text: String
    var kind: CellKind = .text
    /// Columns and rows that it covers besides its own.
    var across = 0
    var down = 0
    /// What its number format says of its unit.
    var shown: ShownUnit?
}

/// Some rows of a sheet, of whatever format, in which tables are looked for: its first ones, or those around a row that
/// looks like a header. Rows count from 0 at the grid's first row, columns from 0 at the sheet's.
struct HeadGrid {
    /// How many rows are looked at from the beginning of a sheet.
    static let rowLimit = 64

    /// The sheet's row, from 0, that the grid begins with.
    var origin = 0
    /// Trimmed.
    private(set) var texts: [[String]] = []
    private var filledColumns: [[Int]] = []
    private(set) var kinds: [[CellKind]] = []
    private(set) var merges: [Merge] = []
    /// Numbers whose format says something of their unit.
    private(set) var shown: [(row: Int, column: Int, unit: ShownUnit)] = []

    private static let ofValues = Set("0123456789.,-+/:%() ".utf8)

    struct Merge: Hashable, Sendable {
        var rows: ClosedRange<Int>
        var columns: ClosedRange<Int>
    }

    /// The cells of the row below the last one added; `index` may leave rows out.
    mutating func append(_ cells: [HeadCell], index: Int) {
        guard index >= 0, index < HeadGrid.rowLimit else { return }
        while texts.count <= index {
            texts.append([])
            kinds.append([])
            filledColumns.append([])
        }
        defer { filledColumns[index] = texts[index].indices.filter { !texts[index][$0].isEmpty } }
        for cell in cells {
            while texts[index].count <= cell.column {
                texts[index].append("")
                kinds[index].append(.text)
            }
            texts[index][cell.column] = cell.text.trimmed
            kinds[index][cell.column] = cell.kind
            if let unit = cell.shown { shown.append((index, cell.column, unit)) }
            if cell.across > 0 || cell.down > 0 {
                merges.append(
                    Merge(rows: index...(index + cell.down), columns: cell.column...(cell.column + cell.across)))
            }
        }
    }

    /// Says of a merge whose cell has been added already.
    mutating func merge(_ merge: Merge) { if merge.rows.lowerBound < HeadGrid.rowLimit { merges.append(merge) } }

    var rowCount: Int { texts.count }

    func text(_ row: Int, _ column: Int) -> String {
        guard row >= 0, row < texts.count, column >= 0, column < texts[row].count else { return "" }
        return texts[row][column]
    }

    /// The text of the cell that covers this place.
    func covering(_ row: Int, _ column: Int) -> (text: String, anchorRow: Int) {
        for merge in merges where merge.rows.contains(row) && merge.columns.contains(column) {
            return (text(merge.rows.lowerBound, merge.columns.lowerBound), merge.rows.lowerBound)
        }
        return (text(row, column), row)
    }

    /// Columns of a row that hold something.
    func filled(_ row: Int) -> [Int] {
        row >= 0 && row < filledColumns.count ? filledColumns[row] : []
    }

    /// A cell that a header would not have: a number, a date, a text that is only digits and signs.
    func isValue(_ row: Int, _ column: Int) -> Bool {
        guard row >= 0, row < kinds.count, column < kinds[row].count else { return false }
        if kinds[row][column] != .text { return true }
        let text = texts[row][column]
        return !text.isEmpty && text.utf8.allSatisfy(HeadGrid.ofValues.contains)
    }

    var isEmpty: Bool { texts.indices.allSatisfy { filled($0).isEmpty } }
}

extension String {
    /// Without spaces and line breaks at both ends.
    var trimmed: String {
        // Most texts begin and end with a letter or a digit of ASCII, or are empty.
        guard let first = utf8.first, let last = utf8.last else { return self }
        if first > 0x20, first < 0x7F, last > 0x20, last < 0x7F { return self }
        var view = Substring(self).unicodeScalars
        func isSpace(_ s: Unicode.Scalar) -> Bool {
            s.isSpace || s.value == 0xFEFF || s.value == 0x200B
        }
        while let first = view.first, isSpace(first) { view.removeFirst() }
        while let last = view.last, isSpace(last) { view.removeLast() }
        return String(view)
    }
}
