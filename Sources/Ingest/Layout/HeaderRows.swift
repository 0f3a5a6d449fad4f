import Model

/// Which rows of a grid are a header, and of how many levels: by the words that datasets want, else by their shape.
struct HeaderRows {
    let grid: HeadGrid
    let vocabulary: HeaderVocabulary

    /// Levels that a header may have.
    static let levelLimit = 6

    /// Rows that may be a header.
    struct Candidate {
        var rows: ClosedRange<Int>
        /// Columns whose texts datasets want; columns with a text.
        var hits: Int
        var filled: Int
        /// No cell of the lowest row reads like a value.
        var isText: Bool

        /// Good enough to stand for a table below or above another one.
        var isSure: Bool { hits >= 2 && hits * 2 >= filled && isText }
    }

    /// In order of rows; one that begins within another, with fewer hits, is left out.
    func candidates() -> [Candidate] {
        var found: [Candidate] = []
        let gaps = (0..<grid.rowCount).map(gapLevels)
        for row in 0..<grid.rowCount where !grid.filled(row).isEmpty {
            let rows = levels(at: row, gaps: gaps)
            let columns = Set(rows.flatMap { grid.filled($0) })
            let hits = columns.count { column in
                let (whole, own) = (path(rows, column), grid.text(row, column))
                return vocabulary.contains(whole) || (own != whole && vocabulary.contains(own))
            }
            guard hits >= 2 || hits * 2 >= columns.count && hits > 0 else { continue }
            let isText = !grid.filled(rows.upperBound).contains { grid.isValue(rows.upperBound, $0) }
            let candidate = Candidate(rows: rows, hits: hits, filled: columns.count, isText: isText)
            if let last = found.last, last.rows.overlaps(rows) {
                if hits > last.hits { found[found.count - 1] = candidate }
            } else {
                found.append(candidate)
            }
        }
        return found
    }

    /// No known word: the first row of texts that is about as wide as the widest.
    func byShape() -> ClosedRange<Int>? {
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

    // MARK: Levels

    /// The rows of a header that `row` belongs to.
    ///
    /// - Parameter gaps: by row what `gapLevels` says of it, where that is known.
    private func levels(at row: Int, gaps: [ClosedRange<Int>] = []) -> ClosedRange<Int> {
        let merged = mergedLevels(at: row)
        if merged.count > 1 { return merged }
        for top in max(0, row - HeaderRows.levelLimit + 1)...row {
            let rows = top < gaps.count ? gaps[top] : gapLevels(from: top)
            if rows.contains(row) { return rows }
        }
        return row...row
    }

    /// Cells merged downwards say how many levels there are; each level may bring further ones.
    private func mergedLevels(at row: Int) -> ClosedRange<Int> {
        var rows = row...row
        var isGrowing = true
        while isGrowing, rows.count <= HeaderRows.levelLimit {
            isGrowing = false
            for merge in grid.merges
            where merge.rows.count > 1 && merge.rows.count <= HeaderRows.levelLimit && merge.rows.overlaps(rows) {
                if grid.text(merge.rows.lowerBound, merge.columns.lowerBound).isEmpty { continue }
                // A title over several rows, alone in them, is no level.
                if isTitle(merge) { continue }
                let wider =
                    min(rows.lowerBound, merge.rows.lowerBound)...max(rows.upperBound, merge.rows.upperBound)
                if wider != rows {
                    rows = wider
                    isGrowing = true
                }
            }
        }
        return max(0, rows.lowerBound)...min(rows.upperBound, grid.rowCount - 1)
    }

    private func isTitle(_ merge: HeadGrid.Merge) -> Bool {
        merge.rows.allSatisfy { row in grid.filled(row).allSatisfy { merge.columns.contains($0) } }
    }

    /// Where only the anchor of a group holds its text, as in CSV: each row fills gaps that the rows above it leave, and
    /// together they name every column.
    private func gapLevels(from top: Int) -> ClosedRange<Int> {
        let first = grid.filled(top)
        guard first.count >= 2, let left = first.first, !isLabelled(top) else { return top...top }
        var anchors = Set(first)
        var whole = top...top
        var row = top + 1
        while row < grid.rowCount, row - top < HeaderRows.levelLimit, subdivides(row, anchors) {
            anchors.formUnion(grid.filled(row))
            guard let right = anchors.max() else { break }
            if (left...right).allSatisfy(anchors.contains) { whole = top...row }
            row += 1
        }
        if whole.count == 1 { return whole }
        // A column of its own, down through all levels, tells names of groups from a line above the header; so do a third
        // level and names that need a group to differ.
        let lowest = grid.filled(whole.upperBound)
        let names = Set(lowest.map { HeaderWords.fold(grid.text(whole.upperBound, $0)) })
        let areGroups = first.contains { !lowest.contains($0) } || whole.count > 2 || names.count < lowest.count
        return areGroups ? whole : top...top
    }

    /// The row names columns below groups only: in each that it enters it begins at the anchor.
    private func subdivides(_ row: Int, _ anchors: Set<Int>) -> Bool {
        let low = grid.filled(row)
        guard low.count >= 2, !low.contains(where: { grid.isValue(row, $0) }) else { return false }
        let filled = Set(low)
        let sorted = anchors.sorted()
        guard let left = sorted.first, let last = sorted.last else { return false }
        // Where the first column is open and some gap is named, a group of one column is one too.
        let isOpen = !filled.contains(left) && low.contains { !anchors.contains($0) }
        for column in low {
            guard let anchor = sorted.last(where: { $0 <= column }), filled.contains(anchor) else { return false }
            let isGroup = anchor == last ? low.contains { $0 > anchor } : !anchors.contains(anchor + 1)
            guard isGroup || isOpen else { return false }
        }
        return true
    }

    /// 填报单位：… and the like.
    private func isLabelled(_ row: Int) -> Bool {
        grid.filled(row).contains { column in
            let text = grid.text(row, column)
            // Hardly any cell of a sheet has a colon; those without are no labels.
            guard text.hasColon else { return false }
            let word = HeaderWords.narrow(text)
            return TitleBlock.labels.contains { word.hasPrefix($0 + ":") }
        }
    }

    // MARK: Texts

    /// The levels of a column's header, from the top, joined by `/`.
    func path(_ rows: ClosedRange<Int>, _ column: Int) -> String {
        var parts: [String] = []
        var anchors: Set<Int> = []
        for row in rows {
            var (text, anchor) = grid.covering(row, column)
            if text.isEmpty, row < rows.upperBound { text = group(rows, row, column) }
            if text.isEmpty || (anchor < row && anchors.contains(anchor)) { continue }
            anchors.insert(anchor)
            parts.append(text.withoutLineBreaks)
        }
        return parts.joined(separator: "/")
    }

    /// The gap right of an anchor that is not merged belongs to it where a lower level names the column, up to the next
    /// text of this level or of one above.
    private func group(_ rows: ClosedRange<Int>, _ row: Int, _ column: Int) -> String {
        guard ((row + 1)...rows.upperBound).contains(where: { !grid.text($0, column).isEmpty }) else { return "" }
        for left in stride(from: column - 1, through: 0, by: -1) {
            let upper = (rows.lowerBound..<row).contains { !grid.text($0, left + 1).isEmpty }
            if upper { return "" }
            let text = grid.covering(row, left).text
            if !text.isEmpty { return text }
        }
        return ""
    }
}

extension String {
    /// `:` or `：`.
    fileprivate var hasColon: Bool {
        var before: (UInt8, UInt8) = (0, 0)
        for byte in utf8 {
            if byte == 0x3A || (byte == 0x9A && before == (0xEF, 0xBC)) { return true }
            before = (before.1, byte)
        }
        return false
    }

    /// Without characters that end lines.
    fileprivate var withoutLineBreaks: String {
        // Neither control characters nor U+2028, U+2029 are made of other bytes.
        if utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != 0xC2 && $0 != 0xE2 }) { return self }
        return String(unicodeScalars.filter { !$0.properties.isNewline })
    }
}

extension Unicode.Scalar.Properties {
    /// A character that ends a line.
    var isNewline: Bool { generalCategory == .control || generalCategory == .lineSeparator }
}
