import Definitions
import Model
import Testing

@testable import Publish

@Suite struct WorkbookCellTests {
    let world = SmallWorld()
    let cells = WorkbookCells(rounding: .halfUp)

    @Test func ratiosInPercentAreHeldAsRatios() {
        let growth = world.figure(0, .yoy, Fraction(35_016, over: 100_000), unit: "%", decimals: 2)
        #expect(cells.number(growth) == Decimal(mantissa: 3502, scale: 4))
        #expect(cells.format(growth) == "0.00%")
        let points = world.figure(0, .change, Fraction(-1, over: 200), unit: "百分点", decimals: 1)
        #expect(cells.number(points) == Decimal(mantissa: -5, scale: 1))
        #expect(cells.format(points) == "#,##0.0")
    }

    @Test func amountsAreScaledAndMarked() {
        var figure = world.figure(0, .value, Fraction(12_345_678_900), unit: "万元", decimals: 2, status: .partial)
        #expect(cells.number(figure) == Decimal(mantissa: 123_456_789, scale: 2))
        #expect(cells.format(figure) == "#,##0.00\"ᵖ\"")
        figure.status = .normal
        figure.decimals = 0
        figure.qualifier = "超\""
        #expect(cells.format(figure) == "\"超\"#,##0")
        figure.qualifier = "余"
        #expect(cells.format(figure) == "#,##0\"余\"")
    }

    @Test(arguments: [(FigureStatus.cannotExist, "—"), (.notDelivered, "…"), (.missing, "…")])
    func signsStandForMissingNumbers(status: FigureStatus, sign: String) {
        let figure = world.figure(0, .value, nil, unit: "万元", status: status)
        #expect(cells.number(figure) == nil)
        #expect(cells.sign(figure) == sign)
    }

    @Test func targetsAreMetOrNot() {
        var figure = world.figure(0, .completion, nil, unit: "%", status: .cannotExist)
        figure.qualifier = "not_met"
        #expect(cells.sign(figure) == "✗")
        var streak = world.figure(0, .streak, Fraction(3), unit: "年", decimals: 0)
        streak.qualifier = "at_least"
        streak.rank = RankTerms(of: .yoy, within: 1)
        #expect(cells.format(streak) == "\"≥\"#,##0")
        #expect(StatisticWording.name(.streak, streak.rank).zh == "同比增速位次第一的连续年数")
    }

    @Test func namesOfSheetsFitExcel() {
        var names = WorkbookNames(taken: ["封面"])
        #expect(names.name("a/b:c") == "a-b-c")
        #expect(names.name("A-B-C") == "A-B-C (2)")
        #expect(names.name("封面") == "封面 (2)")
        #expect(names.name(String(repeating: "长", count: 40)) == String(repeating: "长", count: 31))
        #expect(names.name(String(repeating: "长", count: 41)) == String(repeating: "长", count: 27) + " (2)")
        #expect(names.name("''") == "-")
    }
}

@Suite struct WorkbookModelTests {
    let world = SmallWorld()

    func flow(_ quantity: Quantity, _ statistic: Statistic, area: Int = 1, category: [String] = []) -> Figure {
        var figure = world.figure(
            0, statistic, Fraction(1), unit: statistic == .yoy ? "%" : "万元", area: area, category: category)
        figure.quantity = quantity
        return figure
    }

    func columns(_ figures: [Figure]) -> [[String]] {
        let model = WorkbookModel(world.publication(figures), for: .everyone)
        return model.themes.flatMap(\.blocks).flatMap(\.groups).map { $0.columns.map(\.title) }
    }

    /// Of a return of several periods each is a column, the oldest first.
    @Test func periodsStandSideBySide() {
        let figures = [9, 12].flatMap { month in
            [Statistic.value, .yoy].flatMap { statistic in
                [Quantity.period, .ytd].map { quantity in
                    var figure = flow(quantity, statistic)
                    figure.period = Period(.quarter, holding: Month(year: 2024, month: month))
                    return figure
                }
            }
        }
        let model = WorkbookModel(world.publication(figures), for: .everyone)
        let groups = model.themes.flatMap(\.series).flatMap(\.groups)
        #expect(groups.map(\.title) == ["成交额（万元），年初至期末累计", "成交额，同比增速（%）"])
        #expect(groups.map { $0.columns.map(\.title) } == Array(repeating: ["2024年三季度", "2024年四季度"], count: 2))
        #expect(columns(Array(figures.suffix(4))).isEmpty == false)
        #expect(WorkbookModel(world.publication(Array(figures.suffix(4))), for: .everyone).themes[0].series.isEmpty)
    }

    @Test func valueThenYearToDateThenGrowthThenRank() {
        let figures = [
            flow(.ytd, .rank), flow(.ytd, .yoy), flow(.ytd, .prior), flow(.ytd, .value), flow(.period, .yoy),
            flow(.period, .value),
        ]
        #expect(columns(figures) == [["四季度", "1—12月", "同比增速", "位次"]])
        // A year earlier stands where nothing else compares with it.
        #expect(columns([flow(.ytd, .value), flow(.ytd, .prior)]) == [["1—12月", "上年同期"]])
    }

    @Test func breakdownsFollowInTheOrderOfTheirCodeList() {
        let figures = [
            flow(.ytd, .value), flow(.ytd, .value, category: ["2"]), flow(.ytd, .value, category: ["=x"]),
            flow(.ytd, .value, category: ["1"]),
        ]
        // What a spreadsheet would run is no code of the list: it comes last.
        #expect(columns(figures) == [["1—12月"], ["开发", "转让", "=x"]])
    }

    @Test func wideThemesBreakIntoTables() {
        let figures =
            [flow(.ytd, .value)] + (0..<30).map { flow(.ytd, .value, category: ["c\($0)"]) } + [
                flow(.ytd, .value, area: 0)
            ]
        let model = WorkbookModel(world.publication(figures), for: .everyone)
        let blocks = model.themes.flatMap(\.blocks)
        #expect(blocks.map(\.columnCount) == [1, 12, 12, 6])
        #expect(model.themes[0].areas.map(\.area) == [0, 1])
        #expect(model.themes[0].areas.map(\.depth) == [0, 1])
        // By its only dataset, unless the definition says otherwise.
        #expect(model.themes[0].title == "技术合同")
        let titles = [WorkbookThemeTitle(theme: "pipeline", title: LocalizedText(zh: "成交"))]
        #expect(
            WorkbookModel(world.publication(figures), for: .everyone, titles: titles).themes.map(\.title) == ["成交"])
    }

    @Test(arguments: [
        (Period(year: 2024), "2024年", "全年", "1—12月"),
        (Period(.half, holding: Month(year: 2024, month: 3)), "2024年上半年", "上半年", "1—6月"),
        (Period(.quarter, holding: Month(year: 2024, month: 9)), "2024年三季度", "三季度", "1—9月"),
        (Period(Month(year: 2024, month: 1)), "2024年1月", "1月", "1月"),
    ]) func periodsAreNamed(period: Period, name: String, own: String, ytd: String) {
        #expect(PeriodWording.name(period).zh == name)
        #expect(PeriodWording.column(.period, of: period).zh == own)
        #expect(PeriodWording.column(.ytd, of: period).zh == ytd)
    }

    /// The same cells give the same bytes, whenever they are written.
    @Test func bytesDoNotKnowTheClock() async throws {
        let publication = world.publication([flow(.ytd, .value), flow(.ytd, .value, area: 2)])
        let output = OutputDefinition(
            kind: .workbook, path: "returns/returns.xlsx", table: nil, place: SmallWorld.nowhere)
        let folders = [try ScratchFolder(), try ScratchFolder()]
        try write(output, publication, to: folders[0].path)
        // Zip entries count in steps of two seconds.
        try await Task.sleep(for: .seconds(2.1))
        try write(output, publication, to: folders[1].path)
        #expect(try folders[0].bytes("returns/returns.xlsx") == folders[1].bytes("returns/returns.xlsx"))
        #expect(try folders[0].mode("returns/returns.xlsx") == 0o644)
    }
}
