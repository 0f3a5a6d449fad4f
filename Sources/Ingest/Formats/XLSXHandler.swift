import CLibXML2
import Definitions
import Model
import Tabular

/// Follows the elements of a worksheet and hands over rows.
final class XLSXHandler: XMLHandler {
    private enum Element {
        case worksheet, columns, column, sheetData, row, cell, value, formula, inline, run, text, merges, merge, other
    }

    enum CellType { case number, shared, string, inline, boolean, error, date }

    private let sink: any SheetSink
    /// Names without a prefix are SpreadsheetML's in all of the part.
    @exclusivity(unchecked) private var hasPlainNames = false
    private let plainRow = XLSXPlainRow()
    private let book: XLSXWorkbook
    private let strings: XLSXStrings
    /// By style index how numbers are shown.
    private let shown: [NumberShown]
    private let is1904: Bool
    private let cellBytes: Int
    private let cellCount: Int
    private let sheet: Int
    private let isHidden: Bool
    /// Only what follows the rows is parsed.
    private let isTail: Bool
    // Unchecked: see `XMLHandler`.
    @exclusivity(unchecked) private var path: [Element] = []
    /// Of SpreadsheetML; the parser keeps one copy of each name, so an address tells it.
    @exclusivity(unchecked) private var mainURI: UnsafePointer<xmlChar>?
    private let row = SheetRow()
    @exclusivity(unchecked) private var number = -1
    @exclusivity(unchecked) private var nextColumn = 0
    @exclusivity(unchecked) private var column = 0
    @exclusivity(unchecked) private var start = 0
    @exclusivity(unchecked) private var type = CellType.number
    @exclusivity(unchecked) private var style = 0
    @exclusivity(unchecked) private var hasFormula = false
    @exclusivity(unchecked) private var cells = 0
    @exclusivity(unchecked) private var collects = false

    init(
        limits: SheetLimits, sheet: Int, book: XLSXWorkbook, isTail: Bool = false, sink: any SheetSink
    ) {
        self.sink = sink
        self.book = book
        strings = book.strings
        shown = book.styles
        is1904 = book.is1904
        cellBytes = limits.cellBytes
        cellCount = limits.bounds.cells
        self.sheet = sheet
        self.isTail = isTail
        isHidden = sheet < book.sheets.count && book.sheets[sheet].isHidden
        super.init(limits: limits)
        if !isTail { collects = sink.startSheet(sheet, name: sheet < book.sheets.count ? book.sheets[sheet].name : "") }
    }

    override func start(
        _ name: UnsafePointer<xmlChar>, _ uri: UnsafePointer<xmlChar>?, _ attributes: XMLAttributes,
        _ namespaces: XMLNamespaces
    ) {
        let element = kind(name, uri)
        path.append(element)
        switch element {
        case .worksheet:
            hasPlainNames =
                namespaces.binds(nil, to: XLSXNames.main) || namespaces.binds(nil, to: XLSXNames.strict)
        case .sheetData: if namespaces.count > 0 { hasPlainNames = false }
        case .row: startRow(attributes)
        case .cell: startCell(attributes)
        case .formula: hasFormula = true
        case .column: hide(attributes)
        case .merge: merge(attributes)
        default: break
        }
    }

    private func kind(_ name: UnsafePointer<xmlChar>, _ uri: UnsafePointer<xmlChar>?) -> Element {
        if uri != mainURI || uri == nil {
            guard XLSXNames.isMain(uri) else { return .other }
            mainURI = uri
        }
        switch path.last {
        case .row: return XMLNames.equal(name, "c") ? .cell : .other
        case .cell:
            return XMLNames.equal(name, "v")
                ? .value : XMLNames.equal(name, "f") ? .formula : XMLNames.equal(name, "is") ? .inline : .other
        // Readings (rPh) are no text.
        case .inline: return XMLNames.equal(name, "t") ? .text : XMLNames.equal(name, "r") ? .run : .other
        case .run: return XMLNames.equal(name, "t") ? .text : .other
        case .sheetData: return XMLNames.equal(name, "row") ? .row : .other
        case .columns: return XMLNames.equal(name, "col") ? .column : .other
        case .merges: return XMLNames.equal(name, "mergeCell") ? .merge : .other
        case .worksheet:
            return XMLNames.equal(name, "sheetData")
                ? .sheetData
                : XMLNames.equal(name, "mergeCells") ? .merges : XMLNames.equal(name, "cols") ? .columns : .other
        case nil: return XMLNames.equal(name, "worksheet") ? .worksheet : .other
        default: return .other
        }
    }

    override func characters(_ text: UnsafePointer<xmlChar>, _ count: Int) {
        guard collects, let element = path.last, element == .value || element == .text else { return }
        row.append(text, count)
        if row.byteCount - start > cellBytes { stop(limits.cellTooLong(sheet: sheet, row: number + 1)) }
    }

    override func end() {
        switch path.popLast() {
        case .cell: if collects { endCell() }
        case .row: collects = sink.row(number, row)
        case .worksheet: sink.endSheet(hidden: isHidden)
        default: break
        }
    }

    // MARK: Rows and cells

    private func startRow(_ attributes: XMLAttributes) {
        startRow(stated: attributes.local("r").map(XMLAttributes.number))
        if !isStopped, XLSXNames.isTrue(attributes.local("hidden")) { sink.hide(rows: number...number) }
    }

    private func startRow(stated: Int?) {
        row.clear()
        nextColumn = 0
        if let stated, stated < 1 || stated - 1 <= number {
            if stated < 0 { return stop(limits.tooManyRows(sheet: sheet, row: number + 2)) }
            return misplaced("第 \(number + 1) 行之后的行号 \(stated) 倒退", "row number \(stated) after row \(number + 1)")
        }
        number = stated.map { $0 - 1 } ?? number + 1
        if number >= limits.rows { stop(limits.tooManyRows(sheet: sheet, row: number + 1)) }
    }

    private func startCell() {
        start = row.byteCount
        type = .number
        style = 0
        hasFormula = false
        column = nextColumn
    }

    private func startCell(_ attributes: XMLAttributes) {
        startCell()
        guard let base = attributes.base else { return advance() }
        for i in 0..<attributes.count {
            let at = base + 5 * i
            guard let name = at[0], name[1] == 0, at[2] == nil, let from = at[3], let to = at[4] else { continue }
            let value = UnsafeBufferPointer(start: from, count: to - from)
            switch name[0] {
            case 0x72: if !locate(value) { return }  // r
            case 0x73: style = XMLAttributes.number(value)  // s
            case 0x74: type = XLSXHandler.type(value)  // t
            default: break
            }
        }
        advance()
    }

    /// Takes the column that a cell states; false where it cannot be.
    private func locate(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let place = XLSXHandler.place(value), place.row == nil || place.row == number else {
            misplaced(
                "第 \(number + 1) 行含单元格 \(XMLAttributes.text(value))",
                "row \(number + 1) has a cell \(XMLAttributes.text(value))")
            return false
        }
        column = place.column
        return true
    }

    private func advance() {
        nextColumn = column + 1
        if column >= limits.columns { stop(limits.tooManyColumns(sheet: sheet, row: number + 1)) }
    }

    /// `AB12`: from 0; the row may be missing.
    static func place(_ text: some Collection<UInt8>) -> (column: Int, row: Int?)? {
        var column = 0
        var row = 0
        var letters = 0
        var digits = 0
        for byte in text where byte != 0x24 {
            if byte >= 0x30, byte <= 0x39, letters > 0, digits < 10 {
                row = row * 10 + Int(byte - 0x30)
                digits += 1
            } else if digits == 0, letters < 6, byte & 0xDF >= 0x41, byte & 0xDF <= 0x5A {
                column = column * 26 + Int(byte & 0xDF - 0x40)
                letters += 1
            } else {
                return nil
            }
        }
        guard letters > 0, digits == 0 || row > 0 else { return nil }
        return (column - 1, digits == 0 ? nil : row - 1)
    }

    static func type(_ text: UnsafeBufferPointer<UInt8>) -> CellType {
        switch (text.first, text.count) {
        case (0x73, 1): .shared
        case (0x73, _): .string
        case (0x69, _): .inline
        case (0x62, _): .boolean
        case (0x65, _): .error
        case (0x64, _): .date
        default: .number
        }
    }

    // MARK: Plain rows

    override var rowEnd: StaticString? { "</row>" }

    override var isAmongRows: Bool { hasPlainNames && path.last == .sheetData }

    override func takePlainRows(_ base: UnsafePointer<UInt8>, from: Int, to: Int) -> Int {
        takeRows(plainRow, base, from: from, to: to) { take($0, base) }
    }

    /// What the elements of the row would have called.
    private func take(_ plain: XLSXPlainRow, _ base: UnsafePointer<UInt8>) {
        startRow(stated: plain.number)
        plain.cells.withUnsafeBufferPointer { cells in
            if collects {
                for cell in cells { strings.expect(cell.string) }
                for cell in cells { strings.expectText(cell.string) }
            }
            for cell in cells where !isStopped { take(cell, base) }
        }
        if !isStopped { collects = sink.row(number, row) }
    }

    @inline(__always) private func take(_ cell: XLSXPlainRow.Cell, _ base: UnsafePointer<UInt8>) {
        startCell()
        if cell.column >= 0, cell.row == number {
            column = cell.column
        } else if cell.place.count > 0,
            !locate(UnsafeBufferPointer(start: base + cell.place.start, count: cell.place.count))
        {
            return
        }
        style = cell.style
        type = cell.type
        advance()
        guard collects, !isStopped else { return }
        if cell.hasValue {
            if !cell.text.hasReferences, cell.text.count <= cellBytes, takeUsual(cell, base) { return }
            cell.text.replaced(base) { row.append($0, $1) }
            if row.byteCount - start > cellBytes {
                return stop(limits.cellTooLong(sheet: sheet, row: number + 1))
            }
        }
        endCell()
    }

    /// Takes the values that fill most sheets without a detour through the row's bytes: what `endCell` would make of them.
    /// False: it is none of these, and nothing was done.
    @inline(__always) private func takeUsual(_ cell: XLSXPlainRow.Cell, _ base: UnsafePointer<UInt8>) -> Bool {
        switch type {
        case .shared:
            guard let text = strings.text(cell.string) else { return false }
            if let bytes = text.baseAddress, text.count > 0 {
                row.append(bytes, text.count)
                set(.text)
            }
            return true
        case .number where style >= 0 && style < shown.count && shown[style] == .date:
            let value = UnsafeBufferPointer(start: base + cell.text.start, count: cell.text.count)
            guard let day = SheetDay(value, is1904: is1904) else { return false }
            row.replace(from: start, with: day)
            set(.date)
            return true
        default: return false
        }
    }

    private func endCell() {
        guard row.byteCount > start else {
            // The stored result may be an empty text; else there is none.
            if hasFormula, type != .string { set(.uncached) }
            return
        }
        switch type {
        case .number: set(numberKind())
        case .shared: share()
        case .string, .inline:
            row.decodeEscapes(from: start)
            if row.byteCount > start { set(.text) }
        case .boolean: set(.boolean)
        case .error: set(.error)
        case .date: takeCivilDay()
        }
    }

    private func numberKind() -> CellKind {
        guard style > 0 || !shown.isEmpty, style >= 0, style < shown.count else { return .number }
        switch shown[style] {
        case .plain:
            if !book.units.isEmpty, let unit = book.units[style] { row.show(column, unit) }
            return .number
        case .percent: return .percent
        case .date, .time, .elapsed:
            guard let date = SheetDates.text(row.text(from: start), shown[style], is1904: is1904) else {
                return .number
            }
            row.replace(from: start, with: date.text)
            return date.isDate ? .date : .text
        }
    }

    /// A date as text, as strict workbooks have it.
    private func takeCivilDay() {
        let form = style >= 0 && style < shown.count ? shown[style] : .plain
        guard let date = SheetDates.civil(row.text(from: start), form, is1904: is1904) else { return set(.date) }
        row.replace(from: start, with: date.text)
        set(date.isDate ? .date : .text)
    }

    private func share() {
        var index = 0
        for byte in row.text(from: start) {
            guard byte >= 0x30, byte <= 0x39, index < 1 << 32 else {
                index = -1
                break
            }
            index = index * 10 + Int(byte - 0x30)
        }
        guard let text = strings.text(index) else {
            return misplaced(
                "单元格 \(SheetColumns.letters(column))\(number + 1) 指向不存在的共享字符串",
                "cell \(SheetColumns.letters(column))\(number + 1) refers to a shared string that is not there")
        }
        row.replace(from: start, with: text)
        if !text.isEmpty { set(.text) }
    }

    private func set(_ kind: CellKind) {
        if row.isFilled(column) {
            return misplaced(
                "单元格 \(SheetColumns.letters(column))\(number + 1) 出现两次",
                "cell \(SheetColumns.letters(column))\(number + 1) stands there twice")
        }
        cells += 1
        if cells > cellCount { stop(limits.tooManyCells(sheet: sheet, row: number + 1)) }
        row.set(column, from: start, kind: kind)
    }

    // MARK: What is not cells

    private func hide(_ attributes: XMLAttributes) {
        guard XLSXNames.isTrue(attributes.local("hidden")),
            let first = attributes.local("min").map(XMLAttributes.number),
            let last = attributes.local("max").map(XMLAttributes.number), first >= 1, last >= first
        else { return }
        // Columns to the edge of the sheet are hidden because there is nothing in them.
        if first <= limits.columns, last < limits.columns { sink.hide(columns: (first - 1)...(last - 1)) }
    }

    private func merge(_ attributes: XMLAttributes) {
        guard let text = attributes.local("ref") else { return }
        let corners = text.split(separator: 0x3A).map { XLSXHandler.place($0) }
        guard corners.count == 2, let first = corners[0], let last = corners[1], let top = first.row,
            let bottom = last.row, bottom >= top, last.column >= first.column, last.column < limits.columns,
            bottom < limits.rows
        else { return misplaced("合并区域写法有误", "a merged range that makes no sense") }
        sink.merge(HeadGrid.Merge(rows: top...bottom, columns: first.column...last.column))
    }

    private func misplaced(_ zh: String, _ en: String) {
        stop(
            FileProblem(
                .fileUnreadable,
                at: Place(file: limits.file.id, sheet: Int32(sheet), row: Int64(max(number, 0) + 1)),
                zh: "\(zh)，位置无法确定；请用电子表格软件另存后再报送",
                en: "\(en), so positions cannot be told; save the file again from a spreadsheet program"))
    }
}
