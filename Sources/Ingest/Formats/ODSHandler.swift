import CLibXML2
import Definitions
import Model
import Tabular

/// Follows the elements of an OpenDocument spreadsheet and hands over rows. What is repeated and empty costs nothing.
final class ODSHandler: XMLHandler {
    private enum Element {
        case document, settings, nullDate, styles, style, percentage, number, digits, numberText, embeddedText,
            tableProperties, body, spreadsheet, table, column, group, row, cell
        case paragraph, span, other
    }

    private let sink: any SheetSink
    // Unchecked: see `XMLHandler`.
    @exclusivity(unchecked) private var path: [Element] = []
    private var hiddenStyles: Set<String> = []
    private var style: String?
    @exclusivity(unchecked) private var formats: ODSFormats
    /// See `FileSurvey.serialOrigin`.
    private(set) var serialOrigin = SheetDates.origin1900
    private var sheet = -1
    private var isHidden = false
    @exclusivity(unchecked) private var collects = false
    private let row = SheetRow()
    @exclusivity(unchecked) private var cell = ODSCell()
    @exclusivity(unchecked) private var nextRow = 0
    @exclusivity(unchecked) private var rowRepeats = 1
    @exclusivity(unchecked) private var nextColumn = 0
    private var nextStyledColumn = 0
    @exclusivity(unchecked) private var cells = 0

    /// - Parameter formats: those that a container states beside the content.
    init(limits: SheetLimits, formats: ODSFormats = ODSFormats(), sink: any SheetSink) {
        self.sink = sink
        self.formats = formats
        super.init(limits: limits)
    }

    override func start(
        _ name: UnsafePointer<xmlChar>, _ uri: UnsafePointer<xmlChar>?, _ attributes: XMLAttributes,
        _ namespaces: XMLNamespaces
    ) {
        let element = kind(name, uri)
        path.append(element)
        switch element {
        case .style:
            style = attributes.bytes("name", in: ODSNames.style).map(XMLAttributes.text)
            formats.addStyle(attributes)
        case .percentage: formats.addPercentage(attributes)
        case .number: formats.startNumber(attributes)
        case .digits: formats.addDigits(attributes)
        case .embeddedText: formats.addEmbedded(attributes)
        case .tableProperties:
            if let style, attributes.bytes("display", in: ODSNames.table)?.elementsEqual("false".utf8) == true {
                hiddenStyles.insert(style)
            }
        case .nullDate:
            if let day = attributes.bytes("date-value", in: ODSNames.table).map(XMLAttributes.text).flatMap({
                CivilDate($0)
            }) {
                serialOrigin = day.days
            }
        case .table: startSheet(attributes)
        case .column: addColumn(attributes)
        case .row: startRow(attributes)
        case .cell:
            guard collects else { break }
            let saying = formats.isEmpty ? nil : formats.saying(attributes, column: nextColumn)
            cell.start(attributes, at: row.byteCount, isPercentage: saying?.isPercentage ?? false)
            cell.unit = saying?.unit
        case .paragraph: if collects { cell.startParagraph(row) }
        case .span: if collects { insert(name, uri, attributes) }
        default: break
        }
    }

    private func kind(_ name: UnsafePointer<xmlChar>, _ uri: UnsafePointer<xmlChar>?) -> Element {
        guard let uri else { return .other }
        func table(_ word: StaticString) -> Bool { XMLNames.equal(name, word) && XMLNames.equal(uri, ODSNames.table) }
        func office(_ word: StaticString) -> Bool { XMLNames.equal(name, word) && XMLNames.equal(uri, ODSNames.office) }
        switch path.last {
        case nil: return office("document-content") || office("document") ? .document : .other
        case .document:
            return office("body")
                ? .body : office("automatic-styles") || office("styles") ? .styles : .other
        case .styles:
            if XMLNames.equal(uri, ODSNames.number) {
                return XMLNames.equal(name, "percentage-style")
                    ? .percentage : ODSFormats.isNumberStyle(name) ? .number : .other
            }
            return XMLNames.equal(name, "style") && XMLNames.equal(uri, ODSNames.style) ? .style : .other
        case .style:
            return XMLNames.equal(name, "table-properties") && XMLNames.equal(uri, ODSNames.style)
                ? .tableProperties : .other
        case .number:
            guard XMLNames.equal(uri, ODSNames.number) else { return .other }
            return XMLNames.equal(name, "number") ? .digits : XMLNames.equal(name, "text") ? .numberText : .other
        case .digits:
            return XMLNames.equal(name, "embedded-text") && XMLNames.equal(uri, ODSNames.number)
                ? .embeddedText : .other
        case .body: return office("spreadsheet") ? .spreadsheet : .other
        case .spreadsheet: return table("table") ? .table : table("calculation-settings") ? .settings : .other
        case .settings: return table("null-date") ? .nullDate : .other
        case .table, .group:
            if table("table-row") { return .row }
            if table("table-column") { return .column }
            let isGroup =
                table("table-row-group") || table("table-rows") || table("table-header-rows")
                || table("table-column-group") || table("table-columns") || table("table-header-columns")
            return isGroup ? .group : .other
        case .row: return table("table-cell") || table("covered-table-cell") ? .cell : .other
        case .cell: return XMLNames.equal(name, "p") && XMLNames.equal(uri, ODSNames.text) ? .paragraph : .other
        case .paragraph, .span:
            // Notes, comments and readings stand beside the text.
            guard XMLNames.equal(uri, ODSNames.text) else { return .other }
            return XMLNames.equal(name, "note") || XMLNames.equal(name, "ruby-text") ? .other : .span
        default: return .other
        }
    }

    override func characters(_ text: UnsafePointer<xmlChar>, _ count: Int) {
        if path.last == .numberText || path.last == .embeddedText {
            return formats.addText(UnsafeBufferPointer(start: text, count: count))
        }
        guard collects, let element = path.last, element == .paragraph || element == .span else { return }
        cell.append(UnsafeBufferPointer(start: text, count: count), to: row)
        if row.byteCount - cell.begin > limits.cellBytes { stop(limits.cellTooLong(sheet: sheet, row: nextRow + 1)) }
    }

    override func end() {
        switch path.popLast() {
        case .cell: if collects { endCell() }
        case .row: endRow()
        case .table: sink.endSheet(hidden: isHidden)
        case .style: style = nil
        case .number: formats.endNumber()
        default: break
        }
    }

    /// Spaces, tabs and line breaks that are elements.
    private func insert(
        _ name: UnsafePointer<xmlChar>, _ uri: UnsafePointer<xmlChar>?, _ attributes: XMLAttributes
    ) {
        if XMLNames.equal(name, "s") {
            let count = attributes.bytes("c", in: ODSNames.text).map(XMLAttributes.number) ?? 1
            guard count >= 0, count <= limits.cellBytes else {
                return stop(limits.cellTooLong(sheet: sheet, row: nextRow + 1))
            }
            cell.insert(0x20, count: count, to: row)
        } else if XMLNames.equal(name, "tab") {
            cell.insert(0x09, count: 1, to: row)
        } else if XMLNames.equal(name, "line-break") {
            cell.insert(0x0A, count: 1, to: row)
        }
    }

    // MARK: Sheets and rows

    private func startSheet(_ attributes: XMLAttributes) {
        sheet += 1
        if sheet >= limits.bounds.sheets { stop(limits.tooManySheets()) }
        let style = attributes.bytes("style-name", in: ODSNames.table).map(XMLAttributes.text)
        isHidden = style.map(hiddenStyles.contains) ?? false
        nextRow = 0
        nextStyledColumn = 0
        formats.startSheet()
        cells = 0
        collects = sink.startSheet(
            sheet, name: attributes.bytes("name", in: ODSNames.table).map(XMLAttributes.text) ?? "")
    }

    private func isVisible(_ attributes: XMLAttributes) -> Bool {
        attributes.bytes("visibility", in: ODSNames.table)?.elementsEqual("visible".utf8) ?? true
    }

    private func addColumn(_ attributes: XMLAttributes) {
        let count = attributes.bytes("number-columns-repeated", in: ODSNames.table).map(XMLAttributes.number) ?? 1
        guard count >= 1 else { return stop(limits.tooManyColumns(sheet: sheet, row: 0)) }
        let last = min(nextStyledColumn + count, limits.columns) - 1
        if last >= nextStyledColumn { formats.addColumns(nextStyledColumn...last, attributes) }
        // Columns to the edge of the sheet are hidden because there is nothing in them.
        if !isVisible(attributes), last >= nextStyledColumn, last < limits.columns - 1 {
            sink.hide(columns: nextStyledColumn...last)
        }
        nextStyledColumn = min(nextStyledColumn + count, limits.columns)
    }

    private func startRow(_ attributes: XMLAttributes) {
        row.clear()
        nextColumn = 0
        let repeats = attributes.bytes("number-rows-repeated", in: ODSNames.table).map(XMLAttributes.number) ?? 1
        guard repeats >= 1 else { return stop(limits.tooManyRows(sheet: sheet, row: nextRow + 1)) }
        rowRepeats = repeats
        if !isVisible(attributes), repeats < 65_536 { sink.hide(rows: nextRow...(nextRow + repeats - 1)) }
    }

    private func endRow() {
        let first = nextRow
        nextRow += rowRepeats
        // Empty rows to the edge of the sheet are passed over, however many.
        guard row.width > 0, collects else { return }
        guard nextRow <= limits.rows else { return stop(limits.tooManyRows(sheet: sheet, row: first + 1)) }
        let most = limits.bounds.repeats
        guard rowRepeats <= most else {
            return stop(
                limits.exceeded(
                    "repeats", zh: "重复行数 \(most)", en: "repeated rows, \(most)", sheet: sheet, row: first + 1))
        }
        cells += row.filledCount * rowRepeats
        guard cells <= limits.bounds.cells else { return stop(limits.tooManyCells(sheet: sheet, row: first + 1)) }
        for number in first..<nextRow where collects { collects = sink.row(number, row) }
    }

    // MARK: Cells

    private func endCell() {
        let kind = cell.finish(row)
        let column = nextColumn
        nextColumn += cell.repeats
        guard cell.repeats >= 1 else { return stop(limits.tooManyColumns(sheet: sheet, row: nextRow + 1)) }
        guard let kind else { return }
        guard nextColumn <= limits.columns else { return stop(limits.tooManyColumns(sheet: sheet, row: nextRow + 1)) }
        for at in column..<nextColumn {
            row.set(at, from: cell.begin, kind: kind)
            if kind == .number, let unit = cell.unit { row.show(at, unit) }
        }
        if cell.across > 0 || cell.down > 0 {
            row.merge(column, across: min(cell.across, limits.columns), down: min(cell.down, limits.rows))
        }
    }
}
