import Aggregate
import Definitions
import Ingest
import Model
import Publish
import Tabular

/// Which of the records that changed between two vintages changed which figure: asked of the figures' own measures, so that
/// a record that an indicator's `where` leaves out, or whose change is of another field, is no cause of it. The inputs are
/// read again for that, as the newer of the vintages has read them.
struct FigureCauses {
    private let content: RunContent
    private let figures: [[String]: Figure]
    private let inquiry: Inquiry
    private let files: [String: Int]
    /// What each change of a figure rests on, and where its selections begin among those of their datasets.
    private var sources: [Int: [Value]] = [:]
    private var statements: [Int: [ExplainedStatement]] = [:]
    /// By dataset.
    private var selections: [[RecordSelection]]
    /// By dataset: as they were reported, and as answers have changed them.
    private var reported: [ChangedRecords?] = []
    private var answered: [ChangedRecords?] = []
    /// By dataset: subjects that records count which did not change.
    private var others: [OtherSubjects?] = []

    /// Throws where the inputs cannot be read.
    init(
        _ changes: [VintageComparison.Change], _ records: [RecordChanges], _ request: RunRequest,
        _ vintage: VintageRecord
    ) throws(RunFailure) {
        let run = Run(request: request, progress: SilentProgress())
        content = try run.content(try run.compile())
        if let stranger = vintage.stranger(among: content) {
            throw RunFailure(.noInput, "\(stranger) is not as the vintage has read it")
        }
        inquiry = Inquiry(
            content.compiled.plan, schemas: content.compiled.schemas, partials: content.partials,
            coverage: content.coverage, keptOut: content.keptOut)
        let pipeline = content.publication.pipeline
        files = Dictionary(
            content.publication.files.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        figures = Dictionary(
            content.publication.figures.map { (FigureCauses.key($0, pipeline), $0) },
            uniquingKeysWith: { first, _ in first })
        selections = pipeline.datasets.map { _ in [] }
        collect(changes)
        try observe(records, run)
    }

    /// Whether what the change rests on is known: the figure is one that the inputs give.
    func knows(_ change: Int) -> Bool { sources[change] != nil }

    private static func key(_ figure: Figure, _ pipeline: PipelineDefinition) -> [String] {
        [
            pipeline.indicators[figure.indicator].id, pipeline.areas[figure.area].code, figure.period.description,
            figure.quantity.rawValue, figure.statisticName, figure.breakdown.joined(separator: "|"),
            figure.category.joined(separator: "|"),
        ]
    }

    private func figure(_ change: VintageComparison.Change) -> Figure? {
        [change.new, change.old].lazy.compactMap(\.self).compactMap { side in
            figures[
                [
                    change.indicator, change.area, side.period, change.quantity, change.statistic, change.breakdown,
                    change.category,
                ]]
        }.first
    }

    /// Figures of one value share its selection.
    private mutating func collect(_ changes: [VintageComparison.Change]) {
        struct Key: Hashable {
            var own: FigureSite
            var source: String?
            /// Only units that are in both years: which, is the figure's matter.
            var figure: FigureSite?
        }
        var known: [Key: Int] = [:]
        for (position, change) in changes.enumerated() {
            guard let figure = figure(change) else { continue }
            let found = inquiry.sources(figure)
            sources[position] = found.records.map { selection in
                let part = selection.part
                let value = Key(
                    own: part.own, source: part.source, figure: figure.baseSource == "matched" ? part.figure : nil)
                let at = known[value] ?? selections[selection.dataset].count
                if known.updateValue(at, forKey: value) == nil { selections[selection.dataset].append(selection) }
                return (selection.dataset, at, selection)
            }
            statements[position] = found.statements
        }
    }

    private mutating func observe(_ records: [RecordChanges], _ run: Run) throws(RunFailure) {
        let datasets = content.publication.pipeline.datasets
        let versions = datasets.map { dataset in
            (records.first { $0.dataset == dataset.name }?.records ?? []).flatMap {
                [$0.old, $0.new].compactMap(\.self)
            }
        }
        func observers(_ isAnswered: Bool) -> [ChangedRecords?] {
            datasets.indices.map { dataset in
                let places = Set(versions[dataset].filter { $0.isAnswered == isAnswered }.compactMap(place))
                return places.isEmpty || selections[dataset].isEmpty ? nil : ChangedRecords(places, selections[dataset])
            }
        }
        (reported, answered) = (observers(false), observers(true))
        if reported.contains(where: { $0 != nil }) {
            try run.readAgain(content, reported, review: Review(datasets: datasets.count))
        }
        if answered.contains(where: { $0 != nil }) { try run.readAgain(content, answered) }
        others = datasets.indices.map { dataset in
            let subjects = selections[dataset].indices.map { selection in
                (reported[dataset]?.subjects(selection) ?? []).union(answered[dataset]?.subjects(selection) ?? [])
            }
            return subjects.allSatisfy(\.isEmpty)
                ? nil : OtherSubjects(subjects, selections[dataset], besides: Set(versions[dataset].compactMap(place)))
        }
        if others.contains(where: { $0 != nil }) { try run.readAgain(content, others) }
    }

    private func place(_ version: RecordChanges.Record.Version) -> Review.SheetRow? {
        guard let file = files[version.file] else { return nil }
        // A file without sheets has none.
        let sheet = content.publication.files[file].sheets.firstIndex(of: version.sheet) ?? -1
        return Review.SheetRow(Place(file: Int32(file), sheet: Int32(sheet), row: version.row))
    }

    // MARK: Of a figure

    private typealias Value = (dataset: Int, position: Int, part: RecordSelection)

    /// The records whose change changed the figure.
    func records(of change: Int, among records: [RecordChanges]) -> [RecordChanges] {
        let values = sources[change] ?? []
        return records.compactMap { changes in
            let own = values.filter { content.publication.pipeline.datasets[$0.dataset].name == changes.dataset }
            let stated = (statements[change] ?? []).filter {
                content.publication.pipeline.datasets[$0.stated.dataset].name == changes.dataset
            }
            guard !own.isEmpty || !stated.isEmpty else { return nil }
            let moved = own.map { movedSubjects($0, changes.records) }
            let caused = changes.records.compactMap { cause($0, own, moved, stated) }
            return caused.isEmpty ? nil : RecordChanges(dataset: changes.dataset, records: caused)
        }
    }

    /// Of a count of subjects those whom only changed records brought or took away; nil: the value is no such count.
    private func movedSubjects(_ value: Value, _ records: [RecordChanges.Record]) -> Set<ChangedRecords.Addition>? {
        guard value.part.kind == .countDistinct else { return nil }
        let before = Set(records.compactMap { addition($0.old, value) })
        let after = Set(records.compactMap { addition($0.new, value) })
        return before.symmetricDifference(after).subtracting(others[value.dataset]?.met(value.position) ?? [])
    }

    private func addition(_ version: RecordChanges.Record.Version?, _ value: Value) -> ChangedRecords.Addition? {
        guard let version, let place = place(version) else { return nil }
        return (version.isAnswered ? answered : reported)[value.dataset]?.addition(place, to: value.position)
    }

    /// The record with what its change adds, if it adds anything.
    private func cause(
        _ record: RecordChanges.Record, _ values: [Value], _ moved: [Set<ChangedRecords.Addition>?],
        _ stated: [ExplainedStatement]
    ) -> RecordChanges.Record? {
        var record = record
        var isCause = false
        var effect: Fraction? = values.count == 1 ? .zero : nil
        for (value, moved) in zip(values, moved) {
            let (was, becomes) = (addition(record.old, value), addition(record.new, value))
            guard was != becomes else { continue }
            if let moved, ![was, becomes].contains(where: { $0.map(moved.contains) ?? false }) { continue }
            isCause = true
            effect = effect.flatMap { self.effect(value.part, was, becomes)?.adding($0) }
        }
        if !isCause, let new = record.new.flatMap(place) {
            isCause = stated.contains { Review.SheetRow($0.stated.place) == new }
        }
        record.effect = isCause ? effect : nil
        return isCause ? record : nil
    }

    /// New less old in base units, where the figure is a sum of numbers or a count of records.
    private func effect(
        _ selection: RecordSelection, _ old: ChangedRecords.Addition?, _ new: ChangedRecords.Addition?
    ) -> Fraction? {
        guard selection.part.role == .value, selection.part.path.isEmpty else { return nil }
        func amount(_ addition: ChangedRecords.Addition?) -> Fraction? {
            switch addition {
            case nil: .zero
            case .record: Fraction(1)
            case .subject: nil
            case .number(let number):
                scale(selection).flatMap { Fraction(mantissa: Int128(number), scale: $0.scale).multiplied(by: $0.unit) }
            }
        }
        guard selection.kind == .sum || selection.kind == .count, let from = amount(old), let to = amount(new) else {
            return nil
        }
        return to.subtracting(from)
    }

    /// How the numbers that a sum is made of are held.
    private func scale(_ selection: RecordSelection) -> (scale: Int, unit: Fraction)? {
        guard let operand = selection.roles.operand,
            case .number(let scale) = content.compiled.schemas[selection.dataset].fields[operand].type
        else { return nil }
        let fields = content.publication.pipeline.datasets[selection.dataset].fields
        return (scale, fields.indices.contains(operand) ? fields[operand].unit?.factor ?? Fraction(1) : Fraction(1))
    }
}

extension VintageRecord {
    /// A file that the vintage read and that is not there as it was; nil: all are.
    fileprivate func stranger(among content: RunContent) -> String? {
        let found = Dictionary(
            content.deliveries.files.indices.map { index in
                (
                    content.deliveries.files[index].input.name,
                    index < content.digests.count ? content.digests[index].digest : nil
                )
            }, uniquingKeysWith: { first, _ in first })
        return inputs.first { input in
            guard let now = found[input.path] else { return true }
            return input.sha256_blocks != nil && now != nil && input.sha256_blocks != now
        }?.path
    }
}
