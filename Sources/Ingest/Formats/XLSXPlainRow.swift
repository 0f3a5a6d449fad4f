/// A row of a worksheet as nearly all are: cells with a value or an inline text, no formulas, no formatting within a text.
/// Read whole before anything is made of it.
final class XLSXPlainRow: PlainRow {
    struct Cell {
        /// As stated (`AB12`); empty: behind the cell before.
        var place = (start: 0, count: 0)
        var style = 0
        var type = XLSXHandler.CellType.number
        var hasValue = false
        var text = PlainText(start: 0, count: 0, hasReferences: false)
    }

    // Unchecked: read and written for every cell, by one thread.
    @exclusivity(unchecked) private(set) var cells: [Cell] = []
    /// As stated, from 1.
    @exclusivity(unchecked) private(set) var number: Int?

    /// Reads the row that begins at `from`, blanks before it. Answers where it ends; nil where it is not plain, or not whole.
    func read(_ base: UnsafePointer<UInt8>, from: Int, to: Int) -> Int? {
        var cursor = XMLMarkup(base, from: from, to: to)
        cells.removeAll(keepingCapacity: true)
        number = nil
        cursor.skipBlanks()
        guard cursor.take("<row") else { return nil }
        var (height, custom, format, styled, spans, descent) = (false, false, false, false, false, false)
        func once(_ flag: inout Bool) -> Bool {
            defer { flag = true }
            return !flag
        }
        let opened = cursor.takeAttributes { name, value in
            if name.isWord("r") {
                guard number == nil else { return false }
                number = XMLAttributes.number(value)
                return true
            }
            if name.isWord("spans") { return once(&spans) }
            if name.isWord("ht") { return once(&height) }
            if name.isWord("customHeight") { return once(&custom) }
            if name.isWord("customFormat") { return once(&format) }
            if name.isWord("s") { return once(&styled) }
            return name.isWord("x14ac:dyDescent") && once(&descent)
        }
        guard let opened else { return nil }
        if opened == .closed { return cursor.at }
        while true {
            cursor.skipBlanks()
            if cursor.take("<c") {
                guard readCell(&cursor) else { return nil }
            } else {
                return cursor.take("</row>") ? cursor.at : nil
            }
        }
    }

    @inline(__always) private func readCell(_ cursor: inout XMLMarkup) -> Bool {
        var cell = Cell()
        var seen = 0
        let base = cursor.base
        let opened = cursor.takeAttributes { name, value in
            guard name.count == 1, let start = value.baseAddress else { return false }
            switch name[0] {
            case 0x72 where seen & 1 == 0:  // r
                seen |= 1
                cell.place = (base.distance(to: start), value.count)
                return value.count > 0
            case 0x73 where seen & 2 == 0:  // s
                seen |= 2
                cell.style = XMLAttributes.number(value)
                return true
            case 0x74 where seen & 4 == 0:  // t
                seen |= 4
                cell.type = XLSXHandler.type(value)
                return true
            default: return false
            }
        }
        guard let opened else { return false }
        if opened == .open {
            cursor.skipBlanks()
            if cursor.take("<v>") {
                guard readText(&cursor, &cell), cursor.take("</v>") else { return false }
                cursor.skipBlanks()
            } else if cursor.take("<is><t>") || cursor.take("<is><t xml:space=\"preserve\">") {
                guard readText(&cursor, &cell), cursor.take("</t></is>") else { return false }
                cursor.skipBlanks()
            }
            guard cursor.take("</c>") else { return false }
        }
        cells.append(cell)
        return true
    }

    @inline(__always) private func readText(_ cursor: inout XMLMarkup, _ cell: inout Cell) -> Bool {
        guard let text = cursor.takeText(), !text.hasReferences || text.hasKnownReferences(cursor.base) else {
            return false
        }
        cell.hasValue = true
        cell.text = text
        return true
    }
}
