import ArgumentParser
import Foundation
import Model
import Pipeline

struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show which figures of two periods or two vintages differ, and which records changed.",
        discussion: """
            returns diff 2024Q3 2024Q4        two periods, the last published vintage of each
            returns diff 2024Q4/1 2024Q4/2    two vintages of one period

            Records are compared where both vintages have a ledger (an output of kind `ledger`): each figure names those whose \
            change changed it, and what they add to it. For that the inputs are read once more. Exit codes: 0 the same, \
            1 differences, 64 a word that names no vintage, 65 a definition is wrong, 66 no such vintage.
            """)

    @Argument(help: "The older: a period, a period and a number (2024Q4/1), or 2024Q4.draft.")
    var old: String

    @Argument(help: "The newer.")
    var new: String

    @Flag(help: "List the records that changed: under every figure those that changed it, then all of them.")
    var records = false

    @Option(help: "Only figures of this indicator (id); may be repeated.")
    var indicator: [String] = []

    @Option(help: "Only figures of this area (code); may be repeated.")
    var area: [String] = []

    @Option(help: "Folder of the outputs.")
    var outputs = "outputs"

    @Option(help: "Folder of the pipeline's definitions: they say which records a figure is made of.")
    var pipeline = "pipelines/innovation"

    @Option(help: "Folder with the deliveries that the vintages have read.")
    var inputs = "inputs"

    @Option(help: "Workers; default: the machine's cores.")
    var jobs: Int = ProcessInfo.processInfo.activeProcessorCount

    func run() throws {
        try failing {
            let comparison = try VintageComparison(
                old, new, outputs: outputs, pipeline: pipeline, inputs: inputs, jobs: max(1, jobs))
            for change in comparison.changes where isAsked(change) { print(describe(change)) }
            for changes in comparison.records { print(describe(changes)) }
            for note in comparison.notes { print("Note: \(note)") }
            print(
                "\(comparison.count(.changed)) figures changed, \(comparison.count(.new)) are new, \(comparison.count(.gone)) are gone; \(comparison.same) are the same."
            )
            if !comparison.isSame { throw ExitCode(1) }
        }
    }

    private func describe(_ change: VintageComparison.Change) -> String {
        var place = [change.indicator, change.area]
        if let period = (change.new ?? change.old)?.period {
            let was = change.old?.period ?? period
            place.append(was == period ? period : "\(was) -> \(period)")
        }
        place += [change.quantity, change.statistic]
        if !change.breakdown.isEmpty { place.append("\(change.breakdown)=\(change.category)") }
        var line = "\(place.joined(separator: " ")): "
        switch (change.old, change.new) {
        case (let old?, let new?):
            line += "\(describe(old)) -> \(describe(new))"
            if let difference = change.difference { line += " (\(difference.hasPrefix("-") ? "" : "+")\(difference))" }
            if old.baseSource != new.baseSource { line += " base: \(old.baseSource) -> \(new.baseSource)" }
            if old.qualifier != new.qualifier { line += " qualifier: \(old.qualifier) -> \(new.qualifier)" }
        case (nil, let new?): line += "new, \(describe(new))"
        case (let old?, nil): line += "gone, was \(describe(old))"
        case (nil, nil): break
        }
        let unit = (change.new ?? change.old).flatMap { Model.Unit(named: $0.unit) }
        for changes in change.records { line += "; \(changes.dataset): \(counts(changes, unit, change.decimals))" }
        guard records else { return line }
        return ([line] + change.records.flatMap { $0.records.map { describe($0, unit, change.decimals) } })
            .joined(separator: "\n")
    }

    private func isAsked(_ change: VintageComparison.Change) -> Bool {
        (indicator.isEmpty || indicator.contains(change.indicator)) && (area.isEmpty || area.contains(change.area))
    }

    private func describe(_ side: VintageComparison.Side) -> String {
        let number = side.value.isEmpty ? "no number" : "\(side.value)\(side.unit)"
        return side.status == "A" ? number : "\(number) [\(side.status)]"
    }

    /// `2 new (+0.35), 1 revised (-0.10)`
    private func counts(_ changes: RecordChanges, _ unit: Model.Unit? = nil, _ decimals: Int = 0) -> String {
        RecordChanges.Record.Kind.allCases.filter { changes.count($0) > 0 }.map { kind in
            "\(changes.count(kind)) \(kind.rawValue)\(added(changes.effect(kind), unit, decimals))"
        }.joined(separator: ", ")
    }

    /// What a change adds, as the figure is shown; empty where it is none, or too small to be seen.
    private func added(_ effect: Fraction?, _ unit: Model.Unit?, _ decimals: Int) -> String {
        guard let unit, let shown = effect?.divided(by: unit.factor)?.rounded(scale: decimals), shown != 0 else {
            return ""
        }
        return " (\(shown < 0 ? "" : "+")\(Decimal(mantissa: shown, scale: decimals)))"
    }

    private func describe(_ changes: RecordChanges) -> String {
        let lines = ["records of \(changes.dataset): \(counts(changes))"]
        return (lines + (records ? changes.records.map { describe($0, nil, 0) } : [])).joined(separator: "\n")
    }

    private func describe(_ record: RecordChanges.Record, _ unit: Model.Unit?, _ decimals: Int) -> String {
        var places = [record.old, record.new].compactMap { $0?.place }
        if places.first == places.last { places = Array(places.prefix(1)) }
        return "  \(record.kind.rawValue) \(record.key.isEmpty ? "(no key)" : record.key)"
            + "\(added(record.effect, unit, decimals)): \(places.joined(separator: " -> "))"
            + (record.reason.isEmpty ? "" : " (\(record.reason))")
    }
}
