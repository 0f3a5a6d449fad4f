import Foundation
import Model
import Pipeline
import TestSupport
import Testing

/// Random deliveries of contracts, cut at random places: records twice in a file, revised in later deliveries (rightly and
/// wrongly), sent by two senders with different values, short of cells, with line breaks and quotation marks in them, not on
/// the register; totals below. However many processes share them, the same bytes come out.
///
///     SHARD_SEEDS=2000 swift test --filter ShardPropertyTests
@Suite struct ShardPropertyTests {
    static let seeds = 0..<(ProcessInfo.processInfo.environment["SHARD_SEEDS"].flatMap(UInt64.init) ?? 24)

    @Test(arguments: seeds) func anyDivisionComesOutTheSame(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let work = try TemporaryFolder()
        let isExchange = seed % 3 == 2
        try ContractWorld(hasAuthority: isExchange).write(below: "\(work.path)/inputs", &random)
        let counts = [2, Int.random(in: 3...9, using: &random), Int.random(in: 10...40, using: &random)]
        try ShardCaseTests.compare(
            Checkout.path("Tests/EndToEndTests/Pipelines/\(isExchange ? "exchange" : "small")"),
            "\(work.path)/inputs", "2024Q4", counts: [counts[Int(seed) % 3]])
    }
}

struct ContractWorld {
    /// Whether the pipeline knows whose version of a contract counts.
    var hasAuthority: Bool

    func write(below inputs: String, _ random: inout SeededGenerator) throws {
        let register = """
            统一社会信用代码,企业名称,所属区县
            91340102MA2T00007J,合肥恒达量子科技有限公司,瑶海区
            91340103MA2TB1114T,合肥信明新材料有限公司,庐阳区

            """
        for (i, delivery) in ["2024-Q2", "2024-Q3", "2024-Q4"].enumerated() {
            let folder = "\(inputs)/\(delivery)"
            for sender in ["瑶海区", "庐阳区"] {
                try FileManager.default.createDirectory(
                    atPath: "\(folder)/\(sender)", withIntermediateDirectories: true)
                if Int.random(in: 0..<5, using: &random) > 0 {
                    try file(&random).write(
                        toFile: "\(folder)/\(sender)/技术合同.csv", atomically: true, encoding: .utf8)
                }
            }
            try "covers: 2024-01..2024-12\n".write(
                toFile: "\(folder)/delivery.yaml", atomically: true, encoding: .utf8)
            if i == 0 {
                try register.write(toFile: "\(folder)/企业名录.csv", atomically: true, encoding: .utf8)
            }
            try file(&random).write(toFile: "\(folder)/技术合同市局.csv", atomically: true, encoding: .utf8)
        }
    }

    private func file(_ random: inout SeededGenerator) -> String {
        let end = ["\n", "\r\n"].randomElement(using: &random) ?? "\n"
        var lines = ["合同登记编号,合同名称,合同类别,卖方代码,卖方区县,成交额（万元）,技术交易额（万元）,签订日期,登记日期"]
        if Bool.random(using: &random) { lines.insert("技术合同登记表,,,,,,,,", at: 0) }
        var sum = 0
        for _ in 0..<Int.random(in: 0..<60, using: &random) {
            let value = Int.random(in: 1..<500, using: &random)
            let number = Int.random(in: 1..<70, using: &random)
            func one(of texts: [String]) -> String { texts.randomElement(using: &random) ?? "" }
            let signed = Int.random(in: 1...9, using: &random)
            let registered = Int.random(in: 0...2, using: &random)
            var cells: [String] = []
            cells.append(number % 9 == 0 ? "A-\(number)" : "\(20_240_000 + number)")
            cells.append(one(of: ["光伏", "\"两行\(end)名称\"", "\"带,逗号\"", "\"5\"\"管\"", ""]))
            cells.append(one(of: ["技术开发", "技术服务", "不知道"]))
            cells.append(one(of: ["91340102MA2T00007J", "91340103MA2TB1114T", "91340102MA2T00008J", ""]))
            cells.append(one(of: ["瑶海区", "庐阳区", "上海市"]))
            cells.append("\(value)")
            cells.append("\(Int.random(in: 1..<600, using: &random))")
            cells.append("2024-0\(signed)-15")
            cells.append("2024-1\(registered)-20")
            switch Int.random(in: 0..<12, using: &random) {
            case 0: cells[5] = one(of: ["-5", "很多", ""])
            case 1: cells.removeLast()
            case 2: cells[8] = one(of: ["2024-13-45", ""])
            case 3: cells[0] = ""
            case 4: cells[4] = "无此区"
            default: sum += value
            }
            lines.append(cells.joined(separator: ","))
        }
        if Int.random(in: 0..<3, using: &random) == 0 { lines.append("合计,,,,,\(sum),,,") }
        return lines.joined(separator: end) + (Bool.random(using: &random) ? end : "")
    }
}
