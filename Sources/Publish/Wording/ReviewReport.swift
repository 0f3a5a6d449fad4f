import Definitions
public import Model
import Tabular

/// `returns review`: where the review stands, as text for a terminal.
public struct ReviewReport {
    private let publication: Publication
    private let language: Language
    private let wording: FindingWording
    private var reader: FindingReader { wording.reader }

    /// Lines of a list; what is beyond is counted.
    private static let shown = 50

    public init(_ publication: Publication, language: Language) {
        self.publication = publication
        self.language = language
        wording = FindingWording(FindingReader(publication))
    }

    /// A table by district and severity, then what was reopened, then what is wrong with the answers.
    public var text: String {
        var parts = [
            language == .zh
                ? "复核情况  \(publication.range)（截至 \(publication.asOf)）"
                : "Review of \(publication.range), as of \(publication.asOf)"
        ]
        parts.append(aligned(table).joined(separator: "\n"))
        let reopened = positions(.reopened) + positions(.expired)
        if !reopened.isEmpty {
            parts.append(list(say("重新打开的异常", "Reopened"), reopened.map(line)))
        }
        let wrong = publication.findings.indices.filter { isOfReview(publication.findings[$0]) }
        if !wrong.isEmpty { parts.append(list(say("答复中的问题", "About the answers"), wrong.map(line))) }
        return parts.joined(separator: "\n\n")
    }

    private func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

    private func positions(_ state: ReviewState) -> [Int] {
        publication.findings.indices.filter { publication.reviews[$0]?.state == state }
    }

    private func isOfReview(_ finding: Finding) -> Bool {
        if case .builtIn(let kind) = reader.rule(finding).kind { return kind.scope == .review }
        return false
    }

    // MARK: The table

    private struct Line {
        var name: String
        var counts: [Severity: [ReviewState: Int]] = [:]
    }

    /// Districts in order of the area tree: the record's own, else the sender's; the last line sums them.
    private var table: [[String]] {
        var lines: [Int: Line] = [:]
        var all = Line(name: say("合计", "Total"))
        let none = publication.pipeline.areas.areas.count
        for (position, finding) in publication.findings.enumerated() {
            let place = reader.place(finding)
            let sender = finding.sender >= 0 ? Int(finding.sender) : reader.file(place)?.sender
            let area = reader.areaIndex(finding) ?? sender
            let state = publication.reviews[position]?.state ?? .open
            let severity = reader.rule(finding).severity
            let label = area.map { name(publication.pipeline.areas[$0]) } ?? say("未分地区", "no district")
            lines[area ?? none, default: Line(name: label)].counts[severity, default: [:]][state, default: 0] += 1
            all.counts[severity, default: [:]][state, default: 0] += 1
        }
        var rows = [
            [say("地区", "District"), say("性质", "Severity"), say("合计", "All")]
                + ReviewState.allCases.map { $0.title[language] }
        ]
        for line in lines.sorted(by: { $0.key < $1.key }).map(\.value) + [all] {
            for severity in [Severity.error, .query, .note] {
                guard let counts = line.counts[severity] else { continue }
                rows.append(
                    [line.name, severity.words[language], String(counts.values.reduce(0, +))]
                        + ReviewState.allCases.map { String(counts[$0] ?? 0) })
            }
        }
        return rows
    }

    private func name(_ area: Area) -> String {
        let name = area.name[language]
        return name.isEmpty || name == area.code ? area.code : "\(area.code) \(name)"
    }

    /// Texts to the left, numbers to the right, as wide as a terminal shows them.
    private func aligned(_ rows: [[String]]) -> [String] {
        let count = rows.first?.count ?? 0
        let widths = (0..<count).map { column in rows.map { displayWidth($0[column]) }.max() ?? 0 }
        return rows.map { row in
            var text = ""
            for (column, cell) in row.enumerated() {
                let room = String(repeating: " ", count: widths[column] - displayWidth(cell))
                text += (column == 0 ? "" : "  ") + (column < 2 ? cell + room : room + cell)
            }
            return text
        }
    }

    // MARK: Lists

    private func list(_ title: String, _ lines: [String]) -> String {
        var shown = ["\(title)  \(lines.count)"] + lines.prefix(ReviewReport.shown)
        if lines.count > ReviewReport.shown {
            let rest = lines.count - ReviewReport.shown
            shown.append(say("  另有 \(rest) 条，见 exceptions.csv", "  … and \(rest) more, in exceptions.csv"))
        }
        return shown.joined(separator: "\n")
    }

    /// Where it is and what it is; of an answered one what was answered.
    private func line(_ position: Int) -> String {
        let finding = publication.findings[position]
        let place = reader.place(finding)
        var words = [reader.file(place)?.name ?? ""]
        let sheet = reader.sheet(place)
        if !sheet.isEmpty { words.append(sheet) }
        if place.row > 0 { words.append(say("第 \(place.row) 行", "row \(place.row)")) }
        if place.column > 0 { words.append(say("第 \(place.column) 列", "column \(place.column)")) }
        var line =
            "  \(reader.rule(finding).id)  \(words.joined(separator: " "))  \(wording.message(finding, language))"
        let said = ReviewCells.text(.reason, publication.reviews[position], language)
        if !said.isEmpty { line += "  " + said }
        return line
    }
}
