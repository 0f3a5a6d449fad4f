import Model
import Tabular

/// Looks through all rows of a sheet for headers below its first rows. Keeps of the sheet only what stands around rows that
/// begin as headers do; what they are is decided when all merges are known.
struct TableSearch {
    /// Rows kept above a row that may be a header, and below it.
    private static let above = 12
    private static let below = 8
    /// Windows of a sheet; what lies further down stays in the last table.
    private static let windowLimit = 1_000

    private struct Window {
        var grid: HeadGrid
        var widths: [Int] = []
        var lastRow: Int
    }

    private let vocabulary: HeaderVocabulary
    private var recent: [(row: Int, cells: [HeadCell], width: Int)] = []
    private var windows: [Window] = []
    private var isOpen = false

    init(_ vocabulary: HeaderVocabulary) { self.vocabulary = vocabulary }

    /// Rows in their order; blank ones may be left out. Answers whether the row is kept, with some above it.
    /// `width` counts cells, blank ones included, where the format knows.
    mutating func add(_ cells: [HeadCell], row: Int, width: Int = 0) {
        let begins = (cells.first { !$0.text.trimmed.isEmpty }.map(isHeaderWord) ?? false) || isUnitLine(cells)
        if begins, row >= HeadGrid.rowLimit - TableSearch.below, !isOpen, windows.count < TableSearch.windowLimit {
            let origin = recent.first?.row ?? row
            windows.append(Window(grid: HeadGrid(), lastRow: row))
            windows[windows.count - 1].grid.origin = max(origin, row - TableSearch.above)
            isOpen = true
            for known in recent { keep(known.cells, known.row, known.width) }
        }
        if isOpen {
            if begins { windows[windows.count - 1].lastRow = row + TableSearch.below }
            if row > windows[windows.count - 1].lastRow {
                isOpen = false
            } else {
                keep(cells, row, width)
            }
        }
        recent.append((row, cells, width))
        if recent.count > TableSearch.above { recent.removeFirst() }
    }

    private mutating func keep(_ cells: [HeadCell], _ row: Int, _ width: Int) {
        let last = windows.count - 1
        let index = row - windows[last].grid.origin
        guard index >= 0 else { return }
        windows[last].grid.append(cells, index: index)
        while windows[last].widths.count < index { windows[last].widths.append(0) }
        windows[last].widths.append(width)
    }

    private func isUnitLine(_ cells: [HeadCell]) -> Bool {
        let texts = cells.lazy.map(\.text).filter { !$0.isEmpty }
        guard let first = texts.first, first.utf8.count <= 200, texts.prefix(5).count <= 4 else { return false }
        let words = Array(texts.map(\.trimmed).filter { !$0.isEmpty })
        return LayoutFinder.isUnitLine(words) || LayoutFinder.isUnitNote(words)
    }

    private func isHeaderWord(_ cell: HeadCell) -> Bool {
        guard cell.kind == .text, cell.text.utf8.count <= 200 else { return false }
        let word = HeaderWords.fold(cell.text)
        return vocabulary.words.contains(word) || RowClassifier.firstHeaders.contains(word)
            || vocabulary.contains(cell.text)
    }

    /// A merge of the sheet, told behind its rows.
    mutating func merge(_ merge: HeadGrid.Merge) {
        for i in windows.indices {
            let origin = windows[i].grid.origin
            guard merge.rows.upperBound >= origin, merge.rows.lowerBound <= windows[i].lastRow else { continue }
            windows[i].grid.merge(
                HeadGrid.Merge(
                    rows: (merge.rows.lowerBound - origin)...(merge.rows.upperBound - origin), columns: merge.columns))
        }
    }

    /// The tables known, and those below them.
    func tables(below known: [TableLayout]) -> [TableLayout] {
        guard !known.isEmpty else { return known }
        var tables = known
        for window in windows {
            let finder = LayoutFinder(grid: window.grid, vocabulary: vocabulary, widths: window.widths)
            guard let last = tables.last else { break }
            // Of tables beside each other all have the rows of the last one; their columns together are its header.
            var whole = last
            let beside = tables.filter { $0.firstRow == last.firstRow }
            whole.columns = beside.flatMap(\.columns)
            whole.block = nil
            let more = finder.findMore(below: &whole)
            for i in tables.indices where tables[i].firstRow == last.firstRow && !tables[i].statesUnits {
                tables[i].takeUnits(of: whole)
            }
            tables += more
        }
        return LayoutFinder.bounded(tables)
    }
}
