import CLibXML2
import Definitions
import Model
import Tabular

/// Follows the elements of XML Spreadsheet 2003 and hands over rows. Elements are told by namespace, whatever the prefix;
/// what it does not know it leaves out, with all that is inside.
final class SpreadsheetHandler: XMLHandler {
    private enum Element {
        case workbook, styles, style, numberFormat, excelWorkbook, date1904
        case worksheet, table, column, row, cell, data, richText
        case options, visible
        case other
    }

    let sink: any SheetSink
    /// Without a prefix, and with `ss:`, names are of the spreadsheet's namespace, in all of the document.
    @exclusivity(unchecked) private var hasPlainNames = false
    let plainRow = SpreadsheetPlainRow()
    /// The root has no namespace: neither need any other element.
    @exclusivity(unchecked) private(set) var isBare = false
    /// See `FileSurvey.serialOrigin`.
    var serialOrigin: Int32 { styles.isDate1904 ? SheetDates.origin1904 : SheetDates.origin1900 }
    // Unchecked: the parser calls back from one thread, never from within a call; checking every access of every cell
    // took a quarter of the time.
    @exclusivity(unchecked) private var path: [Element] = []
    @exclusivity(unchecked) private var styles = XMLStyles()
    private var styleID: String?
    /// Text of an element that is not a cell.
    private var note: [UInt8] = []
    @exclusivity(unchecked) private var sheet = -1
    private var sheetHidden = false
    private var isRefused = false
    @exclusivity(unchecked) private var isLibreOffice = false
    @exclusivity(unchecked) private var grid: SheetPositions
    private let row = SheetRow()
    @exclusivity(unchecked) private var rowStyle: String?
    private var tableStyle: String?
    private var columnStyles: [(columns: ClosedRange<Int>, style: String)] = []
    private var nextStyledColumn = 0
    @exclusivity(unchecked) private var cell = CellUnderWay()
    /// Cells of this sheet are wanted; else only its rows are counted.
    @exclusivity(unchecked) private var collects = false
    @exclusivity(unchecked) private var cells = 0

    private struct CellUnderWay {
        var column = 0
        var start = 0
        var across = 0
        var down = 0
        var style: String?
        var hasFormula = false
        var isOpenFormula = false
        var hasData = false
        /// `&#13;` stands in it; other carriage returns are the parser's.
        var hasReturn = false
        var type: UInt8 = 0
    }

    init(limits: SheetLimits, sink: any SheetSink) {
        self.sink = sink
        grid = SheetPositions(limits)
        super.init(limits: limits)
    }

    // MARK: Elements

    override func start(
        _ name: UnsafePointer<xmlChar>, _ uri: UnsafePointer<xmlChar>?, _ attributes: XMLAttributes,
        _ namespaces: XMLNamespaces
    ) {
        let element = kind(name, uri)
        path.append(element)
        switch element {
        case .workbook:
            isBare = uri == nil
            isLibreOffice = namespaces.declares("c") && namespaces.declares("x2")
            hasPlainNames =
                namespaces.binds(nil, to: XMLNames.spreadsheet) && namespaces.binds("ss", to: XMLNames.spreadsheet)
        case .style:
            styleID = attributes.text("ID")
            if let styleID { styles.add(styleID, parent: attributes.text("Parent")) }
        case .numberFormat:
            if let styleID, let format = attributes.text("Format") { styles.setFormat(format, of: styleID) }
        case .date1904, .visible: note.removeAll()
        case .worksheet:
            if namespaces.count > 0 { hasPlainNames = false }
            startSheet(attributes)
        case .table:
            if namespaces.count > 0 { hasPlainNames = false }
            startTable(attributes)
        case .column: addColumn(attributes)
        case .row: startRow(attributes)
        case .cell: startCell(attributes)
        case .data:
            cell.hasData = true
            cell.type = attributes.bytes("Type")?.first ?? 0x53
        default: break
        }
    }

    private func kind(_ name: UnsafePointer<xmlChar>, _ uri: UnsafePointer<xmlChar>?) -> Element {
        let parent = path.last
        // Anything inside Data is formatting of its text.
        if parent == .data || parent == .richText { return .richText }
        guard let uri else {
            guard isBare || path.isEmpty else { return .other }
            let element = spreadsheetElement(name, in: parent)
            return element == .other ? excelElement(name, in: parent) : element
        }
        if XMLNames.equal(uri, XMLNames.spreadsheet) { return spreadsheetElement(name, in: parent) }
        return XMLNames.equal(uri, XMLNames.excel) ? excelElement(name, in: parent) : .other
    }

    private func spreadsheetElement(_ name: UnsafePointer<xmlChar>, in parent: Element?) -> Element {
        switch parent {
        case .row: return XMLNames.equal(name, "Cell") ? .cell : .other
        case .cell: return XMLNames.equal(name, "Data") ? .data : .other
        case .table:
            return XMLNames.equal(name, "Row") ? .row : XMLNames.equal(name, "Column") ? .column : .other
        case .worksheet: return XMLNames.equal(name, "Table") ? .table : .other
        case .workbook:
            return XMLNames.equal(name, "Worksheet")
                ? .worksheet : XMLNames.equal(name, "Styles") ? .styles : .other
        case .styles: return XMLNames.equal(name, "Style") ? .style : .other
        case .style: return XMLNames.equal(name, "NumberFormat") ? .numberFormat : .other
        case nil: return XMLNames.equal(name, "Workbook") ? .workbook : .other
        default: return .other
        }
    }

    private func excelElement(_ name: UnsafePointer<xmlChar>, in parent: Element?) -> Element {
        switch parent {
        case .workbook: return XMLNames.equal(name, "ExcelWorkbook") ? .excelWorkbook : .other
        case .excelWorkbook: return XMLNames.equal(name, "Date1904") ? .date1904 : .other
        case .worksheet: return XMLNames.equal(name, "WorksheetOptions") ? .options : .other
        case .options: return XMLNames.equal(name, "Visible") ? .visible : .other
        default: return .other
        }
    }

    override func characters(_ text: UnsafePointer<xmlChar>, _ count: Int) {
        switch path.last {
        case .data, .richText:
            guard collects else { return }
            row.append(text, count)
            if count == 1, text[0] == 0x0D { cell.hasReturn = true }
            if row.byteCount - cell.start > limits.cellBytes {
                stop(limits.cellTooLong(sheet: sheet, row: grid.row + 1))
            }
        case .visible, .date1904: note.append(contentsOf: UnsafeBufferPointer(start: text, count: count))
        default: break
        }
    }

    override func end() {
        guard let element = path.popLast() else { return }
        switch element {
        case .style: styleID = nil
        case .date1904: styles.isDate1904 = !String(decoding: note, as: UTF8.self).lowercased().hasPrefix("f")
        case .visible:
            sheetHidden =
                String(decoding: note, as: UTF8.self).trimmed.hasPrefix("Sheet")
                && !note.elementsEqual("SheetVisible".utf8)
        case .cell: endCell()
        case .row: endRow()
        case .worksheet:
            if grid.isReconstructed, !isRefused { sink.noteReconstruction() }
            sink.endSheet(hidden: sheetHidden)
        default: break
        }
    }

    // MARK: Sheets

    private func startSheet(_ attributes: XMLAttributes) {
        sheet += 1
        if sheet >= limits.bounds.sheets { stop(limits.tooManySheets()) }
        cells = 0
        sheetHidden = false
        isRefused = false
        tableStyle = nil
        columnStyles = []
        nextStyledColumn = 0
        collects = sink.startSheet(sheet, name: attributes.text("Name") ?? "")
        grid = SheetPositions(limits, sheet: sheet)
    }

    private func startTable(_ attributes: XMLAttributes) {
        grid.skipsCovered = isLibreOffice && attributes.bytes("ExpandedColumnCount") == nil
        tableStyle = attributes.text("StyleID")
    }

    private func addColumn(_ attributes: XMLAttributes) {
        let first = attributes.number("Index").map { $0 - 1 } ?? nextStyledColumn
        let span = max(0, attributes.number("Span") ?? 0)
        guard first >= 0, first < limits.columns else { return }
        nextStyledColumn = first + span + 1
        if attributes.bytes("Hidden")?.first == 0x31 {
            sink.hide(columns: first...min(first + span, limits.columns - 1))
        }
        if let style = attributes.text("StyleID") { columnStyles.append((first...(first + span), style)) }
    }

    // MARK: Rows and cells

    private func startRow(_ attributes: XMLAttributes) {
        let isHidden = attributes.bytes("Hidden")?.first == 0x31
        startRow(
            index: attributes.number("Index"), span: attributes.number("Span") ?? 0,
            style: styles.hasSpecial ? attributes.text("StyleID") : nil)
        if isHidden, !isStopped {
            sink.hide(rows: grid.row...grid.row + max(0, min(attributes.number("Span") ?? 0, limits.rows)))
        }
    }

    private func startRow(index: Int?, span: Int, style: String?) {
        row.clear()
        rowStyle = style
        if let wrong = grid.startRow(index: index, span: span) { stop(wrong) }
    }

    private func startCell(_ attributes: XMLAttributes) {
        cell = CellUnderWay()
        cell.across = max(0, attributes.number("MergeAcross") ?? 0)
        cell.down = max(0, attributes.number("MergeDown") ?? 0)
        if let formula = attributes.bytes("Formula") {
            cell.hasFormula = true
            cell.isOpenFormula = formula.starts(with: "of:".utf8)
        }
        if styles.hasSpecial { cell.style = attributes.text("StyleID") }
        placeCell(index: attributes.number("Index"))
    }

    private func placeCell(index: Int?) {
        cell.start = row.byteCount
        switch grid.place(index: index, across: cell.across, down: cell.down) {
        case .success(let column): cell.column = column
        case .failure(let wrong): stop(wrong)
        }
    }

    private func endCell() {
        guard collects else { return }
        let isFilled = row.byteCount > cell.start
        if isFilled, grid.isCovered(cell.column) {
            refuse(grid.conflict(cell.column))
            return
        }
        if isFilled { grid.noteFilled(cell.column, across: cell.across) } else { grid.noteFiller() }
        if cell.across > 0 || cell.down > 0 {
            row.merge(
                cell.column, across: min(cell.across, limits.columns), down: min(cell.down, limits.rows))
        }
        if isFilled {
            cells += 1
            if cells > limits.bounds.cells { stop(limits.tooManyCells(sheet: sheet, row: grid.row + 1)) }
            if cell.hasReturn { row.joinLineEnds(from: cell.start) }
            let kind = kindOfCell()
            row.set(cell.column, from: cell.start, kind: kind)
        } else if cell.hasFormula, !cell.hasData {
            row.set(cell.column, from: cell.start, kind: .uncached)
        }
    }

    private func kindOfCell() -> CellKind {
        switch cell.type {
        case 0x4E:  // Number
            switch shownByStyle() {
            case .plain:
                if styles.hasUnits, let style, let unit = styles.unit(style) { row.show(cell.column, unit) }
                return .number
            case .percent: return .percent
            case let shown:
                return adopt(SheetDates.text(row.text(from: cell.start), shown, is1904: styles.isDate1904), .number)
            }
        case 0x44:  // DateTime
            let shown = shownByStyle()
            if shown != .time, shown != .elapsed, SheetDates.isWholeDay(row.text(from: cell.start)) {
                row.truncate(to: cell.start + 10)
                return .date
            }
            let date = SheetDates.civil(row.text(from: cell.start), shown, is1904: styles.isDate1904)
            return adopt(date, .date)
        case 0x42: return .boolean  // Boolean
        case 0x45: return .error  // Error
        default:
            // LibreOffice writes the error of a formula as a string.
            if cell.isOpenFormula, let first = row.text(from: cell.start).first, first == 0x23 || first == 0x45,
                first == 0x23 || row.text(from: cell.start).starts(with: "Err:".utf8)
            {
                return .error
            }
            return .text
        }
    }

    /// How the cell's number is shown: its own style, else the row's, the column's, the table's.
    private func shownByStyle() -> NumberShown {
        style.map(styles.shown) ?? .plain
    }

    private var style: String? {
        styles.hasSpecial ? cell.style ?? rowStyle ?? columnStyle(cell.column) ?? tableStyle : nil
    }

    /// Takes a date or a time in the place of the cell's text; what is none stays as it is.
    private func adopt(_ date: (text: [UInt8], isDate: Bool)?, _ otherwise: CellKind) -> CellKind {
        guard let date else { return otherwise }
        row.replace(from: cell.start, with: date.text)
        return date.isDate ? .date : .text
    }

    /// Where the sheet's cells stand cannot be told. A survey goes on with the next sheet.
    private func refuse(_ problem: FileProblem) {
        isRefused = true
        collects = false
        if !sink.refuse(problem) { stop(problem) }
    }

    private func columnStyle(_ column: Int) -> String? {
        columnStyles.first { $0.columns.contains(column) }?.style
    }

    // MARK: Plain rows

    override var rowEnd: StaticString? { "</Row>" }

    override var isAmongRows: Bool { hasPlainNames && path.last == .table }

    override func takePlainRows(_ base: UnsafePointer<UInt8>, from: Int, to: Int) -> Int {
        takeRows(plainRow, base, from: from, to: to) { take($0, base) }
    }

    /// What the elements of the row would have called.
    private func take(_ plain: SpreadsheetPlainRow, _ base: UnsafePointer<UInt8>) {
        startRow(index: nil, span: 0, style: styles.hasSpecial ? plain.style.text(base) : nil)
        for found in plain.cells {
            if isStopped { return }
            cell = CellUnderWay()
            if styles.hasSpecial { cell.style = found.style.text(base) }
            placeCell(index: found.index)
            if found.hasData {
                cell.hasData = true
                cell.type = found.type
                if collects { found.text.replaced(base) { row.append($0, $1) } }
                if row.byteCount - cell.start > limits.cellBytes {
                    return stop(limits.cellTooLong(sheet: sheet, row: grid.row + 1))
                }
            }
            endCell()
        }
        endRow()
    }

    private func endRow() {
        guard !isStopped else { return }
        if !isRefused, let wrong = grid.endRow() { refuse(wrong) }
        guard !isStopped, !isRefused else { return }
        collects = sink.row(grid.row, row)
    }
}
