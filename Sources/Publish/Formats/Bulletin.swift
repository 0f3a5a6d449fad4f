import Definitions
import Model

/// `returns/bulletin.html` and `bulletin.md`: what a work report says of each area, by a template of the pipeline. In the page
/// every figure leads to what it is, of which period, and on which base; charts are drawn in it, nothing is fetched.
struct Bulletin {
    private let publication: Publication
    private let output: OutputDefinition
    private let words: BulletinWords
    private let texts: [(area: Int, text: BulletinText)]

    static func write(_ publication: Publication, _ output: OutputDefinition, to file: TextFile) throws(OutputError) {
        let bulletin = Bulletin(publication, output)
        try file.write(Array((output.path.hasSuffix(".md") ? bulletin.markdown : bulletin.html).utf8))
    }

    init(_ publication: Publication, _ output: OutputDefinition) {
        self.publication = publication
        self.output = output
        let pipeline = publication.pipeline
        let template = BulletinTemplate(output, pipeline)
        let words = BulletinWords(
            figures: BulletinFigures(publication, for: Audience(path: output.path)),
            language: output.bulletin?.language ?? pipeline.language, rounding: pipeline.rounding,
            year: publication.range.last.year)
        self.words = words
        let chosen = output.bulletin?.areas ?? []
        let all = pipeline.areas.areas.indices.filter {
            pipeline.areas[$0].published && pipeline.areas[$0].successor == nil && pipeline.areas[$0].kind != .own
        }
        texts = (chosen.isEmpty ? Array(all) : chosen).map {
            ($0, BulletinText(template, words, publication, output, area: $0))
        }
    }

    private var pipeline: PipelineDefinition { publication.pipeline }
    private var language: Language { words.language }
    private func say(_ zh: String, _ en: String) -> String { words.say(zh, en) }

    /// Of the indicators that are spoken of, in the order of the pipeline.
    private var indicators: [Int] {
        var met: Set<Int> = []
        for (_, text) in texts { for number in text.named { met.insert(text.mentions[number].figure.indicator) } }
        return met.sorted()
    }

    private func definition(_ indicator: Int) -> [String] {
        DefinitionWording(
            ExplanationWording(publication: publication, language: language), pipeline.indicators[indicator]
        )
        .lines
    }

    private func title(_ indicator: Int) -> String {
        let definition = pipeline.indicators[indicator]
        return definition.title.isEmpty ? definition.id : definition.title[language]
    }

    private var facts: [(String, String)] {
        [
            (say("报告期", "Period"), BulletinText.period(publication.range.last)[language]),
            (say("截至", "As of"), publication.asOf.description),
            (say("版次", "Vintage"), publication.vintage.map { "\($0)" } ?? say("草稿", "draft")),
        ]
    }

    // MARK: Markdown

    var markdown: String {
        var out = ""
        for (_, text) in texts {
            let markup = text.markdown.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
                if line.first == BulletinText.chartStart, let number = Int(line.dropFirst().dropLast()) {
                    return "\n\(text.charts[number].markdown)\n"
                }
                return Bulletin.plain(line)
            }
            out += markup.joined(separator: "\n") + "\n"
        }
        out += "# \(say("指标解释", "Notes on definitions"))\n\n"
        for indicator in indicators {
            out += "- **\(title(indicator))**"
            out += say("：", ": ") + definition(indicator).joined(separator: say("；", "; ")) + "\n"
        }
        out += "\n" + facts.map { "\($0.0)\(say("：", ": "))\($0.1)" }.joined(separator: say("　", " · ")) + "\n"
        return out
    }

    private static func plain(_ line: Substring) -> String {
        var out = ""
        var isNumber = false
        for character in line {
            switch character {
            case BulletinText.mentionStart: isNumber = true
            case BulletinText.mentionText: isNumber = false
            case BulletinText.mentionEnd: break
            default: if !isNumber { out.append(character) }
            }
        }
        return out
    }

    // MARK: HTML

    var html: String {
        let title = BulletinText.title(publication, output, language)
        var out = """
            <!doctype html>
            <html lang="\(language == .zh ? "zh-CN" : "en")"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <title>\(escaped(title)) \(escaped(BulletinText.period(publication.range.last)[language]))</title>
            <style>\(bulletinStyle)</style></head>
            <body>
            <header><div><p class="agency">\(escaped(pipeline.agency))</p><h1>\(escaped(title))</h1>
            <p class="facts">\(facts.map { "\(escaped($0.0)) <b>\(escaped($0.1))</b>" }.joined(separator: "<i></i>"))</p></div></header>
            \(contents)<main>

            """
        for (area, text) in texts { out += article(area, text) }
        out += "<section id=\"definitions\"><h2>\(say("指标解释", "Notes on definitions"))</h2><dl>\n"
        for indicator in indicators {
            let id = pipeline.indicators[indicator].id
            out += "<dt id=\"d-\(escaped(id))\">\(escaped(self.title(indicator))) <code>\(escaped(id))</code></dt><dd>"
            out += definition(indicator).map { "<span>\(escaped($0))</span>" }.joined() + "</dd>\n"
        }
        return out + "</dl></section>\n</main></body></html>\n"
    }

    private var contents: String {
        guard texts.count > 1 else { return "" }
        let links = texts.map { area, _ -> String in
            let own = pipeline.areas[area]
            let isHead = own.kind == .city || own.kind == .province || own.kind == .country
            return
                "<a\(isHead ? " class=\"head\"" : "") href=\"#a-\(escaped(own.code))\">\(escaped(own.name[language]))</a>"
        }
        return "<nav>\(links.joined())<a class=\"head\" href=\"#definitions\">\(say("指标解释", "Definitions"))</a></nav>\n"
    }

    private func article(_ area: Int, _ text: BulletinText) -> String {
        let code = escaped(pipeline.areas[area].code)
        let named = text.named
        var markup = BulletinMarkup { number, words in
            let at = (named.firstIndex(of: number) ?? 0) + 1
            let figure = text.mentions[number].figure
            return
                "<a class=\"f\" href=\"#n-\(code)-\(at)\" title=\"\(escaped(hint(figure)))\">\(escaped(words))</a>"
        } chart: { number in
            let chart = text.charts[number]
            return "<figure><figcaption>\(escaped(chart.title))</figcaption>\(chart.svg)</figure>"
        }
        markup.space = say("", " ")
        var out = "<article id=\"a-\(code)\">\n\(markup.html(text.markdown))"
        if !named.isEmpty {
            out += "<details><summary>\(say("数据口径与基期", "Definitions and bases"))</summary><table><thead><tr>"
            for head in [
                say("序号", "No."), say("指标", "Indicator"), say("统计量", "Statistic"), say("期别", "Period"),
                say("数值", "Value"),
                say("基期与来源", "Base"), say("状态", "Status"),
            ] { out += "<th>\(head)</th>" }
            out += "</tr></thead><tbody>\n"
            for (position, number) in named.enumerated() { out += note(text.mentions[number], position + 1, code) }
            out += "</tbody></table></details>\n"
        }
        return out + "</article>\n"
    }

    private func note(_ disclosed: DisclosedFigure, _ number: Int, _ code: String) -> String {
        let figure = disclosed.figure
        let id = escaped(pipeline.indicators[figure.indicator].id)
        let category = figure.category.isEmpty ? "" : "（\(joined(figure.category))）"
        let place = pipeline.areas[figure.area].code == code ? "" : "\(pipeline.areas[figure.area].name[language]) "
        let cells = [
            "<td>\(number)</td>",
            "<td><a href=\"#d-\(id)\">\(escaped(place + title(figure.indicator) + category))</a></td>",
            "<td>\(escaped(StatisticWording.name(figure.statistic, figure.rank)[language]))</td>",
            "<td>\(escaped(period(figure)))</td>",
            "<td class=\"v\">\(escaped(value(figure)))</td>", "<td>\(escaped(base(figure)))</td>",
            "<td>\(escaped(StatisticWording.name(figure.status)[language]))</td>",
        ]
        return "<tr id=\"n-\(code)-\(number)\">\(cells.joined())</tr>\n"
    }

    private func hint(_ figure: Figure) -> String {
        let parts = [title(figure.indicator), period(figure), base(figure)].filter { !$0.isEmpty }
        return parts.joined(separator: say("；", "; "))
    }

    private func period(_ figure: Figure) -> String {
        let column = PeriodWording.column(figure.quantity, of: figure.period)[language]
        return say("\(figure.period.year)年\(column)", "\(column) \(figure.period.year)")
    }

    /// As the tables have it.
    private func value(_ figure: Figure) -> String {
        let text = FigureReader(pipeline: pipeline).value(of: figure, unit: nil, decimals: nil)
        return text.isEmpty ? "—" : "\(text) \(figure.unit.symbol)"
    }

    private func base(_ figure: Figure) -> String {
        guard let period = figure.basePeriod else { return "" }
        let source = figure.baseSource.flatMap { code in
            StatisticWording.baseSources.first { $0.code == code }?.name[language] ?? code
        }
        return PeriodWording.name(period)[language] + (source.map { say("，\($0)", ", \($0)") } ?? "")
    }
}
