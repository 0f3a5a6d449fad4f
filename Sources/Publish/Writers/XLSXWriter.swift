import CXLSXWriter
import Glibc
import Model

/// How a cell looks. Equal styles are one format of the workbook.
struct CellStyle: Hashable {
    enum Alignment: Hashable {
        case left, center, right
        /// In the middle of this cell and the blank ones of the same style behind it, without merging them.
        case across
    }

    var size = 10.0
    var isBold = false
    var isItalic = false
    var alignment = Alignment.left
    var hasBorder = false
    var wraps = false
    var indent = 0
    /// 0xRRGGBB; nil: none.
    var background: UInt32?
    var color: UInt32?
    var numberFormat: String?
    var isLink = false
    /// Text at the top even where it does not wrap.
    var isAtTop = false
    /// May be filled in on a protected sheet.
    var isOpen = false
}

/// A workbook through libxlsxwriter, in one of two modes. Where cells keep in memory until it is closed, there are merged
/// cells and charts; where rows go to a file beside the output as they are written (`streams`), they must come in order,
/// and memory does not grow with them.
///
/// The same cells give the same bytes: the only time in it is the one given, and zip entries have none.
final class XLSXWriter {
    private let path: String
    private let font: String
    private var workbook: UnsafeMutablePointer<lxw_workbook>?
    private var formats: [CellStyle: UnsafeMutablePointer<lxw_format>] = [:]

    /// - Parameters:
    ///   - font: of every cell that says nothing else.
    ///   - created: the day that the properties name.
    ///   - streams: rows come in order, and no cells are merged over rows.
    init(
        path: String, font: String, title: String, author: String, created: CivilDate, streams: Bool = false
    ) throws(OutputError) {
        self.path = path
        self.font = font
        // Temporary files beside the output: what is restricted never lies in a folder of everybody's.
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        workbook = folder.withCString { folder in
            var options = lxw_workbook_options(
                constant_memory: streams ? 1 : 0, tmpdir: UnsafeMutablePointer(mutating: folder), use_zip64: 0)
            return workbook_new_opt(path, &options)
        }
        guard workbook != nil else { throw OutputError(path: path, operation: .create, code: ENOMEM) }
        title.withCString { title in
            author.withCString { author in
                var properties = lxw_doc_properties()
                properties.title = UnsafeMutablePointer(mutating: title)
                properties.author = UnsafeMutablePointer(mutating: author)
                properties.created = Int(created.days) * 86_400
                workbook_set_properties(workbook, &properties)
            }
        }
    }

    deinit { if let workbook { lxw_workbook_free(workbook) } }

    /// Names are made to fit Excel's rules before: at most 31 characters, none of `[]:*?/\`, each once.
    func sheet(_ name: String) throws(OutputError) -> XLSXSheet {
        guard let sheet = workbook_add_worksheet(workbook, name) else {
            throw OutputError(path: path, operation: .write, code: EINVAL)
        }
        return XLSXSheet(name: name, sheet: sheet, book: self)
    }

    func chart(_ type: lxw_chart_type) -> UnsafeMutablePointer<lxw_chart>? {
        workbook_add_chart(workbook, UInt8(type.rawValue))
    }

    func format(_ style: CellStyle) -> UnsafeMutablePointer<lxw_format>? {
        if let known = formats[style] { return known }
        guard let format = workbook_add_format(workbook) else { return nil }
        format_set_font_name(format, font)
        format_set_font_size(format, style.size)
        if style.isBold { format_set_bold(format) }
        if style.isItalic { format_set_italic(format) }
        let horizontal =
            switch style.alignment {
            case .left: LXW_ALIGN_LEFT
            case .center: LXW_ALIGN_CENTER
            case .right: LXW_ALIGN_RIGHT
            case .across: LXW_ALIGN_CENTER_ACROSS
            }
        format_set_align(format, UInt8(horizontal.rawValue))
        let isProse = style.isAtTop || style.wraps && style.alignment == .left
        let vertical = isProse ? LXW_ALIGN_VERTICAL_TOP : LXW_ALIGN_VERTICAL_CENTER
        format_set_align(format, UInt8(vertical.rawValue))
        if style.hasBorder {
            format_set_border(format, UInt8(LXW_BORDER_THIN.rawValue))
            format_set_border_color(format, 0x8C8C8C)
        }
        if style.wraps { format_set_text_wrap(format) }
        if style.indent > 0 { format_set_indent(format, UInt8(min(style.indent, 15))) }
        if let background = style.background { format_set_bg_color(format, lxw_color_t(background)) }
        if let color = style.color { format_set_font_color(format, lxw_color_t(color)) }
        if let number = style.numberFormat { format_set_num_format(format, number) }
        if style.isOpen { format_set_unlocked(format) }
        if style.isLink { format_set_underline(format, UInt8(LXW_UNDERLINE_SINGLE.rawValue)) }
        formats[style] = format
        return format
    }

    /// Writes the file and flushes it to the disk.
    func close(_ access: OutputAccess) throws(OutputError) {
        guard let workbook else { return }
        self.workbook = nil
        // It frees the workbook, whatever comes of it.
        let result = workbook_close(workbook)
        guard result == LXW_NO_ERROR else {
            let cannotCreate = result == LXW_ERROR_CREATING_XLSX_FILE || result == LXW_ERROR_CREATING_TMPFILE
            throw OutputError(path: path, operation: cannotCreate ? .create : .write, code: errno == 0 ? EIO : errno)
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw OutputError(path: path, operation: .write, code: errno) }
        defer { _ = Glibc.close(descriptor) }
        fchmod(descriptor, access.fileMode)
        if fsync(descriptor) != 0, errno != EINVAL, errno != EROFS {
            throw OutputError(path: path, operation: .write, code: errno)
        }
    }
}

/// A sheet of a workbook; rows and columns count from 0.
struct XLSXSheet {
    let name: String
    let sheet: UnsafeMutablePointer<lxw_worksheet>
    let book: XLSXWriter

    func text(_ row: Int, _ column: Int, _ text: String, _ style: CellStyle = CellStyle()) {
        worksheet_write_string(sheet, lxw_row_t(row), lxw_col_t(column), text, book.format(style))
    }

    /// Fifteen digits of it, as spreadsheets hold.
    func number(_ row: Int, _ column: Int, _ number: Decimal, _ style: CellStyle) {
        guard let value = Double(number.description) else { return }
        worksheet_write_number(sheet, lxw_row_t(row), lxw_col_t(column), value, book.format(style))
    }

    /// As spreadsheets count days, from the end of 1899.
    func date(_ row: Int, _ column: Int, _ date: CivilDate, _ style: CellStyle) {
        worksheet_write_number(sheet, lxw_row_t(row), lxw_col_t(column), Double(date.days) + 25_569, book.format(style))
    }

    func blank(_ row: Int, _ column: Int, _ style: CellStyle) {
        worksheet_write_blank(sheet, lxw_row_t(row), lxw_col_t(column), book.format(style))
    }

    /// One cell over a rectangle; both ends included.
    func merged(_ rows: ClosedRange<Int>, _ columns: ClosedRange<Int>, _ text: String, _ style: CellStyle) {
        guard rows.count > 1 || columns.count > 1 else {
            self.text(rows.lowerBound, columns.lowerBound, text, style)
            return
        }
        worksheet_merge_range(
            sheet, lxw_row_t(rows.lowerBound), lxw_col_t(columns.lowerBound), lxw_row_t(rows.upperBound),
            lxw_col_t(columns.upperBound), text, book.format(style))
    }

    /// Text that leads to another sheet.
    func link(_ row: Int, _ column: Int, _ text: String, to other: String, _ style: CellStyle) {
        let target = "internal:'\(other.replacing("'", with: "''"))'!A1"
        worksheet_write_url(sheet, lxw_row_t(row), lxw_col_t(column), target, book.format(style))
        worksheet_write_string(sheet, lxw_row_t(row), lxw_col_t(column), text, book.format(style))
    }

    /// In characters of the default font.
    func width(_ columns: ClosedRange<Int>, _ characters: Double) {
        worksheet_set_column(
            sheet, lxw_col_t(columns.lowerBound), lxw_col_t(columns.upperBound), characters, nil)
    }

    /// Columns that nobody needs to see: `grouped` ones can be unfolded by a click, others by Excel's menu.
    func hide(_ columns: ClosedRange<Int>, _ characters: Double, grouped: Bool) {
        var options = lxw_row_col_options(hidden: 1, level: grouped ? 1 : 0, collapsed: 0)
        worksheet_set_column_opt(
            sheet, lxw_col_t(columns.lowerBound), lxw_col_t(columns.upperBound), characters, nil, &options)
    }

    /// In points.
    func height(_ row: Int, _ points: Double) { worksheet_set_row(sheet, lxw_row_t(row), points, nil) }

    /// A4, as wide as the page and as long as it takes, the first rows on every page, page numbers below.
    func print(landscape: Bool, repeating rows: ClosedRange<Int>?, breaks: [Int] = []) {
        worksheet_set_paper(sheet, 9)
        if landscape { worksheet_set_landscape(sheet) } else { worksheet_set_portrait(sheet) }
        worksheet_fit_to_pages(sheet, 1, 0)
        worksheet_set_margins(sheet, 0.5, 0.5, 0.3, 0.45)
        worksheet_center_horizontally(sheet)
        worksheet_set_footer(sheet, "&C&P / &N")
        if let rows { worksheet_repeat_rows(sheet, lxw_row_t(rows.lowerBound), lxw_row_t(rows.upperBound)) }
        if !breaks.isEmpty {
            var ends = breaks.map { lxw_row_t($0) } + [0]
            worksheet_set_h_pagebreaks(sheet, &ends)
        }
    }

    func freeze(rows: Int, columns: Int) { worksheet_freeze_panes(sheet, lxw_row_t(rows), lxw_col_t(columns)) }

    func hideGridlines() { worksheet_gridlines(sheet, UInt8(LXW_HIDE_ALL_GRIDLINES.rawValue)) }
}

/// How wide a text is, in Latin letters: those of Chinese and other full width count two.
func displayWidth(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) {
        $0 + ($1.value >= 0x1100 && $1.properties.generalCategory != .nonspacingMark ? 2 : 1)
    }
}
