import Model

/// What enterprises need, what institutes offer, and where both meet: 需求清单, 成果清单, 对接活动.
enum ExchangeLedgers {
    static let all = [demands, results, events]

    private static let fields = ["先进制造", "新材料", "电子信息", "生物医药", "新能源"]

    static let demands = Ledger(
        "需求清单", title: "企业需求清单（闭环管理）",
        header: ["需求编号", "企业名称", "统一社会信用代码", "所属区县", "需求类型", "技术领域", "征集日期", "办理状态", "解决日期", "解决渠道", "意向投入（万元）"]
    ) { draw in
        // Those that the brigade solves are dated by their solution.
        let brigade = draw.dates("demands of the brigade", usual: 1...4)
        let others = draw.dates("demands", usual: 6...12)
        func record(_ captured: CivilDate, _ solved: CivilDate?, channel: String?) -> Record {
            let firm = draw.firm()
            let stage = solved == nil ? draw.random.pick(["收集", "凝练", "发布", "对接"]) : "解决"
            return Record(
                cells: [.text(draw.number("XQ"))] + draw.cells(firm) + [
                    .text(draw.random.pick(["技术需求", "技术需求", "技术需求", "场景需求", "人才需求"])),
                    .text(draw.random.pick(fields)), .date(captured), .text(stage), .optional(solved),
                    channel.map(Cell.text) ?? .blank, .number("\(draw.random.between(2, 60) * 5)"),
                ])
        }
        var records = brigade.map { record($0.later(-draw.random.between(0, 20)), $0, channel: "轻骑队") }
        for captured in others {
            let isSolved = draw.random.chance(62)
            let solved = captured.later(draw.random.between(20, 150))
            let channel = draw.random.pick(["产学研对接", "产学研对接", "科技特派员", "揭榜挂帅"])
            // What is solved after the year is told by the list of the year after.
            records.append(
                record(
                    captured, isSolved && solved.civil.year == draw.year ? solved : nil,
                    channel: isSolved && solved.civil.year == draw.year ? channel : nil))
        }
        return records
    }

    static let results = Ledger(
        "成果清单", title: "可转化科技成果清单",
        header: ["成果编号", "成果名称", "成果来源单位", "所属区县", "技术领域", "入库日期", "转化日期", "转化方式", "受让企业", "转化金额（万元）"]
    ) { draw in
        let transfers = draw.dates("transfers", usual: 4...9)
        let rescues = LedgerPlan.windows("second rescues", draw.district.code, draw.year)?.first?.count
        let rescued = rescues ?? draw.random.between(0, 1)
        let large = LedgerPlan.windows("large transfers", draw.district.code, draw.year)?.first?.count
        let many = large ?? draw.random.between(1, 3)
        func record(_ listed: CivilDate, _ transferred: CivilDate?, _ mode: String?, _ amount: Int?) -> Record {
            Record(cells: [
                .text(draw.number("CG")),
                .text(draw.random.pick(Vocabulary.subjects) + draw.random.pick(Vocabulary.parts)),
                .text(draw.random.pick(Vocabulary.deltaInstitutions).name), .text(draw.district.name),
                .text(draw.random.pick(fields)), .date(listed), .optional(transferred),
                mode.map(Cell.text) ?? .blank, transferred == nil ? .blank : .text(draw.firm().name),
                amount.map { .number("\($0)") } ?? .blank,
            ])
        }
        var records: [Record] = []
        for (i, date) in transfers.enumerated() {
            let mode = i < rescued ? "二次救济" : draw.random.pick(["转让", "许可", "作价投资"])
            let amount = i < many ? draw.random.between(100, 600) : draw.random.between(5, 99)
            records.append(record(date.later(-draw.random.between(10, 300)), date, mode, amount))
        }
        for _ in 0..<draw.random.between(2, 6) { records.append(record(draw.date(), nil, nil, nil)) }
        return records
    }

    static let events = Ledger(
        "对接活动", title: "产学研与人才对接活动台账",
        header: ["活动编号", "活动名称", "所属区县", "活动类型", "举办日期", "参与院校（所）", "参与人次（人次）", "收到简历（份）"]
    ) { draw in
        draw.dates("matching events", usual: 2...5).map { date in
            let isFair = draw.random.chance(25)
            return Record(cells: [
                .text(draw.number("HD")), .text(draw.district.name + (isFair ? "云上双选会" : "产学研对接会")),
                .text(draw.district.name), .text(isFair ? "云上双选会" : "产学研活动"), .date(date),
                .number("\(draw.random.between(1, 12))"), .number("\(draw.random.between(4, 90) * 10)"),
                isFair ? .number("\(draw.random.between(20, 300))") : .blank,
            ])
        }
    }
}
