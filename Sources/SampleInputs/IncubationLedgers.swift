import Model

/// Space and who is in it, and who was won for running it: 载体空间, 在孵企业, 合作签约.
enum IncubationLedgers {
    static let all = [spaces, tenants, agreements]

    /// Each building once, whatever the carrier is recognized as: floor area adds up.
    static let spaces = Ledger(
        "载体空间", title: "孵化载体空间台账", header: ["空间编号", "空间名称", "所属区县", "空间性质", "建筑面积（平方米）", "启用日期", "停用日期"]
    ) { draw in
        let dates = draw.dates("spaces", usual: draw.district.code == DistrictPlan.wuwei ? 5...7 : 1...3)
        var areas = draw.amounts("floor area", for: dates, usual: 20_000...180_000)
        // 无为市 passes three million square metres in 2024: 3,012,600.
        if let total = [2023: 273_660_000, 2024: 27_600_000][draw.year],
            draw.district.code == DistrictPlan.wuwei
        {
            areas = draw.split(total, dates.count)
        }
        return zip(dates, areas).map { date, area in
            let name =
                draw.random.pick(Vocabulary.first) + draw.random.pick(Vocabulary.second)
                + draw.random.pick(["科创园", "加速器", "创新楼", "孵化楼"])
            return Record(cells: [
                .text(draw.number("KJ")), .text(draw.district.name + name), .text(draw.district.name),
                .text(draw.random.pick(["新增空间", "改造提升"])), .amount(area), .date(date), .blank,
            ])
        }
    }

    static let tenants = Ledger(
        "在孵企业", title: "在孵企业（团队）名单",
        header: ["入驻编号", "企业（团队）名称", "统一社会信用代码", "所属区县", "入驻类型", "入驻日期", "离开日期", "离开方式", "占用面积（㎡）", "从业人员（人）"]
    ) { draw in
        let dates = draw.dates("tenants", usual: 6...12)
        return zip(dates, draw.firms(dates.count)).map { date, firm in
            // A team has no code yet.
            let isTeam = draw.random.chance(22)
            let left = draw.random.chance(15) ? date.later(draw.random.between(90, 500)) : nil
            return Record(cells: [
                .text(draw.number("ZF")), .text(isTeam ? "\(firm.name.prefix(4))创业团队" : firm.name),
                isTeam ? .blank : .text(firm.code), .text(draw.district.name), .text(isTeam ? "团队" : "企业"), .date(date),
                .optional(left), left == nil ? .blank : .text(draw.random.pick(["毕业", "毕业", "退出"])),
                .number("\(draw.random.between(3, 60) * 10)"), .number("\(draw.random.between(3, 45))"),
            ])
        }
    }

    static let agreements = Ledger(
        "合作签约", title: "科技合作签约台账", header: ["签约编号", "合作单位", "所属区县", "合作类型", "签约日期", "到期日期"]
    ) { draw in
        var records: [Record] = []
        let partners = [
            ("operators", "孵化运营单位", 0...1, ["启迪创新", "中科育成", "创业工场"], "孵化管理有限公司"),
            ("transfer centres", "技术转移中心", 0...1, ["长三角", "之江", "江淮"], "技术转移中心"),
            ("pilot institutions", "试点高校院所", 0...1, ["理工", "工业", "师范", "海洋"], "大学"),
            ("banks", "合作银行", 1...2, ["工农", "建交", "徽浙", "兴业", "邮储", "城商"], "银行"),
        ]
        for (key, kind, usual, names, form) in partners {
            for date in draw.dates(key, usual: usual) {
                let number = draw.number("QY")
                records.append(
                    Record(cells: [
                        .text(number), .text(draw.random.pick(names) + number.suffix(2) + form),
                        .text(draw.district.name), .text(kind), .date(date),
                        draw.random.chance(8) ? .date(date.later(700)) : .blank,
                    ]))
            }
        }
        return records
    }
}
