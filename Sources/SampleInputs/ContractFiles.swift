import Model

/// 技术合同: what was registered in 2023 and 2024, what was absorbed from elsewhere, revisions, and a late list.
enum ContractFiles {
    static func make(_ world: inout World) -> [SampleFile] {
        var book = ContractBook(&world)
        var random = RandomSource(seed: World.seed, stream: "contract files")
        var first = book.registered[2023] ?? []
        // Twelve contracts of 2023 come again a year later, with the value that stands in the end.
        let revised = stride(from: 5, to: 5 + 12 * 40, by: 40).map { $0 % first.count }
        var revisions: [Contract] = []
        for place in revised {
            var revision = first[place]
            revision.status = "变更"
            revisions.append(revision)
            first[place].value = first[place].value * 9 / 10
            first[place].technology = min(first[place].technology, first[place].value)
        }
        let wronglyRevised = 33

        var files: [SampleFile] = []
        files.append(registered2023(first, wronglyRevised: wronglyRevised))
        files.append(absorbed2023(book.absorbed[2023] ?? []))
        files.append(
            registered2024(
                &book, revisions: revisions, wronglyRevised: first[wronglyRevised], world: &world, random: &random))
        files.append(absorbed2024(book.absorbed[2024] ?? []))
        return files
    }

    /// GB18030, unit line in 万元, the older names of columns.
    private static func registered2023(_ contracts: [Contract], wronglyRevised: Int) -> SampleFile {
        let layout = Contract.Layout()
        var records = contracts.map { $0.record(layout) }
        // A revision of it will be rejected: this version stands.
        records[wronglyRevised].marks.append(Mark(rule: "contracts.revision_rejected", column: 1))
        let table = SampleTable(
            title: "合肥市2023年技术合同认定登记情况表", subtitle: "填报单位：合肥市技术市场管理办公室    单位：万元    填报日期：2024年1月5日",
            header: [
                "登记编号", "项目名称", "合同类型", "签订日期", "认定日期", "卖方名称", "卖方信用代码", "卖方行政区划", "卖方性质", "买方名称", "买方信用代码",
                "买方行政区划", "买方性质", "合同交易总额", "技术交易额", "技术领域", "知识产权", "状态",
            ],
            records: records, total: Contract.total(contracts, layout),
            notes: ["注：本表按卖方所在地统计，金额为合同登记数。", "单位负责人：    填表人：    联系电话："])
        return CommaSeparated.file("2023-Q4/技术合同认定登记2023.csv", table, encoding: .gb18030)
    }

    /// XML with amounts in 元, stated in the header.
    private static func absorbed2023(_ contracts: [Contract]) -> SampleFile {
        let layout = Contract.Layout(areaCodes: true, yuan: true, plainNumbers: true)
        let table = SampleTable(
            sheet: "吸纳", title: "合肥市2023年吸纳外地技术合同情况表", subtitle: "填报单位：合肥市技术市场管理办公室",
            header: Contract.header(layout, unit: "（元）"), records: contracts.map { $0.record(layout) })
        return XMLSpreadsheet.file("2023-Q4/吸纳外地技术合同2023.xml", table)
    }

    /// XML with the unit in the line below the title; a code that Excel made a number.
    private static func absorbed2024(_ contracts: [Contract]) -> SampleFile {
        let layout = Contract.Layout(areaCodes: false, plainNumbers: true)
        var records = contracts.map { $0.record(layout) }
        let elsewhere = contracts.indices.filter { contracts[$0].buyer.area != UnitPlan.yaohai }
        records[elsewhere[4]].spoil(
            .buyerCode, shift: 0, .number("9.1340100123456E+17"), "contracts.buyer_uscc.damaged")
        records[elsewhere[9]].spoil(.buyerArea, shift: 0, .text("合肥市政务区"), "contracts.buyer_area.unknown")
        let table = SampleTable(
            sheet: "吸纳", title: "合肥市2024年吸纳外地技术合同情况表", subtitle: "填报单位：合肥市技术市场管理办公室    单位：万元",
            header: Contract.header(layout), records: records, total: Contract.total(contracts, layout),
            notes: ["注：按买方所在地统计。"])
        return XMLSpreadsheet.file("2024-Q4/吸纳外地技术合同2024.xml", table)
    }

    /// GB18030 with the amounts' unit in the header, and most of what can be wrong with a contract.
    private static func registered2024(
        _ book: inout ContractBook, revisions: [Contract], wronglyRevised: Contract, world: inout World,
        random: inout RandomSource
    ) -> SampleFile {
        let layout = Contract.Layout(numbered: true, areaCodes: false)
        let standing = book.registered[2024] ?? []
        var exceptions = ContractExceptions(standing, layout: layout)
        exceptions.spoilFields(&world, &random)
        exceptions.addRows(&book, revisions: revisions, wronglyRevised: wronglyRevised, &world, &random)
        let table = SampleTable(
            title: "合肥市2024年技术合同认定登记情况表", subtitle: "填报单位：合肥市技术市场管理办公室    填报日期：2025年1月6日",
            header: Contract.header(layout, unit: "（万元）"),
            headerMarks: [
                // One finding for all the revisions of 2023.
                Mark(rule: "contracts.stated_period", column: 6, isNote: true)
            ], records: exceptions.records,
            notes: ["注：1.本表按卖方所在地统计。", "    2.含2023年合同变更。", "单位负责人：    填表人：    联系电话："])
        return CommaSeparated.file("2024-Q4/技术合同认定登记2024.csv", table, encoding: .gb18030, padded: false)
    }
}
