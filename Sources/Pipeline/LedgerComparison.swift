import Definitions
import Model
import Publish

/// Two ledgers held against each other by key and digest.
struct LedgerComparison {
    /// In order of the newer ledger.
    let byDataset: [RecordChanges]
    private let pipeline: PipelineDefinition?

    private struct Line {
        var digest: String
        var version: RecordChanges.Record.Version
    }

    /// nil where one of the vintages has no ledger.
    init?(_ old: String, _ new: String, pipeline: PipelineDefinition?) {
        guard let before = LedgerComparison.read(old), let after = LedgerComparison.read(new) else { return nil }
        self.pipeline = pipeline
        let (answersBefore, answersAfter) = (AnsweredRecords(old), AnsweredRecords(new))
        var changes: [RecordChanges] = []
        for dataset in after.order + before.order.filter({ after.lines[$0] == nil }) {
            let (olds, news) = (before.lines[dataset] ?? [:], after.lines[dataset] ?? [:])
            var records: [RecordChanges.Record] = []
            for (key, lines) in news {
                let was = olds[key] ?? []
                if key.isEmpty || lines.count > 1 || was.count > 1 {
                    records += LedgerComparison.several(key, was, lines)
                } else if let line = lines.first, was.first?.digest != line.digest {
                    records.append(
                        RecordChanges.Record(key: key, old: was.first?.version, new: line.version))
                }
            }
            for (key, lines) in olds where news[key] == nil {
                records += lines.map { RecordChanges.Record(key: key, old: $0.version, new: nil) }
            }
            for position in records.indices { records[position].judge(answersBefore, answersAfter) }
            records.sort {
                ($0.key, $0.new?.place ?? "", $0.old?.place ?? "") < ($1.key, $1.new?.place ?? "", $1.old?.place ?? "")
            }
            if !records.isEmpty { changes.append(RecordChanges(dataset: dataset, records: records)) }
        }
        byDataset = changes
    }

    /// Records without a key, and those of registers that are sent whole, are told apart by all they say; what stands in the
    /// place of another is a version of it.
    private static func several(_ key: String, _ old: [Line], _ new: [Line]) -> [RecordChanges.Record] {
        var open = Dictionary(grouping: old, by: \.digest)
        let others = new.filter { open[$0.digest]?.popLast() == nil }
        var gone = Dictionary(open.values.joined().map { ($0.version.place, $0.version) }) { first, _ in first }
        let records = others.map { line in
            RecordChanges.Record(key: key, old: gone.removeValue(forKey: line.version.place), new: line.version)
        }
        return records + gone.values.map { RecordChanges.Record(key: key, old: $0, new: nil) }
    }

    private static func read(_ folder: String) -> (order: [String], lines: [String: [String: [Line]]])? {
        guard let table = ReadBackTable(path: "\(folder)/exceptions/ledger.csv.gz") else { return nil }
        let columns = ["dataset", "key", "digest", "date", "area", "file", "sheet", "row"].map { table.column($0) }
        guard !columns.contains(nil) else { return nil }
        let at = columns.compactMap { $0 }
        var order: [String] = []
        var lines: [String: [String: [Line]]] = [:]
        for row in table.rows {
            let text = at.map { row[$0] }
            if lines[text[0]] == nil { order.append(text[0]) }
            lines[text[0], default: [:]][text[1], default: []].append(
                Line(
                    digest: text[2],
                    version: .init(
                        file: text[5], sheet: text[6], row: Int64(text[7]) ?? 0, date: text[3], area: text[4])))
        }
        return (order, lines)
    }

    // MARK: Of a figure

    /// Where the records themselves are not at hand: the changed records of the figure's datasets that lie in its area and
    /// time, a year earlier included where it compares with one. Conditions of the indicator cannot be asked.
    func records(of change: VintageComparison.Change) -> [RecordChanges] {
        guard let pipeline, let area = pipeline.areas.index(ofCode: change.area) else { return [] }
        let measured = LedgerComparison.measured(change.indicator, pipeline, depth: 0)
        let months = [change.old?.period, change.new?.period].compactMap { $0 }.compactMap { Period($0) }.flatMap {
            period in
            let own =
                change.quantity == Quantity.period.rawValue
                ? period.months : Month(year: period.lastMonth.year, month: 1)...period.lastMonth
            return [own, own.lowerBound.advanced(by: -12)...own.upperBound.advanced(by: -12)]
        }
        return byDataset.compactMap { changes in
            let own = measured.filter { $0.dataset == changes.dataset }
            guard !own.isEmpty else { return nil }
            // Where the indicator counts by another area or date than its dataset's, all of them may matter.
            let dataset = pipeline.datasets.first { $0.name == changes.dataset }
            let byArea = own.allSatisfy { $0.area == nil || $0.area == dataset?.area }
            let byDate = own.allSatisfy { $0.timing != .stock && ($0.date == nil || $0.date == dataset?.date) }
            let records = changes.records.filter { record in
                [record.old, record.new].compactMap { $0 }.contains { version in
                    let isInside =
                        pipeline.areas.index(ofCode: version.area)
                        .map { pipeline.areas.lineage(of: pipeline.areas.current($0)).contains(area) } ?? true
                    let month = CivilDate(version.date)?.month
                    let isInTime = month.map { month in months.contains { $0.contains(month) } } ?? true
                    return (!byArea || isInside) && (!byDate || isInTime)
                }
            }
            return records.isEmpty ? nil : RecordChanges(dataset: changes.dataset, records: records)
        }
    }

    /// The indicators counted from records that an indicator rests on.
    private static func measured(
        _ id: String, _ pipeline: PipelineDefinition, depth: Int
    ) -> [IndicatorDefinition] {
        guard depth < 16, let definition = pipeline.indicators.first(where: { $0.id == id }) else { return [] }
        guard let formula = definition.formula else { return [definition] }
        let words = Set(formula.text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
        return pipeline.indicators.filter { words.contains($0.id) && $0.id != id }
            .flatMap { measured($0.id, pipeline, depth: depth + 1) }
    }
}
