import Aggregate
import Definitions
import Expressions
import Foundation
import Model
import Publish
import Tabular

/// Gathers the lists of one dataset while its records are read once more.
///
/// `@unchecked Sendable`: workers meet under `lock`.
final class RecordLists: RecordObserver, @unchecked Sendable {
    private let lock = NSLock()
    /// What they are of does not change; their lines do, under `lock`.
    private var lists: [ListedRecords]
    private let plain: [ListedRecords]

    /// All of one dataset.
    init(_ lists: [ListedRecords]) {
        self.lists = lists
        plain = lists
    }

    func add(
        _ batch: Batch, standing: Bitmap, during: ClosedRange<CivilDate>?, references: References, cells: CellBlock,
        base: Place
    ) {
        for position in plain.indices {
            let last = lock.withLock { lists[position].last }
            let lines = plain[position].lines(
                batch, standing: standing, during: during, references: references, after: last
            ) { row in
                var place = base
                place.row += Int64(cells.rows[row])
                return place
            }
            if !lines.isEmpty { lock.withLock { lists[position].add(lines) } }
        }
    }

    /// With the lines that the records gave.
    var gathered: [ListedRecords] { lock.withLock { lists } }
}

extension Run {
    /// The lists of the pipeline's outputs, in their order; their records are read once more where there are any.
    func lists(_ content: RunContent) throws(RunFailure) -> [PublishedList] {
        let gathered = try gathered(content)
        return content.compiled.lists.map { plan in
            PublishedList(
                output: plan.output,
                columns: plan.columns.map { expression in
                    expression.map {
                        let (type, codes) = $0.resultField
                        return SchemaField(name: $0.source, type: type, codes: codes)
                    }
                },
                dataset: plan.dataset,
                lines: gathered.filter { $0.plan.output == plan.output }.flatMap { list in
                    list.ranked.map { line, rank in
                        PublishedList.Line(
                            period: list.period, scope: line.scope, unit: line.unit, rank: rank,
                            status: list.status, values: line.values)
                    }
                })
        }
    }

    /// By list and period.
    func gathered(_ content: RunContent) throws(RunFailure) -> [ListedRecords] {
        let plans = content.compiled.lists
        guard !plans.isEmpty else { return [] }
        let inquiry = Inquiry(
            content.compiled.plan, schemas: content.compiled.schemas, partials: content.partials,
            coverage: content.coverage, keptOut: content.keptOut)
        let lists = inquiry.lists(plans, request.range)
        var known: [String: ReferenceTable] = [:]
        for id in Set(plans.flatMap(\.counted)) {
            known[countedTable(id)] = inquiry.subjects(of: id, request.range)
        }
        let observers = content.compiled.pipeline.datasets.indices.map { dataset -> RecordLists? in
            let own = lists.filter { $0.plan.dataset == dataset }
            return own.isEmpty ? nil : RecordLists(own)
        }
        try readAgain(content, observers, known: known)
        let gathered = observers.compactMap { $0 }.flatMap(\.gathered)
        return plans.flatMap { plan in gathered.filter { $0.plan.output == plan.output } }
    }
}
