import Definitions
import Foundation
import Model
import Tabular
import Testing

@testable import Publish

@Suite struct SummaryTests {
    @Test func totalsByEveryHeading() throws {
        let world = SmallWorld()
        var publication = world.publication(findings: world.findings)
        publication.gates = [
            GateResult(
                gate: GateDefinition(
                    kind: .rejectedRows, dataset: "contracts",
                    maximum: Fraction(1, over: 20)
                        ?? .zero, place: SmallWorld.nowhere), dataset: 0, observed: Fraction(1, over: 3) ?? .zero,
                passed: false)
        ]
        publication.coverage = [
            Coverage(
                dataset: 0, sender: 1, months: Month(year: 2024, month: 10)...Month(year: 2024, month: 12),
                state: .deliveredEmpty)
        ]
        let text = try written(.summary, publication, path: "exceptions/summary.json")
        let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let exceptions = try #require(json["exceptions"] as? [String: Int])
        #expect(exceptions == ["total": 8, "error": 6, "query": 1, "note": 1])
        let rules = try #require(json["by_rule"] as? [[String: Any]])
        let balance = try #require(rules.first { $0["rule"] as? String == "CON-011" })
        #expect(balance["evaluated"] as? Int == 4 && balance["passed"] as? Int == 3 && balance["failed"] as? Int == 1)
        #expect((balance["title"] as? [String: String])?["zh"] == "技术交易额不大于成交总额")
        let rows = try #require(json["rows"] as? [String: Any])
        #expect(rows["read"] as? Int == 1_236 && rows["not_records"] as? Int == 2)
        let areas = try #require(json["by_area"] as? [[String: Any]])
        #expect(areas.map { $0["area"] as? String } == [nil, "340102", "340103"])
        let files = try #require(json["by_file"] as? [[String: Any]])
        #expect(files.map { $0["error"] as? Int } == [5, 1])
        #expect(text.contains("\"observed\": 0.333333,\n      \"maximum\": 0.050000,\n      \"passed\": false"))
        #expect(text.contains("\"state\": \"delivered_empty\""))
        #expect(text.contains("瑶海区"))
    }

    @Test func accountsAddUpOrNot() {
        var account = SmallWorld().publication().accounts[0]
        #expect(account.addsUp)
        account.rejected += 1
        #expect(!account.addsUp)
    }
}

@Suite struct ExceptionsPageTests {
    func page(_ world: SmallWorld = SmallWorld(), times: Int = 1) -> String {
        let findings = (0..<times).flatMap { _ in world.findings }
        return ExceptionsPage.html(world.publication(findings: findings))
    }

    /// The rows that can be read without a script; the script has the words for one more.
    private func written(_ page: String) -> Int { page.components(separatedBy: "<tr id=\"x").count - 2 }

    @Test func showsEveryExceptionWithItsPlace() {
        let page = page()
        #expect(written(page) == 8)
        for text in [
            "合同登记数据审核报告", "Contracts: exceptions", "2024-Q4", "1,236", "第 3 行 B 列", "row 3, column B",
            "2024-Q4/瑶海区/contracts.xml", "技术交易额 13万元 大于成交总额 12.5万元", "CNY 130,000", "庐阳区",
        ] {
            #expect(page.contains(text), "\(text)")
        }
        #expect(!page.contains("{{"))
    }

    @Test func showsADifferenceOrASheetOnlyWhereThereIsOne() {
        let page = page()
        #expect(page.components(separatedBy: "<small>Δ <span").count == 2)
        #expect(page.contains("2024-Q4/empty.csv</td>"))
        #expect(page.contains("<option value=\"-\"") && page.contains("<option value=\"340103\""))
    }

    @Test func asksNoNetwork() {
        let page = page()
        for word in ["http://", "https://", "src=", "@import", "url(", "<link"] { #expect(!page.contains(word)) }
        #expect(page.contains("default-src 'none'"))
        // What came before stands beside the page, and the page says the same without it.
        let other = ExceptionsPage.html(
            SmallWorld().publication(findings: SmallWorld().findings), changes: "changes.js")
        #expect(other.replacing("<script src=\"changes.js\"></script>\n", with: "").count == page.count)
    }

    @Test func escapesWhatRespondentsWrote() {
        var world = SmallWorld()
        world.pipeline.title = LocalizedText(zh: "<script>alert(1)</script>", en: "a & \"b\"")
        let hostile = Finding(
            rule: world.catalogue.index(.columnUnknown, dataset: 0), place: Place(file: 0),
            value: "<img src=x onerror=alert(1)>\"'&{{title_zh}}")
        let page = ExceptionsPage.html(world.publication(findings: [hostile]))
        #expect(!page.contains("<script>alert") && !page.contains("<img"))
        #expect(page.contains("&lt;img"))
        #expect(page.contains("{{title_zh}}"))
    }

    @Test func saysWhenItIsCapped() {
        #expect(!page().contains("本页只列出"))
        let many = page(SmallWorld(limit: 100), times: 300)
        #expect(many.contains("异常共 2,400 条，本页只列出前 100 条"))
        #expect(written(many) == ExceptionsPage.written)
    }

    @Test func isWellFormed() throws {
        guard let xmllint = ["/usr/bin/xmllint"].first(where: FileManager.default.isExecutableFile) else { return }
        let folder = try ScratchFolder()
        try writeFile(Array(page().utf8), to: "\(folder.path)/page.html", access: .restricted)
        let process = Process()
        let errors = Pipe()
        process.executableURL = URL(fileURLWithPath: xmllint)
        process.arguments = ["--html", "--noout", "\(folder.path)/page.html"]
        process.standardError = errors
        try process.run()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        // libxml2 knows HTML 4 only: the names of newer elements are the one thing it may complain of.
        let complaints = text.split(separator: "\n").filter { $0.contains("error :") && !$0.contains("invalid") }
        #expect(complaints.isEmpty, "\(text)")
    }

    @Test func columnsAreNamedAsSpreadsheetsDo() {
        #expect([1, 26, 27, 52, 703, 0].map { columnLetters($0) } == ["A", "Z", "AA", "AZ", "AAA", ""])
    }
}
