import Definitions
import Ingest
import Model
import Testing

@Suite struct LayoutTests {
    @Test("behaviour 2: title, unit line and blank rows above the header are read as what they are")
    func findsTheHeaderBelowTitleAndUnit() throws {
        let contracts = dataset(
            [
                field("no", "合同编号"), field("value", "成交额", unit: Unit("元", .money)),
                field("people", "从业人数", unit: Unit("人", .count("人"))),
            ], key: ["no"])
        let survey = try survey(
            """
            瑶海区2024年1-11月技术合同登记情况表,,,
            填报单位：瑶海区科技局　　单位：万元　　填报日期：2024年12月3日,,,
            ,,,
            合同 编号,成交额,"从业
            人数（人）",备注
            001,12.5,3,
            """, contracts)
        let layout = try #require(survey.sheets[0].layout)
        #expect(layout.headerRows == 4...4)
        #expect(layout.columns.map(\.path) == ["合同 编号", "成交额", "从业人数（人）", "备注"])
        #expect(layout.columns.map(\.unit?.symbol) == [nil, nil, "人", nil])
        #expect(layout.title == "瑶海区2024年1-11月技术合同登记情况表")
        #expect(layout.unit?.symbol == "万元")
        #expect(layout.reportingUnit == "瑶海区科技局")
        #expect(layout.statedPeriod == "2024年1-11月")
        let binding = bind(layout, sheet: 0, dataset: contracts, index: 3)
        #expect(binding.columns == [0, 1, 2])
        // The unit line is of money: it says nothing of people.
        #expect(binding.units.map(\.?.symbol) == [nil, "万元", "人"])
        #expect(binding.unknown.map(\.header) == ["备注"])
        #expect(binding.unknown.map(\.column) == [4])
        #expect(binding.dataset == 3)
        #expect(binding.isComplete)
        #expect(binding.score == 1000)
    }

    @Test(
        arguments: [
            ("2024年第四季度报表", "2024年第四季度"), ("截至２０２４年上半年", "2024年上半年"), ("2024年度", "2024年度"), ("2023年11月", "2023年11月"),
            ("2024年1—11月", "2024年1—11月"), ("报出日期:2024年4月8日", nil), ("没有年份", nil),
        ] as [(String, String?)]) func readsTheStatedPeriod(title: String, period: String?) throws
    {
        let survey = try survey("\(title),\n编号,名称\n1,a\n", dataset(of: "编号", "名称"))
        #expect(survey.sheets[0].layout?.statedPeriod == period)
    }

    @Test func matchesAfterFolding() throws {
        let wanted = dataset([
            field("code", "统一社会信用代码"), field("value", "成交额(万元)"), field("name", nil, aliases: ["Company Name"]),
        ])
        let survey = try survey("*统一社会　信用代码：,成交额【万元】,ＣＯＭＰＡＮＹname\n1,2,3\n", wanted)
        let binding = bind(try #require(survey.sheets[0].layout), sheet: 0, dataset: wanted, index: 0)
        #expect(binding.columns == [0, 1, 2])
        #expect(binding.units[1]?.symbol == "万元")
    }

    /// What numbers the rows is no column that somebody forgot to define, unless the dataset asks for it.
    @Test(arguments: ["序号", "顺序号", "No."]) func serialNumbersAreNoUnknownColumn(title: String) throws {
        let wanted = dataset([field("no", "编号", required: true), field("name", "名称")], key: ["no"])
        let survey = try survey("\(title),编号,名称,其他\n1,001,a,b\n2,002,c,d\n", wanted)
        let binding = bind(try #require(survey.sheets[0].layout), sheet: 0, dataset: wanted, index: 0)
        #expect(binding.columns == [1, 2])
        #expect(binding.unknown.map(\.header) == ["其他"])
    }

    @Test func saysWhatIsMissingRepeatedAndUnknown() throws {
        let wanted = dataset(
            [
                field("no", "编号", required: true), field("name", "名称", aliases: ["单位名称"]),
                field("date", "日期", required: true), field("note", "备注"),
            ], key: ["no"])
        let survey = try survey("编号,编 号,单位名称,其他\n1,1,a,b\n", wanted)
        let binding = bind(try #require(survey.sheets[0].layout), sheet: 0, dataset: wanted, index: 0)
        #expect(binding.columns == [-1, 2, -1, -1])
        #expect(binding.repeated.map(\.field) == [0])
        #expect(binding.repeated.first?.columns == [1, 2])
        #expect(binding.repeated.first?.headers == ["编号", "编 号"])
        #expect(binding.missing.map(\.field) == [2, 3])
        #expect(binding.missing.map(\.isRequired) == [true, false])
        #expect(binding.unknown.map(\.header) == ["其他"])
        #expect(!binding.isComplete)
    }

    @Test func prefersTitlesToAliases() throws {
        let wanted = dataset([field("value", "金额", aliases: ["成交额"])])
        let survey = try survey("成交额,金额\n1,2\n", wanted)
        let binding = bind(try #require(survey.sheets[0].layout), sheet: 0, dataset: wanted, index: 0)
        #expect(binding.columns == [1])
        #expect(binding.repeated.isEmpty)
    }

    @Test func readsAHeaderOfTwoLevelsWithoutMerges() throws {
        let wanted = dataset(of: "县(市、区)", "本年完成投资/合计", "计划总投资")
        for name in ["w1_invest.csv", "w1_invest.gb18030.csv"] {
            let survey = try survey(sample(name), vocabulary: HeaderVocabulary([wanted]))
            let layout = try #require(survey.sheets[0].layout)
            #expect(layout.headerRows == 3...4)
            #expect(
                layout.columns.map(\.path) == [
                    "序号", "县(市、区)", "计划总投资", "本年完成投资/合计", "本年完成投资/#建筑安装", "本年完成投资/#设备购置", "同比增长(%)", "备注",
                ])
            #expect(layout.unit?.symbol == "万元")
            #expect(layout.columns[6].unit?.symbol == "%")
            let table = try read(sample(name), wanted)
            #expect(table.rows == [5, 6, 9, 10])
            #expect(table.lines == [6, 7, 10, 11])
            #expect(table.records[0] == ["甲县", "45,678.90", "123,456.78"])
            #expect(
                table.notRecords == [
                    .title: 2, .header: 2, .subtotal: 2, .blank: 2, .total: 1, .note: 2, .signature: 1,
                ])
            #expect(table.rowCount == 16)
        }
    }

    @Test("behaviour 23: the row that numbers the columns is no record")
    func recognizesTheRowThatNumbersColumns() throws {
        let table = try read("编号,名称,数量\n甲,乙,1\n001,a,5\n", dataset(of: "编号", "名称", "数量"))
        #expect(table.records == [["001", "a", "5"]])
        #expect(table.notRecords == [.header: 1, .columnNumbers: 1])
        #expect(table.rows == [3])
        #expect(try read("编号,名称,数量\n1,2,3\n", dataset(of: "编号", "名称", "数量")).records.count == 1)
    }

    @Test func findsAHeaderOfUnknownWordsByItsShape() throws {
        let survey = try survey("某表\n甲乙,丙丁,戊己\n1,2,3\n4,5,6\n", dataset(of: "编号"))
        #expect(survey.sheets[0].layout?.headerRows == 2...2)
    }
}
