import Definitions
import Model

/// One figure of the areas beside one, as bars, the largest first.
struct BulletinChart {
    struct Bar {
        var name: String
        /// With its unit; of a missing number the reason.
        var text: String
        var value: Fraction?
        var isOwn: Bool
    }

    let title: String
    let bars: [Bar]

    /// nil where fewer than two areas have a number.
    init?(_ path: BulletinPath.Figure, _ words: BulletinWords, area: Int) {
        var plain = path
        plain.form = .text
        plain.place = .own
        let found = words.figures.siblings(area).compactMap { other -> (Int, Figure)? in
            words.figures.figure(plain, area: other).map { (other, $0.figure) }
        }
        guard found.count(where: { $0.1.value != nil }) > 1, let first = found.first?.1 else { return nil }
        let language = words.language
        let pipeline = words.figures.pipeline
        let definition = pipeline.indicators[path.indicator]
        let name = definition.title.isEmpty ? definition.id : definition.title[language]
        let statistic =
            first.statistic == .value ? "" : StatisticWording.name(first.statistic, first.rank)[language]
        let period = PeriodWording.column(first.quantity, of: first.period)[language]
        title = words.say(
            "\(name)\(statistic)（\(first.period.year)年\(period)）",
            "\(name)\(statistic.isEmpty ? "" : ", \(statistic.lowercased())") (\(period) \(first.period.year))")
        bars = found.enumerated().sorted { a, b in
            switch (a.element.1.value, b.element.1.value) {
            case (let x?, let y?) where x != y: x > y
            case (_?, nil): true
            case (nil, _?): false
            default: a.offset < b.offset
            }
        }.map { _, entry in
            Bar(
                name: pipeline.areas[entry.0].name[language], text: words.text(entry.1), value: entry.1.value,
                isOwn: entry.0 == area)
        }
    }

    /// A table, for readers without pictures.
    var markdown: String {
        (["| | \(title) |", "|---|---:|"] + bars.map { "| \($0.isOwn ? "**\($0.name)**" : $0.name) | \($0.text) |" })
            .joined(separator: "\n")
    }

    private static let row = 26
    private static let names = 132
    private static let width = 680

    /// Whole units of a thousand: positions are cut once, the same everywhere.
    var svg: String {
        let values = bars.compactMap(\.value)
        let top = max(values.max() ?? .zero, .zero)
        let bottom = min(values.min() ?? .zero, .zero)
        let span = top.subtracting(bottom) ?? Fraction(1)
        // Room for the numbers beside the bars.
        let room = Int128(BulletinChart.width - BulletinChart.names - 110 - (bottom.isNegative ? 90 : 0))
        func length(_ value: Fraction) -> Int {
            guard !span.isZero, let share = value.magnitude.divided(by: span),
                let scaled = share.multiplied(by: Fraction(room))
            else { return 0 }
            return Int(scaled.rounded(scale: 0) ?? 0)
        }
        let zero = BulletinChart.names + (bottom.isNegative ? 90 + length(bottom) : 0)
        let height = bars.count * BulletinChart.row + 8
        var svg =
            "<svg viewBox=\"0 0 \(BulletinChart.width) \(height)\" role=\"img\" aria-label=\"\(escaped(title))\">"
        for (position, bar) in bars.enumerated() {
            let y = position * BulletinChart.row + 4
            let middle = y + 16
            let own = bar.isOwn ? " class=\"own\"" : ""
            svg +=
                "<text x=\"\(BulletinChart.names - 10)\" y=\"\(middle)\" text-anchor=\"end\"\(own)>\(escaped(bar.name))</text>"
            guard let value = bar.value else {
                svg += "<text x=\"\(zero + 6)\" y=\"\(middle)\" class=\"none\">\(escaped(bar.text))</text>"
                continue
            }
            let size = max(length(value), value.isZero ? 0 : 1)
            let x = value.isNegative ? zero - size : zero
            svg += "<rect x=\"\(x)\" y=\"\(y + 3)\" width=\"\(size)\" height=\"18\" rx=\"1.5\"\(own)/>"
            svg +=
                value.isNegative
                ? "<text x=\"\(x - 6)\" y=\"\(middle)\" text-anchor=\"end\"\(own)>\(escaped(bar.text))</text>"
                : "<text x=\"\(zero + size + 6)\" y=\"\(middle)\"\(own)>\(escaped(bar.text))</text>"
        }
        svg += "<line x1=\"\(zero)\" y1=\"0\" x2=\"\(zero)\" y2=\"\(height)\"/></svg>"
        return svg
    }
}

/// As text of HTML and of attributes in quotes.
func escaped(_ text: some StringProtocol) -> String {
    var out = ""
    for character in text {
        switch character {
        case "&": out += "&amp;"
        case "<": out += "&lt;"
        case ">": out += "&gt;"
        case "\"": out += "&quot;"
        default: out.append(character)
        }
    }
    return out
}
