import Definitions
import Foundation
import Model

/// What `returns list` can name.
public enum Listing: String, Sendable, CaseIterable {
    case datasets, indicators, rules, areas, senders, vintages

    /// One line each, columns separated by tabs; titles in the pipeline's language.
    public func lines(pipeline folder: String, outputs: String) throws(RunFailure) -> [String] {
        if self == .vintages { return try Listing.vintages(outputs) }
        let reading = readPipeline(at: folder)
        guard let pipeline = reading.definition, reading.diagnostics.isEmpty else {
            throw RunFailure(.definition, render(reading.diagnostics, sources: reading.sources))
        }
        let language = pipeline.language
        let columns: [[String]] =
            switch self {
            case .datasets:
                pipeline.datasets.map { [$0.name, $0.title[language], $0.history.rawValue, $0.frequency.rawValue] }
            case .indicators:
                pipeline.indicators.map { definition in
                    [
                        definition.id, definition.title[language], definition.unit.symbol,
                        definition.formula?.text ?? definition.dataset ?? "",
                        definition.statistics.map(\.name).joined(separator: ","),
                    ]
                }
            case .rules:
                RuleCatalogue(pipeline).rules.map { rule in
                    [rule.id, rule.severity.rawValue, rule.dataset >= 0 ? pipeline.datasets[rule.dataset].name : ""]
                }
            case .areas:
                pipeline.areas.areas.filter(\.published).map { area in
                    [
                        area.code, area.name[language], area.kind.rawValue,
                        area.parent.map { pipeline.areas[$0].code } ?? "",
                    ]
                }
            case .senders:
                pipeline.senders.map { line in
                    [
                        line.dataset, line.sender.map { pipeline.areas[$0].code } ?? "bureau", line.frequency.rawValue,
                        line.from.map { "\($0)" } ?? "", line.to.map { "\($0)" } ?? "",
                    ]
                }
            case .vintages: []
            }
        return columns.map { $0.joined(separator: "\t") }
    }

    /// `period/number`, standing, day that counted as today, what was read, whether a link points to it.
    private static func vintages(_ outputs: String) throws(RunFailure) -> [String] {
        let root = "\(outputs)/vintages"
        guard isDirectory(outputs) else { throw RunFailure(.noInput, "\(outputs): no such folder of outputs.") }
        let periods = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).sorted()
        return periods.flatMap { period -> [String] in
            guard let range = PeriodRange(period.replacingOccurrences(of: "_", with: "..")) else { return [] }
            let vintages = Vintages(outputs: outputs, range: range)
            let (published, draft) = (vintages.number(.published), vintages.number(.draft))
            return vintages.numbers().map { number in
                let record = VintageRecord(folder: "\(vintages.folder)/\(number)")
                let link = number == published ? "published" : number == draft ? "draft" : ""
                return [
                    "\(period)/\(number)", record?.standing ?? "unreadable", record?.as_of ?? "",
                    record?.through.map { "through \($0)" } ?? "", link.isEmpty ? "" : "current \(link)",
                ].joined(separator: "\t")
            }
        }
    }
}
