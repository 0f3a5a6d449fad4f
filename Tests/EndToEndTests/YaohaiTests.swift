import Foundation
import Testing

/// What 瑶海区 published for 2024, row by row (domain page, A1), as the sample run for 2024-Q4 gives it.
@Suite struct YaohaiTests {
    /// One run for all rows.
    private static let run = Result { try SampleRun(jobs: 2) }

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
        Row(11, "spinoffs_founded",                   "2024-Q4", "ytd",   "value", "59",  "家",   "成立企业59家"),
        Row(13, "contract_value_registered",          "2024-Q4", "ytd",   "value", "58.50", "亿元", "技术合同交易登记总额58.5亿"),
        Row(14, "absorbed_from_yangtze_delta",        "2024-Q4", "ytd",   "value", "855", "万元", "吸纳沪浙苏高校院所技术合同855万元"),
        Row(15, "national_platforms",                 "2024-Q4", "stock", "value", "1",   "个",   "国家级创新平台零突破"),
        Row(15, "national_platforms",                 "2024-Q4", "stock", "prior", "0",   "个",   "…从0到1"),
        Row(16, "provincial_makerspaces_recognized",  "2024-Q4", "ytd",   "value", "2",   "家",   "新增省级众创空间2家"),
        Row(17, "municipal_incubators_recognized",    "2024-Q4", "ytd",   "value", "3",   "家",   "新建市级孵化器（众创空间）3家"),
        Row(18, "national_makerspaces_in_reserve",    "2024-Q4", "stock", "value", "1",   "家",   "储备国家级众创空间1家"),
        Row(19, "service_enterprises",                "2024-Q4", "stock", "value", "22",  "家",   "科技服务业在库企业22家"),
        Row(20, "service_enterprises_included",       "2024-Q4", "ytd",   "value", "3",   "家",   "新增规上科技服务业企业3家"),
    ]

    @Test(arguments: rows) func rowIsAnswered(_ row: Row) throws {
        let found = try YaohaiTests.run.get().returns.rows(where: [
            "indicator": row.indicator, "area": "340102", "period": row.period, "quantity": row.quantity,
            "statistic": row.statistic, "breakdown": "",
        ])
        #expect(found.map { $0["value"] } == [row.value])
        #expect(found.map { $0["unit"] } == [row.unit])
        #expect(found.first?["status"] == "A")
    }
}
