import Foundation
import Testing

/// The whole loop: run, fill in the workbook with a real spreadsheet library, run again. Every answer has its effect, figures
/// included, and the same inputs a third time make no vintage.
@Suite struct ReviewLoopTests {
    private let work: TemporaryFolder

    init() throws {
        work = try TemporaryFolder()
        let manager = FileManager.default
        try manager.copyItem(at: Checkout.path("Tests/EndToEndTests/Pipelines/small"), to: path("pipeline"))
        try manager.createDirectory(at: path("inputs/2024-Q4"), withIntermediateDirectories: true)
        let file = path("pipeline/pipeline.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        try write(
            text + "  - {output: exceptions_workbook, kind: exceptions_workbook}\n", to: "pipeline/pipeline.yaml")
        try write("covers: 2024-01..2024-12\n", to: "inputs/2024-Q4/delivery.yaml")
        try write(
            """
            统一社会信用代码,企业名称,所属区县
            91340102MA2T00007J,合肥恒达量子科技有限公司,瑶海区
            91340103MA2TB1114T,合肥信明新材料有限公司,庐阳区

            """, to: "inputs/2024-Q4/企业名录.csv")
        // Row 2 is right; 3: a part above its whole; 4, 6, 7, 8: a seller whom nobody knows; 5: no value; 9: no such day.
        try write(
            """
            合同登记编号,合同名称,合同类别,卖方代码,卖方区县,成交额（万元）,技术交易额（万元）,签订日期,登记日期
            2024340102000001,锂电池隔膜研究开发,技术开发,91340102MA2T00007J,瑶海区,120.50,100.00,2024-02-01,2024-03-05
            2024340102000002,语音识别技术服务,技术服务,91340102MA2T00007J,瑶海区,80.00,80.01,2024-04-10,2024-05-20
            2024340103000003,水质监测开发,开发,914403001922038216,庐阳区,45.25,40.00,2024-06-01,2024-06-18
            2024340103000004,图像识别算法开发,开发,91340103MA2TB1114T,庐阳区,,20.00,2024-06-01,2024-06-18
            2024340103000005,芯片封装技术服务,技术服务,914403001922038216,庐阳区,5000,10,2024-06-01,2024-06-19
            2024340103000006,数据中台技术服务,技术服务,914403001922038216,庐阳区,12.5,10,2024-06-01,2024-06-20
            2024340102000007,传感器技术服务,技术服务,914403001922038216,瑶海区,7,7,2024-06-01,2024-06-21
            2024340102000008,焊接技术开发,开发,91340102MA2T00007J,瑶海区,9,9,2024-06-01,2024-13-22

            """, to: "inputs/2024-Q4/技术合同.csv")
    }

    private func path(_ relative: String) -> URL { work.url.appendingPathComponent(relative) }

    private func write(_ text: String, to relative: String) throws {
        try Data(text.utf8).write(to: path(relative))
    }

    @discardableResult
    private func run(_ asOf: String = "2025-01-15", jobs: Int = 2) throws -> Program {
        let program = try Program.run(
            [
                "run", "--period", "2024Q4", "--as-of", asOf, "--jobs", "\(jobs)", "--pipeline", "pipeline", "--inputs",
                "inputs", "--outputs", "outputs",
            ], in: work.url)
        #expect(program.status == 0, "\(program.output)\(program.errors)")
        return program
    }

    private func table(_ name: String) throws -> CommaSeparatedTable {
        try CommaSeparatedTable(contents(of: path("outputs/2024-Q4/\(name)")))
    }

    private func figure(_ indicator: String, _ area: String) throws -> String? {
        try table("returns/returns.csv.gz").rows(where: [
            "indicator": indicator, "area": area, "quantity": "ytd", "statistic": "value",
        ]).first?["value"]
    }

    private func exception(_ rule: String, row: Int) throws -> [String: String] {
        try #require(
            try table("exceptions/exceptions.csv.gz").rows(where: ["rule": rule, "row": "\(row)"]).first,
            "\(rule) in row \(row)")
    }

    private var vintages: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: path("outputs/vintages/2024-Q4").path).sorted()
        }
    }

    private func runRecord() throws -> [String: Any] {
        try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: path("outputs/2024-Q4/run.json")))
                as? [String: Any])
    }

    private func fill(_ answers: [(rule: String, row: Int, set: [String: String])]) throws {
        let list = try answers.map { answer in
            [
                "where": ["exception_id": try exception(answer.rule, row: answer.row)["exception_id"] ?? ""],
                "set": answer.set,
            ]
        }
        try JSONSerialization.data(withJSONObject: list).write(to: path("answers.json"))
        try Client.openpyxl.run(
            "openpyxl_fills.py",
            [
                path("outputs/2024-Q4/exceptions/exceptions.xlsx").path, path("inputs/2024-Q4/review.xlsx").path,
                path("answers.json").path,
            ])
    }

    @Test func everyAnswerHasItsEffect() throws {
        guard Client.openpyxl.isInstalled else { return }
        try run()
        #expect(try figure("contract_value", "340103") == "5057.7500")
        #expect(try figure("technology_value", "340102") == "107.0000")
        #expect(try vintages == ["1"])

        let signed = ["by": "王工", "date": "2025-01-10"]
        let confirmed = signed.merging(["confirmed_by": "李处"]) { $1 }
        try fill([
            ("CON-011", 3, ["disposition": "更正", "corrected_value": "79.01"].merging(confirmed) { $1 }),
            (
                "contracts.value.required", 5,
                ["disposition": "更正", "corrected_value": "30"].merging(confirmed) { $1 }
            ),
            ("CON-020", 4, ["disposition": "确认属实", "reason": "外地企业"].merging(signed) { $1 }),
            ("CON-020", 6, ["disposition": "剔除", "reason": "重复登记"].merging(signed) { $1 }),
            ("CON-020", 7, ["disposition": "豁免", "waived_until": "2025-06-30"].merging(signed) { $1 }),
            ("CON-020", 8, ["disposition": "退回"].merging(signed) { $1 }),
            (
                "contracts.registered_on.type", 9,
                ["disposition": "更正", "corrected_value": "2024-12-22"].merging(signed) { $1 }
            ),
        ])
        let second = try run()
        #expect(second.output.contains("The review has closed 5 errors and queries"))

        // Corrected, with the value as reported still beside it; excluded; closed; open. Not confirmed: not corrected.
        let expected: [(String, Int, String, String)] = [
            ("CON-011", 3, "corrected", "80.01"), ("contracts.value.required", 5, "corrected", ""),
            ("CON-020", 4, "confirmed", "914403001922038216"), ("CON-020", 6, "excluded", "914403001922038216"),
            ("CON-020", 7, "waived", "914403001922038216"), ("CON-020", 8, "sent_back", "914403001922038216"),
            ("contracts.registered_on.type", 9, "proposed", "2024-13-22"),
        ]
        for (rule, row, disposition, value) in expected {
            let line = try exception(rule, row: row)
            #expect(line["disposition"] == disposition && line["value"] == value, "\(rule) \(row): \(line)")
            #expect(line["by"] == "王工" && line["date"] == "2025-01-10")
        }
        // 45.25 + 30 + 12.5 without the 5000; 100 + 79.01 + 7.
        #expect(try figure("contract_value", "340103") == "87.7500")
        #expect(try figure("contracts", "340103") == "3")
        #expect(try figure("technology_value", "340102") == "186.0100")
        try checkRecord()

        // The same again, on another number of cores: nothing is new.
        let third = try run(jobs: 1)
        #expect(third.output.contains("Nothing has changed"))
        #expect(try vintages == ["1", "2"])

        // The workbook with its answers, sent in again as it came out, changes nothing about them.
        try FileManager.default.copyItem(
            at: path("outputs/2024-Q4/exceptions/exceptions.xlsx"), to: path("inputs/2024-Q4/review-again.xlsx"))
        try run()
        #expect(try figure("contract_value", "340103") == "87.7500")
        let problems = try table("exceptions/exceptions.csv.gz").rows(where: [:]).filter {
            $0["rule"]?.hasPrefix("review.") == true
        }
        #expect(Set(problems.map { $0["rule"] }) == ["review.answer_unconfirmed"], "\(problems)")

        // On the day after the waiver ends it is open again.
        try run("2025-07-01")
        #expect(try exception("CON-020", row: 7)["disposition"] == "expired")
    }

    private func checkRecord() throws {
        let record = try runRecord()
        let answers = try #require(record["answers"] as? [[String: Any]])
        let standings = Dictionary(grouping: answers) { $0["standing"] as? String ?? "" }.mapValues(\.count)
        #expect(standings == ["in_force": 5, "sent_back": 1, "proposed": 1])
        #expect(
            answers.allSatisfy { $0["by"] as? String == "王工" && $0["file"] as? String == "2024-Q4/review.xlsx" })
        let accounts = try #require(record["accounting"] as? [[String: Any]])
        #expect(accounts.allSatisfy { $0["adds_up"] as? Bool == true })
        let contracts = try #require(accounts.first { $0["dataset"] as? String == "contracts" })
        // The date that nobody has confirmed keeps its record out.
        #expect(contracts["excluded"] as? Int == 1 && contracts["rejected"] as? Int == 1)

        let reviewed = try #require(record["reviewed"] as? [[String: Any]])
        let value = try #require(
            reviewed.first {
                $0["indicator"] as? String == "contract_value" && $0["area"] as? String == "340103"
                    && $0["quantity"] as? String == "ytd"
            })
        let (corrected, excluded) = (value["corrected"] as? [String: Any], value["excluded"] as? [String: Any])
        // 30 of 87.75; 5000 of what it would have been with them.
        #expect(corrected?["records"] as? Int == 1 && (corrected?["share"] as? Double) == 0.34188)
        #expect(excluded?["records"] as? Int == 1 && (excluded?["share"] as? Double) == 0.982753)
    }
}
