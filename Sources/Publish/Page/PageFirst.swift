import Definitions
import Model

/// The first exceptions of the page, above all tables: what is wrong, which figure it may change by how much, whom to ask.
enum PageFirst {
    static func values(_ overview: ReviewOverview, _ order: [Int], _ cells: FindingCells) -> [String: Any] {
        let reader = cells.reader
        var ranks: [Int: Int] = [:]
        for (place, at) in order.enumerated() where overview.first.contains(at) { ranks[at] = place + 1 }
        let lines = overview.first.map { at -> [String: Any] in
            let finding = reader.publication.findings[at]
            let rule = reader.rule(finding)
            let figures = reader.touchedFigures(at)
            let respondent = reader.respondent(finding)
            var line: [String: Any] = [
                "id": cells.names[at].versionID, "rank": grouped(Int64(ranks[at] ?? 0)),
                "severity": rule.severity.rawValue, "severity_zh": rule.severity.words[.zh],
                "severity_en": rule.severity.words[.en], "message_zh": cells.wording.message(finding, .zh),
                "message_en": cells.wording.message(finding, .en), "respondent_zh": respondent[.zh],
                "respondent_en": respondent[.en],
            ]
            if let figure = figures.first {
                line["figure_zh"] = figure.name[.zh]
                line["figure_en"] = figure.name[.en]
                line["share"] = figure.share
                if figures.count > 1 { line["more"] = String(figures.count - 1) }
            } else if reader.isAboutWhole(finding) {
                line["whole"] = true
            }
            let subject = reader.subject(finding)
            if !subject.isEmpty { line["subject"] = subject }
            return line
        }
        var values: [String: Any] = ["advice_zh": overview.advice[.zh], "advice_en": overview.advice[.en]]
        if !lines.isEmpty { values["first"] = ["lines": lines] }
        return values
    }
}
