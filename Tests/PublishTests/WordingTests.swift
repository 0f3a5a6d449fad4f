import Definitions
import Model
import Tabular
import Testing

@testable import Publish

@Suite struct WordingTests {
    @Test(arguments: BuiltInRule.allCases) func everyRuleHasWordsInBothLanguages(rule: BuiltInRule) throws {
        let words = try #require(rule.wording)
        for text in [words.title, words.message] {
            #expect(text.zh?.isEmpty == false)
            #expect(text.en?.isEmpty == false)
            #expect(text.zh != text.en)
        }
        #expect(words.message.zh?.hasSuffix("。") == true || words.message.zh?.hasSuffix("}") == true)
    }

    @Test(arguments: BuiltInRule.allCases) func noPlaceholderIsLeftOpen(rule: BuiltInRule) {
        let world = SmallWorld()
        let finding =
            switch rule.scope {
            case .field: world.finding(rule, row: 1, field: 3)
            case .dataset: world.finding(rule, row: 2, field: -1)
            case .file, .review: Finding(rule: world.catalogue.index(rule), place: Place(file: 0))
            }
        let wording = FindingWording(FindingReader(world.publication(findings: [finding])))
        for language in Language.allCases {
            let message = wording.message(finding, language)
            #expect(!message.contains("{") && !message.contains("}"), "\(message)")
        }
    }

    @Test func everyRuleHasOneFamily() {
        for rule in BuiltInRule.allCases {
            let families = [rule.fieldWording, rule.datasetWording, rule.fileWording, rule.reviewWording].compactMap {
                $0
            }
            #expect(families.count == 1, "\(rule)")
        }
    }

    @Test func messagesSayWhatWasFoundInTheReadersLanguage() {
        let world = SmallWorld()
        let wording = FindingWording(FindingReader(world.publication(findings: world.findings)))
        #expect(
            wording.message(world.findings[1], .en)
                == "technology value CNY 130,000 exceeds value CNY 125,000 by CNY 5,000")
        #expect(wording.message(world.findings[0], .zh) == "“登记日期”列有 1,204 处已自动规范（统一日期写法），数值含义不变。")
        #expect(wording.message(world.findings[3], .zh) == "“成交总额”为 -3万元，低于下限 0元。请核对数值、单位和正负号。")
        #expect(
            wording.message(world.findings[2], .zh) == "“合同类别”填报为“=cmd()”，不在代码表中；可用：1 开发、2 转让。请改为其中之一。")
    }

    @Test func repeatsSayWhereTheFirstStands() {
        let world = SmallWorld()
        var repeated = world.findings[4]
        let wording = FindingWording(FindingReader(world.publication(findings: [repeated])))
        #expect(wording.message(repeated, .zh) == "同一文件中“合同编号”为“HT-001”的记录已经出现过，只保留第一条。请删除重复记录或更正编号。")
        repeated.related = Place(file: 0, sheet: 0, row: 2)
        #expect(wording.message(repeated, .zh).contains("已经出现过（见 2024-Q4/瑶海区/contracts.xml › 合同 第 2 行），"))
        #expect(wording.message(repeated, .en).contains("file (see 2024-Q4/瑶海区/contracts.xml › 合同, row 2); only"))
    }

    @Test(arguments: [
        ("5850000000", "元", "58.5亿元", "CNY 5,850,000,000"), ("8550000", "元", "855万元", "CNY 8,550,000"),
        ("9999.99", "元", "9999.99元", "CNY 9,999.99"), ("10000", "元", "1万元", "CNY 10,000"),
        ("-12345678.9", "元", "-1234.56789万元", "CNY -12,345,678.9"), ("0", "元", "0元", "CNY 0"),
        ("0.5", "万元", "5000元", "CNY 5,000"), ("37.57", "%", "37.57%", "37.57%"), ("238", "家", "238家", "238 家"),
        ("123456", "人", "12.3456万人", "123,456 人"),
    ]) func numbersTakeTheUnitThatFits(value: String, unit: String, zh: String, en: String) throws {
        let shown = fitted(try #require(Decimal(value)), Unit(named: unit))
        #expect(shown == LocalizedText(zh: zh, en: en))
    }

    @Test func fillingKeepsWhatItDoesNotKnow() {
        #expect(fill("a{b}c{d}{e", { $0 == "b" ? "B" : nil }) == "aBc{d}{e")
        #expect(fill("{b}", { _ in "{b}" }) == "{b}")
        #expect(fill("none", { _ in "x" }) == "none")
    }
}
