import Model

/// 规上科技服务业: who is above the scale, and what they state month by month, always from January.
enum ServiceFiles {
    static func make(_ world: inout World) -> [SampleFile] {
        let book = ServiceBook(world)
        var random = RandomSource(seed: World.seed, stream: "service files")
        return [
            register2023(book), register2024(book, world),
            statements2023(book), december2023(book), statements2024(book, &world, &random),
        ]
    }

    // MARK: Who is above the scale

    private static let registerHeader = [
        "统一社会信用代码", "单位名称", "所属区县", "行业代码", "入库时间", "入库方式", "退库时间", "退库原因",
    ]

    private static func record(_ enterprise: ServiceEnterprise, leaving: Bool = false) -> Record {
        Record(cells: [
            .text(enterprise.firm.code), .text(enterprise.firm.name), .text(UnitPlan.all[enterprise.firm.unit].name),
            .text(enterprise.firm.industry), .date(enterprise.included), .text(enterprise.inclusion),
            leaving ? enterprise.leaves.map(Cell.date) ?? .blank : .blank, leaving ? .text("营业收入低于规模标准") : .blank,
        ])
    }

    private static func register2023(_ book: ServiceBook) -> SampleFile {
        let table = SampleTable(
            title: "合肥市规模以上科技服务业在库单位（截至2023年12月）", subtitle: "填报单位：合肥市统计局", header: registerHeader,
            records: book.all.filter { $0.included.civil.year < 2024 }.map { record($0) })
        return CommaSeparated.file("2023-Q4/规上科技服务业在库单位2023.csv", table, encoding: .gb18030)
    }

    private static func register2024(_ book: ServiceBook, _ world: World) -> SampleFile {
        var records = book.all.filter { $0.leaves != nil }.map { record($0, leaving: true) }
        records += book.all.filter { $0.included.civil.year == 2024 }.map { record($0) }
        if let place = records.indices.first(where: { records[$0].text(3) == "高新区" }) {
            records[place].spoil(6, .text("存续"), "service_register.inclusion.codes")
        }
        // Out before it was in: an enterprise that states nothing.
        let firms = world.old[3]
        var backwards = record(
            ServiceEnterprise(firm: firms[firms.count - 2], included: day(2022, 6, 28), inclusion: "存量在库"))
        backwards.spoil(7, .date(day(2021, 5, 31)), "SVR-011")
        records.append(backwards)
        let table = SampleTable(
            title: "合肥市规模以上科技服务业单位变动情况（2024年）", subtitle: "填报单位：合肥市统计局    填报日期：2025年1月10日",
            header: registerHeader, records: records, notes: ["注：含小升规、主辅分离新增及退库单位。"])
        return CommaSeparated.file("2024-Q4/规上科技服务业在库单位变动2024.csv", table, encoding: .utf8WithMark)
    }

    // MARK: What they state

    /// One table of all months, in 万元.
    private static func statements2023(_ book: ServiceBook) -> SampleFile {
        let records = (2...11).flatMap { month in
            book.all.filter { $0.stated > 0 }.map { statement($0, 2023, month, unit: .tenThousands) }
        }
        let table = SampleTable(
            title: "合肥市2023年1-11月规模以上科技服务业企业月报汇总表", subtitle: "填报单位：合肥市统计局    金额单位：万元", header: header,
            records: records)
        return CommaSeparated.file("2023-Q4/规上科技服务业月报2023.csv", table, encoding: .gb18030)
    }

    /// Published with a month's lag: it came in January.
    private static func december2023(_ book: ServiceBook) -> SampleFile {
        let table = SampleTable(
            title: "合肥市2023年1-12月规模以上科技服务业企业月报", subtitle: "填报单位：合肥市统计局    金额单位：万元", header: header,
            records: book.all.filter { $0.stated > 0 }.map { statement($0, 2023, 12, unit: .tenThousands) })
        return CommaSeparated.file("2024-Q4/规上科技服务业月报2023年12月.csv", table, encoding: .utf8WithMark)
    }

    private static let header = [
        "统一社会信用代码", "单位详细名称", "所属区县", "累计截止日期", "营业收入/本年累计", "营业收入/上年同期", "期末从业人数（人）",
    ]

    private enum AmountUnit { case thousands, tenThousands }

    private static func statement(
        _ enterprise: ServiceEnterprise, _ year: Int, _ month: Int, unit: AmountUnit
    ) -> Record {
        let progress = ServicePlan.months[year]?[month] ?? 0
        let earlier = ServicePlan.months[2023]?[month] ?? 0
        let revenue = (year == 2024 ? enterprise.revenue : enterprise.stated) * progress / 1_000
        let base = (year == 2024 ? enterprise.restated : enterprise.before) * earlier / 1_000
        func amount(_ thousands: Int) -> Cell {
            .number(unit == .thousands ? "\(thousands)" : "\(thousands / 10).\(thousands % 10)")
        }
        return Record(cells: [
            .text(enterprise.firm.code), .text(enterprise.firm.name), .text(UnitPlan.all[enterprise.firm.unit].name),
            .date(lastDay(year, month)), amount(revenue), amount(base), .number("\(enterprise.employees)"),
        ])
    }

    private static func lastDay(_ year: Int, _ month: Int) -> CivilDate {
        let next = month == 12 ? day(year + 1, 1, 1) : day(year, month + 1, 1)
        return CivilDate(days: next.days - 1)
    }

    /// A sheet a month, in 千元, with totals.
    private static func statements2024(
        _ book: ServiceBook, _ world: inout World, _ random: inout RandomSource
    ) -> SampleFile {
        let sheets = (2...11).map { month in
            let stating = book.all.filter { $0.revenue > 0 && $0.first <= month }
            var table = SampleTable(
                sheet: "\(month)月", title: "合肥市2024年1-\(month)月规模以上科技服务业企业月报",
                subtitle: "填报单位：合肥市统计局    金额单位：千元", header: header,
                records: stating.map { statement($0, 2024, month, unit: .thousands) })
            table.total = total(table.records)
            spoil(&table, month, stating, &world, &random)
            return table
        }
        return XMLSpreadsheet.file("2024-Q4/规上科技服务业月报2024.xml", sheets)
    }

    private static func total(_ records: [Record]) -> [Cell] {
        func sum(_ column: Int) -> Cell { .number("\(records.reduce(0) { $0 + (Int($1.text(column)) ?? 0) })") }
        return [.text("合计"), .blank, .blank, .blank, sum(5), sum(6), sum(7)]
    }

    /// Nothing of it touches the figures of November, nor those of the months that returns of a quarter show, February, May
    /// and August: what is in them is small.
    private static func spoil(
        _ table: inout SampleTable, _ month: Int, _ stating: [ServiceEnterprise], _ world: inout World,
        _ random: inout RandomSource
    ) {
        func row(of unit: String, _ place: Int) -> Int {
            let rows = stating.indices.filter { UnitPlan.all[stating[$0].firm.unit].code == unit }
            return rows[place % rows.count]
        }
        switch month {
        case 3:
            // The date of the month after: outside of what the title says, and it takes the key of April's statement.
            let at = row(of: "340104", 4)
            table.records[at].cells[3] = .date(lastDay(2024, 4))
            table.headerMarks.append(Mark(rule: "service_statements.stated_period", column: 4, isNote: true))
        case 4:
            table.records[row(of: "340104", 4)].marks.append(Mark(rule: "SVC-001", column: 1))
        case 6:
            let stranger = world.stranger(region: "340111", place: "合肥", random: &random)
            table.records[row(of: "340111", 2)].spoil(1, .text(stranger.code), "SVC-020")
            // A zero too many, which the total does not have.
            let at = row(of: "340176", 7)
            table.records[at].spoil(5, .number(table.records[at].text(5) + "0"), "SVC-011")
            table.records[at].marks.append(Mark(rule: "SVC-031", column: 5))
            table.totalMarks.append(Mark(rule: "service_statements.control_total", column: 5))
        case 7:
            // Less than the month before, which has a zero too many.
            table.records[row(of: "340176", 7)].marks.append(Mark(rule: "SVC-030", column: 5))
        case 8:
            table.records[row(of: "340103", 6)].spoil(
                7, .text("—"), "service_statements.employees.missing_marker", note: true)
            table.total = total(table.records)
        case 9:
            table.records[row(of: "340177", 3)].spoil(4, .text("2024-09-31"), "service_statements.until.type")
        case 10:
            let at = row(of: UnitPlan.yaohai, 5)
            let amount = table.records[at].text(5)
            table.records[at].spoil(
                5, .text("\(amount.dropLast(3)),\(amount.suffix(3))"), "service_statements.revenue.repaired", note: true
            )
        default: break
        }
    }
}
