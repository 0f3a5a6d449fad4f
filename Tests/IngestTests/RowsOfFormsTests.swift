import Definitions
import Ingest
import Model
import Tabular
import Testing

/// Rows of forms as offices fill them in: what is a record and what is not.
@Suite struct RowsOfFormsTests {
    private let three = dataset(of: "合同编号", "成交额", "地区")
    private let four = dataset(of: "合同编号", "成交额", "地区", "登记日期")

    @Test("behaviour 2: the header may stand in row 30, and in columns that others are left empty before")
    func findsTheHeaderFarDownAndToTheRight() throws {
        let notes = (1...28).map { "填报说明第\($0)条,,,,\n" }.joined()
        let table = try read(notes + ",,,,\n,,合同编号,成交额,地区\n,,A1,12,瑶海区\n", three)
        #expect(table.records == [["A1", "12", "瑶海区"]])
        #expect(table.rows == [31])
        #expect(table.notRecords == [.title: 28, .blank: 1, .header: 1])
    }

    @Test(
        "behaviour 2: a unit line says its unit however it is written",
        arguments: [
            ("单位：万元", ["万元"]), ("（单位：万元）", ["万元"]), ("单位(万元)", ["万元"]), ("计量单位: 万 元", ["万元"]),
            ("金额单位：人民币万元", ["万元"]), ("单位：家、万元", ["家", "万元"]), ("2024年技术合同情况表（单位：万元）", ["万元"]),
            ("单位：元/平方米", []), ("单位：瑶海区科技局", []),
        ] as [(String, [String])]) func readsUnitLines(line: String, units: [String]) throws
    {
        let layout = try #require(
            survey("\(line),,\n合同编号,成交额,地区\nA1,12,瑶海区\n", three).sheets[0].layout)
        #expect(([layout.unit].compactMap(\.self) + layout.otherUnits).map(\.symbol) == units)
    }

    @Test("behaviour 2: of several units in one line each column takes the one that measures it, and none where two do")
    func sharesAUnitLine() throws {
        let wanted = dataset(
            [
                field("area", "地区"), field("value", "成交额", unit: Unit("元", .money)),
                field("count", "企业数", unit: Unit("家", .count("家"))),
            ],
            key: ["area"])
        func units(_ line: String) throws -> [String?] {
            let layout = try #require(survey("\(line),,\n地区,成交额,企业数\n瑶海区,12,3\n", wanted).sheets[0].layout)
            return bind(layout, sheet: 0, dataset: wanted, index: 0).units.map(\.?.symbol)
        }
        #expect(try units("单位：家、万元") == [nil, "万元", "家"])
        #expect(try units("单位：元、万元") == [nil, nil, nil])
    }

    @Test("behaviour 7: lines of the foot are told by their labels, whatever the label, and by a date at the end")
    func knowsTheFoot() throws {
        let text = """
            合同编号,成交额,地区,登记日期
            A1,12,瑶海区,2024-03-01
            制表单位：合肥市瑶海区科技局（盖章）,,,
            ,,,2024年4月1日
            ,审核：赵六,,
            经办人：张三,,电话：0551-1234567,
            制表单位盖章：,,,
            分管领导：,,,
            ,,合肥市瑶海区科学技术局（盖章）,
            """
        let table = try read(text, four)
        #expect(table.rows == [2])
        #expect(table.notRecords == [.header: 1, .signature: 7])
        // With its key a row is a record, and a figure without a key is somebody's.
        let kept = try read("合同编号,成交额,地区,登记日期\n审核通过,12,瑶海区,2024-03-01\n,12,,\nA3,,,\n", four)
        #expect(kept.rows == [2, 3, 4])
    }

    @Test("behaviour 7: headings between rows are no records")
    func knowsHeadings() throws {
        let text = """
            合同编号,成交额,地区
            一、高新技术企业,,
            A1,12,瑶海区
            （二）科技型中小企业,,
            A2,13,庐阳区
            """
        let table = try read(text, three)
        #expect(table.records.map { $0[0] } == ["A1", "A2"])
        #expect(table.notRecords == [.header: 1, .note: 2])
    }

    @Test("behaviour 4: a total is one though its row has a serial number; a form's numbered blank rows are blank")
    func looksBehindSerialNumbers() throws {
        let text = """
            序号,合同编号,成交额,地区
            1,A1,12,瑶海区
            2,A2,13,庐阳区
            3,合计,25,
            4,,,
            5,,,
            合计,,25,
            """
        for pieceBytes in [20, 1 << 18] {
            let temporary = try TemporaryFile(text)
            let table = try read(temporary.file, three, pieceBytes: pieceBytes)
            #expect(table.records.map { $0[0] } == ["A1", "A2"])
            #expect(table.notRecords == [.header: 1, .total: 2, .blank: 2])
        }
        // Where it is the key, a serial number is a key.
        let keyed = try read("序号,地区\n1,\n2,瑶海区\n", dataset(of: "序号", "地区"))
        #expect(keyed.rows == [2, 3])
    }

    @Test("behaviour 29: pages put behind each other, each with its byte order mark")
    func knowsAMarkWithinTheFile() throws {
        let page = "\u{FEFF}合同编号,成交额,地区\n"
        let table = try read(page + "A1,12,瑶海区\n" + page + "A2,13,庐阳区\n", three)
        #expect(table.records.map { $0[0] } == ["A1", "A2"])
        #expect(table.notRecords == [.header: 1, .repeatedHeader: 1])
    }

    @Test(
        "behaviour 26: what a form says of a column besides its name is no part of it",
        arguments: ["地区（必填）", "（必填）地区", "地区[选填]", "地区(下拉选择)", "*地区"]) func leavesRemarksOut(header: String) throws
    {
        #expect(try read("合同编号,成交额,\(header)\nA1,12,瑶海区\n", three).records == [["A1", "12", "瑶海区"]])
    }

    @Test("behaviour 3: the levels of a header together may be a field's name; 其中 before it and a hint behind are not")
    func joinsLevels() throws {
        let wanted = dataset(of: "合同编号", "卖方名称", "卖方所在区县", "技术交易额", "登记日期")
        let text = """
            合同编号,卖方,,其中：技术交易额（万元）,登记日期（格式：yyyy-mm-dd）
            ,名称,所在区县,,
            A1,甲公司,瑶海区,5,2024-03-01
            """
        let layout = try #require(survey(text, wanted).sheets[0].layout)
        #expect(layout.columns.map(\.path).prefix(3) == ["合同编号", "卖方/名称", "卖方/所在区县"])
        #expect(try read(text, wanted).records == [["A1", "甲公司", "瑶海区", "5", "2024-03-01"]])
    }

    @Test("behaviour 2: a row of units below the header is its own, with a row of numbers or without")
    func readsARowOfUnits() throws {
        let wanted = dataset(
            [
                field("area", "地区"), field("value", "成交额", unit: Unit("元", .money)),
                field("count", "企业数", unit: Unit("家", .count("家"))),
            ],
            key: ["area"])
        for rows in [",万元,（家）\n", "计量单位,万元,家\n甲,1,2\n", "甲,1,2\n—,万元,家\n"] {
            let text = "地区,成交额,企业数\n" + rows + "瑶海区,12,3\n"
            let layout = try #require(survey(text, wanted).sheets[0].layout)
            #expect(bind(layout, sheet: 0, dataset: wanted, index: 0).units.map(\.?.symbol) == [nil, "万元", "家"])
            let table = try read(text, wanted)
            #expect(table.records == [["瑶海区", "12", "3"]])
            #expect(table.records.count + table.notRecords.values.reduce(0, +) == table.rowCount)
        }
    }

    @Test("behaviour 4: Excel's own subtotals and totals: 瑶海区 汇总, 汇总")
    func knowsExcelsSubtotals() throws {
        let text = "地区,合同编号,成交额\n瑶海区,A1,12\n瑶海区,A2,13\n瑶海区 汇总,,25\n庐阳区,A3,1\n庐阳区 汇总,,1\n汇总,,26\n"
        for encoding in [TextEncoding.utf8, .gb18030] {
            let bytes = encoding == .utf8 ? Array(text.utf8) : try #require(GB18030.encode(text))
            let temporary = try TemporaryFile(bytes)
            let table = try read(temporary.file, three)
            #expect(table.records.map { $0[0] } == ["A1", "A2", "A3"])
            #expect(table.notRecords == [.header: 1, .subtotal: 2, .total: 1])
        }
        // A name that ends so is a name.
        #expect(try read("合同编号,成交额,地区\n数据汇总,1,瑶海区\n", three).records.count == 1)
    }

    @Test("behaviours 4 and 22: a total with a remark in brackets is one, and so is a part marked as yearbooks do")
    func knowsTotalsWithRemarks() throws {
        let text = "地区,企业数\n瑶海区,3\n#国有控股,1\n＃民营,2\n合计（家）,3\n总计(1个区),3\n"
        let table = try read(text, dataset(of: "地区", "企业数"))
        #expect(table.records == [["瑶海区", "3"]])
        #expect(table.notRecords == [.header: 1, .ofWhich: 2, .total: 2])
        // A code that begins so is a code.
        #expect(try read("合同编号,成交额,地区\n#A1,1,瑶海区\n", three).records.count == 1)
    }

    @Test("behaviour 26: a header in two languages is one header, and the first of them has the units")
    func readsAHeaderInTwoLanguages() throws {
        let wanted = dataset(
            [field("contract_no", "合同编号"), field("value", "成交额", unit: Unit("元", .money)), field("area", "地区")],
            key: ["contract_no"])
        let text = "合同编号,成交额（万元）,地区\ncontract_no,value,area\nA1,12,瑶海区\n"
        let survey = try survey(text, wanted)
        #expect(survey.sheets[0].tables.count == 1)
        let layout = try #require(survey.sheets[0].layout)
        #expect(bind(layout, sheet: 0, dataset: wanted, index: 0).units[1]?.symbol == "万元")
        let table = try read(text, wanted)
        #expect(table.records == [["A1", "12", "瑶海区"]])
        #expect(table.notRecords == [.header: 2])
    }

    @Test(
        "behaviour 47: a table that says that it has nothing has no records",
        arguments: ["无", "本季度无数据", "零报告", "暂无"]) func readsATableOfNothing(word: String) throws
    {
        let table = try read("合同编号,成交额,地区\n\(word),,\n", three)
        #expect(table.records.isEmpty)
        #expect(table.notRecords == [.header: 1, .note: 1])
    }

    @Test("behaviours 4 and 7: 合计：5项 and the lines that a system prints below its tables")
    func knowsWhatSystemsPrint() throws {
        let text = "合同编号,成交额,地区\nA1,12,瑶海区\n合计：1项,12,\n打印时间：2024-04-02 10:11:12,,打印人：admin\n"
        let table = try read(text, three)
        #expect(table.records.count == 1)
        #expect(table.notRecords == [.header: 1, .total: 1, .signature: 1])
    }

    @Test("behaviour 4: totals in brackets and totals that count are totals; with a code's look they are codes")
    func knowsTotalsThatCount() throws {
        for word in ["共计1项", "共 1 项", "【合计】", "合计金额"] {
            let table = try read("合同编号,成交额,地区\nA1,12,瑶海区\n\(word),12,\n", three)
            #expect(table.records.count == 1)
            #expect(table.notRecords == [.header: 1, .total: 1], "\(word)")
        }
        #expect(try read("合同编号,成交额,地区\n共享3项,12,瑶海区\n【A1】,1,瑶海区\n", three).records.count == 2)
    }

    @Test("behaviour 23: 栏次 begins a row of column numbers too")
    func knowsColumnNumbersByTheirName() throws {
        let table = try read("合同编号,成交额,地区\n栏次,1,2\nA1,12,瑶海区\n", three)
        #expect(table.records == [["A1", "12", "瑶海区"]])
        #expect(table.notRecords == [.header: 1, .columnNumbers: 1])
    }

    @Test("behaviour 7: further lines of a note are notes where the key stands first, in text of either encoding")
    func knowsFurtherLinesOfNotes() throws {
        let lines = [
            "注：1.本表由各区县填报。", "2.金额按合同登记额填报。", "3、涉密合同不填", "（4）以登记日期为准", "  续上行，不含境外合同", "　　免税合同，另表", "（以下空白）", "以下空白",
        ]
        let text = "合同编号,成交额,地区\nA1,12,瑶海区\n" + lines.map { $0 + ",,\n" }.joined()
        for encoding in [TextEncoding.utf8, .gb18030] {
            let bytes = encoding == .utf8 ? Array(text.utf8) : try #require(GB18030.encode(text))
            let temporary = try TemporaryFile(bytes)
            let table = try read(temporary.file, three)
            #expect(table.records.map { $0[0] } == ["A1"])
            #expect(table.notRecords == [.header: 1, .note: lines.count])
        }
        // Keys that look a little like it are keys; so is whatever has a second cell.
        let kept = try read("合同编号,成交额,地区\n2.1,,\n3号楼,,\n  A2,,\n2.金额,12,\n  瑶海区,,\n", three)
        #expect(kept.rows == [2, 3, 4, 5, 6])
    }

    @Test("behaviour 7: a name alone in its row is a record whose key is missing, whatever it begins with")
    func keepsNamesAlone() throws {
        let wanted = dataset([field("name", "企业名称"), field("code", "统一社会信用代码"), field("area", "地区")], key: ["code"])
        for name in ["合肥某某科技有限公司", "安徽某某科技有限公司", "单县某公司", "本源量子公司", "共青科技公司", "一汽公司"] {
            let table = try read("企业名称,统一社会信用代码,地区\n甲公司,91,瑶海区\n\(name),,\n", wanted)
            #expect(table.records.map { $0[0] } == ["甲公司", name])
        }
    }

    @Test(
        "behaviour 2: units of headers with a remark, a currency, a label, behind a stroke, or in a row of their own",
        arguments: [
            "成交额/万元", "成交额（万元，含税）", "成交额（RMB 万元）", "成交额(单位:万元)", "成交额（单位：人民币万元）", "成交额【万元】", "成交额万元", "成交额，万元",
            "成交额/（万元）",
        ])
    func readsUnitsOfHeaders(header: String) throws {
        let wanted = dataset(
            [field("contract_no", "合同编号"), field("value", "成交额", unit: Unit("元", .money)), field("area", "地区")],
            key: ["contract_no"])
        let layout = try #require(survey("合同编号,\"\(header)\",地区\nA1,12,瑶海区\n", wanted).sheets[0].layout)
        let binding = bind(layout, sheet: 0, dataset: wanted, index: 0)
        #expect(binding.columns == [0, 1, 2])
        #expect(binding.units[1]?.symbol == "万元")
        for other in ["成交额（美元）", "成交额（元/平方米）", "成交额（万元、亿元）"] {
            let layout = try #require(survey("合同编号,\(other),地区\nA1,12,瑶海区\n", wanted).sheets[0].layout)
            #expect(bind(layout, sheet: 0, dataset: wanted, index: 0).columns[1] == -1, "\(other)")
        }
    }

    @Test("behaviour 21: empty columns and rows behind the table are nothing, within it they are counted")
    func countsEmptyRows() throws {
        let text = "合同编号,成交额,地区,,\nA1,12,瑶海区,,\n,,,,\nA2,13,庐阳区,,\n,,,,\n,,,,\n"
        let table = try read(text, three)
        #expect(table.rows == [2, 4])
        #expect(table.ragged.isEmpty)
        #expect(table.notRecords == [.header: 1, .blank: 3])
        #expect(table.rowCount == 6)
        let layout = try #require(survey(text, three).sheets[0].layout)
        #expect(layout.columns.map(\.position) == [0, 1, 2])
        #expect(layout.unnamed.isEmpty)
    }

    @Test("behaviour 24: cells beyond the header make a row ragged only where they hold something")
    func tellsRaggedRowsFromPaddedOnes() throws {
        let text = "合同编号,成交额,地区\nA1,12\nA2,13,庐阳区,,\nA3,14,蜀山区,多余\nA4,15,包河区\n"
        let table = try read(text, three)
        #expect(table.records.count == 4)
        #expect(table.ragged == [[2, 2, 2, 3], [4, 4, 4, 3]])
    }

    @Test("behaviour 27: vertical bars separate") func readsVerticalBars() throws {
        #expect(try read("合同编号|成交额|地区\nA1|1,200|瑶海区\n", three).records == [["A1", "1,200", "瑶海区"]])
    }
}
