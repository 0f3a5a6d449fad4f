import Foundation
import Testing

/// What the bulletin says of 瑶海区 for 2024, sentence by sentence, beside what the district itself published (domain page, A1).
@Suite struct BulletinSentenceTests {
    private static let run = Result { try SampleRun(jobs: 2) }

    private func text(_ path: String) throws -> String {
        String(decoding: try BulletinSentenceTests.run.get().bytes(path), as: UTF8.self)
    }

    /// The part of the Markdown that is about one area.
    private func section(_ area: String) throws -> String {
        let parts = try text("returns/bulletin.md").components(separatedBy: "\n# ")
        return try #require(parts.first { $0.hasPrefix("# \(area)") || $0.hasPrefix(area) })
    }

    @Test(arguments: [
        // “净增国家高企65户，同比增长37.57%”: growth is on the opening stock.
        "比年初净增65家，增长37.57%",
        // “科小入库428家，同比增长35%，任务完成率全市第一，增速连续两年全市第一”
        "入库国家科技型中小企业428家，同比增长35.02%，增速居全市第一；完成年度目标的118.89%，任务完成率居全市第一",
        // Of the years before the two nothing is known.
        "科小入库增速至少连续两年全市第一",
        // “成果转化和科技招商成立企业59家”; the 256% that was published is what the year is of the one before.
        "成果转化和科技招商成立企业59家，同比增长156.52%",
        // “技术合同交易登记总额58.5亿，吸纳沪浙苏高校院所技术合同855万元”
        "技术合同交易登记总额58.5亿元", "吸纳沪浙苏高校院所技术合同855万元",
        // “国家级创新平台零突破”
        "国家级创新平台实现零的突破，达到1个",
        // “新增省级众创空间2家，新建市级孵化器（众创空间）3家，储备国家级众创空间1家”
        "新增省级众创空间2家，完成年度目标的200%", "新建市级孵化器和众创空间3家，完成年度目标的150%", "储备国家级众创空间1家",
        // “科技服务业在库企业22家，新增规上3家；1-11月营收9.96亿，同比增长8.3%，由负转正，高于全市平均增速”
        "规上科技服务业在库企业22家，其中今年新增3家",
        "1—11月，科技服务业营业收入9.96亿元，同比增长8.3%，由负转正，高于全市平均1.8个百分点",
        // “举办高企培训会8场，服务企业220家次；实地走访企业105家，线上服务企业500余家”
        "举办高企培训会8场，服务企业220家次；实地走访企业105家，线上服务企业500余家",
    ])
    func yaohaiSaysWhatItPublished(_ sentence: String) throws {
        #expect(try section("瑶海区").contains(sentence))
    }

    /// What nobody delivered is left out or named, never nought; nothing is unsaid by a broken tag.
    @Test func nothingIsSaidThatIsNotKnown() throws {
        let markdown = try text("returns/bulletin.md")
        for word in ["{{", "}}", "\u{E000}", "\u{E001}", "\u{E002}", "（无数据）", "（数据未报齐）", "，，", "，。", "。。"] {
            #expect(!markdown.contains(word), "\(word)")
        }
    }

    @Test func everyLinkOfThePageHasItsPlace() throws {
        let html = try text("returns/bulletin.html")
        func all(_ pattern: String) throws -> [String] {
            let expression = try NSRegularExpression(pattern: pattern)
            return expression.matches(in: html, range: NSRange(html.startIndex..., in: html)).compactMap {
                Range($0.range(at: 1), in: html).map { String(html[$0]) }
            }
        }
        let ids = try all("id=\"([^\"]+)\"")
        #expect(Set(ids).count == ids.count)
        let links = try all("href=\"#([^\"]+)\"")
        #expect(links.count > 500)
        #expect(Set(links).subtracting(ids) == [])
        for word in ["src=", "http:", "https:", "<script", "@import", "url("] {
            #expect(!html.contains(word), "\(word)")
        }
    }

    /// The other language is another template over the same figures.
    @Test func englishIsByDefinition() throws {
        let html = try text("returns/bulletin.en.html")
        #expect(html.contains("<html lang=\"en\">"))
        #expect(html.contains("Yaohai"))
        let plain = html.replacing(try Regex("<[^>]+>"), with: "")
        #expect(plain.contains("up 35.02% on a year before"))
        #expect(plain.contains("CNY 5.85 billion"))
    }
}
