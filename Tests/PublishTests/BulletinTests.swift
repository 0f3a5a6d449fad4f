import Definitions
import Model
import Testing

@testable import Publish

/// What a tag says of a figure.
@Suite struct BulletinTests {
    /// A world whose indicators have every statistic, and a template.
    private func templated(_ template: String, path: String = "returns/bulletin.md", language: Language = .zh)
        -> SmallWorld
    {
        var output = OutputDefinition(kind: .bulletin, path: path, table: nil, place: SmallWorld.nowhere)
        output.bulletin = BulletinDefinition(template: "templates/b.md", language: language, areas: [1])
        var world = SmallWorld(outputs: [output])
        world.pipeline.files = [DefinitionFile(path: "templates/b.md", bytes: Array(template.utf8))]
        for i in world.pipeline.indicators.indices {
            var requests = Statistic.allCases.filter { ![.rank, .streak].contains($0) }.map {
                StatisticRequest($0, place: SmallWorld.nowhere)
            }
            requests.append(StatisticRequest(.rank, of: .yoy, place: SmallWorld.nowhere))
            world.pipeline.indicators[i].statistics = requests
        }
        return world
    }

    private func rank(_ world: SmallWorld, _ place: Int, area: Int) -> Figure {
        var rank = world.figure(0, .rank, Fraction(Int128(place)), unit: "位", decimals: 0, area: area)
        rank.rank = RankTerms(of: .yoy)
        rank.among = 12
        return rank
    }

    /// The first line of the Markdown.
    private func said(_ tag: String, _ figures: [Figure], language: Language = .zh) -> String {
        let world = templated("{{\(tag)}}", language: language)
        let bulletin = Bulletin(world.publication(figures), world.pipeline.outputs[0])
        return String(bulletin.markdown.prefix { $0 != "\n" })
    }

    private func value(_ amount: String, decimals: Int = 2, unit: String = "亿元") -> Figure {
        let base = Decimal(amount)?.fraction.multiplied(by: Unit(named: unit)?.factor ?? Fraction(1))
        return SmallWorld().figure(0, .value, base, unit: unit, decimals: decimals)
    }

    private func ratio(_ statistic: Statistic, _ percent: String, decimals: Int = 2, area: Int = 1) -> Figure {
        let value = Decimal(percent)?.fraction.divided(by: Fraction(100))
        return SmallWorld().figure(0, statistic, value, unit: "%", decimals: decimals, area: area)
    }

    @Test func unitsFitTheSize() {
        #expect(said("contract_value", [value("58.5")]) == "58.5亿元")
        #expect(said("contract_value", [value("0.0855", decimals: 0)]) == "855万元")
        #expect(said("contract_value", [value("585000", decimals: 0, unit: "万元")]) == "58.5亿元")
        #expect(said("contract_value", [value("855", decimals: 0, unit: "万元")]) == "855万元")
        #expect(said("contract_value", [value("12.5", decimals: 1, unit: "元")]) == "12.5元")
        #expect(said("contract_value", [value("0")]) == "0亿元")
        #expect(said("contract_value", [value("-58.5")]) == "-58.5亿元")
        #expect(said("contract_value", [value("58.5")], language: .en) == "CNY 5.85 billion")
        #expect(said("contract_value.size", [value("-58.5")]) == "58.5亿元")
        #expect(said("contract_value.number", [value("58.5")]) == "58.5")
        #expect(said("contract_value.unit", [value("58.5")]) == "亿元")
        // Rounded once: not 58.5 by way of 58.45.
        #expect(said("contract_value.d1", [value("58.449")]) == "58.4亿元")
    }

    @Test func growthHasItsWord() {
        #expect(said("contract_value.yoy.words", [ratio(.yoy, "35.0158")]) == "增长35.02%")
        #expect(said("contract_value.yoy.d0.words", [ratio(.yoy, "35.0158")]) == "增长35%")
        #expect(said("contract_value.yoy.words", [ratio(.yoy, "-3.1")]) == "下降3.1%")
        #expect(said("contract_value.yoy.words", [ratio(.yoy, "0")]) == "持平")
        #expect(said("contract_value.yoy.words", [ratio(.yoy, "0.001")]) == "基本持平")
        #expect(said("contract_value.yoy", [ratio(.yoy, "8.3", decimals: 1)]) == "8.3%")
        var change = ratio(.change, "-0.12")
        change.unit = Unit(named: "百分点") ?? change.unit
        #expect(said("contract_value.change.words", [change]) == "下降0.12个百分点")
        #expect(said("contract_value.yoy.words", [ratio(.yoy, "-3.1")], language: .en) == "down 3.1%")
    }

    @Test func missingNumbersSayWhy() {
        var figure = ratio(.yoy, "1")
        figure.value = nil
        figure.status = .notDelivered
        #expect(said("contract_value.yoy.words", [figure]) == "（数据未报齐）")
        figure.status = .cannotExist
        #expect(said("contract_value.yoy.words", [figure]) == "（上年同期无可比基数）")
        #expect(said("contract_value.yoy", []) == "（无数据）")
        #expect(said("#contract_value.yoy}}是{{/}}{{^contract_value.yoy}}否{{/", [figure]) == "否")
        var part = value("58.5")
        part.status = .partial
        #expect(said("contract_value", [part]) == "58.5亿元（报送不全）")
        part.status = .forecast
        #expect(said("contract_value", [part]) == "预计58.5亿元")
    }

    @Test func qualifiersStandWhereTheyBelong() {
        for (word, text) in [("余", "500余家"), ("超", "超500家"), ("突破", "突破500家"), ("左右", "500家左右"), ("预计", "预计500家")] {
            var figure = SmallWorld().figure(1, .value, Fraction(500), unit: "家", decimals: 0)
            figure.qualifier = word
            #expect(said("contract_count", [figure]) == text)
        }
        let served = SmallWorld().figure(1, .value, Fraction(506), unit: "家", decimals: 0)
        #expect(said("contract_count.more_100", [served]) == "500余家")
        #expect(said("contract_count.over_100", [served]) == "超500家")
        #expect(said("contract_count.nearly_100", [served]) == "近600家")
        #expect(said("contract_count.about_10", [served]) == "约510家")
        #expect(said("contract_count.more_1000", [served]) == "506家")
        #expect(said("contract_count", [served], language: .en) == "506")
        #expect(said("contract_count.more_100", [served], language: .en) == "more than 500")
        let even = SmallWorld().figure(1, .value, Fraction(500), unit: "家", decimals: 0)
        #expect(said("contract_count.more_100", [even]) == "500家")
    }

    @Test func ranksKnowTiesAndWhomTheyAreAmong() {
        let world = SmallWorld()
        #expect(said("contract_value.rank_yoy.words", [rank(world, 1, area: 1)]) == "居全市第一")
        #expect(
            said("contract_value.rank_yoy.words", [rank(world, 1, area: 1), rank(world, 1, area: 2)]) == "居全市并列第一")
        #expect(said("contract_value.rank_yoy.top", [rank(world, 1, area: 1)]) == "全市第一")
        #expect(said("contract_value.rank_yoy.top", [rank(world, 3, area: 1)]) == "全市前三")
        #expect(said("contract_value.rank_yoy.top", [rank(world, 5, area: 1)]) == "全市前五")
        // Ten of twelve is no claim.
        #expect(said("contract_value.rank_yoy.top", [rank(world, 7, area: 1)]) == "全市第7位")
        #expect(said("contract_value.rank_yoy.words", [rank(world, 2, area: 1)], language: .en) == "2nd in Hefei")
        #expect(said("contract_value.rank_yoy.words", [rank(world, 1, area: 1)], language: .en) == "first in Hefei")
        // The first of one.
        var alone = rank(world, 1, area: 1)
        alone.among = 1
        #expect(said("#contract_value.rank_yoy}}said{{/", [alone]) == "")
        #expect(said("#contract_value.rank_yoy}}said{{/", [rank(world, 1, area: 1)]) == "said")
    }

    @Test func completionsNameTheirTarget() {
        var done = ratio(.completion, "118.8889")
        done.basePeriod = Period(year: 2024)
        #expect(said("contract_value.completion.words", [done]) == "完成年度目标的118.89%")
        done.basePeriod = Period(year: 2025)
        #expect(said("contract_value.completion.words", [done]) == "完成2025年目标的118.89%")
        var gap = SmallWorld().figure(1, .gap, Fraction(-68), unit: "家", decimals: 0)
        gap.basePeriod = Period(year: 2024)
        #expect(said("contract_count.gap.words", [gap]) == "超年度目标68家")
        gap.value = Fraction(2)
        #expect(said("contract_count.gap.words", [gap]) == "距年度目标还差2家")
        done.value = nil
        done.qualifier = "met"
        #expect(said("contract_value.completion.words", [done]) == "已达标")
    }

    @Test func gapsAreInPercentagePoints() {
        let own = ratio(.yoy, "8.26", decimals: 1)
        #expect(said("contract_value.yoy.above_parent", [own, ratio(.yoy, "6.5", area: 0)]) == "高于全市1.76个百分点")
        #expect(
            said("contract_value.yoy.above_parent", [own, ratio(.yoy, "10", decimals: 1, area: 0)]) == "低于全市1.7个百分点")
        #expect(said("contract_value.yoy.above_parent", [own, ratio(.yoy, "8.26", area: 0)]) == "与全市持平")
        #expect(said("contract_value.yoy.above_parent", [own]) == "（无可比数）")
        #expect(said("#contract_value.yoy.above_parent}}是{{/}}。{{! ", [own]) == "。")
        #expect(said("#contract_value.yoy.above_parent}}是{{/}}。{{! ", [own, ratio(.yoy, "6.5", area: 0)]) == "是。")
        var other = ratio(.value, "6.5", decimals: 1, area: 0)
        other.indicator = 1
        #expect(said("contract_value.yoy.above.contract_count", [own, other]) == "高于合同数1.8个百分点")
    }

    @Test func turnsAndThresholdsAreSaid() {
        let turned = [ratio(.yoy, "8.3"), ratio(.priorYoy, "-2.1")]
        #expect(said("#contract_value.yoy.turned_positive}}由负转正{{/", turned) == "由负转正")
        #expect(
            said("#contract_value.yoy.turned_positive}}由负转正{{/}}。{{! ", [ratio(.yoy, "8.3"), ratio(.priorYoy, "2")])
                == "。")
        var mark = SmallWorld().figure(1, .threshold, Fraction(400), unit: "家", decimals: 0)
        #expect(said("contract_count.threshold.words", [mark]) == "突破400家")
        mark.qualifier = "first"
        #expect(said("contract_count.threshold.words", [mark]) == "首次突破400家")
    }

    @Test func thePageLinksEveryFigureToItsDefinition() {
        let world = templated(
            "# {{area}}\n\n## 空\n\n## 合同\n{{contract_value}}，**同比**{{contract_value.yoy.words}}<b>\n\n{{contract_value.yoy.chart}}\n",
            path: "returns/bulletin.html")
        var yoy = ratio(.yoy, "8.3")
        yoy.basePeriod = Period(year: 2023)
        yoy.baseSource = "restated"
        let html = Bulletin(
            world.publication([value("58.5"), yoy, ratio(.yoy, "-4", area: 2)]), world.pipeline.outputs[0]
        ).html
        #expect(html.contains("<h2>瑶海区</h2>"))
        #expect(!html.contains("空"), "a heading with nothing below it")
        #expect(html.contains("href=\"#n-340102-1\""))
        #expect(html.contains("<tr id=\"n-340102-2\">"))
        #expect(html.contains("<a href=\"#d-contract_value\">"))
        #expect(html.contains("<dt id=\"d-contract_value\">"))
        #expect(html.contains("2023年，今年报表中的上年数"))
        #expect(html.contains("<strong>同比</strong>"))
        #expect(html.contains("&lt;b&gt;"))
        #expect(html.contains("<svg "))
        #expect(html.contains("庐阳区"))
        for word in ["http:", "https:", "<script", "\u{E000}", "\u{E003}"] { #expect(!html.contains(word), "\(word)") }
    }

    @Test func mistakesSayWhereAndWhat() {
        func mistakes(_ template: String) -> [String] {
            bulletinMistakes(templated(template).pipeline).map {
                "\($0.place.file):\($0.place.line):\($0.place.column) \($0.message)\($0.suggestion.map { " → \($0)" } ?? "")"
            }
        }
        let file = "pipelines/small/templates/b.md"
        #expect(mistakes("{{contract_value.yoy.words}} {{area}}") == [])
        #expect(
            mistakes("x\n瑶海{{contract_valeu}}") == [
                "\(file):2:5 no indicator and no word of bulletins is named 'contract_valeu' → contract_value"
            ])
        #expect(
            mistakes("{{contract_value.yoy.wrds}}") == [
                "\(file):1:22 figures have no statistic and no form 'wrds' → words"
            ])
        #expect(
            mistakes("{{#contract_value}}") == ["\(file):1:1 section 'contract_value' is not closed: {{/}}"])
        #expect(mistakes("a{{/}}") == ["\(file):1:2 no section is open here"])
        #expect(
            mistakes("{{#is_city}}{{/is_zone}}") == [
                "\(file):1:16 section 'is_city' of line 1 is open here, not 'is_zone' → is_city"
            ])
        #expect(mistakes("{{contract_value") == ["\(file):1:1 this tag has no end '}}' in its line"])
        #expect(mistakes("{{> other}}") == ["\(file):1:1 tags that begin with '>' are not for bulletins"])
        #expect(mistakes("{{is_city}}") == ["\(file):1:3 'is_city' is a condition: {{#is_city}}…{{/is_city}}"])
        #expect(
            mistakes("{{#area}}{{/}}") == [
                "\(file):1:4 a section asks whether something holds: 'area' is a text; say .known, .positive …"
            ])
        #expect(
            mistakes("{{contract_value.in.340199}}").first == "\(file):1:21 no area has the code '340199' → 340100")
    }
}
