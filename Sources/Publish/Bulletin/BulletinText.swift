import Definitions
import Model

/// The text of one area, with the figures and charts in it still to be drawn: marks of a private range of Unicode stand around
/// them, so that Markdown and HTML are made of the same words.
struct BulletinText {
    /// Markdown, with marks.
    let markdown: String
    /// What the marks number.
    let mentions: [DisclosedFigure]
    let charts: [BulletinChart]

    static let mentionStart: Character = "\u{E000}"
    static let mentionText: Character = "\u{E001}"
    static let mentionEnd: Character = "\u{E002}"
    static let chartStart: Character = "\u{E003}"
    static let chartEnd: Character = "\u{E004}"

    init(
        _ template: BulletinTemplate, _ words: BulletinWords, _ publication: Publication, _ output: OutputDefinition,
        area: Int
    ) {
        let tree = publication.pipeline.areas
        var mentions: [DisclosedFigure] = []
        var numbers: [FigureKey: Int] = [:]
        var charts: [BulletinChart] = []
        let markdown = template.render { path in
            switch path {
            case .word(let word): return BulletinText.text(word, words, publication, output, area)
            case .kind(let kind): return tree[area].kind == kind
            case .hasParent: return words.figures.parent(area) != nil
            case .figure(let path):
                if case .condition(let condition) = path.form { return words.holds(condition, path, area: area) }
                if case .comparable(let other) = path.form {
                    return words.isComparable(path, with: other, area: area)
                }
                if path.form == .chart {
                    guard let chart = BulletinChart(path, words, area: area) else { return "" }
                    charts.append(chart)
                    return "\(BulletinText.chartStart)\(charts.count - 1)\(BulletinText.chartEnd)"
                }
                let text = words.text(path, area: area)
                guard let found = words.figures.figure(path, area: area), path.form != .period, path.form != .unit
                else {
                    return text
                }
                let key = FigureKey(found.figure)
                if numbers[key] == nil {
                    numbers[key] = mentions.count
                    mentions.append(found)
                }
                return
                    "\(BulletinText.mentionStart)\(numbers[key] ?? 0)\(BulletinText.mentionText)\(text)\(BulletinText.mentionEnd)"
            }
        }
        self.markdown = BulletinText.withoutEmptyHeadings(markdown)
        // Only those in sections that hold are in the text.
        self.mentions = mentions
        self.charts = charts
    }

    private struct FigureKey: Hashable {
        var site: FigureSite
        var statistic: String

        init(_ figure: Figure) {
            site = FigureSite(figure)
            statistic = figure.statisticName
        }
    }

    /// The numbers of the figures that are in the text, in the order of their first mention.
    var named: [Int] {
        var met: [Int] = []
        var rest = markdown[...]
        while let start = rest.firstIndex(of: BulletinText.mentionStart),
            let middle = rest[start...].firstIndex(of: BulletinText.mentionText)
        {
            if let number = Int(rest[rest.index(after: start)..<middle]), !met.contains(number) { met.append(number) }
            rest = rest[rest.index(after: middle)...]
        }
        return met
    }

    /// A heading that has nothing below it says nothing.
    private static func withoutEmptyHeadings(_ markdown: String) -> String {
        var kept: [Substring] = []
        for line in markdown.split(separator: "\n", omittingEmptySubsequences: false).reversed() {
            let level = line.prefix { $0 == "#" }.count
            if level > 1 {
                let below = kept.last { !$0.allSatisfy(\.isWhitespace) }
                let next = below.map { $0.prefix { $0 == "#" }.count } ?? level
                if next > 0, next <= level { continue }
            }
            kept.append(line)
        }
        // No more than one blank line between paragraphs.
        var lines: [Substring] = []
        for line in kept.reversed() {
            let isBlank = line.allSatisfy(\.isWhitespace)
            if isBlank, lines.last?.isEmpty ?? true { continue }
            lines.append(isBlank ? "" : line)
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func text(
        _ word: BulletinPath.Word, _ words: BulletinWords, _ publication: Publication, _ output: OutputDefinition,
        _ area: Int
    ) -> String {
        let pipeline = publication.pipeline
        let language = words.language
        switch word {
        case .area: return pipeline.areas[area].name[language]
        case .areaCode: return pipeline.areas[area].code
        case .parent: return words.figures.parent(area).map { pipeline.areas[$0].name[language] } ?? ""
        case .period: return period(publication.range.last)[language]
        case .year: return String(publication.range.last.year)
        case .title: return title(publication, output, language)
        case .agency: return pipeline.agency
        case .asOf: return publication.asOf.description
        }
    }

    /// The year to date, as reports head themselves: 2024年, 2024年1—9月.
    static func period(_ period: Period) -> LocalizedText {
        if period.lastMonth.month == 12 { return LocalizedText(zh: "\(period.year)年", en: "\(period.year)") }
        let column = PeriodWording.column(.ytd, of: period)
        return LocalizedText(zh: "\(period.year)年\(column[.zh])", en: "\(column[.en]) \(period.year)")
    }

    static func title(_ publication: Publication, _ output: OutputDefinition, _ language: Language) -> String {
        let own = output.bulletin?.title ?? LocalizedText()
        return (own.isEmpty ? publication.pipeline.title : own)[language]
    }
}
