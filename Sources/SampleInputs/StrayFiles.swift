import Model

/// Files that are not what they should be, and a list of contracts that is silent about its unit.
enum StrayFiles {
    static func make(_ world: inout World) -> [SampleFile] {
        var random = RandomSource(seed: World.seed, stream: "stray files")
        return [
            stray("大院大所技术合同.csv", [], "file.empty"),
            stray("高企证书培育库.xls", Array(page.utf8), "file.foreign"),
            // Neither UTF-8 nor GB18030.
            stray("科技招商项目.csv", Array("项目,金额\r\n".utf8) + [0xFF, 0x41, 0xFF, 0x0D, 0x0A], "file.unreadable"),
            stray("工作总结要点.csv", CommaSeparatedText.encoded("章节,内容\r\n一,工作回顾\r\n二,存在问题\r\n"), "file.unmatched"),
            silentContracts(&world, &random),
        ]
    }

    private enum CommaSeparatedText {
        static func encoded(_ text: String) -> [UInt8] { GB18030Encoder.encode(text) }
    }

    private static func stray(_ name: String, _ bytes: [UInt8], _ rule: String) -> SampleFile {
        let path = "2024-Q4/\(name)"
        return SampleFile(
            path: path, bytes: bytes,
            exceptions: [SeededException(rule: rule, file: path, sheet: "", row: 0, column: 0, value: "")])
    }

    private static let page = """
        <html><head><meta charset="utf-8"><title>高企培育库</title></head>
        <body><table border="1"><tr><th>企业名称</th><th>所属区县</th></tr><tr><td>合肥某公司</td><td>瑶海区</td></tr></table></body></html>

        """

    /// The unit of amounts stands nowhere: 万元 is taken, and said. They belong to no unit of Hefei, and change nothing there.
    private static func silentContracts(_ world: inout World, _ random: inout RandomSource) -> SampleFile {
        let layout = Contract.Layout()
        var header = Contract.header(layout)
        header.append("备注")
        let records = (0..<4).map { i in
            let seller = world.stranger(region: "340202", place: "鸠兹", random: &random)
            let buyer = world.stranger(region: "310115", place: "申浦", random: &random)
            let signed = day(2024, 10, 8 + i)
            let contract = Contract(
                number: "20243402020\(padded(88_001 + i, 5))", name: "船用低温阀门检测方法技术服务", type: "service", signed: signed,
                registered: day(2024, 11, 12),
                seller: Party(name: seller.name, code: seller.code, area: "340202", kind: "100"),
                buyer: Party(name: buyer.name, code: buyer.code, area: "310115", kind: "100"), value: 12_000 + 500 * i,
                technology: 12_000, field: "先进制造", property: "未涉及", status: "已登记")
            var record = contract.record(layout)
            record.cells.append(.text("协作区代报"))
            return record
        }
        let table = SampleTable(
            header: header,
            headerMarks: [
                Mark(rule: "contracts.value.unit_silent", column: 14, isNote: true),
                Mark(rule: "contracts.technology_value.unit_silent", column: 15, isNote: true),
                Mark(rule: "contracts.column_unknown", column: 19, isNote: true),
            ], records: records)
        return CommaSeparated.file("2024-Q4/技术合同补报2024.csv", table, encoding: .utf8WithMark)
    }
}
