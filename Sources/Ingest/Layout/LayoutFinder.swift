import Definitions
import Model
import Tabular

/// Finds the header among the first rows of a sheet: by the words that datasets want, else by its shape.
struct LayoutFinder {
    let grid: HeadGrid
    let vocabulary: HeaderVocabulary
    /// Number of cells of each row, blank ones included, where the format knows it (CSV).
    var widths: [Int] = []

    func find() -> TableLayout? {
        guard let rows = headerRows() else { return nil }
        let bottom = rows.upperBound
        var columns: [HeaderColumn] = []
        let width = max(
            bottom < widths.count ? widths[bottom] : 0, rows.map { grid.texts[$0].count }.max() ?? 0,
            grid.merges.filter { rows.overlaps($0.rows) }.map { $0.columns.upperBound + 1 }.max() ?? 0)
        for column in 0..<width {
            let path = path(rows, column)
            if path.isEmpty { continue }
            columns.append(
                HeaderColumn(path: path, unit: HeaderWords.split(path: path).unit, position: column))
        }
        var layout = TableLayout(
            headerRows: (rows.lowerBound + 1)...(bottom + 1), columns: columns,
            levels: rows.map { row in
                grid.filled(row).map { HeaderText(column: $0, text: grid.text(row, $0)) }
            }, width: width, columnNumberRows: numbersColumns(bottom + 1, columns) ? 1 : 0, head: [])
        TitleBlock(grid: grid, above: rows.lowerBound).read(into: &layout)
        layout.head = (0..<rows.lowerBound).map { grid.filled($0).isEmpty ? .blank : .title }
        layout.head += rows.map { _ in .header }
        layout.head += Array(repeating: .columnNumbers, count: layout.columnNumberRows)
        return layout
    }

    // MARK: Which rows

    private func headerRows() -> ClosedRange<Int>? {
        var best: (hits: Int, rows: ClosedRange<Int>)?
        for row in 0..<grid.rowCount {
            let filled = grid.filled(row)
            if filled.isEmpty { continue }
            let rows = levels(at: row)
            let columns = Set(rows.flatMap { grid.filled($0) })
            let hits = columns.count { vocabulary.contains(path(rows, $0)) || vocabulary.contains(grid.text(row, $0)) }
            guard hits >= 2 || hits * 2 >= columns.count && hits > 0 else { continue }
            if hits > best?.hits ?? 0 { best = (hits, rows) }
        }
        return best?.rows ?? byShape()
    }

    /// No known word: the first row of texts that is about as wide as the widest.
    private func byShape() -> ClosedRange<Int>? {
        let widest = (0..<grid.rowCount).map { grid.filled($0).count }.max() ?? 0
        for row in 0..<grid.rowCount {
            let filled = grid.filled(row)
            guard !filled.isEmpty, filled.count * 5 >= widest * 3, !filled.contains(where: { grid.isValue(row, $0) })
            else { continue }
            if widest > 1, filled.count < 2 { continue }
            return levels(at: row)
        }
        return nil
    }

    /// The rows of a header that `row` belongs to.
    private func levels(at row: Int) -> ClosedRange<Int> {
        var top = row
        var bottom = row
        // Cells merged downwards say how many levels there are.
        for merge in grid.merges where merge.rows.count > 1 && merge.rows.contains(row) {
            if grid.text(merge.rows.lowerBound, merge.columns.lowerBound).isEmpty { continue }
            top = min(top, merge.rows.lowerBound)
            bottom = max(bottom, merge.rows.upperBound)
        }
        if top < bottom { return top...min(bottom, grid.rowCount - 1) }
        if isSecondLevel(row + 1, below: row) { return row...(row + 1) }
        if row > 0, isSecondLevel(row, below: row - 1) { return (row - 1)...row }
        return row...row
    }

    /// Without merges only the anchor of a group holds its text: the lower row fills exactly the gaps of the upper one.
    private func isSecondLevel(_ lower: Int, below upper: Int) -> Bool {
        let low = grid.filled(lower)
        let high = Set(grid.filled(upper))
        guard low.count >= 2, high.count >= 2, let last = low.last, let firstHigh = high.min() else { return false }
        guard !low.contains(where: { grid.isValue(lower, $0) }) else { return false }
        let lowSet = Set(low)
        for column in low where high.contains(column) {
            guard !high.contains(column + 1), lowSet.contains(column + 1) else { return false }
        }
        let gaps = (firstHigh...max(last, firstHigh)).filter { !high.contains($0) }
        return !gaps.isEmpty && gaps.allSatisfy(lowSet.contains) && (low.first ?? 0) >= firstHigh
            && high.contains { !lowSet.contains($0) }
    }

    // MARK: Texts

    private func path(_ rows: ClosedRange<Int>, _ column: Int) -> String {
        var parts: [String] = []
        var anchors: Set<Int> = []
        for row in rows {
            var (text, anchor) = grid.covering(row, column)
            if text.isEmpty, row < rows.upperBound, !grid.text(rows.upperBound, column).isEmpty {
                // The gap right of an anchor in a table without merges.
                text = (0..<column).reversed().lazy.map { grid.covering(row, $0).text }.first { !$0.isEmpty } ?? ""
            }
            if text.isEmpty || (anchor < row && anchors.contains(anchor)) { continue }
            anchors.insert(anchor)
            parts.append(String(text.unicodeScalars.filter { !$0.properties.isNewline }))
        }
        return parts.joined(separator: "/")
    }

    /// The row below the header that numbers its columns: 甲 乙 1 2 …, or 1 2 3 4 5 …; fewer plain numbers may be a record.
    private func numbersColumns(_ row: Int, _ columns: [HeaderColumn]) -> Bool {
        let filled = grid.filled(row)
        guard let first = filled.first, filled == columns.map(\.position) else { return false }
        guard filled.count >= (HeaderWords.fold(grid.text(row, first)) == "甲" ? 3 : 5) else { return false }
        let stems = "甲乙丙丁戊己庚辛壬癸".map(String.init)
        var next = 1
        for (i, column) in filled.enumerated() {
            let word = HeaderWords.fold(grid.text(row, column)).filter { !"()".contains($0) }
            if next == 1, i < stems.count, word == stems[i] { continue }
            guard word == String(next) else { return false }
            next += 1
        }
        return true
    }
}

extension Unicode.Scalar.Properties {
    /// A character that ends a line.
    var isNewline: Bool { generalCategory == .control || generalCategory == .lineSeparator }
}
