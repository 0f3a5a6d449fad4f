import Definitions
import Model
import Tabular

/// What somebody who opens a report of exceptions has to know first: how many there are, how many of them matter for the
/// figures, and which come first.
struct ReviewOverview {
    let counts: SeverityCount
    /// Of errors and queries, how many nobody has closed.
    let open: Int64
    /// Positions of the findings that come first: no notes, nothing that is closed.
    let first: [Int]
    /// In both languages, how far down it is worth to look at each.
    let advice: LocalizedText

    private static let shown = 6
    /// Of them, so many about whole files and columns, whose effect nobody can know.
    private static let whole = 2

    /// - Parameter order: of the report.
    init(_ reader: FindingReader, order: [Int]) {
        let publication = reader.publication
        var counts = SeverityCount()
        var open: Int64 = 0
        var first: [Int] = []
        var unknown: [Int] = []
        for at in order {
            let severity = reader.rule(publication.findings[at]).severity
            counts.add(severity)
            guard severity != .note, publication.reviews[at]?.state.isOpen ?? true else { continue }
            open += 1
            if reader.impact(at).recordScore > 0 { first.append(at) } else { unknown.append(at) }
        }
        self.counts = counts
        self.open = open
        let ahead = unknown.filter { reader.isAboutWhole(publication.findings[$0]) }.prefix(ReviewOverview.whole)
        let behind = unknown.filter { !ahead.contains($0) }
        self.first = Array((ahead + first + behind).prefix(ReviewOverview.shown))
        advice = ReviewOverview.advice(reader, open: open)
    }

    private static func advice(_ reader: FindingReader, open: Int64) -> LocalizedText {
        guard open > 0 else {
            return LocalizedText(zh: "没有待处理的错误和疑问。", en: "No error and no query is open.")
        }
        let rank = reader.cutRank()
        guard let cut = reader.publication.reviewCut, rank > 0 else {
            return LocalizedText(
                zh: "没有一条已知会改变已发布的指标。", en: "None of them is known to change a published figure.")
        }
        let hundredths = Int128((min(cut.remaining, 1) * 1e4).rounded(.up))
        let rest = Decimal(mantissa: hundredths, scale: 2).shortest
        return LocalizedText(
            zh: "按对指标的影响排序，前 \(grouped(Int64(rank))) 条值得逐条核实；其余全部加起来，对任何一个指标的影响都不超过 \(rest)%。",
            en:
                "By effect on the figures the first \(grouped(Int64(rank))) are worth a look each; all others together change no figure by more than \(rest)%."
        )
    }
}

extension FindingReader {
    /// An error about a file, a column or a whole dataset.
    func isAboutWhole(_ finding: Finding) -> Bool {
        rule(finding).severity == .error && finding.evidence == nil && finding.figures == nil
    }

    /// Whom to ask: who sent it, else the district, else the bureau itself.
    func respondent(_ finding: Finding) -> LocalizedText {
        (sender(finding) ?? area(finding))?.name ?? LocalizedText(zh: "本部门", en: "The bureau")
    }
}
