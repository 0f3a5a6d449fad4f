import Definitions
import Model
import Tabular

/// Keeps the first rows of each sheet, and what the survey says of the rest: merges, what is hidden.
final class SheetHeads: SheetSink {
    private let vocabulary: HeaderVocabulary
    private let limits: SheetLimits
    private(set) var sheets: [SheetSurvey] = []
    private var grid = HeadGrid()
    private var name = ""
    private var hiddenRows: [ClosedRange<Int>] = []
    private var hiddenColumns: [ClosedRange<Int>] = []
    private var merges: [HeadGrid.Merge] = []
    private var isReconstructed = false
    private var refusal: FileProblem?
    /// nil: only the first rows are looked at.
    private var search: TableSearch?
    private let searches: Bool
    /// Rows below those that are looked at were met.
    private(set) var hasSeenEnough = false
    private var showsAll = true
    private var isInside = false

    /// Hidden runs of rows that are told of; more are counted as one.
    private static let hiddenRuns = 64

    /// - Parameter searches: all rows are looked at for tables, not only the first ones.
    init(_ vocabulary: HeaderVocabulary, _ limits: SheetLimits, searches: Bool = false) {
        self.vocabulary = vocabulary
        self.searches = searches
        self.limits = limits
    }

    func startSheet(_ position: Int, name: String) -> Bool {
        grid = HeadGrid()
        self.name = name
        isInside = true
        hiddenRows = []
        hiddenColumns = []
        merges = []
        isReconstructed = false
        refusal = nil
        search = searches ? TableSearch(vocabulary) : nil
        hasSeenEnough = false
        return true
    }

    func row(_ number: Int, _ row: SheetRow) -> Bool {
        guard number < HeadGrid.rowLimit || search != nil else {
            hasSeenEnough = true
            showsAll = false
            return false
        }
        var cells: [HeadCell] = []
        for column in 0..<row.width where row.ends[column] > row.starts[column] {
            cells.append(HeadCell(column: column, text: row.string(column), kind: row.kinds[column]))
            if !row.shown.isEmpty { cells[cells.count - 1].shown = row.shown(column) }
        }
        for merge in row.merges {
            if let at = cells.firstIndex(where: { $0.column == merge.column }) {
                cells[at].across = merge.across
                cells[at].down = merge.down
            }
        }
        grid.append(cells, index: number)
        search?.add(cells, row: number)
        return true
    }

    func merge(_ merge: HeadGrid.Merge) {
        grid.merge(merge)
        search?.merge(merge)
        if merge.rows.count > 1 { merges.append(merge) }
    }

    func hide(rows: ClosedRange<Int>) {
        if let last = hiddenRows.last,
            last.upperBound + 1 == rows.lowerBound || hiddenRows.count == SheetHeads.hiddenRuns
        {
            hiddenRows[hiddenRows.count - 1] = last.lowerBound...max(last.upperBound, rows.upperBound)
        } else {
            hiddenRows.append(rows)
        }
    }

    func noteReconstruction() { isReconstructed = true }

    func refuse(_ problem: FileProblem) -> Bool {
        refusal = problem
        return true
    }

    func hide(columns: ClosedRange<Int>) { hiddenColumns.append(columns) }

    /// Ends the sheet under way, if there is one.
    func closeSheet() { if isInside { endSheet(hidden: false) } }

    func endSheet(hidden: Bool) {
        isInside = false
        var tables = LayoutFinder(grid: grid, vocabulary: vocabulary).find()
        if let search { tables = search.tables(below: tables) }
        if refusal != nil { tables = [] }
        var sheet = SheetSurvey(
            name: name, position: sheets.count, hidden: hidden, tables: tables, isEmpty: grid.isEmpty)
        sheet.isReconstructed = isReconstructed
        sheet.refusal = refusal
        sheet.hiddenRows = hiddenRows
        sheet.hiddenColumns = hiddenColumns
        sheet.merges = merges.sorted {
            ($0.rows.lowerBound, $0.columns.lowerBound) < ($1.rows.lowerBound, $1.columns.lowerBound)
        }
        sheets.append(sheet)
    }

    /// The sheet just ended stands in this part.
    func note(part: String) { if !sheets.isEmpty { sheets[sheets.count - 1].part = part } }

    /// What all sheets together are.
    func survey(_ format: FileFormat, isValidated: Bool = true) throws(FileProblem) -> FileSurvey {
        if sheets.isEmpty || sheets.allSatisfy(\.isEmpty) { throw FileSurvey.emptyFile(limits.file) }
        var survey = FileSurvey(format: format, encoding: .utf8, sheets: sheets, isValidated: isValidated)
        survey.showsAll = showsAll || searches
        return survey
    }
}
