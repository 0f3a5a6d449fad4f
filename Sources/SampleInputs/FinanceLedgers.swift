import Model

/// What banks and investors do: 金融备案, 授信台账, 融资台账.
enum FinanceLedgers {
    static let all = [filings, credits, financings]

    private static let banks = ["工商银行", "农业银行", "建设银行", "徽商银行", "兴业银行", "邮储银行"]

    static let filings = Ledger(
        "金融备案", title: "研发准备金与科技信贷备案台账",
        header: [
            "备案编号", "企业名称", "统一社会信用代码", "所属区县", "备案类型", "备案日期", "银行备案日期", "合作银行", "备案金额（万元）", "预计贴息（万元）",
        ]
    ) { draw in
        var records: [Record] = []
        func add(_ kind: String, _ date: CivilDate, _ firm: Firm, _ amount: Int?, _ subsidy: Int?) {
            let isLoan = amount != nil
            records.append(
                Record(
                    cells: [.text(draw.number("BA"))] + draw.cells(firm) + [
                        .text(kind), .date(date), isLoan ? .date(date.later(draw.random.between(2, 20))) : .blank,
                        isLoan ? .text(draw.random.pick(banks)) : .blank, amount.map(Cell.amount) ?? .blank,
                        subsidy.map(Cell.amount) ?? .blank,
                    ]))
        }
        let reserves = draw.dates("rd reserve filings", usual: 1...3)
        for (date, firm) in zip(reserves, draw.firms(reserves.count)) { add("研发准备金", date, firm, nil, nil) }
        let risks = draw.dates("risk compensation filings", usual: 2...4)
        let loans = draw.amounts("risk compensation amount", for: risks, usual: 500...4_000)
        // 家次: an enterprise may come again.
        for (date, amount) in zip(risks, loans) { add("贷款风险补偿", date, draw.firm(), amount, nil) }
        let dates = draw.dates("interest subsidy filings", usual: 1...3)
        let amounts = draw.amounts("interest subsidy amount", for: dates, usual: 500...6_000)
        let subsidies = draw.amounts("interest subsidy", for: dates, usual: 10...90)
        let firms = draw.firms(dates.count)
        for (i, firm) in firms.enumerated() { add("贷款贴息", dates[i], firm, amounts[i], subsidies[i]) }
        return records
    }

    static let credits = Ledger(
        "授信台账", title: "科技企业授信台账",
        header: ["授信编号", "企业名称", "统一社会信用代码", "所属区县", "授信银行", "授信日期", "到期日期", "授信额度", "已用额度"],
        unit: "单位：万元"
    ) { draw in
        let dates = draw.dates("credits", usual: 2...4)
        let amounts = draw.amounts("credit amount", for: dates, usual: 3_000...30_000)
        return zip(dates, amounts).map { date, amount in
            Record(
                cells: [.text(draw.number("SX"))] + draw.cells(draw.firm()) + [
                    .text(draw.random.pick(banks)), .date(date),
                    .date(CivilDate(days: (date.adding(years: 3) ?? date).days - 1)), .amount(amount),
                    .amount(amount / 100 * draw.random.between(20, 95)),
                ])
        }
    }

    static let financings = Ledger(
        "融资台账", title: "科技企业股权融资台账",
        header: ["融资编号", "企业名称", "统一社会信用代码", "所属区县", "融资轮次", "投资机构", "到账日期", "融资金额（万元）"]
    ) { draw in
        var records: [Record] = []
        let seeds = draw.dates("seed rounds", usual: 0...1)
        let amounts = draw.amounts("seed amount", for: seeds, usual: 1_000...5_000)
        let later = draw.dates("later rounds", usual: 1...2)
        for (i, date) in (seeds + later).enumerated() {
            let isSeed = i < seeds.count
            records.append(
                Record(
                    cells: [.text(draw.number("RZ"))] + draw.cells(draw.firm()) + [
                        .text(isSeed ? "种子轮" : draw.random.pick(["天使轮", "A轮", "B轮"])),
                        .text(draw.random.pick(["江淮", "瓯江", "长三角"]) + "科创基金"), .date(date),
                        .amount(isSeed ? amounts[i] : draw.random.between(300, 5_000) * 100),
                    ]))
        }
        return records
    }
}
