import Model

/// Who came, and who was sent: 人才台账, 团队名录, 选派人员, 咨询委专家.
enum TalentLedgers {
    static let all = [talents, teams, postings, experts]

    /// One row a batch: an employer, a kind, so many persons.
    static let talents = Ledger(
        "人才台账", title: "科技人才引育台账",
        header: ["人才编号", "用人单位", "统一社会信用代码", "所属区县", "人才类别", "来源地", "引进日期", "离开日期", "人数（人）"]
    ) { draw in
        var records: [Record] = []
        func add(_ kind: String, _ date: CivilDate, _ persons: Int, from place: String) {
            records.append(
                Record(
                    cells: [.text(draw.number("RC"))] + draw.cells(draw.firm()) + [
                        .text(kind), .text(place), .date(date), .blank, .number("\(persons)"),
                    ]))
        }
        func batches(_ key: String, _ kind: String, usual: ClosedRange<Int>, persons: ClosedRange<Int>) {
            let dates = draw.dates(key, usual: usual)
            var counts = dates.map { _ in draw.random.between(persons.lowerBound, persons.upperBound) }
            if LedgerPlan.windows("\(key) persons", draw.district.code, draw.year) != nil {
                counts = draw.amounts("\(key) persons", for: dates, usual: 1...1)
            }
            for (date, count) in zip(dates, counts) {
                add(kind, date, count, from: draw.random.pick(["国内", "国内", "国内", "海外"]))
            }
        }
        // Doctors and masters and those who lead, person by person.
        for (i, date) in draw.dates("graduates", usual: 2...4).enumerated() {
            add(i % 6 == 0 ? "领军人才" : draw.random.pick(["博士", "硕士"]), date, 1, from: "国内")
        }
        batches("leading talents", "领军人才", usual: 0...1, persons: 1...1)
        batches("ouyue talents", "瓯越英才", usual: 0...0, persons: 1...2)
        batches("young talents", "青年人才", usual: 2...4, persons: 10...60)
        if draw.district.name == "鸠江区" {
            for _ in 0..<3 { add("外国专家", draw.date(1, 6), draw.random.between(1, 3), from: "乌克兰") }
        }
        return records
    }

    static let teams = Ledger(
        "团队名录", title: "高层次科技团队名录",
        header: ["团队编号", "团队名称", "依托单位", "统一社会信用代码", "所属区县", "团队级别", "引进日期", "期满日期", "成员人数（人）"]
    ) { draw in
        draw.dates("teams", usual: 0...2).map { date in
            let firm = draw.firm()
            return Record(cells: [
                .text(draw.number("TD")), .text(draw.random.pick(Vocabulary.subjects) + "创新团队"), .text(firm.name),
                .text(firm.code), .text(draw.district.name), .text(draw.random.pick(["省级", "市级", "区级"])), .date(date),
                .date(CivilDate(days: (date.adding(years: 5) ?? date).days - 1)),
                .number("\(draw.random.between(4, 14))"),
            ])
        }
    }

    static let postings = Ledger(
        "选派人员", title: "科技选派人员台账",
        header: ["选派编号", "姓名", "派出单位", "企业名称", "统一社会信用代码", "所属区县", "选派类型", "选派日期", "期满日期"]
    ) { draw in
        var records: [Record] = []
        for (key, kind, usual) in [
            ("deputies", "科技副总", 1...3), ("informants", "科技情报员", 0...2), ("commissioners", "科技特派员", 1...3),
        ] {
            let dates = draw.dates(key, usual: usual)
            var firms = draw.firms(dates.count)
            // Some enterprises have two.
            if firms.count > 20 { (firms[4], firms[9]) = (firms[3], firms[8]) }
            for (date, firm) in zip(dates, firms) {
                let number = draw.number("XP")
                records.append(
                    Record(
                        cells: [
                            .text(number),
                            .text("\(draw.random.pick(["赵", "钱", "孙", "李", "周", "吴", "郑"]))某\(number.suffix(3))"),
                            .text(draw.random.pick(Vocabulary.deltaInstitutions).name),
                        ] + draw.cells(firm) + [
                            .text(kind), .date(date), .date(CivilDate(days: (date.adding(years: 2) ?? date).days - 1)),
                        ]))
            }
        }
        return records
    }

    static let experts = Ledger(
        "咨询委", title: "科技咨询委员会专家名录", header: ["专家编号", "所在单位", "所属区县", "是否企业人员", "聘任日期", "解聘日期"]
    ) { draw in
        let dates = draw.dates("experts", usual: 1...2)
        let planned = LedgerPlan.windows("enterprise experts", draw.district.code, draw.year)?.first?.count
        return dates.enumerated().map { i, date in
            let isFirm = planned.map { i < $0 } ?? draw.random.chance(40)
            let place = isFirm ? draw.firm().name : draw.random.pick(Vocabulary.deltaInstitutions).name
            return Record(cells: [
                .text(draw.number("ZJ")), .text(place), .text(draw.district.name), .text(isFirm ? "是" : "否"),
                .date(date),
                .blank,
            ])
        }
    }
}
