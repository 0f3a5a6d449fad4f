import Model

/// 成果转化及科技招商设立企业: the companies that are new in the year, and two late lists.
enum SpinoffFiles {
    private static let header = ["统一社会信用代码", "企业名称", "所属区县", "设立方式", "成果来源单位", "成立日期", "注册资本（万元）"]

    static func make(_ world: inout World) -> [SampleFile] {
        var random = RandomSource(seed: World.seed, stream: "spinoffs")
        var lists: [[Record]] = [[], []]
        var late: [Record] = []
        for (unit, plan) in UnitPlan.all.enumerated() {
            let founded = [
                Array(world.new2023[unit].prefix(plan.spinoffs.0)), Array(world.new2024[unit].prefix(plan.spinoffs.1)),
            ]
            precondition(founded[0].count == plan.spinoffs.0 && founded[1].count == plan.spinoffs.1)
            for (year, firms) in founded.enumerated() {
                for firm in firms { lists[year].append(record(firm, &random)) }
            }
            // The last three of 肥西县 are told by a list of their own.
            if plan.code == "340123" {
                late = Array(lists[1].suffix(3))
                lists[1].removeLast(3)
            }
        }
        lists = lists.map { random.shuffled($0) }
        spoil(&lists[1], &world, &random)
        let files = [
            XMLSpreadsheet.file(
                "2023-Q4/成果转化及科技招商企业2023.xls", table("2023", "填报日期：2024年1月9日", lists[0])),
            XMLSpreadsheet.file(
                "2024-Q4/成果转化及科技招商企业2024.xls", table("2024", "填报日期：2025年1月8日", lists[1])),
        ]
        return files + [withoutUnit(late), withoutDate(&world, &random)]
    }

    private static func table(_ year: String, _ date: String, _ records: [Record]) -> SampleTable {
        SampleTable(
            sheet: "企业清单", title: "合肥市\(year)年成果转化及科技招商设立企业情况表", subtitle: "填报单位：合肥市科学技术局    \(date)",
            header: header, records: records, total: nil, notes: ["注：按企业成立日期统计。"])
    }

    private static func record(_ firm: Firm, _ random: inout RandomSource) -> Record {
        let transferred = random.chance(65)
        let source =
            transferred
            ? random.pick(Vocabulary.hefeiInstitutions.map(\.name) + Vocabulary.deltaInstitutions.map(\.name)) : nil
        return Record(cells: [
            .text(firm.code), .text(firm.name), .text(UnitPlan.all[firm.unit].name),
            .text(transferred ? "成果转化" : "科技招商"), source.map(Cell.text) ?? .blank, .date(firm.founded),
            .number("\(firm.capital)"),
        ])
    }

    private static func spoil(_ records: inout [Record], _ world: inout World, _ random: inout RandomSource) {
        records[25].spoil(4, .text("招才引智"), "spinoffs.origin.codes")
        if let place = records.indices.dropFirst(60).first(where: { records[$0].text(3) == "经开区" }) {
            let stranger = world.stranger(region: "340100", place: "合肥", random: &random)
            records[place].cells[1] = .text(stranger.name)
            records[place].spoil(1, .text(stranger.code), "SPI-020")
        }
    }

    /// The amounts' unit stands nowhere: the column is not read, the companies count.
    private static func withoutUnit(_ records: [Record]) -> SampleFile {
        var header = header
        header[6] = "注册资本"
        let table = SampleTable(
            header: header, headerMarks: [Mark(rule: "spinoffs.capital.unit_missing", column: 7)], records: records)
        return CommaSeparated.file("2024-Q4/成果转化企业补报-肥西县.csv", table, encoding: .utf8)
    }

    /// A required column is missing: nothing can be dated.
    private static func withoutDate(_ world: inout World, _ random: inout RandomSource) -> SampleFile {
        let records = (0..<2).map { _ in
            var row = record(world.firm(unit: 1, years: 2024...2024, random: &random), &random)
            row.cells.remove(at: 5)
            return row
        }
        var header = header
        header.remove(at: 5)
        let table = SampleTable(
            header: header,
            headerMarks: [
                Mark(rule: "spinoffs.column_missing", column: 0, value: "成立日期"),
                Mark(rule: "file.unmatched", column: 0, isNote: true),
            ],
            records: records)
        return CommaSeparated.file("2024-Q4/成果转化企业补报-庐阳区.csv", table, encoding: .utf8WithMark)
    }
}
