/// A row of a worksheet as nearly all are: cells with a value or an inline text, no formulas, no formatting within a text.
/// Read whole before anything is made of it.
final class XLSXPlainRow: PlainRow {
    struct Cell {
        /// As stated (`AB12`); empty: behind the cell before.
        var place = (start: 0, count: 0)
        /// The same place from 0, where it is written in the usual form; else −1.
        var column = -1
        var row = -1
        var style = 0
        var type = XLSXHandler.CellType.number
        var hasValue = false
        /// The shared string that it refers to; −1 where it refers to none, or not in one to nine digits.
        var string = -1
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
        if !readUsualRowTag(&cursor) {
            guard let opened = readRowTag(&cursor) else { return nil }
            if opened == .closed { return cursor.at }
        }
        while true {
            cursor.skipBlanks()
            if cursor.take("<c") {
                guard readCell(&cursor) else { return nil }
            } else {
                return cursor.take("</row>") ? cursor.at : nil
            }
        }
    }

    /// ` r="12">`, and nothing else.
    @inline(__always) private func readUsualRowTag(_ cursor: inout XMLMarkup) -> Bool {
        guard cursor.end &- cursor.at >= XLSXPlainRow.usualTag else { return false }
        var at = cursor.base + cursor.at
        guard at[0] == 0x20, at[1] == 0x72, at[2] == 0x3D, at[3] == 0x22 else { return false }
        at += 4
        guard let stated = XLSXPlainRow.digits(&at), at[0] == 0x22, at[1] == 0x3E else { return false }
        number = stated
        cursor.move(to: cursor.base.distance(to: at + 2))
        return true
    }

    private func readRowTag(_ cursor: inout XMLMarkup) -> XMLMarkup.TagEnd? {
        var (height, custom, format, styled, spans, descent) = (false, false, false, false, false, false)
        func once(_ flag: inout Bool) -> Bool {
            defer { flag = true }
            return !flag
        }
        return cursor.takeAttributes { name, value in
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
    }

    @inline(__always) private func readCell(_ cursor: inout XMLMarkup) -> Bool {
        var cell = Cell()
        guard let opened = readUsualTag(&cursor, &cell) ?? readTag(&cursor, &cell) else { return false }
        if opened == .open {
            cursor.skipBlanks()
            if cursor.take("<v>") {
                guard readText(&cursor, &cell), cursor.take("</v>") else { return false }
                if cell.type == .shared { cell.string = XLSXPlainRow.number(cell.text, cursor.base) }
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

    /// Bytes that hold any usual tag.
    private static let usualTag = 64

    /// ` r="AB12" s="3" t="s">` in this order, the latter two or not, as most programs write it. nil: it is another one,
    /// and nothing was read.
    @inline(__always) private func readUsualTag(_ cursor: inout XMLMarkup, _ cell: inout Cell) -> XMLMarkup.TagEnd? {
        guard cursor.end &- cursor.at >= XLSXPlainRow.usualTag else { return nil }
        var at = cursor.base + cursor.at
        guard at[0] == 0x20, at[1] == 0x72, at[2] == 0x3D, at[3] == 0x22 else { return nil }
        at += 4
        let place = at
        var column = 0
        while (at[0] &- 0x41) < 26, place.distance(to: at) < 3 {
            column = column &* 26 &+ Int(at[0] &- 0x40)
            at += 1
        }
        guard column > 0, let row = XLSXPlainRow.digits(&at), row > 0, at[0] == 0x22 else { return nil }
        let length = place.distance(to: at)
        at += 1
        var style = 0
        if at[0] == 0x20, at[1] == 0x73, at[2] == 0x3D, at[3] == 0x22 {
            at += 4
            guard let stated = XLSXPlainRow.digits(&at), at[0] == 0x22 else { return nil }
            style = stated
            at += 1
        }
        var type = XLSXHandler.CellType.number
        if at[0] == 0x20, at[1] == 0x74, at[2] == 0x3D, at[3] == 0x22 {
            at += 4
            let word = at
            while (at[0] | 0x20) &- 0x61 < 26, word.distance(to: at) < 9 { at += 1 }
            guard at[0] == 0x22 else { return nil }
            type = XLSXHandler.type(UnsafeBufferPointer(start: word, count: word.distance(to: at)))
            at += 1
        }
        let isClosed = at[0] == 0x2F
        guard at[isClosed ? 1 : 0] == 0x3E else { return nil }
        cell.place = (cursor.base.distance(to: place), length)
        (cell.column, cell.row, cell.style, cell.type) = (column - 1, row - 1, style, type)
        cursor.move(to: cursor.base.distance(to: at) + (isClosed ? 2 : 1))
        return isClosed ? .closed : .open
    }

    /// One to seven digits.
    @inline(__always) private static func digits(_ at: inout UnsafePointer<UInt8>) -> Int? {
        var value = 0
        var count = 0
        while (at[0] &- 0x30) <= 9, count < 7 {
            value = value &* 10 &+ Int(at[0] &- 0x30)
            at += 1
            count += 1
        }
        return count > 0 ? value : nil
    }

    private func readTag(_ cursor: inout XMLMarkup, _ cell: inout Cell) -> XMLMarkup.TagEnd? {
        var seen = 0
        let base = cursor.base
        return cursor.takeAttributes { name, value in
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
    }

    @inline(__always) private static func number(_ text: PlainText, _ base: UnsafePointer<UInt8>) -> Int {
        var at = base + text.start
        guard text.count > 0, text.count < 10 else { return -1 }
        let end = at + text.count
        var value = 0
        while at < end {
            let digit = at[0] &- 0x30
            guard digit <= 9 else { return -1 }
            value = value &* 10 &+ Int(digit)
            at += 1
        }
        return value
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
