/// A row of XML Spreadsheet 2003 as nearly all are: cells with texts, numbers and dates, one behind the other or at an
/// index; no formulas, merges, links or comments, no formatting within a text. Read whole before anything is made of it.
final class SpreadsheetPlainRow: PlainRow {
    struct Cell {
        /// From 1; nil: behind the cell before.
        var index: Int?
        var style = PlainRange()
        var hasData = false
        /// First letter of the data's type.
        var type: UInt8 = 0
        var text = PlainText(start: 0, count: 0, hasReferences: false)
    }

    /// An attribute's value; empty where there is none.
    struct PlainRange {
        var start = 0
        var count = 0

        func text(_ base: UnsafePointer<UInt8>) -> String? {
            count == 0 ? nil : String(decoding: UnsafeBufferPointer(start: base + start, count: count), as: UTF8.self)
        }
    }

    // Unchecked: read and written for every cell, by one thread.
    @exclusivity(unchecked) private(set) var cells: [Cell] = []
    @exclusivity(unchecked) private(set) var style = PlainRange()

    /// Reads the row that begins at `from`, blanks before it. Answers where it ends; nil where it is not plain, or not whole.
    func read(_ base: UnsafePointer<UInt8>, from: Int, to: Int) -> Int? {
        var cursor = XMLMarkup(base, from: from, to: to)
        cells.removeAll(keepingCapacity: true)
        style = PlainRange()
        cursor.skipBlanks()
        guard cursor.take("<Row") else { return nil }
        guard let opened = cursor.take(">") ? .open : readRowTag(&cursor) else { return nil }
        if opened == .closed { return cursor.at }
        while true {
            cursor.skipBlanks()
            if cursor.take("<Cell") {
                guard readCell(&cursor) else { return nil }
            } else {
                return cursor.take("</Row>") ? cursor.at : nil
            }
        }
    }

    private func readRowTag(_ cursor: inout XMLMarkup) -> XMLMarkup.TagEnd? {
        var seen = 0
        let base = cursor.base
        return cursor.takeAttributes { name, value in
            if name.isWord("ss:StyleID") {
                style = SpreadsheetPlainRow.range(value, base)
                return SpreadsheetPlainRow.once(1, &seen)
            }
            return name.isWord("ss:AutoFitHeight")
                ? SpreadsheetPlainRow.once(2, &seen)
                : name.isWord("ss:Height") && SpreadsheetPlainRow.once(4, &seen)
        }
    }

    @inline(__always) private func readCell(_ cursor: inout XMLMarkup) -> Bool {
        var cell = Cell()
        guard let opened = cursor.take(">") ? .open : readCellTag(&cursor, &cell) else { return false }
        if opened == .open {
            cursor.skipBlanks()
            if cursor.take("<Data") {
                guard readData(&cursor, &cell) else { return false }
                cursor.skipBlanks()
            }
            guard cursor.take("</Cell>") else { return false }
        }
        cells.append(cell)
        return true
    }

    private func readCellTag(_ cursor: inout XMLMarkup, _ cell: inout Cell) -> XMLMarkup.TagEnd? {
        var seen = 0
        let base = cursor.base
        return cursor.takeAttributes { name, value in
            if name.isWord("ss:StyleID") {
                cell.style = SpreadsheetPlainRow.range(value, base)
                return SpreadsheetPlainRow.once(1, &seen)
            }
            guard name.isWord("ss:Index") else { return false }
            cell.index = XMLAttributes.number(value)
            return SpreadsheetPlainRow.once(2, &seen)
        }
    }

    /// The first letter of the data's type, and all of its tag. nil where there is none, or no data.
    @inline(__always) private func readType(_ cursor: inout XMLMarkup) -> UInt8? {
        if cursor.take(" ss:Type=\"String\">") { return 0x53 }
        if cursor.take(" ss:Type=\"Number\">") { return 0x4E }
        if cursor.take(" ss:Type=\"DateTime\">") { return 0x44 }
        var type: UInt8?
        let opened = cursor.takeAttributes { name, value in
            guard name.isWord("ss:Type"), type == nil else { return false }
            // Both dates and others that begin with the same letter are told by it.
            type = value.first
            return type != nil
        }
        return opened == .open ? type : nil
    }

    @inline(__always) private func readData(_ cursor: inout XMLMarkup, _ cell: inout Cell) -> Bool {
        guard let type = readType(&cursor), let text = cursor.takeText(), cursor.take("</Data>"),
            !text.hasReferences || text.hasKnownReferences(cursor.base)
        else { return false }
        cell.hasData = true
        cell.type = type
        cell.text = text
        return true
    }

    @inline(__always) private static func once(_ bit: Int, _ seen: inout Int) -> Bool {
        defer { seen |= bit }
        return seen & bit == 0
    }

    @inline(__always) private static func range(_ value: UnsafeBufferPointer<UInt8>, _ base: UnsafePointer<UInt8>)
        -> PlainRange
    {
        guard let start = value.baseAddress else { return PlainRange() }
        return PlainRange(start: base.distance(to: start), count: value.count)
    }
}
