import CXLSXWriter

extension XLSXSheet {
    /// Columns side by side, one for each row, drawn from cells of this sheet.
    func barChart(
        at place: (row: Int, column: Int), title: String, names: (rows: ClosedRange<Int>, column: Int),
        values column: Int,
        numberFormat: String, offset: Int
    ) {
        guard let chart = book.chart(LXW_CHART_COLUMN), let series = chart_add_series(chart, nil, nil) else { return }
        let (first, last) = (lxw_row_t(names.rows.lowerBound), lxw_row_t(names.rows.upperBound))
        chart_series_set_categories(series, name, first, lxw_col_t(names.column), last, lxw_col_t(names.column))
        chart_series_set_values(series, name, first, lxw_col_t(column), last, lxw_col_t(column))
        chart_series_set_name(series, title)
        var fill = lxw_chart_fill()
        fill.color = 0x2F5D8C
        chart_series_set_fill(series, &fill)
        chart_title_set_name(chart, title)
        var font = lxw_chart_font()
        font.size = 11
        font.bold = 1
        chart_title_set_name_font(chart, &font)
        chart_legend_set_position(chart, UInt8(LXW_CHART_LEGEND_NONE.rawValue))
        chart_axis_set_num_format(chart.pointee.y_axis, numberFormat)
        var options = lxw_chart_options()
        options.x_offset = Int32(offset)
        options.y_offset = 4
        options.x_scale = 1
        options.y_scale = 0.8
        options.object_position = UInt8(LXW_OBJECT_MOVE_DONT_SIZE.rawValue)
        worksheet_insert_chart_opt(sheet, lxw_row_t(place.row), lxw_col_t(place.column), chart, &options)
    }
}
