import Model

/// What enterprises apply for and are entered in: 高企申报, 省级科小, 培育库, 创新积分.
enum EnterpriseLedgers {
    static let all = [applications, provincialSMEs, cultivation, scores]

    static let applications = Ledger(
        "高企申报台账", title: "高新技术企业申报台账",
        header: ["申报编号", "企业名称", "统一社会信用代码", "所属区县", "申报类型", "申报日期", "评审日期", "评审结果"]
    ) { draw in
        let dates = draw.dates("applications", usual: 8...16)
        return zip(dates, draw.firms(dates.count)).map { drawn, firm in
            // Batches close by the end of September; experts meet two months later.
            let applied = day(draw.year, min(drawn.civil.month, 9), drawn.civil.day)
            let outcome = draw.random.pick(["通过", "通过", "通过", "通过", "未通过", "评审中"])
            let reviewed = day(draw.year, draw.random.between(10, 12), draw.random.between(1, 28))
            return Record(
                cells: [.text(draw.number("SB"))] + draw.cells(firm) + [
                    .text(draw.random.chance(70) ? "首次申报" : "重新申报"), .date(applied),
                    outcome == "评审中" && draw.year == 2024 ? .blank : .date(reviewed),
                    .text(outcome == "评审中" && draw.year < 2024 ? "未通过" : outcome),
                ])
        }
    }

    static let provincialSMEs = Ledger(
        "省级科技中小企业", title: "省级科技中小企业认定名单", header: ["证书编号", "企业名称", "统一社会信用代码", "所属区县", "认定日期", "有效期至"]
    ) { draw in
        let dates = draw.dates("provincial SMEs", usual: 5...12)
        return zip(dates, draw.firms(dates.count)).map { date, firm in
            Record(
                cells: [.text(draw.number("SKX"))] + draw.cells(firm) + [
                    .date(date), .date(CivilDate(days: (date.adding(years: 3) ?? date).days - 1)),
                ])
        }
    }

    /// The ladder: what an enterprise has been picked for, and how far it has come there.
    static let cultivation = Ledger(
        "培育入库", title: "科技企业梯队培育入库名单",
        header: ["入库编号", "企业名称", "统一社会信用代码", "所属区县", "培育库", "培育阶段", "入库日期", "出库日期", "支持金额（万元）"]
    ) { draw in
        var records: [Record] = []
        let libraries = [
            ("科技型企业培育库", 3...6), ("高企培育库", 2...5), ("雏鹰计划", 1...4), ("高产企业库", 1...3), ("高成长企业", 1...2),
            ("上市高企", 0...1), ("龙头骨干企业", 0...1),
        ]
        for (library, usual) in libraries {
            for firm in draw.firms(draw.count(usual)) {
                let date = draw.date()
                let left = draw.random.chance(12) ? date.later(draw.random.between(60, 200)) : nil
                records.append(
                    Record(
                        cells: [.text(draw.number("PY"))] + draw.cells(firm) + [
                            .text(library), .text(draw.random.pick(["引导", "培育", "创建"])), .date(date),
                            .optional(left),
                            library == "雏鹰计划" ? .number("\(draw.random.pick([20, 30, 50]))") : .blank,
                        ]))
            }
        }
        return records
    }

    /// 创新积分: a run of the model a year, with the parts of which it is the sum.
    static let scores = Ledger(
        "创新积分", title: "企业创新积分评价结果",
        header: ["企业名称", "统一社会信用代码", "所属区县", "评价轮次", "评价日期", "技术创新得分", "成长经营得分", "辅助得分", "创新积分"]
    ) { draw in
        draw.firms(draw.count(6...10)).map { firm in
            let parts = [
                draw.random.between(180, 520), draw.random.between(90, 270), draw.random.between(20, 150),
            ]
            let texts = (parts + [parts.reduce(0, +)]).map { "\($0 / 10).\($0 % 10)" }
            return Record(
                cells: draw.cells(firm) + [.text("\(draw.year)-1"), .date(day(draw.year, 9, 20))]
                    + texts.map(Cell.number))
        }
    }
}
