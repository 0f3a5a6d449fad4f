import CXLSXWriter

/// What makes a sheet a form: filters, lists to choose from, cells that may be filled in.
extension XLSXSheet {
    /// Excel's arrows in the header of a list.
    func filter(rows: ClosedRange<Int>, columns: ClosedRange<Int>) {
        worksheet_autofilter(
            sheet, lxw_row_t(rows.lowerBound), lxw_col_t(columns.lowerBound), lxw_row_t(rows.upperBound),
            lxw_col_t(columns.upperBound))
    }

    /// One of the words, or nothing; together at most 255 characters, as Excel has it.
    func choice(_ words: [String], rows: ClosedRange<Int>, column: Int, error: (title: String, message: String)) {
        var list = words.map { strdup($0) }
        defer { list.forEach { free($0) } }
        list.append(nil)
        list.withUnsafeMutableBufferPointer { list in
            validate(rows: rows, column: column, error: error) {
                $0.validate = UInt8(LXW_VALIDATION_TYPE_LIST.rawValue)
                $0.value_list = list.baseAddress
            }
        }
    }

    /// A day of this century or nothing.
    func date(rows: ClosedRange<Int>, column: Int, error: (title: String, message: String)) {
        validate(rows: rows, column: column, error: error) {
            $0.validate = UInt8(LXW_VALIDATION_TYPE_DATE.rawValue)
            $0.criteria = UInt8(LXW_VALIDATION_CRITERIA_BETWEEN.rawValue)
            $0.minimum_datetime = lxw_datetime(year: 2000, month: 1, day: 1, hour: 0, min: 0, sec: 0)
            $0.maximum_datetime = lxw_datetime(year: 2099, month: 12, day: 31, hour: 0, min: 0, sec: 0)
        }
    }

    private func validate(
        rows: ClosedRange<Int>, column: Int, error: (title: String, message: String),
        _ change: (inout lxw_data_validation) -> Void
    ) {
        error.title.withCString { title in
            error.message.withCString { message in
                var validation = lxw_data_validation()
                validation.error_title = UnsafeMutablePointer(mutating: title)
                validation.error_message = UnsafeMutablePointer(mutating: message)
                change(&validation)
                worksheet_data_validation_range(
                    sheet, lxw_row_t(rows.lowerBound), lxw_col_t(column), lxw_row_t(rows.upperBound),
                    lxw_col_t(column), &validation)
            }
        }
    }

    /// Only cells that are open may be changed; filters and widths may. Nobody needs a password to lift it.
    func protect() {
        var options = lxw_protection()
        options.autofilter = 1
        options.sort = 1
        options.format_columns = 1
        options.format_rows = 1
        worksheet_protect(sheet, nil, &options)
    }

    /// After `print`: the columns from `column` on stand on pages of their own, with the first columns repeated; in so many
    /// percent of the size on the screen.
    func printApart(from column: Int, repeating columns: ClosedRange<Int>, percent: Int) {
        worksheet_set_print_scale(sheet, UInt16(percent))
        worksheet_repeat_columns(sheet, lxw_col_t(columns.lowerBound), lxw_col_t(columns.upperBound))
        var ends = [lxw_col_t(column), 0]
        worksheet_set_v_pagebreaks(sheet, &ends)
    }

    /// Numbers that stand as text, as they were reported, are meant so: no green corners.
    func acceptNumbersAsText(rows: ClosedRange<Int>, columns: ClosedRange<Int>) {
        var range = ""
        range += "\(columnLetters(Int32(columns.lowerBound + 1)))\(rows.lowerBound + 1):"
        range += "\(columnLetters(Int32(columns.upperBound + 1)))\(rows.upperBound + 1)"
        worksheet_ignore_errors(sheet, UInt8(LXW_IGNORE_NUMBER_STORED_AS_TEXT.rawValue), range)
    }
}

/// A text as a cell of a workbook can hold it: what a spreadsheet would run gets an apostrophe before it, as in CSV; what
/// XML cannot hold, or would read as an escape, is written otherwise; longer than a cell may be is cut, and says so.
func cellText(_ text: String) -> String {
    var text = isRunBySpreadsheets(text.utf8) ? "'" + text : text
    if text.unicodeScalars.contains(where: { $0.value == 0 || $0.value == 0xFFFE || $0.value == 0xFFFF }) {
        var clean = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            clean.append(scalar.value == 0 || scalar.value >= 0xFFFE && scalar.value <= 0xFFFF ? "\u{FFFD}" : scalar)
        }
        text = String(clean)
    }
    if text.utf8.count > 32_000, text.utf16.count > 32_000 {
        text = String(decoding: text.utf16.prefix(32_000), as: UTF16.self) + "…"
    }
    return text
}
