import Model

/// One workbook an office: a sheet for every ledger, with what has been entered since it began.
enum LedgerFiles {
    static let ledgers =
        EnterpriseLedgers.all + IncubationLedgers.all + ExchangeLedgers.all + ProjectLedgers.all + TalentLedgers.all
        + FinanceLedgers.all

    static func make(_ offices: Offices) -> [SampleFile] {
        offices.all.flatMap { office in
            [
                XMLSpreadsheet.file(
                    office.path(2024, "科技工作台账2024.xls"), ledgers.map { table($0, of: office) }),
                paymentsOfTheYearBefore(office),
            ]
        }
    }

    /// What was paid in 2023 came a year earlier, by itself.
    private static func paymentsOfTheYearBefore(_ office: Office) -> SampleFile {
        let ledger = ProjectLedgers.payments
        var records = office.districts.flatMap { district in
            var draw = LedgerDraw(district, 2023, ledger: ledger.sheet)
            return ledger.rows(&draw)
        }
        records[0].marks.append(Mark(rule: "payments.policy_year.repaired", column: 6, isNote: true))
        let table = SampleTable(
            title: office.name + "2023年" + ledger.title, subtitle: "填报单位：\(office.filler)", header: ledger.header,
            records: records)
        return CommaSeparated.file(office.path(2023, "政策兑现台账2023.csv"), table, encoding: .gb18030)
    }

    private static func table(_ ledger: Ledger, of office: Office) -> SampleTable {
        var records: [Record] = []
        // Cities began a year later than districts.
        let first = ledger.sheet == "政策兑现" ? 2024 : office.districts.count > 1 ? 2023 : 2022
        for year in first...2024 {
            for district in office.districts {
                var draw = LedgerDraw(district, year, ledger: ledger.sheet)
                records += ledger.rows(&draw)
            }
        }
        // 2023年度 is read as 2023.
        if ledger.sheet == "政策兑现" {
            records[0].marks.append(Mark(rule: "payments.policy_year.repaired", column: 6, isNote: true))
        }
        if office.name == "芜湖市" { spoil(&records, ledger) }
        return SampleTable(
            sheet: ledger.sheet, title: office.name + ledger.title,
            subtitle: ["填报单位：\(office.filler)", ledger.unit, "填报日期：2025年1月9日"].compactMap { $0 }
                .joined(separator: "    "),
            header: ledger.header, records: records, notes: ["注：按登记先后填列。"])
    }

    /// What is wrong with a row here and there; no figure loses a record by it.
    private static func spoil(_ records: inout [Record], _ ledger: Ledger) {
        func row(after start: Int, where isRight: (Record) -> Bool) -> Int {
            records.indices.dropFirst(start).first { isRight(records[$0]) } ?? start
        }
        switch ledger.sheet {
        case "需求清单": records[22].spoil(6, .text("元宇宙"), "demands.technology_field.codes")
        case "人才台账":
            records[17].spoil(3, .text(CreditCode.misspelled(records[17].text(3))), "talents.uscc.check_digit")
        case "授信台账":
            // More is used than there is.
            records[11].spoil(9, .number("999999"), "CRD-011")
        case "创新积分": records[9].spoil(9, .number("12.5"), "SCO-011")
        case "在孵企业":
            let place = row(after: 10) { $0.text(7).isEmpty && $0.text(5) == "企业" }
            records[place].spoil(8, .text("毕业"), "TNT-011")
        case "科技计划项目":
            let place = row(after: 15) { if case .date = $0.cells[8] { true } else { false } }
            records[place].spoil(8, .date(day(2024, 12, 30)), "PRJ-011")
            records[place].marks[0].column = 9
            if case .date(let approved) = records[place].cells[8] { records[place].marks[0].value = "\(approved)" }
        case "金融备案":
            let place = row(after: 8) { $0.text(5) == "研发准备金" }
            records[place].spoil(9, .number("120"), "FIL-011")
        default: break
        }
    }
}
