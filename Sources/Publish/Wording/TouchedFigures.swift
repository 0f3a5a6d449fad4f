import Definitions
import Model

/// A published figure that an exception's record feeds.
struct TouchedFigure: Hashable {
    /// `瑶海区 技术合同登记成交额 1—12月`, with the categories of a breakdown.
    var name: LocalizedText
    /// What it may change of the figure: `3.2%`.
    var share: String
}

extension FindingReader {
    /// The figures that a finding's record feeds, the most affected first.
    func touchedFigures(_ at: Int) -> [TouchedFigure] {
        impact(at).effects.map { effect in
            TouchedFigure(name: name(effect.figure), share: percent(effect.share))
        }
    }

    private func name(_ site: FigureSite) -> LocalizedText {
        let indicator = pipeline.indicators[site.indicator]
        func text(_ language: Language) -> String {
            let title = indicator.title.isEmpty ? indicator.id : indicator.title[language]
            let words = BreakdownWording(pipeline: pipeline, language: language)
                .name(site.category, site.breakdown, of: site.indicator)
            let category = words.isEmpty ? "" : language == .zh ? "（\(words)）" : " (\(words))"
            let column = PeriodWording.column(site.quantity, of: site.period)[language]
            return "\(pipeline.areas[site.area].name[language]) \(title)\(category) \(column)"
        }
        return LocalizedText(zh: text(.zh), en: text(.en))
    }

    /// With the digits that such a share is worth; empty where there is none.
    private func percent(_ share: Double) -> String {
        guard share > 0 else { return "" }
        let hundredths = Int128((min(share, 1e12) * 1e4).rounded())
        guard hundredths > 0 else { return "<0.01%" }
        let number = Decimal(mantissa: hundredths, scale: 2)
        return (hundredths >= 1_000 ? Decimal(mantissa: (hundredths + 50) / 100, scale: 0) : number).shortest + "%"
    }
}
