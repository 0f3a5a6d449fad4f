import Model

/// The registers of the other offices: 企业名录, 高企证书, 科小入库, 平台名录, 服务台账.
enum OfficeRegisters {
    static func make(_ offices: Offices) -> [SampleFile] {
        offices.all.dropFirst().enumerated().flatMap { position, office in
            let members = offices.others.filter { $0.plan.office == position }
            return [
                enterprises(office), certificates(office, members), platforms(office), log(office),
                registrations(office, members, 2023), registrations(office, members, 2024),
            ]
        }
    }

    private static func enterprises(_ office: Office) -> SampleFile {
        let records = office.districts.flatMap { district in
            district.firms.map { firm in
                Record(cells: [
                    .text(firm.code), .text(firm.name), .text(district.code),
                    .text(EnterpriseFiles.kindName(firm.kind)), .text(firm.size), .text(firm.industry),
                    .date(firm.founded),
                    .blank, .number("\(firm.capital)"), .text("存续"),
                ])
            }
        }
        let table = SampleTable(
            header: [
                "统一社会信用代码", "企业名称", "所属区县", "单位性质", "企业规模", "行业代码", "成立日期", "注销日期", "注册资本（万元）", "登记状态",
            ], records: records)
        return CommaSeparated.file(office.path(2024, "企业名录.csv"), table, encoding: .gb18030)
    }

    /// A third of the first stock was certified in 2021 and comes again in 2024; the others are good for longer.
    private static func certificates(_ office: Office, _ members: [(plan: DistrictPlan, firms: [Firm])]) -> SampleFile {
        var random = RandomSource(seed: World.seed, stream: "certificates \(office.name)")
        var records: [Record] = []
        // Certificates are numbered by province: each office has a range.
        var serial = 600_000 + 50_000 * (DistrictPlan.offices.firstIndex { $0.name == office.name } ?? 0)
        for (plan, firms) in members {
            let stock = plan.certificates
            let pool = random.shuffled(firms)
            let renewed = stock.0 / 3
            func issue(_ firm: Firm, _ year: Int, _ kind: String) {
                serial += 1
                let issued = day(year, random.between(10, 12), random.pick([10, 16, 28]))
                records.append(
                    Record(cells: [
                        .text("GR\(year)\(plan.region.prefix(2))\(padded(serial, 6))"), .text(firm.name),
                        .text(firm.code),
                        .text(plan.name), .text(kind),
                        .text(random.pick(["电子信息", "先进制造与自动化", "新材料", "生物与新医药", "高技术服务"])), .date(issued),
                        .date(CivilDate(days: (issued.adding(years: 3) ?? issued).days - 1)), .text("有效"),
                    ]))
            }
            for (i, firm) in pool.prefix(stock.2).enumerated() {
                switch i {
                case ..<renewed:
                    issue(firm, 2021, "新认定")
                    issue(firm, 2024, "重新认定")
                case ..<stock.0: issue(firm, 2022, "新认定")
                case ..<stock.1: issue(firm, 2023, "新认定")
                default: issue(firm, 2024, "新认定")
                }
            }
        }
        let table = SampleTable(
            title: "\(office.name)高新技术企业证书台账", subtitle: "填报单位：\(office.filler)",
            header: ["证书编号", "企业名称", "统一社会信用代码", "所属区县", "认定类型", "技术领域", "发证日期", "有效期至", "证书状态"],
            records: records, notes: ["注：有效期按发证之日起三年计。"])
        return CommaSeparated.file(office.path(2024, "高企证书台账.csv"), table, encoding: .gb18030)
    }

    private static func registrations(
        _ office: Office, _ members: [(plan: DistrictPlan, firms: [Firm])], _ year: Int
    ) -> SampleFile {
        var random = RandomSource(seed: World.seed, stream: "technology SMEs \(office.name) \(year)")
        var records: [Record] = []
        var serial = 500_000
        for (plan, firms) in members {
            for firm in random.shuffled(firms).prefix(year == 2023 ? plan.smes.0 : plan.smes.1) {
                serial += 1
                records.append(
                    Record(cells: [
                        .text("\(year)\(plan.region)\(random.pick(["08", "A8", "0C"]))\(padded(serial, 6))"),
                        .text(firm.name), .text(firm.code), .text(plan.name), .text("\(year)"),
                        .date(day(year, random.between(3, 12), random.pick([6, 12, 18, 25]))),
                        .number("\(random.between(62, 97)).\(random.between(0, 9))"),
                        .number("\(random.between(4, 380))"), .text(random.chance(35) ? "是" : "否"),
                    ]))
            }
        }
        let table = SampleTable(
            title: "\(office.name)科技型中小企业入库名单（\(year)年）", subtitle: "填报单位：\(office.filler)",
            header: ["入库登记编号", "企业名称", "统一社会信用代码", "所属区县", "评价年度", "入库日期", "综合得分", "职工总数（人）", "是否高企"],
            records: records)
        return CommaSeparated.file(office.path(year, "科技型中小企业入库\(year).csv"), table, encoding: .gb18030)
    }

    // MARK: Platforms

    private struct Platform {
        var kind: String
        var level: String
        var speciality = ""
        var year: Int
        var month = 0
        var count = 1
    }

    /// 无为市 as it was published: 28 incubators and parks, 5 of them national and 12 provincial; in 2024 a first
    /// provincial park of digital economy and a first national incubator of one trade among 33 platforms of municipal level
    /// or above.
    private static let wuwei = [
        Platform(kind: "科技企业孵化器", level: "国家级", speciality: "综合", year: 2018, count: 4),
        Platform(kind: "科技企业孵化器", level: "国家级", speciality: "专业", year: 2024),
        Platform(kind: "科技企业孵化器", level: "省级", year: 2020, count: 8),
        Platform(kind: "产业园区", level: "省级", year: 2021, count: 3),
        Platform(kind: "产业园区", level: "省级", speciality: "数字经济", year: 2024),
        Platform(kind: "科技企业孵化器", level: "市级", year: 2022, count: 6),
        Platform(kind: "产业园区", level: "市级", year: 2024, count: 5),
        Platform(kind: "工程技术研究中心", level: "市级", year: 2024, count: 9),
        Platform(kind: "企业技术中心", level: "市级", year: 2024, count: 8),
        Platform(kind: "企业技术中心", level: "省级", year: 2024, count: 5),
        Platform(kind: "新型研发机构", level: "省级", year: 2024, count: 2),
        Platform(kind: "重点实验室", level: "市级", year: 2024, count: 2),
        Platform(kind: "技术转移机构", level: "市级", year: 2021, count: 2),
        Platform(kind: "工程技术研究中心", level: "市级", year: 2023, count: 11),
        Platform(kind: "企业技术中心", level: "市级", year: 2023, count: 9),
        Platform(kind: "企业技术中心", level: "省级", year: 2023, count: 4),
    ]
    private static let ouhai = [
        Platform(kind: "众创空间", level: "市级", year: 2024, month: 3, count: 2),
        Platform(kind: "科技企业孵化器", level: "市级", year: 2024, month: 5),
        Platform(kind: "众创空间", level: "市级", year: 2024, month: 10), Platform(kind: "科技企业孵化器", level: "国家级", year: 2019),
        Platform(kind: "企业研发机构", level: "市级", year: 2024, count: 14),
        Platform(kind: "企业研发机构", level: "省级", year: 2024, count: 13),
        Platform(kind: "企业研发机构", level: "省级", year: 2023, count: 11),
        Platform(kind: "新型研发机构", level: "省级", year: 2022, count: 2),
    ]

    private static func platforms(_ office: Office) -> SampleFile {
        var random = RandomSource(seed: World.seed, stream: "platforms \(office.name)")
        var records: [Record] = []
        for district in office.districts {
            let plan: [Platform]
            switch district.code {
            case DistrictPlan.wuwei: plan = wuwei
            case DistrictPlan.ouhai: plan = ouhai
            default:
                plan =
                    [
                        Platform(kind: "科技企业孵化器", level: random.pick(["国家级", "省级"]), year: 2019),
                        Platform(kind: "技术转移机构", level: "市级", year: 2022, count: random.between(1, 2)),
                        Platform(kind: "众创空间", level: random.pick(["省级", "市级"]), year: 2024),
                        Platform(kind: "工程技术研究中心", level: "市级", year: 2024, count: random.between(1, 4)),
                        Platform(kind: "企业研发机构", level: "市级", year: 2023, count: random.between(1, 4)),
                    ]
                    + (district.name == "弋江区"
                        ? [Platform(kind: "产业园区", level: "市级", speciality: "创新园区", year: 2024)] : [])
            }
            for item in plan {
                for _ in 0..<item.count {
                    let on = day(item.year, item.month > 0 ? item.month : random.between(1, 12), random.between(1, 28))
                    let name =
                        random.pick(Vocabulary.first) + random.pick(Vocabulary.second)
                        + random.pick(["云谷", "智汇", "创客", "星火", "协同"])
                    // Numbers of other offices begin where Hefei's end.
                    let start = office.name == "芜湖市" ? 500_001 : office.name == "瓯海区" ? 600_001 : 700_001
                    records.append(
                        Record(cells: [
                            .text("PT\(padded(start + records.count, 6))"), .text(district.name + name + item.kind),
                            .text(random.pick(district.firms).code), .text(district.name), .text(item.kind),
                            .text(item.level),
                            item.speciality.isEmpty ? .blank : .text(item.speciality), .date(on), .blank, .blank,
                            .text("运营"),
                        ]))
                }
            }
        }
        let table = SampleTable(
            title: "\(office.name)创新平台与孵化载体名录", subtitle: "填报单位：\(office.filler)",
            header: [
                "平台编号", "平台名称", "运营主体信用代码", "所属区县", "平台类型", "级别", "专业方向", "认定日期", "取消日期", "孵化面积（平方米）", "状态",
            ], records: records)
        return CommaSeparated.file(office.path(2024, "平台与孵化载体名录.csv"), table, encoding: .utf8WithMark)
    }

    /// Visits, trainings, and what the brigade of experts did.
    private static func log(_ office: Office) -> SampleFile {
        var records: [Record] = []
        for district in office.districts {
            var draw = LedgerDraw(district, 2024, ledger: "log")
            func add(
                _ date: CivilDate, _ mode: String, _ topic: String, _ firm: Firm?, event: String? = nil,
                times: Int? = nil
            ) {
                records.append(
                    Record(cells: [
                        .text(draw.number("FW")), .date(date), .text(district.name), .text(mode), .text(topic),
                        event.map(Cell.text) ?? .blank, firm.map { .text($0.code) } ?? .blank,
                        firm.map { .text($0.name) } ?? .blank, times.map { .number("\($0)") } ?? .blank, .text("科技专员"),
                    ]))
            }
            for date in draw.dates("trainings", usual: 2...5) {
                let event = draw.number("PX")
                add(date, "培训会", "高企申报", nil, event: event, times: draw.random.between(15, 60))
            }
            for date in draw.dates("visits", usual: 6...12) { add(date, "实地走访", "科小评价", draw.firm()) }
            for date in draw.dates("brigade", usual: 1...4) { add(date, "轻骑队服务", "技术诊断", draw.firm()) }
        }
        let table = SampleTable(
            title: "\(office.name)2024年科技企业服务台账", subtitle: "填报单位：\(office.filler)",
            header: ["记录编号", "服务日期", "所属区县", "服务方式", "服务主题", "场次编号", "统一社会信用代码", "企业名称", "服务家次", "服务人员"],
            records: records)
        return CommaSeparated.file(office.path(2024, "科技企业服务台账2024.csv"), table, encoding: .gb18030)
    }
}
