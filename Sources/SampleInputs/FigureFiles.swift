import Model

/// Tables of figures, one a row: what is to be reached, what the statistics bureau says, what was released before.
enum FigureFiles {
    static func make() -> [SampleFile] { [targets(), macro(), published()] }

    private static let city = "合肥市"

    private static func row(_ cells: [String]) -> Record {
        Record(cells: cells.map { $0.isEmpty ? .blank : .text($0) })
    }

    /// 科技创新目标任务: of 2024 and, decided at its end, of 2025.
    private static func targets() -> SampleFile {
        var records: [Record] = []
        func add(
            _ indicator: String, _ area: String, _ year: Int, _ value: String, _ unit: String,
            direction: String = "不低于", from: String = ""
        ) {
            records.append(row([indicator, area, "\(year)年", value, unit, direction, from, "\(year)年科技创新目标任务书"]))
        }
        for (unit, plan) in zip(UnitPlan.all, FigurePlan.all) {
            add("科技型中小企业入库数", unit.name, 2024, "\(plan.smes)", "家")
            add("净增高新技术企业", unit.name, 2024, "\(plan.certificates)", "户")
            add("成果转化及科技招商成立企业数", unit.name, 2024, "\(plan.spinoffs)", "家")
        }
        add("科技型中小企业入库数", city, 2024, "\(FigurePlan.cityTargets.smes)", "家")
        add("净增高新技术企业", city, 2024, "\(FigurePlan.cityTargets.certificates)", "户")
        add("成果转化及科技招商成立企业数", city, 2024, "\(FigurePlan.cityTargets.spinoffs)", "家")
        for (area, value) in [("瑶海区", "1"), ("庐阳区", "1"), ("蜀山区", "2"), ("高新区", "2")] {
            add("新增省级众创空间", area, 2024, value, "家")
        }
        for (area, value) in [("瑶海区", "2"), ("庐阳区", "1"), ("蜀山区", "2"), ("包河区", "2"), ("高新区", "3")] {
            add("新建市级孵化器和众创空间", area, 2024, value, "家")
        }
        // At most: as few as possible fall below the scale.
        add("退库科技服务业企业数", "瑶海区", 2024, "1", "家", direction: "不超过")
        add("退库科技服务业企业数", city, 2024, "4", "家", direction: "不超过")
        // Over two years.
        add("技术合同登记成交额", "瑶海区", 2024, "100", "亿元", from: "2023年1月")
        for (indicator, value, unit) in [
            ("净增高新技术企业", "50", "户"), ("科技型中小企业入库数", "500", "户"), ("成果转化及科技招商成立企业数", "80", "户"),
            ("技术合同登记成交额", "60", "亿元"), ("新认定创新平台与孵化载体", "1", "所"), ("新建市级孵化器和众创空间", "2", "家"),
        ] { add(indicator, "瑶海区", 2025, value, unit) }
        // 2024年 is read as 2024, 2023年1月 as 2023-01.
        records[0].marks.append(Mark(rule: "targets.period.repaired", column: 3, isNote: true))
        records[0].marks.append(Mark(rule: "targets.from.repaired", column: 7, isNote: true))
        let table = SampleTable(
            title: "合肥市科技创新目标任务表（2024—2025年）", subtitle: "填报单位：合肥市科学技术局",
            header: ["指标", "地区", "期别", "任务数", "单位", "方向", "起始", "资料来源"], records: records,
            notes: ["注：市级任务数不等于各县区任务数之和。"])
        return CommaSeparated.file("2024-Q4/科技创新目标任务2024.csv", table, encoding: .gb18030)
    }

    /// 宏观统计数据: yearly, and the city's growth of the month.
    private static func macro() -> SampleFile {
        var records: [Record] = []
        func add(
            _ indicator: String, _ area: String, _ period: String, _ value: String, _ unit: String, status: String = "",
            source: String
        ) { records.append(row([indicator, area, period, value, unit, status, source])) }
        func product(_ area: String, _ values: (Int, Int, Int)) {
            add("地区生产总值", area, "2022年", decimal(values.0), "亿元", source: "统计年鉴")
            add("地区生产总值", area, "2023年", decimal(values.1), "亿元", source: "统计年鉴")
            add("地区生产总值", area, "2024年", decimal(values.2), "亿元", status: "初步核算", source: "统计公报")
        }
        func research(_ area: String, _ values: (Int, Int)) {
            add("全社会研发经费投入", area, "2022年", decimal(values.0), "亿元", source: "科技经费投入统计公报")
            add("全社会研发经费投入", area, "2023年", decimal(values.1), "亿元", source: "科技经费投入统计公报")
        }
        product(city, FigurePlan.cityProduct)
        for (unit, plan) in zip(UnitPlan.all, FigurePlan.all) { product(unit.name, plan.product) }
        research(city, FigurePlan.cityResearch)
        for (unit, plan) in zip(UnitPlan.all, FigurePlan.all) { research(unit.name, plan.research) }
        add("全市科技服务业营业收入平均增速", city, "2023年1-11月", "4.5", "%", source: "统计月报")
        add("全市科技服务业营业收入平均增速", city, "2024年1-11月", "6.5", "%", source: "统计月报")
        records[0].marks.append(Mark(rule: "macro_figures.period.repaired", column: 3, isNote: true))
        let table = SampleTable(
            title: "合肥市宏观统计数据", subtitle: "填报单位：合肥市统计局", header: ["指标", "地区", "期别", "数值", "单位", "状态", "资料来源"],
            records: records)
        return CommaSeparated.file("2024-Q4/宏观统计数据.csv", table, encoding: .utf8WithMark)
    }

    /// 已发布数据: what work reports and notices said, digits and words as they stood there.
    private static func published() -> SampleFile {
        var records: [Record] = []
        func add(
            _ indicator: String, _ area: String, _ period: String, _ value: String, _ unit: String,
            _ statistic: String = "", qualifier: String = "", source: String
        ) { records.append(row([indicator, area, period, statistic, value, unit, qualifier, source])) }
        for (unit, plan) in zip(UnitPlan.all, FigurePlan.all) {
            add("科技型中小企业入库数", unit.name, "2022年", "\(plan.smes2022)", "家", source: "2022年科技型中小企业入库通报")
        }
        let before = FigurePlan.all.reduce(0) { $0 + $1.smes2022 }
        add("科技型中小企业入库数", city, "2022年", "\(before)", "家", source: "2022年科技型中小企业入库通报")
        let report = "瑶海区2024年科技工作总结"
        for (indicator, period, value, unit, statistic, qualifier) in [
            ("高企培训会", "2024年", "8", "场", "", ""), ("培训会服务企业", "2024年", "220", "家次", "", ""),
            ("实地走访企业", "2024年", "105", "家", "", ""), ("线上服务企业", "2024年", "500余", "家", "", ""),
            ("净增高新技术企业", "2024年", "65", "家", "", "预计"), ("净增高新技术企业", "2024年", "37.57", "%", "比年初增长", ""),
            ("科技型中小企业入库数", "2024年", "428", "家", "", ""), ("科技型中小企业入库数", "2024年", "35", "%", "同比", ""),
            ("成果转化及科技招商成立企业数", "2024年", "59", "家", "", ""),
            // 59 after 23 is 256.52% of the year before: no whole number of companies gives growth of 256%.
            ("成果转化及科技招商成立企业数", "2024年", "256", "%", "同比", ""),
            ("技术合同登记成交额", "2024年", "58.5", "亿元", "", ""), ("科技服务业营业收入", "2024年1-11月", "9.96", "亿元", "", ""),
            ("科技服务业营业收入", "2024年1-11月", "8.3", "%", "同比", ""),
        ] {
            add(indicator, "瑶海区", period, value, unit, statistic, qualifier: qualifier, source: report)
            if value == "256" {
                records[records.count - 1].marks.append(
                    Mark(rule: "published_figures.published_differs", column: 5))
            }
        }
        records[0].marks.append(Mark(rule: "published_figures.period.repaired", column: 3, isNote: true))
        let table = SampleTable(
            title: "已发布数据", subtitle: "填报单位：合肥市科学技术局",
            header: ["指标", "地区", "期别", "统计量", "数值", "单位", "限定", "资料来源"], records: records)
        return CommaSeparated.file("2024-Q4/已发布数据.csv", table, encoding: .utf8WithMark)
    }
}
