import ArgumentParser
import Pipeline

struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show which figures of two periods or two vintages differ, and which records changed.",
        discussion: """
            returns diff 2024Q3 2024Q4        two periods, the last published vintage of each
            returns diff 2024Q4/1 2024Q4/2    two vintages of one period

            Records are compared where both vintages have a ledger (an output of kind `ledger`). Exit codes: 0 the same, \
            1 differences, 64 a word that names no vintage, 66 no such vintage.
            """)

    @Argument(help: "The older: a period, a period and a number (2024Q4/1), or 2024Q4.draft.")
    var old: String

    @Argument(help: "The newer.")
    var new: String

    @Flag(help: "List the records that changed.")
    var records = false

    @Option(help: "Folder of the outputs.")
    var outputs = "outputs"

    @Option(help: "Folder of the pipeline's definitions: they say which records a figure is made of.")
    var pipeline = "pipelines/innovation"

    func run() throws {
        try failing {
            let comparison = try VintageComparison(old, new, outputs: outputs, pipeline: pipeline)
            for change in comparison.changes { print(describe(change)) }
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
        for changes in change.records { line += "; \(changes.dataset): \(counts(changes))" }
        return line
    }

    private func describe(_ side: VintageComparison.Side) -> String {
        let number = side.value.isEmpty ? "no number" : "\(side.value)\(side.unit)"
        return side.status == "A" ? number : "\(number) [\(side.status)]"
    }

    private func counts(_ changes: RecordChanges) -> String {
        let kinds: [RecordChanges.Record.Kind] = [.new, .revised, .withdrawn]
        return kinds.filter { changes.count($0) > 0 }.map { "\(changes.count($0)) \($0.rawValue)" }.joined(
            separator: ", ")
    }

    private func describe(_ changes: RecordChanges) -> String {
        var lines = ["records of \(changes.dataset): \(counts(changes))"]
        if records {
            lines += changes.records.map { record in
                let place = [record.old, record.new].compactMap { $0?.place }.joined(separator: " -> ")
                return "  \(record.kind.rawValue) \(record.key.isEmpty ? "(no key)" : record.key): \(place)"
            }
        }
        return lines.joined(separator: "\n")
    }
}
