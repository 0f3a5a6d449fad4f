import Model

/// Figures that the other offices state: targets, the statistics bureau's, what was published, announced ranks.
enum OfficeFigures {
    static func make() -> [SampleFile] {
        [
            file("芜湖市/科技创新目标任务2024.csv", "芜湖市科技创新目标任务表", "芜湖市科学技术局", targetHeader, targets(wuhuTargets)),
            file("瓯海区/科技创新目标任务2024.csv", "瓯海区科技创新目标任务表", "瓯海区科学技术局", targetHeader, targets(ouhaiTargets)),
            file("亳州高新区/科技创新目标任务2025.csv", "亳州高新区到2025年目标任务表", "亳州高新区科技局", targetHeader, targets(zoneTargets)),
            file("芜湖市/宏观统计数据.csv", "芜湖市宏观统计数据", "芜湖市统计局", macroHeader, values(wuhuMacro)),
            file("瓯海区/宏观统计数据.csv", "瓯海区宏观统计数据", "瓯海区统计局", macroHeader, values(ouhaiMacro)),
            file("亳州高新区/宏观统计数据.csv", "亳州高新区宏观统计数据", "亳州高新区科技局", macroHeader, values(zoneMacro)),
            file("芜湖市/已发布数据.csv", "已发布数据", "芜湖市科学技术局", publishedHeader, published(wuweiPublished)),
            file("芜湖市/位次通报.csv", "位次通报", "芜湖市科学技术局", macroHeader, values(wuhuRanks)),
            file("瓯海区/位次通报.csv", "位次通报", "瓯海区科学技术局", macroHeader, values(ouhaiRanks)),
        ]
    }

    private static func file(
        _ path: String, _ title: String, _ filler: String, _ header: [String], _ records: [Record]
    ) -> SampleFile {
        let table = SampleTable(title: title, subtitle: "填报单位：\(filler)", header: header, records: records)
        return CommaSeparated.file("2024-Q4/\(path)", table, encoding: .utf8WithMark)
    }

    private static func row(_ cells: [String]) -> Record {
        Record(cells: cells.map { $0.isEmpty ? .blank : .text($0) })
    }

    // MARK: Targets

    private static let targetHeader = ["指标", "地区", "期别", "任务数", "单位", "方向", "起始", "资料来源"]

    private struct Target {
        var indicator: String
        var area: String
        var year: Int
        var value: String
        var unit: String
        var direction = "不低于"
        var from = ""
    }

    private static func targets(_ targets: [Target]) -> [Record] {
        targets.map {
            row([$0.indicator, $0.area, "\($0.year)", $0.value, $0.unit, $0.direction, $0.from, "目标任务书"])
        }
    }

    private static let wuhuTargets = [
        Target(indicator: "雏鹰计划入库企业", area: "芜湖市", year: 2024, value: "100", unit: "家", direction: "不超过"),
        Target(indicator: "揭榜挂帅项目", area: "芜湖市", year: 2024, value: "5", unit: "项"),
        Target(indicator: "产业科技攻关专项", area: "芜湖市", year: 2024, value: "3", unit: "个"),
        Target(indicator: "建成创新园区数", area: "芜湖市", year: 2024, value: "1", unit: "个"),
        Target(indicator: "市级以上孵化器和众创空间数", area: "芜湖市", year: 2025, value: "45", unit: "家", from: "2021"),
        Target(indicator: "科技政策奖补兑现金额", area: "芜湖市", year: 2024, value: "0.45", unit: "亿元"),
        Target(indicator: "高新技术企业数", area: "无为市", year: 2024, value: "400", unit: "家"),
        Target(indicator: "科技型中小企业入库数", area: "无为市", year: 2024, value: "330", unit: "家"),
    ]

    private static let ouhaiYear: [(indicator: String, value: String, unit: String)] = [
        ("高新技术产业增加值", "9", "亿元"), ("新认定高新技术企业", "25", "家"), ("新认定省级科技中小企业", "160", "家"),
        ("新增企业研发机构", "25", "家"), ("区级科技项目", "40", "项"), ("省市级科技项目", "18", "项"), ("新增领军人才", "12", "人"),
        ("新增瓯越英才", "8", "人"), ("引进高层次团队", "3", "支"), ("大赛落地项目", "8", "个"), ("大赛项目落地率", "70", "%"),
        ("二次救济案例", "3", "个"), ("转化科技成果", "60", "项"),
    ]

    /// R&D of a year is known in the next: the return of 2024 shows how far 2023 came.
    private static let ouhaiResearch: [(indicator: String, before: String, now: String, unit: String)] = [
        ("全社会研发经费投入强度", "3.2", "3.3", "%"), ("研发人员折合全时当量", "300", "330", "人年"), ("规上工业研发经费", "12", "13", "%"),
    ]

    private static var ouhaiTargets: [Target] {
        var targets = ouhaiYear.map {
            Target(indicator: $0.indicator, area: "瓯海区", year: 2024, value: $0.value, unit: $0.unit)
        }
        for (year, isNow) in [(2023, false), (2024, true)] {
            for item in ouhaiResearch {
                targets.append(
                    Target(
                        indicator: item.indicator, area: "瓯海区", year: year, value: isNow ? item.now : item.before,
                        unit: item.unit))
            }
        }
        return targets
    }

    private static let zoneTargets = [
        Target(indicator: "全社会研发经费投入", area: "亳州高新区", year: 2025, value: "15", unit: "%", from: "2021"),
        Target(indicator: "吸纳技术合同成交额", area: "亳州高新区", year: 2025, value: "20", unit: "亿元"),
        Target(indicator: "累计转化科技成果", area: "亳州高新区", year: 2025, value: "100", unit: "项", from: "2021"),
        Target(indicator: "高新技术企业数", area: "亳州高新区", year: 2025, value: "100", unit: "家", from: "2021"),
        Target(indicator: "科技型中小企业入库数", area: "亳州高新区", year: 2025, value: "100", unit: "家"),
        Target(indicator: "科技型中小企业入库数", area: "亳州高新区", year: 2024, value: "90", unit: "家"),
        Target(indicator: "选派科技情报员", area: "亳州高新区", year: 2024, value: "2", unit: "名"),
        Target(indicator: "咨询委企业人员专家占比", area: "亳州高新区", year: 2025, value: "33.33", unit: "%", from: "2021"),
        Target(indicator: "年销售收入1亿元以上无研发活动企业", area: "亳州高新区", year: 2023, value: "0", unit: "家", direction: "不超过"),
        Target(indicator: "年销售收入5亿元以上无研发机构企业", area: "亳州高新区", year: 2023, value: "0", unit: "家", direction: "不超过"),
        Target(indicator: "年销售收入1亿元以上无研发活动企业", area: "亳州高新区", year: 2025, value: "0", unit: "家", direction: "不超过"),
        Target(indicator: "年销售收入5亿元以上无研发机构企业", area: "亳州高新区", year: 2025, value: "0", unit: "家", direction: "不超过"),
    ]

    // MARK: Values

    private static let macroHeader = ["指标", "地区", "期别", "数值", "单位", "状态", "资料来源"]

    private typealias Value = (indicator: String, area: String, period: String, value: String, unit: String)

    private static func values(_ values: [Value]) -> [Record] {
        values.map { row([$0.indicator, $0.area, $0.period, $0.value, $0.unit, "", "统计部门、上级通报"]) }
    }

    private static let wuhuMacro: [Value] =
        [
            ("地区生产总值", "芜湖市", "2022", "4502.13", "亿元"), ("地区生产总值", "芜湖市", "2023", "4741.07", "亿元"),
            ("全社会研发经费投入", "芜湖市", "2022", "158.62", "亿元"), ("全社会研发经费投入", "芜湖市", "2023", "175.42", "亿元"),
            ("高新技术产业增加值增速", "芜湖市", "2023-09", "10.2", "%"), ("高新技术产业增加值增速", "芜湖市", "2024-09", "12.1", "%"),
            ("规上工业增加值增速", "芜湖市", "2024-09", "9.4", "%"), ("区县数", "芜湖市", "2024", "7", "个"),
            ("财政科技支出", "无为市", "2023", "4.31", "亿元"), ("财政科技支出", "无为市", "2024", "4.93", "亿元"),
            ("一般公共预算支出", "无为市", "2023", "58.86", "亿元"), ("一般公共预算支出", "无为市", "2024", "60.71", "亿元"),
        ]

    private static let ouhaiMacro: [Value] = [
        ("地区生产总值", "瓯海区", "2022", "808.42", "亿元"), ("地区生产总值", "瓯海区", "2023", "867.35", "亿元"),
        ("全社会研发经费投入", "瓯海区", "2022", "24.66", "亿元"), ("全社会研发经费投入", "瓯海区", "2023", "27.84", "亿元"),
        ("固定资产投资", "瓯海区", "2023-05", "112.10", "亿元"), ("固定资产投资", "瓯海区", "2024-05", "118.40", "亿元"),
        ("固定资产投资增速", "瓯海区", "2024-05", "5.6", "%"),
    ]

    private static let zoneMacro: [Value] = [
        ("全社会研发经费投入", "亳州高新区", "2020", "3.20", "亿元"), ("全社会研发经费投入", "亳州高新区", "2021", "3.71", "亿元"),
        ("全社会研发经费投入", "亳州高新区", "2022", "4.33", "亿元"), ("全社会研发经费投入", "亳州高新区", "2023", "5.02", "亿元"),
    ]

    private static let wuhuRanks: [Value] = [
        ("研发投入强度全省位次", "芜湖市", "2022", "3", "位"), ("研发投入强度全省位次", "芜湖市", "2023", "2", "位"),
        ("人工智能新增项目全省位次", "芜湖市", "2024-10", "2", "位"), ("省科技考评位次", "无为市", "2022", "12", "位"),
        ("省科技考评位次", "无为市", "2023", "9", "位"),
    ]

    private static let ouhaiRanks: [Value] = [
        ("综合考核组内位次", "瓯海区", "2022", "4", "位"),
        ("综合考核组内位次", "瓯海区", "2023", "2", "位"), ("高新产业投资增速全市位次", "瓯海区", "2024-05", "3", "位"),
        ("技术合同登记额全市位次", "瓯海区", "2024-05", "4", "位"), ("新增市级众创空间全市位次", "瓯海区", "2024-06", "1", "位"),
    ]

    // MARK: What was published

    private static let publishedHeader = ["指标", "地区", "期别", "数值", "单位", "限定", "资料来源"]

    private static func published(_ values: [Value]) -> [Record] {
        values.map { value in
            let words = value.value.split(separator: " ")
            return row([
                value.indicator, value.area, value.period, String(words[0]), value.unit,
                words.count > 1 ? String(words[1]) : "", "科技工作总结",
            ])
        }
    }

    private static let wuweiPublished: [Value] = [
        ("新申报高新技术企业", "无为市", "2024", "55", "家"), ("高新技术企业数", "无为市", "2024", "400 突破", "家"),
        ("科技型中小企业入库数", "无为市", "2024", "350", "家"), ("新增市级以上创新平台", "无为市", "2024", "33", "家"),
        ("技术合同登记成交额", "无为市", "2024", "42.27", "亿元"), ("转化科技成果", "无为市", "2024", "47", "项"),
        ("科技投入占比", "无为市", "2024", "8 超", "%"), ("孵化载体面积", "无为市", "2024", "300 突破", "万平方米"),
        ("孵化器和产业园区数", "无为市", "2024", "28", "家"), ("引育领军人才和硕博士", "无为市", "2024", "100 余", "人"),
        ("推荐省市科技计划项目", "无为市", "2024", "10", "个"), ("研发准备金制度备案企业", "无为市", "2024", "25", "家"),
        ("贷款风险补偿备案总金额", "无为市", "2024", "9176.1", "万元"), ("贷款风险补偿惠及企业", "无为市", "2024", "43", "家次"),
        // The same indicator a second time in one report: of another day.
        ("技术合同登记成交额", "无为市", "2024-Q1", "9.02", "亿元"),
    ]
}
