import Model

/// 平台与孵化载体: one record per recognition, kept as a list of the whole in 2023 and of what is new in 2024.
enum PlatformFiles {
    private static let header = [
        "平台编号", "平台名称", "运营主体信用代码", "所属区县", "平台类型", "级别", "认定日期", "取消日期", "孵化面积（平方米）", "状态",
    ]
    private static let kinds = ["科技企业孵化器", "众创空间", "重点实验室", "工程技术研究中心", "企业技术中心", "新型研发机构"]

    static func make(_ world: inout World) -> [SampleFile] {
        var random = RandomSource(seed: World.seed, stream: "platforms")
        var serial = 0
        func platform(
            _ unit: Int, _ kind: String, _ level: String, _ on: CivilDate, status: String = "运营"
        ) -> Record {
            serial += 1
            let plan = UnitPlan.all[unit]
            let operating = world.old[unit][random.below(world.old[unit].count - 3)]
            let name =
                random.pick(Vocabulary.first) + random.pick(Vocabulary.second)
                + random.pick(["云谷", "智汇", "创客", "星火", "协同"])
            let space = kind == "科技企业孵化器" || kind == "众创空间"
            return Record(cells: [
                .text("PT\(padded(serial, 6))"), .text(plan.name + name + kind), .text(operating.code),
                .text(plan.name),
                .text(kind), .text(level), .date(on), .blank,
                space ? .number("\(random.between(12, 460) * 50)") : .blank, .text(status),
            ])
        }
        var whole: [Record] = []
        var recent: [Record] = []
        for unit in UnitPlan.all.indices {
            let yaohai = UnitPlan.all[unit].code == UnitPlan.yaohai
            for _ in 0..<random.between(6, 12) {
                // 瑶海区 had no national platform before 2024.
                let level = random.pick(yaohai ? ["省级", "市级", "市级"] : ["国家级", "省级", "省级", "市级", "市级", "市级"])
                let on = day(random.between(2012, 2023), random.between(1, 12), random.between(1, 28))
                whole.append(platform(unit, random.pick(kinds), level, on))
            }
            guard !yaohai else { continue }
            for _ in 0..<random.between(1, 4) {
                let on = day(2024, random.between(1, 12), random.between(1, 28))
                recent.append(platform(unit, random.pick(kinds), random.pick(["省级", "市级", "市级"]), on))
            }
        }
        // What 瑶海区 published: a first national platform, 2 provincial makerspaces, 3 municipal incubators and makerspaces,
        // 1 candidate for a national makerspace.
        recent.append(platform(0, "技术创新中心", "国家级", day(2024, 6, 18)))
        for month in [5, 11] { recent.append(platform(0, "众创空间", "省级", day(2024, month, 21))) }
        for (month, kind) in [(3, "众创空间"), (8, "科技企业孵化器"), (12, "众创空间")] {
            recent.append(platform(0, kind, "市级", day(2024, month, 9)))
        }
        recent.append(platform(0, "众创空间", "国家级", day(2024, 9, 30), status: "储备"))
        // Two end, told by the record coming once more.
        for place in [17, 60] {
            var ended = whole[place]
            ended.cells[7] = .date(day(2024, 7, 31))
            recent.append(ended)
        }
        spoil(&recent, &world, &random)
        let first = SampleTable(
            title: "合肥市创新平台与孵化载体名录（截至2023年底）", subtitle: "填报单位：合肥市科学技术局", header: header, records: whole,
            dateStyle: .iso)
        let second = SampleTable(
            title: "合肥市创新平台与孵化载体名录（2024年新增及变更）", subtitle: "填报单位：合肥市科学技术局", header: header, records: recent,
            notes: ["注：储备载体不计入存量。"], dateStyle: .chinese)
        return [
            CommaSeparated.file("2023-Q4/平台与孵化载体名录2023.csv", first, encoding: .utf8WithMark),
            CommaSeparated.file("2024-Q4/平台与孵化载体名录2024.csv", second, encoding: .utf8WithMark),
            repeatedColumn(),
        ]
    }

    private static func spoil(_ records: inout [Record], _ world: inout World, _ random: inout RandomSource) {
        records[0].marks.append(Mark(rule: "platforms.recognized_on.repaired", column: 7, isNote: true))
        records[0].marks.append(Mark(rule: "platforms.ends_on.repaired", column: 8, isNote: true))
        let stranger = world.stranger(region: "340103", place: "合肥", random: &random)
        records[3].spoil(3, .text(stranger.code), "PLT-020")
        var odd = records[5]
        odd.spoil(1, .text("PT24A01"), "platforms.platform_no.pattern")
        odd.cells[1] = .text("巢湖之滨众创空间")
        records.insert(odd, at: 9)
        records[12].spoil(9, .text("约两万"), "platforms.floor_area.type")
    }

    /// Two columns with one title: neither is taken.
    private static func repeatedColumn() -> SampleFile {
        let area = "孵化面积（平方米）"
        let table = SampleTable(
            header: ["平台编号", "平台名称", "所属区县", "平台类型", "级别", "认定日期", area, area],
            headerMarks: [Mark(rule: "platforms.column_repeated", column: 7, value: "\(area), \(area)")],
            records: [
                Record(cells: [
                    .text("PT900001"), .text("三国遗址众创空间"), .text("庐阳区"), .text("众创空间"), .text("市级"),
                    .date(day(2024, 10, 10)), .number("1200"), .number("900"),
                ])
            ])
        return CommaSeparated.file("2024-Q4/平台载体补报-庐阳区.csv", table, encoding: .utf8)
    }
}
