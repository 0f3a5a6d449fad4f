import CLibXML2
import Definitions
import Model
import Tabular

/// Follows the elements of XML Spreadsheet 2003 and hands over rows. Elements are told by namespace, whatever the prefix;
/// what it does not know it leaves out, with all that is inside.
final class SpreadsheetHandler {
    private enum Element {
        case workbook, styles, style, numberFormat, excelWorkbook, date1904
        case worksheet, table, column, row, cell, data, richText
        case options, visible
        case other
    }

    let file: InputFile
    private let sink: any SheetSink
    // Unchecked: the parser calls back from one thread, never from within a call; checking every access of every cell
    // took a quarter of the time.
    @exclusivity(unchecked) private(set) var problem: FileProblem? { didSet { isStopped = true } }
    @exclusivity(unchecked) private var isStopped = false
    @exclusivity(unchecked) private var path: [Element] = []
    @exclusivity(unchecked) private var styles = XMLStyles()
    private var styleID: String?
    /// Text of an element that is not a cell.
    private var note: [UInt8] = []
    @exclusivity(unchecked) private var sheet = -1
    private var sheetHidden = false
    @exclusivity(unchecked) private var isLibreOffice = false
    @exclusivity(unchecked) private var grid: SheetPositions
    @exclusivity(unchecked) private var row = XMLRow()
    @exclusivity(unchecked) private var rowStyle: String?
    private var tableStyle: String?
    private var columnStyles: [(columns: ClosedRange<Int>, style: String)] = []
    private var nextStyledColumn = 0
    @exclusivity(unchecked) private var cell = CellUnderWay()
    /// Cells of this sheet are wanted; else only its rows are counted.
    @exclusivity(unchecked) private var collects = false

    private struct CellUnderWay {
        var column = 0
        var start = 0
        var across = 0
        var down = 0
        var style: String?
        var hasFormula = false
        var isOpenFormula = false
        var hasData = false
        var type: UInt8 = 0
    }

    init(file: InputFile, sink: any SheetSink) {
        self.file = file
        self.sink = sink
        grid = SheetPositions(file: file)
    }

    /// Calls `body` with the handler that libxml2 carries along; whoever parses keeps it alive.
    @inline(__always)
    static func call(_ context: UnsafeMutableRawPointer?, _ body: (SpreadsheetHandler) -> Void) {
        guard let context else { return }
        Unmanaged<SpreadsheetHandler>.fromOpaque(context)._withUnsafeGuaranteedRef(body)
    }

    func refuseDoctype() {
        stop(
            FileProblem(
                .fileUnreadable, at: Place(file: file.id), zh: "文件含 DOCTYPE 声明，出于安全不予读取；请用电子表格软件另存后再报送",
                en: "it has a DOCTYPE, which is refused for safety; save it again from a spreadsheet program"))
    }

    /// What comes after the first problem is not looked at.
    private func stop(_ problem: FileProblem) { if self.problem == nil { self.problem = problem } }

    // MARK: Elements

    func start(
        _ name: UnsafePointer<xmlChar>?, _ uri: UnsafePointer<xmlChar>?, _ attributes: XMLAttributes,
        _ namespaces: XMLNamespaces
    ) {
        guard !isStopped, let name else { return }
        let element = kind(name, uri)
        path.append(element)
        if path.count > SheetLimits.nesting {
            stop(exceeded("嵌套 \(SheetLimits.nesting) 层", "nesting, \(SheetLimits.nesting) levels"))
        }
        switch element {
        case .workbook: isLibreOffice = namespaces.declares("c") && namespaces.declares("x2")
        case .style:
            styleID = attributes.text("ID")
            if let styleID { styles.add(styleID, parent: attributes.text("Parent")) }
        case .numberFormat:
            if let styleID, let format = attributes.text("Format") { styles.setFormat(format, of: styleID) }
        case .date1904, .visible: note.removeAll()
        case .worksheet: startSheet(attributes)
        case .table: startTable(attributes)
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
        guard let uri else { return .other }
        if XMLNames.equal(uri, XMLNames.spreadsheet) {
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
        guard XMLNames.equal(uri, XMLNames.excel) else { return .other }
        switch parent {
        case .workbook: return XMLNames.equal(name, "ExcelWorkbook") ? .excelWorkbook : .other
        case .excelWorkbook: return XMLNames.equal(name, "Date1904") ? .date1904 : .other
        case .worksheet: return XMLNames.equal(name, "WorksheetOptions") ? .options : .other
        case .options: return XMLNames.equal(name, "Visible") ? .visible : .other
        default: return .other
        }
    }

    func characters(_ text: UnsafePointer<xmlChar>?, _ count: Int) {
        guard !isStopped, let text else { return }
        switch path.last {
        case .data, .richText:
            guard collects else { return }
            row.append(text, count)
            if row.byteCount - cell.start > SheetLimits.cellBytes {
                stop(
                    exceeded(
                        "单元格长度 \(SheetLimits.cellBytes >> 20) MiB", "cell length, \(SheetLimits.cellBytes >> 20) MiB"))
            }
        case .visible, .date1904: note.append(contentsOf: UnsafeBufferPointer(start: text, count: count))
        default: break
        }
    }

    func end() {
        guard !isStopped, let element = path.popLast() else { return }
        switch element {
        case .style: styleID = nil
        case .date1904: styles.isDate1904 = !String(decoding: note, as: UTF8.self).lowercased().hasPrefix("f")
        case .visible:
            sheetHidden =
                String(decoding: note, as: UTF8.self).trimmed.hasPrefix("Sheet")
                && !note.elementsEqual("SheetVisible".utf8)
        case .cell: endCell()
        case .row: endRow()
        case .worksheet: sink.endSheet(hidden: sheetHidden)
        default: break
        }
    }

    // MARK: Sheets

    private func startSheet(_ attributes: XMLAttributes) {
        sheet += 1
        sheetHidden = false
        tableStyle = nil
        columnStyles = []
        nextStyledColumn = 0
        collects = sink.startSheet(sheet, name: attributes.text("Name") ?? "")
        grid = SheetPositions(file: file, sheet: sheet)
    }

    private func startTable(_ attributes: XMLAttributes) {
        grid.skipsCovered = isLibreOffice && attributes.bytes("ExpandedColumnCount") == nil
        tableStyle = attributes.text("StyleID")
    }

    private func addColumn(_ attributes: XMLAttributes) {
        let first = attributes.number("Index").map { $0 - 1 } ?? nextStyledColumn
        let span = max(0, attributes.number("Span") ?? 0)
        guard first >= 0, first < SheetLimits.columns else { return }
        nextStyledColumn = first + span + 1
        if let style = attributes.text("StyleID") { columnStyles.append((first...(first + span), style)) }
    }

    // MARK: Rows and cells

    private func startRow(_ attributes: XMLAttributes) {
        row.clear()
        rowStyle = styles.hasSpecial ? attributes.text("StyleID") : nil
        if let wrong = grid.startRow(index: attributes.number("Index"), span: attributes.number("Span") ?? 0) {
            stop(wrong)
        }
    }

    private func startCell(_ attributes: XMLAttributes) {
        cell = CellUnderWay()
        cell.start = row.byteCount
        cell.across = max(0, attributes.number("MergeAcross") ?? 0)
        cell.down = max(0, attributes.number("MergeDown") ?? 0)
        if let formula = attributes.bytes("Formula") {
            cell.hasFormula = true
            cell.isOpenFormula = formula.starts(with: "of:".utf8)
        }
        if styles.hasSpecial { cell.style = attributes.text("StyleID") }
        switch grid.place(index: attributes.number("Index"), across: cell.across, down: cell.down) {
        case .success(let column): cell.column = column
        case .failure(let wrong): stop(wrong)
        }
    }

    private func endCell() {
        guard collects else { return }
        let isFilled = row.byteCount > cell.start
        if isFilled, grid.isCovered(cell.column) {
            stop(grid.conflict(cell.column))
            return
        }
        if !isFilled { grid.noteFiller() }
        if cell.across > 0 || cell.down > 0 {
            row.merge(
                cell.column, across: min(cell.across, SheetLimits.columns), down: min(cell.down, SheetLimits.rows))
        }
        if isFilled {
            let kind = kindOfCell()
            row.set(cell.column, from: cell.start, kind: kind)
        } else if cell.hasFormula, !cell.hasData {
            row.set(cell.column, from: cell.start, kind: .uncached)
        }
    }

    private func kindOfCell() -> CellKind {
        switch cell.type {
        case 0x4E:  // Number
            guard styles.hasSpecial, let style = cell.style ?? rowStyle ?? columnStyle(cell.column) ?? tableStyle else {
                return .number
            }
            switch styles.shown(style) {
            case .plain: return .number
            case .percent: return .percent
            case .date:
                guard let date = styles.date(serial: row.text(from: cell.start)) else { return .number }
                row.replace(from: cell.start, with: date)
                return .date
            }
        case 0x44: return .date  // DateTime
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

    private func columnStyle(_ column: Int) -> String? {
        columnStyles.first { $0.columns.contains(column) }?.style
    }

    private func endRow() {
        if let wrong = grid.endRow() { stop(wrong) }
        guard !isStopped else { return }
        collects = sink.row(grid.row, row)
    }

    private func exceeded(_ zh: String, _ en: String) -> FileProblem {
        SheetLimits.exceeded(file, sheet: sheet, row: grid.row + 1, zh: zh, en: en)
    }
}

/// Who takes the rows of a workbook.
protocol SheetSink: AnyObject {
    /// Whether cells of this sheet are wanted.
    func startSheet(_ position: Int, name: String) -> Bool
    /// A row with its number, from 0. Returns whether cells of further rows are wanted.
    func row(_ number: Int, _ row: XMLRow) -> Bool
    func endSheet(hidden: Bool)
}
