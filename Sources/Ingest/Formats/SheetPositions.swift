import Definitions
import Model

/// Where the cells of a sheet stand: `ss:Index` gaps, cells merged across and down, and LibreOffice's way of not counting
/// the columns that are covered from above.
struct SheetPositions {
    private let limits: SheetLimits
    private let sheet: Int
    /// Of the row under way, from 0.
    private(set) var row = -1
    private var nextRow = 0
    private var nextColumn = 0
    /// Columns covered from above, in order, each down to its last row.
    private var covered: [(columns: ClosedRange<Int>, lastRow: Int)] = []
    private var added: [(columns: ClosedRange<Int>, lastRow: Int)] = []
    /// Positions count only columns that are not covered from above.
    var skipsCovered = false
    /// The explicit position of the row's last cell, where it is empty; LibreOffice ends each row with one.
    private var filler: Int?
    private var lastIndex: Int?
    private var fillerColumn: Int?
    /// A filled cell of the row under way stands further right than its position says; some row's did.
    private var isShifted = false
    private(set) var isReconstructed = false

    init(_ limits: SheetLimits, sheet: Int = 0) {
        self.limits = limits
        self.sheet = sheet
    }

    /// What is wrong with the row's position, if anything.
    mutating func startRow(index: Int?, span: Int) -> FileProblem? {
        if let index, index < 1 || index - 1 < nextRow || index > limits.rows {
            if index > limits.rows || index < 0 { return limits.tooManyRows(sheet: sheet, row: max(row, 0) + 1) }
            return misplaced("第 \(nextRow + 1) 行之后的行号 \(index) 倒退", "row index \(index) after row \(nextRow)")
        }
        row = index.map { $0 - 1 } ?? nextRow
        guard row < limits.rows else { return limits.tooManyRows(sheet: sheet, row: row + 1) }
        nextRow = row + 1 + max(0, min(span, limits.rows))
        nextColumn = 0
        filler = nil
        lastIndex = nil
        isShifted = false
        if !covered.isEmpty { covered.removeAll { $0.lastRow < row } }
        return nil
    }

    /// The column of the next cell, from 0.
    mutating func place(index: Int?, across: Int, down: Int) -> Result<Int, FileProblem> {
        if let index, index < 1 || index > limits.columns {
            return .failure(limits.tooManyColumns(sheet: sheet, row: row + 1))
        }
        let counted = index.map { $0 - 1 } ?? nextColumn
        if counted < nextColumn {
            return .failure(misplaced("列号 \(counted + 1) 倒退", "column index \(counted + 1) goes back"))
        }
        lastIndex = index
        filler = nil
        nextColumn = counted + 1 + min(across, limits.columns)
        let column = skipsCovered ? uncovered(counted) : counted
        guard column < limits.columns else {
            return .failure(limits.tooManyColumns(sheet: sheet, row: row + 1))
        }
        if down > 0 {
            let last = min(column + across, limits.columns - 1)
            added.append((column...last, min(row + down, limits.rows)))
        }
        return .success(column)
    }

    /// The cell just placed turned out to be empty.
    mutating func noteFiller() { filler = lastIndex }

    /// The cell just placed, which is to be the column's, holds something.
    mutating func noteFilled(_ column: Int, across: Int) {
        if skipsCovered, column + 1 + across > nextColumn { isShifted = true }
    }

    func isCovered(_ column: Int) -> Bool {
        !covered.isEmpty && covered.contains { $0.columns.contains(column) }
    }

    /// What is wrong with the row as a whole, if anything.
    mutating func endRow() -> FileProblem? {
        defer {
            if !added.isEmpty {
                covered = (covered + added).sorted { $0.columns.lowerBound < $1.columns.lowerBound }
                added.removeAll()
            }
        }
        guard skipsCovered else { return nil }
        if isShifted { isReconstructed = true }
        guard let filler else {
            return isShifted
                ? misplaced("纵向合并单元格下方各列的位置无法证实", "the positions below cells merged downwards cannot be confirmed")
                : nil
        }
        // The filler stands in the same column of every row: so the columns covered were counted rightly.
        let column = uncovered(filler - 1)
        defer { fillerColumn = fillerColumn ?? column }
        if let known = fillerColumn, known != column, !covered.isEmpty {
            return misplaced("纵向合并单元格下方各列的位置无法确定", "the positions below cells merged downwards cannot be told")
        }
        return nil
    }

    /// The column that is number `counted` of those not covered.
    private func uncovered(_ counted: Int) -> Int {
        var column = counted
        for item in covered where item.columns.lowerBound <= column { column += item.columns.count }
        return column
    }

    func conflict(_ column: Int) -> FileProblem {
        misplaced(
            "第 \(column + 1) 列的单元格位于纵向合并单元格之内，位置无法确定",
            "the cell in column \(column + 1) lies within cells merged downwards")
    }

    private func misplaced(_ zh: String, _ en: String) -> FileProblem {
        FileProblem(
            .fileUnreadable, at: Place(file: limits.file.id, sheet: Int32(sheet), row: Int64(row + 1)),
            zh: "\(zh)；请取消合并或用 Excel 重新另存后报送", en: "\(en); unmerge them, or save the file again from Excel")
    }
}
