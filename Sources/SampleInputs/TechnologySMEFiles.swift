import Model

/// 科小入库: one list a year; most enterprises come again.
enum TechnologySMEFiles {
    private static let header = [
        "入库登记编号", "企业名称", "统一社会信用代码", "所属区县", "评价年度", "入库日期", "综合得分", "职工总数（人）", "是否高企",
    ]

    static func make(_ world: inout World) -> [SampleFile] {
        var random = RandomSource(seed: World.seed, stream: "technology SMEs")
        var lists: [Int: [Record]] = [2023: [], 2024: []]
        var serial = 0
        func register(_ firm: Firm, _ year: Int) {
            serial += 1
            let plan = UnitPlan.all[firm.unit]
            let flag = random.pick(["08", "A8", "0C"])
            lists[year, default: []].append(
                Record(cells: [
                    .text("\(year)\(plan.code)\(flag)\(padded(serial * 7 % 1_000_000, 6))"), .text(firm.name),
                    .text(firm.code), .text(plan.name), .text(year == 2023 ? "2023" : "\(year)年度"),
                    .date(day(year, random.between(3, 12), random.pick([6, 12, 18, 25]))),
                    .number("\(random.between(62, 97)).\(random.between(0, 9))"), .number("\(random.between(4, 380))"),
                    .text(random.chance(35) ? "是" : "否"),
                ]))
        }
        for (unit, plan) in UnitPlan.all.enumerated() {
            let pool = random.shuffled(Array(world.old[unit].dropLast(3)) + world.new2023[unit])
            let first = Array(pool.prefix(plan.smes.0))
            let again = first.prefix(first.count * 72 / 100)
            let second =
                again
                + (pool.dropFirst(first.count) + world.new2024[unit] + first.dropFirst(again.count))
                .prefix(plan.smes.1 - again.count)
            precondition(Set(first.map(\.code)).count == plan.smes.0 && Set(second.map(\.code)).count == plan.smes.1)
            for firm in first { register(firm, 2023) }
            for firm in second { register(firm, 2024) }
            // Registered twice in the year: one enterprise still.
            register(second[0], 2024)
        }
        var records = random.shuffled(lists[2024] ?? [])
        spoil(&records, &world, &random)
        let export = SampleTable(header: header, records: random.shuffled(lists[2023] ?? []))
        let statement = SampleTable(
            title: "合肥市科技型中小企业入库名单（2024年）", subtitle: "填报单位：合肥市科学技术局    填报日期：2025年1月3日", header: header,
            records: records, notes: ["注：数据来源于全国科技型中小企业信息库。"], dateStyle: .slashes)
        return [
            CommaSeparated.file("2023-Q4/科技型中小企业入库2023.csv", export, encoding: .gb18030, endOfLine: "\n"),
            CommaSeparated.file("2024-Q4/科技型中小企业入库2024.csv", statement, encoding: .utf8WithMark),
        ]
    }

    private static func spoil(_ records: inout [Record], _ world: inout World, _ random: inout RandomSource) {
        records[0].marks.append(Mark(rule: "tsme_registrations.registered_on.repaired", column: 6, isNote: true))
        records[0].marks.append(Mark(rule: "tsme_registrations.evaluated_for.repaired", column: 5, isNote: true))
        records[17].spoil(1, .text("2.02434E+17"), "TSM-003")
        records[29].spoil(7, .text("105.5"), "tsme_registrations.score.maximum")
        records[48].spoil(7, .text("58.5"), "TSM-011")
        records[61].spoil(8, .number("620"), "TSM-012")
        records[75].spoil(9, .text("待核"), "tsme_registrations.is_hnte.type")
        records[90].spoil(8, .text("若干"), "tsme_registrations.employees.type")
        records[104].spoil(7, .text("－"), "tsme_registrations.score.missing_marker", note: true)
        // An enterprise that is on no register, in the place of one that registered once.
        var times: [String: Int] = [:]
        for record in records { times[record.text(3), default: 0] += 1 }
        if let place = records.indices.dropFirst(130).first(where: {
            records[$0].text(4) == "肥西县" && times[records[$0].text(3)] == 1
        }) {
            let stranger = world.stranger(region: "340123", place: "肥西", random: &random)
            records[place].cells[1] = .text(stranger.name)
            records[place].spoil(3, .text(stranger.code), "TSM-020")
        }
    }
}
