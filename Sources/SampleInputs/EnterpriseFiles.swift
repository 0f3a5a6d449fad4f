import Model

/// 企业名录: a register sent whole at the end of 2023, what changed a year later.
enum EnterpriseFiles {
    private static let header = [
        "统一社会信用代码", "企业名称", "所属区县", "单位性质", "企业规模", "行业代码", "成立日期", "注销日期", "注册资本（万元）", "登记状态",
    ]

    static func make(_ world: inout World) -> [SampleFile] {
        var random = RandomSource(seed: World.seed, stream: "enterprise files")
        let first = (world.old + world.new2023).flatMap { $0 } + world.institutions
        // An export of a system: no title, no total.
        let register = SampleTable(header: header, records: first.map { record($0) }, dateStyle: .iso)

        var records: [Record] = []
        for unit in world.old.indices {
            // The last firms of a unit hold no certificate, registration or contract: they may go.
            for firm in world.old[unit].suffix(3) {
                var gone = record(firm)
                gone.cells[7] = .date(day(2024, random.between(1, 12), random.between(1, 28)))
                gone.cells[9] = .text("注销")
                records.append(gone)
            }
            records += world.new2024[unit].map { record($0) }
        }
        spoil(&records, &world, &random)
        let changes = SampleTable(
            title: "合肥市企业名录变更情况（2024年）", subtitle: "填报单位：合肥市市场监管信息中心    填报日期：2025年1月6日", header: header,
            records: records, notes: ["注：含新设、注销及信息变更企业。"], dateStyle: .slashes)
        return [
            CommaSeparated.file("2023-Q4/企业名录.csv", register, encoding: .gb18030),
            CommaSeparated.file("2024-Q4/企业名录变更.csv", changes, encoding: .gb18030),
        ]
    }

    private static func record(_ firm: Firm) -> Record {
        Record(cells: [
            .text(firm.code), .text(firm.name), .text(UnitPlan.all[firm.unit].code), .text(kindName(firm.kind)),
            .text(firm.size), .text(firm.industry), .date(firm.founded), .blank, .number("\(firm.capital)"),
            .text("存续"),
        ])
    }

    static func kindName(_ code: String) -> String {
        switch code {
        case "021": "科研机构"
        case "022": "高校"
        case "200": "港澳台投资企业"
        case "300": "外商投资企业"
        case "400": "自然人"
        case "010": "机关法人"
        default: "内资企业"
        }
    }

    /// Dates are written 2024/3/5 throughout: a note for each of the two columns.
    private static func spoil(_ records: inout [Record], _ world: inout World, _ random: inout RandomSource) {
        records[0].marks.append(Mark(rule: "enterprises.founded_on.repaired", column: 7, isNote: true))
        records[0].marks.append(Mark(rule: "enterprises.deregistered_on.repaired", column: 8, isNote: true))
        // Fields that become missing; the records stay.
        records[12].spoil(5, .text("特大型"), "enterprises.size.enumeration")
        records[20].spoil(6, .text("软件业"), "enterprises.industry.pattern")
        records[31].spoil(9, .text("壹佰万"), "enterprises.capital.type")
        records[44].spoil(4, .text("合伙企业"), "enterprises.kind.codes")
        records[57].spoil(10, .text("—"), "enterprises.status.missing_marker", note: true)
        records[63].spoil(2, .text("公司"), "enterprises.name.length")
        records[71].spoil(9, .text("-300"), "enterprises.capital.minimum")
        // Rows of their own: a code with a wrong check digit, one that Excel showed as a number, an impossible life.
        var wrong = record(world.firm(unit: 3, years: 2024...2024, random: &random))
        wrong.spoil(1, .text(CreditCode.misspelled(codeText(wrong))), "ENT-003")
        var damaged = record(world.firm(unit: 4, years: 2024...2024, random: &random))
        damaged.spoil(1, .text("9.13E+17"), "ENT-004")
        var short = record(world.firm(unit: 1, years: 2024...2024, random: &random))
        short.cells[6] = .date(day(2024, 5, 20))
        short.spoil(8, .date(day(2023, 5, 20)), "ENT-011")
        records.insert(wrong, at: 80)
        records.insert(damaged, at: 101)
        records.insert(short, at: 122)
    }

    private static func codeText(_ record: Record) -> String {
        if case .text(let code) = record.cells[0] { code } else { "" }
    }
}
