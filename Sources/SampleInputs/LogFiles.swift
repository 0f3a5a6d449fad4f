import Model

/// 企业服务台账: trainings, visits, and what was done for enterprises online. Trainings list those who came, or say how many.
enum LogFiles {
    private static let header = ["记录编号", "服务日期", "所属区县", "服务方式", "服务主题", "场次编号", "统一社会信用代码", "企业名称", "服务家次", "服务人员"]
    private static let topics = ["高企申报", "科小评价", "研发费用加计扣除", "技术合同登记", "科技金融", "知识产权"]
    private static let staff = ["科技科一组", "科技科二组", "企业服务专员", "技术市场管理员"]

    /// What a unit did in 2024. 瑶海区 published 8 trainings with 220 attendances, 105 enterprises visited, 500 and more served
    /// online.
    private struct Plan {
        /// Enterprises listed, by training, and how many came to those that list nobody.
        var listed: [Int]
        var stated: [Int]
        /// Enterprises, and how often they were seen again.
        var visited: (Int, Int)
        var online: (Int, Int)
    }

    static func make(_ world: World) -> [SampleFile] {
        var random = RandomSource(seed: World.seed, stream: "service log")
        var entries: [Entry] = []
        for unit in UnitPlan.all.indices {
            let isYaohai = UnitPlan.all[unit].code == UnitPlan.yaohai
            let plan =
                isYaohai
                ? Plan(listed: [31, 28, 35, 26, 25], stated: [30, 25, 20], visited: (105, 26), online: (506, 34))
                : Plan(
                    listed: [random.between(5, 9)], stated: [random.between(12, 40), random.between(10, 30)],
                    visited: (random.between(8, 24), random.between(1, 5)),
                    online: (random.between(12, 40), random.between(0, 6)))
            entries += self.entries(unit, plan, world, &random)
        }
        entries.sort { ($0.date.days, $0.order) < ($1.date.days, $1.order) }
        var records = entries.enumerated().map { $1.record(number: $0 + 1) }
        spoil(&records)
        let table = SampleTable(
            title: "合肥市2024年科技企业服务台账", subtitle: "填报单位：合肥市科学技术局    填报日期：2025年1月8日", header: header,
            records: records, notes: ["注：培训会未列参会企业的，填写服务家次；其余每条记一家次。"])
        return [CommaSeparated.file("2024-Q4/科技企业服务台账2024.csv", table, encoding: .utf8WithMark)]
    }

    private struct Entry {
        var date: CivilDate
        /// Ties keep the order in which they were made.
        var order: Int
        var unit: Int
        var mode: String
        var topic: String
        var event: String?
        var firm: Firm?
        var times: Int?
        var staff: String

        func record(number: Int) -> Record {
            Record(cells: [
                .text("FW2024\(padded(number, 5))"), .date(date), .text(UnitPlan.all[unit].name), .text(mode),
                .text(topic), event.map(Cell.text) ?? .blank, firm.map { .text($0.code) } ?? .blank,
                firm.map { .text($0.name) } ?? .blank, times.map { .number("\($0)") } ?? .blank, .text(staff),
            ])
        }
    }

    private static func entries(_ unit: Int, _ plan: Plan, _ world: World, _ random: inout RandomSource) -> [Entry] {
        // Those that may go are left alone.
        let firms = random.shuffled(Array(world.old[unit].dropLast(3)) + world.new2023[unit])
        precondition(firms.count >= max(plan.online.0, plan.visited.0))
        var entries: [Entry] = []
        func date() -> CivilDate { day(2024, random.between(1, 12), random.between(1, 28)) }
        func add(_ date: CivilDate, _ mode: String, _ topic: String, event: String?, firm: Firm?, times: Int? = nil) {
            entries.append(
                Entry(
                    date: date, order: unit * 10_000 + entries.count, unit: unit, mode: mode, topic: topic,
                    event: event, firm: firm, times: times, staff: random.pick(staff)))
        }
        var session = 0
        func event() -> String {
            session += 1
            return "PX\(UnitPlan.all[unit].code)\(padded(session, 3))"
        }
        for count in plan.listed {
            let (date, name) = (date(), event())
            for firm in random.shuffled(firms).prefix(count) {
                add(date, "培训会", "高企申报", event: name, firm: firm)
            }
        }
        for count in plan.stated { add(date(), "培训会", "高企申报", event: event(), firm: nil, times: count) }
        for (mode, counts, chosen) in [
            ("实地走访", plan.visited, random.shuffled(firms)), ("线上服务", plan.online, random.shuffled(firms)),
        ] {
            let seen = Array(chosen.prefix(counts.0))
            for firm in seen + (0..<counts.1).map({ seen[$0 * 7 % seen.count] }) {
                add(date(), mode, random.pick(topics), event: nil, firm: firm)
            }
        }
        return entries
    }

    /// Rows of units whose figures nobody planned.
    private static func spoil(_ records: inout [Record]) {
        func row(_ mode: String, from start: Int) -> Int {
            records.indices.dropFirst(start).first { records[$0].text(3) != "瑶海区" && records[$0].text(4) == mode }
                ?? start
        }
        // Nobody was visited.
        let nobody = row("实地走访", from: 120)
        records[nobody].cells[7] = .blank
        records[nobody].cells[6] = .blank
        records[nobody].marks.append(Mark(rule: "LOG-011", column: 7))
        let misspelled = row("线上服务", from: 300)
        records[misspelled].spoil(
            7, .text(CreditCode.misspelled(records[misspelled].text(7))), "service_log.uscc.check_digit")
        records[row("线上服务", from: 480)].spoil(4, .text("电话随访"), "service_log.mode.codes")
        // After the year that the title speaks of.
        records[row("实地走访", from: 700)].cells[1] = .date(day(2025, 1, 3))
        records[0].marks.append(Mark(rule: "service_log.stated_period", column: 2, isNote: true))
        records[row("培训会", from: 900)].spoil(9, .text("多家"), "service_log.stated_times.type")
    }
}
