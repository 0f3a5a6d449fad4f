import Foundation
import Testing

/// What 瑶海区 published for 2024, row by row (domain page, A1), as the sample run for 2024-Q4 gives it.
@Suite struct YaohaiTests {
    /// One run for all rows.
    private static let run = Result { try SampleRun(jobs: 2) }
    /// The two years side by side, under the gates that the pipeline states.
    private static let years = Result {
        try SampleRun(jobs: 2, period: "2023Q4..2024Q4", pipeline: ReportTests.figuresOnly())
    }
    private static let next = Result { try SampleRun(jobs: 2, period: "2025") }

    /// A row of the report: the figure that answers it.
    struct Row: CustomTestStringConvertible, Sendable {
        var number: Int
        var indicator: String
        var period: String
        var quantity: String
        var statistic: String
        var value: String
        var unit: String
        /// As it was published.
        var published: String

        init(
            _ number: Int, _ indicator: String, _ period: String, _ quantity: String, _ statistic: String,
            _ value: String, _ unit: String, _ published: String
        ) {
            self.number = number
            self.indicator = indicator
            self.period = period
            self.quantity = quantity
            self.statistic = statistic
            self.value = value
            self.unit = unit
            self.published = published
        }

        var testDescription: String { "row \(number): \(published)" }
    }

    // One row a line is what makes it a table.
    // swift-format-ignore
    static let rows: [Row] = [
        Row( 1, "trainings_held",                     "2024-Q4", "ytd",   "value", "8",   "场",   "高企培训会8场"),
        Row( 2, "training_attendances",               "2024-Q4", "ytd",   "value", "220", "家次", "服务企业220家次"),
        Row( 3, "enterprises_visited",                "2024-Q4", "ytd",   "value", "105", "家",   "实地走访企业105家"),
        Row( 4, "enterprises_served_online",          "2024-Q4", "ytd",   "value", "506", "家",   "线上服务企业500余家"),
        Row( 5, "hnte_net_increase",                  "2024-Q4", "stock", "value", "65",  "家",   "预计净增国家高企65家"),
        Row( 6, "hnte_net_increase",                  "2024-Q4", "stock", "growth_on_opening", "37.57", "%", "同比增长37.57%"),
        Row( 6, "hnte_stock",                         "2024-Q4", "stock", "prior", "173", "家",   "…即比173家"),
        Row( 7, "tsme_registered",                    "2024-Q4", "ytd",   "value", "428", "家",   "科小入库428家"),
        Row( 8, "tsme_registered",                    "2024-Q4", "ytd",   "yoy",   "35.02", "%",  "同比增长35%"),
        Row( 9, "tsme_registered",                    "2024-Q4", "ytd",   "target", "360", "家",  "任务完成率全市第一：任务360家"),
        Row( 9, "tsme_registered",                    "2024-Q4", "ytd",   "completion", "118.89", "%", "…完成率118.89%"),
        Row( 9, "tsme_registered",                    "2024-Q4", "ytd",   "rank_completion", "1", "位", "…全市第一"),
        Row(10, "tsme_registered",                    "2024-Q4", "ytd",   "rank_yoy", "1",  "位",  "增速全市第一"),
        Row(10, "tsme_registered",                    "2024-Q4", "ytd",   "streak_rank_yoy", "2", "年", "连续两年全市第一"),
        Row(11, "spinoffs_founded",                   "2024-Q4", "ytd",   "value", "59",  "家",   "成立企业59家"),
        Row(12, "spinoffs_founded",                   "2024-Q4", "ytd",   "prior", "23",  "家",   "同比增长256%：上年23家"),
        Row(12, "spinoffs_founded",                   "2024-Q4", "ytd",   "yoy",   "156.52", "%", "…59家是上年的256.52%，增长156.52%"),
        Row(13, "contract_value_registered",          "2024-Q4", "ytd",   "value", "58.50", "亿元", "技术合同交易登记总额58.5亿"),
        Row(14, "absorbed_from_yangtze_delta",        "2024-Q4", "ytd",   "value", "855", "万元", "吸纳沪浙苏高校院所技术合同855万元"),
        Row(15, "national_platforms",                 "2024-Q4", "stock", "value", "1",   "个",   "国家级创新平台零突破"),
        Row(15, "national_platforms",                 "2024-Q4", "stock", "prior", "0",   "个",   "…从0到1"),
        Row(16, "provincial_makerspaces_recognized",  "2024-Q4", "ytd",   "value", "2",   "家",   "新增省级众创空间2家"),
        Row(16, "provincial_makerspaces_recognized",  "2024-Q4", "ytd",   "completion", "200.00", "%", "…完成任务数的200%"),
        Row(17, "municipal_incubators_recognized",    "2024-Q4", "ytd",   "value", "3",   "家",   "新建市级孵化器（众创空间）3家"),
        Row(17, "municipal_incubators_recognized",    "2024-Q4", "ytd",   "completion", "150.00", "%", "…完成任务数的150%"),
        Row(18, "national_makerspaces_in_reserve",    "2024-Q4", "stock", "value", "1",   "家",   "储备国家级众创空间1家"),
        Row(19, "service_enterprises",                "2024-Q4", "stock", "value", "22",  "家",   "科技服务业在库企业22家"),
        Row(20, "service_enterprises_included",       "2024-Q4", "ytd",   "value", "3",   "家",   "新增规上科技服务业企业3家"),
        Row(21, "service_revenue",                    "2024-11", "ytd",   "value", "9.96", "亿元", "1-11月科技服务业营收9.96亿"),
        Row(22, "service_revenue",                    "2024-11", "ytd",   "prior", "9.20", "亿元", "…可比口径上年同期9.20亿"),
        Row(22, "service_revenue",                    "2024-11", "ytd",   "yoy",   "8.3",  "%",   "同比增长8.3%"),
        Row(23, "science_service_projects",           "2024-11", "ytd",   "value", "2",    "个",  "科技服务业固投入库项目2个"),
        Row(24, "science_service_investment",         "2024-11", "ytd",   "yoy",   "932.54", "%", "科技服务业固投增长932.54%"),
    ]

    /// Several quarters in one return are published as the last of them alone is.
    @Test func bothYearsPublish() throws {
        let program = try YaohaiTests.years.get().program
        #expect(program.status == 0, "\(program.output)\(program.errors)")
        #expect(program.output.contains("Published 2023-Q4_2024-Q4"))
    }

    /// Of science services and spin-offs only Hefei sends anything: the others have no figure of them, and no nought. What is
    /// nought is so in months that somebody who speaks of the area has sent.
    @Test func whatNobodySendsIsNoNought() throws {
        let run = try YaohaiTests.run.get()
        let others = ["340200", "340202", "340281", "330304", "341602400"]
        for indicator in ["service_revenue", "service_enterprises", "service_enterprises_stating", "spinoffs_founded"] {
            let rows = try run.returns.rows.filter {
                $0["indicator"] == indicator && $0["statistic"] == "value" && others.contains($0["area"] ?? "")
            }
            #expect(rows.count >= others.count)
            for row in rows { #expect(row["value"] == "" && row["status"] == "L", "\(row)") }
        }
        let bulletin = String(decoding: try run.bytes("returns/bulletin.md"), as: UTF8.self)
        let reports = bulletin.components(separatedBy: "\n# ")
        #expect(reports.count > 20)
        for report in reports where report.contains("芜湖市科技创新工作简报") || report.contains("瓯海区科技创新") {
            #expect(!report.contains("科技服务业"), "\(report)")
            #expect(!report.contains("成果转化和科技招商"), "\(report)")
        }
        #expect(reports.contains { $0.hasPrefix("瑶海区") && $0.contains("科技服务业营业收入9.96亿元") })
    }

    @Test(arguments: rows) func rowIsAnswered(_ row: Row) throws {
        let found = try YaohaiTests.run.get().returns.rows(where: [
            "indicator": row.indicator, "area": "340102", "period": row.period, "quantity": row.quantity,
            "statistic": row.statistic, "breakdown": "",
        ])
        #expect(found.map { $0["value"] } == [row.value])
        #expect(found.map { $0["unit"] } == [row.unit])
        #expect(found.first?["status"] == "A")
    }

    /// Row 12: what was published stands beside what the records give, as an exception; nothing else that was published does.
    @Test func publishedGrowthOfCompaniesIsAnException() throws {
        let found = try YaohaiTests.run.get().exceptions.rows(where: ["rule": "published_figures.published_differs"])
        #expect(found.map { $0["area"] } == ["340102"])
        #expect(found.map { $0["severity"] } == ["query"])
        #expect(found.map { $0["value"] } == ["256"])
        #expect(found.map { $0["expected"] } == ["156.52"])
    }

    /// Row 22: on the same enterprises, above the city's average, and negative a year before.
    @Test func serviceRevenueTurnsFromNegativeToPositive() throws {
        let now = try growth(of: "service_revenue", area: "340102", "2024-11", in: YaohaiTests.run.get().returns)
        #expect(now["base_source"] == "restated")
        let city = try growth(of: "service_revenue", area: "340100", "2024-11", in: YaohaiTests.run.get().returns)
        #expect(city["value"] == "6.5")
        let before = try growth(of: "service_revenue", area: "340102", "2023-11", in: YaohaiTests.years.get().returns)
        #expect(before["value"] == "-2.1")
        // What the statistics bureau says of the city.
        let average = try YaohaiTests.run.get().returns.rows(where: [
            "indicator": "service_revenue_average_growth", "area": "340100", "quantity": "ytd", "statistic": "value",
        ])
        #expect(average.map { $0["value"] } == ["6.5"])
        #expect(average.map { $0["period"] } == ["2024-11"])
    }

    /// Row 10: in 2023 too, on what had been released of 2022.
    @Test func technologySMEsWereFirstTheYearBefore() throws {
        let returns = try YaohaiTests.years.get().returns
        let before = try growth(of: "tsme_registered", area: "340102", "2023-Q4", in: returns)
        #expect(before["value"] == "34.32")
        #expect(before["base_source"] == "published")
        for period in ["2023-Q4", "2024-Q4"] {
            let rank = returns.rows(where: [
                "indicator": "tsme_registered", "area": "340102", "period": period, "quantity": "ytd",
                "statistic": "rank_yoy",
            ])
            #expect(rank.map { $0["value"] } == ["1"], "\(period)")
        }
    }

    /// Row 25 and the other targets for 2025, of which nothing has been delivered yet.
    @Test(arguments: [
        ("platforms_recognized", "ytd", "1所"), ("hnte_net_increase", "stock", "50家"),
        ("tsme_registered", "ytd", "500家"),
        ("spinoffs_founded", "ytd", "80家"), ("contract_value_registered", "ytd", "60.00亿元"),
        ("municipal_incubators_recognized", "ytd", "2家"),
    ])
    func nextYearHasItsTargets(_ indicator: String, _ quantity: String, _ value: String) throws {
        let rows = try YaohaiTests.next.get().returns.rows(where: [
            "indicator": indicator, "area": "340102", "period": "2025", "quantity": quantity, "statistic": "target",
        ])
        #expect(rows.map { ($0["value"] ?? "") + ($0["unit"] ?? "") } == [value])
        #expect(rows.first?["base_source"] == "target")
    }

    private func growth(
        of indicator: String, area: String, _ period: String, in returns: CommaSeparatedTable
    ) throws -> [String: String] {
        let rows = returns.rows(where: [
            "indicator": indicator, "area": area, "period": period, "quantity": "ytd", "statistic": "yoy",
            "breakdown": "",
        ])
        #expect(rows.count == 1)
        return try #require(rows.first)
    }
}
