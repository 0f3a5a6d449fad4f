import Model

/// What is funded: 科技计划项目, 政策兑现, 大赛项目, 招商项目库.
enum ProjectLedgers {
    static let all = [projects, payments, competition, promotion]

    static let projects = Ledger(
        "科技计划项目", title: "科技计划项目台账",
        header: ["项目编号", "项目名称", "承担单位", "统一社会信用代码", "所属区县", "项目级别", "计划类别", "推荐日期", "立项日期", "验收日期", "资助金额（万元）"]
    ) { draw in
        var records: [Record] = []
        func add(_ recommended: CivilDate, _ level: String, _ programme: String) {
            let firm = draw.firm()
            let approved = draw.random.chance(70) ? recommended.later(draw.random.between(20, 120)) : nil
            let within = approved.map { $0.civil.year == draw.year } ?? false
            let finished = within && draw.random.chance(10) ? approved?.later(draw.random.between(300, 500)) : nil
            records.append(
                Record(cells: [
                    .text(draw.number("XM")),
                    .text(draw.random.pick(Vocabulary.subjects) + draw.random.pick(Vocabulary.parts)),
                    .text(firm.name), .text(firm.code), .text(draw.district.name), .text(level), .text(programme),
                    .date(recommended), within ? .optional(approved) : .blank, .optional(finished),
                    within ? .number("\(draw.random.between(2, 60) * 10)") : .blank,
                ]))
        }
        for date in draw.dates("recommended projects", usual: 3...6) {
            let level = draw.random.pick(["省级", "市级"])
            let programmes =
                level == "省级" ? ["重点研发", "重大专项", "外国专家项目"] : ["重点研发", "揭榜挂帅", "产业科技攻关专项", "科技创新券"]
            add(date, level, draw.random.pick(programmes))
        }
        for date in draw.dates("district projects", usual: 2...5) { add(date, "区级", "重点研发") }
        for date in draw.dates("national projects", usual: 0...1) { add(date, "国家级", "重点研发") }
        return records
    }

    /// The policy's year is the one before: what was done then is paid now.
    static let payments = Ledger(
        "政策兑现", title: "科技政策奖补兑现台账",
        header: ["兑现编号", "企业名称", "统一社会信用代码", "所属区县", "政策条款", "政策年度", "兑现日期", "兑现金额（万元）"]
    ) { draw in
        var records: [Record] = []
        let policies = [
            ("高企认定奖励", 3...6, 2...6), ("研发双50强奖励", 1...3, 5...20), ("雏鹰计划奖励", 1...2, 2...5),
            ("创新平台奖补", 1...2, 5...30), ("科技计划项目经费", 1...3, 3...40), ("科技创新券", 1...2, 1...3),
        ]
        for (policy, usual, amount) in policies {
            for _ in 0..<draw.count(usual) {
                records.append(
                    Record(
                        cells: [.text(draw.number("DX"))] + draw.cells(draw.firm()) + [
                            .text(policy),
                            .text("\(policy == "科技创新券" ? draw.year : draw.year - 1)年度"), .date(draw.date()),
                            .number("\(draw.random.between(amount.lowerBound, amount.upperBound) * 10)"),
                        ]))
            }
        }
        return records
    }

    static let competition = Ledger(
        "大赛项目", title: "创新创业大赛项目落地台账", header: ["参赛编号", "项目名称", "所属区县", "获奖日期", "落地日期", "落地企业信用代码"]
    ) { draw in
        let dates = draw.dates("competition", usual: 2...5)
        let planned = LedgerPlan.windows("competition landed", draw.district.code, draw.year)?.first?.count
        let landed = planned ?? draw.random.between(1, 2)
        return dates.enumerated().map { i, drawn in
            // Finals are in the first half: there is time to settle within the year.
            let awarded = day(draw.year, 1 + drawn.civil.month / 3, drawn.civil.day)
            let settled = i < landed ? awarded.later(draw.random.between(30, 180)) : nil
            return Record(cells: [
                .text(draw.number("DS")), .text(draw.random.pick(Vocabulary.subjects) + "项目"),
                .text(draw.district.name),
                .date(awarded), .optional(settled), settled == nil ? .blank : .text(draw.firm().code),
            ])
        }
    }

    static let promotion = Ledger(
        "产业招商项目库", title: "产业招商项目库",
        header: ["招商编号", "项目名称", "所属区县", "产业方向", "签约日期", "出库日期", "计划投资（亿元）"]
    ) { draw in
        draw.dates("promotion", usual: 2...5).map { date in
            let industry = draw.random.pick(["人工智能", "人工智能", "新能源汽车", "生物医药", "新材料"])
            return Record(cells: [
                .text(draw.number("ZS")), .text(draw.random.pick(Vocabulary.trades) + "产业化项目"),
                .text(draw.district.name), .text(industry), .date(date),
                draw.random.chance(10) ? .date(date.later(400)) : .blank, .amount(draw.random.between(30, 1_500)),
            ])
        }
    }
}
