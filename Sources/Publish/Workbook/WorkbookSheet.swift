import Definitions
import Model

/// A theme as bureaus lay out tables: title, period and units, areas as rows, indicators as columns below headings of two
/// levels, what the signs mean, charts.
struct WorkbookSheet {
    let publication: Publication
    let theme: WorkbookTheme
    let sheet: XLSXSheet
    /// Its columns are periods.
    var isSeries = false

    /// Areas of which a table fills a landscape page.
    static let rowsOfAPage = 30
    /// Points of a landscape page of A4 between its margins.
    private static let pageHeight = 538.0
    /// Points of the title and the line below it, which stand on every page.
    private static let titleHeight = 41.0
    private static let lineHeight = 14.0
    private static let columnWidth = 10.5

    private static let header = CellStyle(
        isBold: true, alignment: .center, hasBorder: true, wraps: true, background: 0xDCE6F1)

    private var pipeline: PipelineDefinition { publication.pipeline }
    private var language: Language { pipeline.language }
    private var cells: WorkbookCells { WorkbookCells(rounding: pipeline.rounding) }

    /// Column 0 has the areas.
    private var lastColumn: Int { max(6, theme.blocks.map(\.columnCount).max() ?? 0) }

    private func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

    func write() {
        sheet.hideGridlines()
        sheet.width(0...0, language == .zh ? 13 : 24)
        sheet.width(1...lastColumn, WorkbookSheet.columnWidth)
        sheet.merged(0...0, 0...lastColumn, theme.title, CellStyle(size: 16, isBold: true, alignment: .center))
        sheet.height(0, 26)
        let period = isSeries ? PeriodWording.name(publication.range) : PeriodWording.name(publication.range.last)
        sheet.merged(1...1, 0...2, period[language], CellStyle())
        let units = theme.units.joined(separator: say("、", ", "))
        sheet.merged(
            1...1, 3...lastColumn, "\(say("计量单位：", "Units: "))\(units)", CellStyle(alignment: .right))

        var row = 2
        var breaks: [Int] = []
        var tables: [Int] = []
        var filled = WorkbookSheet.titleHeight
        func reserve(_ height: Double) {
            if row > 2, filled + height > WorkbookSheet.pageHeight {
                breaks.append(row)
                filled = WorkbookSheet.titleHeight
            }
            filled += height
        }
        for block in theme.blocks {
            let heights = headerHeights(block)
            let lines = Double(theme.areas.count) * WorkbookSheet.lineHeight
            reserve(heights.0 + heights.1 + lines + 10)
            tables.append(row)
            write(block, at: row, heights)
            row += theme.areas.count + 3
        }
        reserve(195)
        row = legend(at: row)
        charts(at: row + 1, firstTable: tables.first ?? 2)
        let repeated = theme.blocks.count == 1 ? 0...3 : 0...1
        sheet.print(landscape: true, repeating: repeated, breaks: breaks)
        sheet.freeze(rows: repeated.upperBound + 1, columns: 1)
    }

    /// Of both levels, in points: as many lines as their longest text takes.
    private func headerHeights(_ block: WorkbookBlock) -> (Double, Double) {
        func height(_ text: String, columns: Int) -> Double {
            let room = max(4, Int(Double(columns) * WorkbookSheet.columnWidth) - 1)
            return Double((displayWidth(text) + room - 1) / room) * 13 + 6
        }
        let groups = block.groups.map { height($0.title, columns: $0.columns.count) }
        let columns = block.groups.flatMap(\.columns).map { height($0.title, columns: 1) }
        return (groups.max() ?? 19, columns.max() ?? 19)
    }

    private func write(_ block: WorkbookBlock, at top: Int, _ heights: (Double, Double)) {
        sheet.merged(top...top + 1, 0...0, say("地区", "Area"), WorkbookSheet.header)
        sheet.height(top, heights.0)
        sheet.height(top + 1, heights.1)
        for i in theme.areas.indices { sheet.height(top + 2 + i, WorkbookSheet.lineHeight) }
        sheet.height(top + 2 + theme.areas.count, 10)
        var column = 1
        for group in block.groups {
            sheet.merged(
                top...top, column...column + group.columns.count - 1, group.title, WorkbookSheet.header)
            for entry in group.columns {
                sheet.text(top + 1, column, entry.title, WorkbookSheet.header)
                for (i, line) in theme.areas.enumerated() {
                    write(entry.figures[line.area], isTotal: line.depth == 0, row: top + 2 + i, column: column)
                }
                column += 1
            }
        }
        for (i, line) in theme.areas.enumerated() {
            sheet.text(
                top + 2 + i, 0, pipeline.areas[line.area].name[language],
                CellStyle(isBold: line.depth == 0, hasBorder: true, indent: line.depth))
        }
    }

    private func write(_ disclosed: DisclosedFigure?, isTotal: Bool, row: Int, column: Int) {
        var style = CellStyle(isBold: isTotal, alignment: .right, hasBorder: true)
        guard let figure = disclosed?.figure else {
            sheet.blank(row, column, style)
            return
        }
        guard let number = cells.number(figure) else {
            style.alignment = .center
            sheet.text(row, column, cells.sign(figure), style)
            return
        }
        style.numberFormat = cells.format(figure)
        sheet.number(row, column, number, style)
    }

    /// Answers the first row behind it.
    private func legend(at row: Int) -> Int {
        let style = CellStyle(size: 9)
        let signs =
            (WorkbookCells.noNumber.map { "“\($0.sign)”\($0.meaning[language])" }
                + WorkbookCells.marks.map { "“\($0.mark)”\($0.meaning[language])" }
                + [say("空格：无记录", "an empty cell: no records")])
        let separator = say("；", "; ")
        sheet.text(row, 0, "\(say("注：", "Signs: "))\(signs.joined(separator: separator))\(say("。", "."))", style)
        return row + 1
    }

    /// Of the first table: up to two values by area, and growth beside where there is one value only. Parents are left out:
    /// they would dwarf their parts.
    private func charts(at row: Int, firstTable top: Int) {
        guard let block = theme.blocks.first, let deepest = theme.areas.map(\.depth).max(),
            let first = theme.areas.firstIndex(where: { $0.depth == deepest }),
            let last = theme.areas.lastIndex(where: { $0.depth == deepest }), last > first
        else { return }
        var candidates: [(column: Int, group: WorkbookGroup, entry: WorkbookColumn)] = []
        var column = 1
        for group in block.groups {
            for entry in group.columns {
                if entry.isHeadline || entry.isGrowth { candidates.append((column, group, entry)) }
                column += 1
            }
        }
        let drawn = candidates.filter { candidate in
            theme.areas[first...last].contains { candidate.entry.figures[$0.area]?.figure.value != nil }
        }
        let values = drawn.filter(\.entry.isHeadline)
        let chosen = values.prefix(1) + drawn.filter(\.entry.isGrowth).prefix(1)
        let shown = chosen.count == 2 ? Array(chosen) : Array(values.prefix(2))
        for (i, candidate) in shown.enumerated() {
            let figure = theme.areas[first...last].lazy.compactMap { candidate.entry.figures[$0.area]?.figure }.first
            sheet.barChart(
                at: (row, 0), title: "\(candidate.group.title) \(candidate.entry.title)",
                names: (top + 2 + first...top + 2 + last, 0), values: candidate.column,
                numberFormat: figure.map { $0.unit.symbol == "%" ? "0%" : "#,##0" } ?? "General", offset: i * 500)
        }
    }
}
