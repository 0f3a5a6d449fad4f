import Model

extension HeaderColumn {
    static let unitHeaders: Set<String> = ["单位", "计量单位", "金额单位", "unit"]

    /// Sees what the first cells of a column say of units.
    mutating func look(at grid: HeadGrid, rows: Range<Int>) {
        for cell in grid.shown where cell.column == position && rows.contains(cell.row) {
            if !formats.contains(cell.unit) { formats.append(cell.unit) }
        }
        if HeaderColumn.unitHeaders.contains(HeaderWords.fold(path)) {
            let words = rows.map { HeaderWords.narrow(grid.text($0, position)) }.filter { !$0.isEmpty }
            holdsUnits = !words.isEmpty && words.allSatisfy { Unit(named: $0) != nil }
        }
        bringsUnits = rows.contains { row in
            let text = grid.text(row, position)
            // Most cells are told by their ends.
            guard let first = text.utf8.first, let last = text.utf8.last, first < 0x40 || first == 0xEF, last >= 0x80
            else { return false }
            return HeaderWords.isAmountWithUnit(HeaderWords.narrow(text))
        }
    }
}

extension HeaderWords {
    /// 120.5万元: a number, and behind it a unit of money or of area.
    static func isAmountWithUnit(_ word: String) -> Bool {
        guard let first = word.utf8.first, first < 0x40,
            let last = word.lastIndex(where: { $0.isASCII && $0.isNumber }),
            word[...last].utf8.allSatisfy({ "0123456789.,-+".utf8.contains($0) }),
            let unit = Unit(named: word[word.index(after: last)...])
        else { return false }
        return unit.dimension == .money || unit.dimension == .area
    }
}
