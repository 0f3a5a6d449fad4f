import Model

/// An enterprise above the scale, as its statements have it. Amounts in 千元.
struct IndustrialFirm {
    var firm: Firm
    var district: String
    var isHighTech: Bool
    /// Of 2022, 2023, 2024.
    var revenue: [Int]
    /// Expenditure on R&D of the same years; 0: none.
    var research: [Int]
    /// Persons who do research all the year, of the same years.
    var fullTime: [Int]
    /// Person-months of those who do research beside other work.
    var partTimeMonths: Int
    var partTimers: Int
    var institutions: Int

    static func all(of district: District) -> [IndustrialFirm] {
        var random = RandomSource(seed: World.seed, stream: "industry \(district.code)")
        let isZone = district.code == DistrictPlan.bozhouZone
        let count = isZone ? 14 : district.code == DistrictPlan.ouhai ? 12 : 6
        return district.firms.prefix(count).enumerated().map { i, firm in
            let start = random.pick([26_000, 48_000, 75_000, 120_000, 260_000, 640_000, 1_150_000])
            var revenue = [start * random.between(92, 108) / 100]
            for _ in 0..<2 { revenue.append((revenue.last ?? start) * random.between(96, 122) / 100) }
            var share = random.pick([0, 12, 24, 31, 42, 58, 76])
            var institutions = share > 0 ? random.between(0, 2) : 0
            if isZone {
                // 两清零: four sell for more than 1亿元 without research, two for more than 5亿元 without an institution.
                switch i {
                case 0..<4:
                    (share, institutions, revenue) = (
                        0, 0, [128_000 + i * 7_300, 141_500 + i * 8_100, 150_000 + i * 9_000]
                    )
                case 4..<6:
                    (share, institutions, revenue) = (
                        35, 0, [560_000 + i * 21_000, 618_000 + i * 20_000, 655_000 + i * 22_000]
                    )
                default: (share, institutions) = (max(share, 12), max(institutions, 1))
                }
            }
            let research = revenue.map { $0 * share / 1_000 }
            let partTimers = share > 0 ? random.between(1, 6) : 0
            return IndustrialFirm(
                firm: firm, district: district.name, isHighTech: random.chance(60) || share > 40, revenue: revenue,
                research: research, fullTime: research.map { $0 > 0 ? $0 / 320 + 1 : 0 },
                partTimeMonths: partTimers * random.between(2, 10), partTimers: partTimers, institutions: institutions)
        }
    }
}

/// What enterprises state: 107-1, 107-2, 规上工业, 固定资产投资.
enum StatementFiles {
    static func make(_ offices: Offices) -> [SampleFile] {
        offices.all.flatMap { office in
            let firms = office.districts.flatMap { IndustrialFirm.all(of: $0) }
            return [2023, 2024].flatMap { year in
                // R&D of a year is stated in the next.
                [projects(firms, office, year - 1), activities(firms, office, year - 1), industry(firms, office, year)]
            } + [InvestmentFiles.make(office)]
        }
    }

    private static func projects(_ firms: [IndustrialFirm], _ office: Office, _ year: Int) -> SampleFile {
        var random = RandomSource(seed: World.seed, stream: "R&D projects \(office.name) \(year)")
        var records: [Record] = []
        for firm in firms where firm.research[year - 2022] > 0 {
            let count = random.between(1, 2)
            var rest = firm.research[year - 2022] * 96 / 100
            let people = firm.fullTime[year - 2022] + firm.partTimers
            for part in 0..<count {
                let amount = part == count - 1 ? rest : rest * random.between(35, 65) / 100
                rest -= amount
                let staff = max(1, part == 0 ? people * 2 / 3 : people / 3)
                records.append(
                    Record(cells: [
                        .text("YF\(year)\(firm.firm.code.suffix(6))\(part + 1)"),
                        .text(random.pick(Vocabulary.subjects) + random.pick(Vocabulary.parts) + "研究"),
                        .text(firm.firm.code), .text(firm.firm.name), .text(firm.district),
                        .text(random.pick(["本企业自选", "本企业自选", "地方科技项目", "国家科技项目"])),
                        .date(day(year, random.between(1, 6), 1)), .date(day(year + 1, random.between(1, 12), 28)),
                        .number("\(staff)"), .number("\(staff * random.between(6, 11))"), .number("\(amount)"),
                        .number("\(amount * random.between(0, 15) / 100)"), .date(day(year, 12, 31)),
                    ]))
            }
        }
        if office.name == "芜湖市", year == 2023 {
            // More from government than was spent.
            records[4].spoil(12, .number("99999999"), "RDP-012")
        }
        let table = SampleTable(
            title: "\(year)年规模以上工业企业研发项目情况（107-1表）", subtitle: "填报单位：\(office.filler)    单位：千元",
            header: [
                "项目编号", "项目名称", "统一社会信用代码", "单位详细名称", "所属区县", "项目来源", "项目起始日期", "项目完成日期", "参加项目人员（人）",
                "项目人员实际工作时间（人月）", "项目经费内部支出", "政府资金", "统计截止日期",
            ], records: records)
        return CommaSeparated.file(
            office.path(year + 1, "研发项目情况107-1.csv"), table, encoding: .gb18030)
    }

    private static func activities(_ firms: [IndustrialFirm], _ office: Office, _ year: Int) -> SampleFile {
        let records = firms.map { firm in
            let research = firm.research[year - 2022]
            return Record(cells: [
                .text(firm.firm.code), .text(firm.firm.name), .text(firm.district),
                .date(day(year, 12, 31)), .number("\(firm.revenue[year - 2022])"),
                .number("\(firm.fullTime[year - 2022] + firm.partTimers)"),
                .number("\(firm.fullTime[year - 2022])"), .number("\(firm.partTimeMonths)"), .number("\(research)"),
                .number("\(research / 20)"), .number("\(firm.institutions)"), .number("\(firm.institutions * 2)"),
            ])
        }
        let table = SampleTable(
            title: "\(year)年规模以上工业企业研发活动及相关情况（107-2表）", subtitle: "填报单位：\(office.filler)    单位：千元",
            header: [
                "统一社会信用代码", "单位详细名称", "所属区县", "统计截止日期", "营业收入", "R&D人员合计（人）", "全时人员（人）", "非全时人员实际工作时间（人月）",
                "R&D经费内部支出", "政府资金", "企业办研发机构数（个）", "发明专利申请数（件）",
            ], records: records, notes: ["注：全时人员按人计入全时当量，非全时人员按实际工作时间折算。"])
        return CommaSeparated.file(
            office.path(year + 1, "研发活动及相关情况107-2.csv"), table, encoding: .gb18030)
    }

    /// Quarter by quarter, accumulated; in hundredths of 万元.
    private static func industry(_ firms: [IndustrialFirm], _ office: Office, _ year: Int) -> SampleFile {
        var records: [Record] = []
        for (month, part) in [(3, 22), (6, 47), (9, 72), (12, 100)] {
            let last = CivilDate(days: day(month == 12 ? year + 1 : year, month % 12 + 1, 1).days - 1)
            for firm in firms {
                // 千元 are tens of hundredths of 万元.
                let now = firm.revenue[year - 2022] * part / 10, then = firm.revenue[year - 2023] * part / 10
                records.append(
                    Record(cells: [
                        .text(firm.firm.code), .text(firm.firm.name), .text(firm.district),
                        .text(firm.isHighTech ? "是" : "否"), .date(last), .amount(now), .amount(then),
                        .amount(now * 23 / 100), .amount(then * 23 / 100),
                    ]))
            }
        }
        let table = SampleTable(
            title: "规模以上工业企业生产经营情况", subtitle: "填报单位：\(office.filler)    单位：万元",
            header: [
                "统一社会信用代码", "单位详细名称", "所属区县", "是否高新技术产业", "累计截止日期", "本年累计营业收入", "上年同期营业收入", "本年累计工业增加值",
                "上年同期工业增加值",
            ], records: records)
        return CommaSeparated.file(office.path(year, "规上工业统计报表\(year).csv"), table, encoding: .gb18030)
    }
}

/// 固定资产投资项目月报: by project, accumulated, with the year before beside it.
enum InvestmentFiles {
    /// What of a year has been done by the end of a month, in hundredths.
    private static let progress = [(3, 18), (5, 36), (6, 45), (9, 70), (11, 91), (12, 100)]

    private struct Project {
        var kind: String
        var included: CivilDate
        /// What had been done by the end of month `anchor` of 2023 and 2024, in hundredths of 万元.
        var anchor: Int
        var done: (Int, Int)

        func until(_ month: Int, _ year: Int) -> Int {
            let share = { (month: Int) in InvestmentFiles.progress.first { $0.0 == month }?.1 ?? 100 }
            return (year == 2023 ? done.0 : done.1) * share(month) / share(anchor)
        }
    }

    static func make(_ office: Office) -> SampleFile {
        var records: [Record] = []
        for district in office.districts {
            var draw = LedgerDraw(district, 2024, ledger: "investment")
            let names = projects(of: district, &draw).map { project in
                (
                    project: project, number: draw.number("GT"), firm: draw.firm(),
                    name: draw.random.pick(Vocabulary.trades) + "产业园项目"
                )
            }
            for year in [2023, 2024] {
                for (month, _) in progress {
                    let last = CivilDate(days: day(month == 12 ? year + 1 : year, month % 12 + 1, 1).days - 1)
                    for item in names where item.project.included <= last {
                        records.append(
                            Record(cells: [
                                .text(item.number), .text(item.name), .text(item.firm.code), .text(district.name),
                                .text(item.project.kind), .date(item.project.included), .date(last),
                                .amount(item.project.until(month, year)),
                                .amount(
                                    year == 2023
                                        ? item.project.until(month, 2023) * 9 / 10 : item.project.until(month, 2023)),
                            ]))
                    }
                }
            }
        }
        let table = SampleTable(
            title: "\(office.name)固定资产投资项目进展情况", subtitle: "填报单位：\(office.filler)    单位：万元",
            header: [
                "项目编号", "项目名称", "建设单位信用代码", "所属区县", "产业类别", "入库日期", "累计截止日期", "本年累计完成投资", "上年同期完成投资",
            ], records: records)
        return CommaSeparated.file(office.path(2024, "固定资产投资项目月报2024.csv"), table, encoding: .utf8WithMark)
    }

    private static func projects(of district: District, _ draw: inout LedgerDraw) -> [Project] {
        let before = day(2022, 9, 15)
        switch district.code {
        case UnitPlan.yaohai:
            // Two projects of science services; January to November 12,741.54万元 after 1,234万元: 932.54% more.
            return [
                Project(kind: "科技服务业", included: day(2023, 2, 20), anchor: 11, done: (123_400, 454_154)),
                Project(kind: "科技服务业", included: day(2024, 2, 18), anchor: 11, done: (0, 820_000)),
                Project(kind: "高新产业", included: before, anchor: 12, done: (2_640_000, 3_015_000)),
            ]
        case DistrictPlan.ouhai:
            // January to May: 18.62亿元 after 14.35亿元.
            let (then, now) = (draw.split(14_350_000, 5), draw.split(18_620_000, 5))
            return zip(then, now).map { Project(kind: "高新产业", included: before, anchor: 5, done: ($0, $1)) }
                + [Project(kind: "其他", included: before, anchor: 12, done: (4_020_000, 3_760_000))]
        default:
            return (0..<3).map { _ in
                let done = draw.random.between(80, 900) * 1_000
                return Project(
                    kind: draw.random.pick(["高新产业", "高新产业", "科技服务业", "其他"]), included: before, anchor: 12,
                    done: (done, done * draw.random.between(90, 130) / 100))
            }
        }
    }
}
