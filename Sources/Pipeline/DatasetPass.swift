import Aggregate
import Definitions
import Dispatch
import Expressions
import Foundation
import Ingest
import Model
import Normalize
import Publish
import Tabular
import Validate

/// A table of one file that feeds a dataset.
struct BoundTable: Sendable {
    /// Position in the run's list of files.
    var file: Int
    var input: InputFile
    /// Position in the run's list of deliveries.
    var delivery: Int
    /// Counts receptions, the earliest first.
    var turn: Int
    /// The last day of the delivery's period.
    var lastDay: CivilDate
    /// The months that it covers: those its title block states, else those of its delivery.
    var months: ClosedRange<Month>
    /// Position in the area tree, −1 the bureau.
    var sender = -1
    var survey: FileSurvey
    var sheet: Int
    var binding: TableBinding
    var mode: ReadMode
    /// By field: the unit of the column as it is used.
    var units: [Model.Unit?]
    /// Fields whose column cannot be read for want of a unit.
    var unreadable: [Int]

    /// Where in the sheet its table stands.
    var layout: TableLayout { survey.sheets[sheet].tables[binding.table] }
    /// A text export that the same sender sent with the workbook that it was made from.
    var isTextCopy = false

    /// As accounts count the tables of a sheet: from 1, 0 where it is the only one.
    var ordinal: Int { survey.sheets[sheet].tables.count > 1 ? binding.table + 1 : 0 }

    /// Of a wide table the column of the sheet, from 1, that is read as records of its own; else 0.
    var column: Int { (binding.wide?.position ?? -1) + 1 }

    /// Position of the sheet as places state it: −1 where the file is one table.
    var placeSheet: Int { survey.sheets[sheet].name == nil ? -1 : sheet }
}

/// What stops an attempt: the run starts again knowing of it.
struct PassInterruption: Error {
    var file: Int
    var problem: FileProblem
}

/// Everything one dataset gave: what the ordered step wrote down, and the sums of the workers.
struct DatasetResult: Sendable {
    var findings: [Finding] = []
    /// By position in the rule catalogue.
    var counts: [Int: RuleCount] = [:]
    var accounts: [TableAccount] = []
    var partial: Partial?
    /// The records that stand, where an output shows them.
    var ledger: [LedgerRows] = []
    /// What errors keep out of it.
    var keptOut: KeptOut?
    /// Of a dataset of figures.
    var stated: [StatedRows.Row] = []
    /// Its accepted records, where other datasets refer to them.
    var reference: ReferenceTable?
    /// What is kept of its records beside the sums.
    var series: RecordSeries?
    /// How many of those who have to report have.
    var responses: [ResponseRate] = []
    /// By table and piece the row of the sheet that its rows count from.
    var bases: [[Int64]] = []
    /// What a review changed in the figures.
    var reviewed: ReviewedTallies?
}

/// Reads all tables of one dataset, newest delivery first: decode → normalize → row rules in parallel, one short ordered
/// step that claims keys, then aggregation in parallel.
///
/// Workers take pieces under a lock and enter the ordered step by ticket, in the order of the pieces: what is ordered (row
/// numbers, keys, findings) comes out the same on one core or many; what is not (sums) is merged once at the end.
final class DatasetPass: @unchecked Sendable {
    private let rules: RowRules
    private let references: References
    private let plan: DatasetPlan?
    private let tables: [BoundTable]
    private let readings: [TableReading]
    private let order: OrderedStep
    private let catalogue: RuleCatalogue
    /// By table the days that are read from it; nil: all.
    private let days: [ClosedRange<CivilDate>?]
    /// By table, what a review changes.
    private let changes: [Int: TableChanges]
    /// Is shown the records that stand, where they are read once more for their own sake.
    private let observer: (any RecordObserver)?
    private let ledger: RecordLedger?
    private let seriesPlan: RecordSeriesPlan
    /// nil where keys are claimed in the order of reading.
    private let authority: Authority?
    /// Two files have a word about one record, and neither is the newer.
    private let comparesVersions: Bool
    private let fieldCount: Int
    /// nil: everything is read here.
    private let share: DatasetShare?

    // Under `supply`.
    private let supply = NSLock()
    private var position = 0
    /// Of the table at `position`: what is next of its segments, and of a foreign one's pieces.
    private var segment = 0
    private var foreign = 0
    private var reader: TableReader?
    private var wide: WideReading?
    private var widePiece = 0
    private var nextTicket = 0
    private var isExhausted = false

    init(
        dataset: Int, compiled: CompiledPipeline, references: References, own: [ReferenceTable], tables: [BoundTable],
        changes: [Int: TableChanges] = [:], observer: (any RecordObserver)? = nil, share: DatasetShare? = nil,
        keys: (keys: SpilledKeys, isNoting: Bool)? = nil, ceiling: MemoryCeiling? = nil
    ) {
        self.share = share
        self.observer = observer
        self.changes = changes
        let isWritten = observer == nil && compiled.pipeline.outputs.contains { $0.kind == .ledger }
        ledger =
            isWritten
            ? RecordLedger(dataset: dataset, pipeline: compiled.pipeline, schema: compiled.rules[dataset].schema) : nil
        let definition = compiled.pipeline.datasets[dataset]
        rules = compiled.rules[dataset]
        authority = Authority(definition, rules.schema, tables, compiled.pipeline.areas)
        fieldCount = definition.fields.count
        catalogue = compiled.catalogue
        let files = Dictionary(grouping: tables, by: \.turn).values.map { Set($0.map(\.file)).count }
        comparesVersions = !definition.primaryKey.isEmpty && (authority != nil || files.contains { $0 > 1 })
        self.references = references
        plan = compiled.plan.plan(forDataset: dataset)
        seriesPlan = observer == nil ? compiled.seriesPlan(dataset) : RecordSeriesPlan()
        self.tables = tables
        readings = tables.map { TableReading($0, definition: definition, compiled.pipeline) }
        days = SnapshotDays.of(tables, definition.history)
        order = OrderedStep(
            dataset: dataset, compiled: compiled, rules: rules, own: own, tables: tables, readings: readings,
            days: days, share: share, references: references, keys: keys, ceiling: ceiling)
    }

    /// What the dataset comes to; nil where its keys do not fit below the ceiling.
    func perform(jobs: Int) throws(PassInterruption) -> DatasetResult? {
        let partials = try read(jobs: jobs)
        if order.keys.isFull { return nil }
        var (result, released) = order.finish(jobs: jobs)
        for rows in released { add(rows, partials[0]) }
        result.mergeShared(of: tables, catalogue)
        result.ledger = ledger?.rows ?? []
        result.keptOut = keptOut
        result.reviewed = order.reviewed.tallies(plan, tables, days, references)
        if observer == nil { result.findings += try conflicting.resolve(order.conflicts) }
        result.partial = WorkerSums.partial(of: partials)
        result.series = WorkerSums.series(of: partials)
        return result
    }

    /// The first of two readings: only what is claimed is written down.
    func note(jobs: Int) throws(PassInterruption) {
        _ = try read(jobs: jobs)
        _ = order.finish(jobs: jobs)
    }

    /// What the rows of the share claim, piece by piece.
    func claims(jobs: Int) throws(PassInterruption) -> [PieceClaims] {
        _ = try read(jobs: jobs)
        return order.share?.claims ?? []
    }

    /// What the share comes to; nil where its records are not those that have claimed their keys.
    func performShare(jobs: Int) throws(PassInterruption) -> ShareResult? {
        let partials = try read(jobs: jobs)
        var (result, released) = order.finishShare(jobs: jobs)
        guard order.share?.hasChanged == false else { return nil }
        for rows in released { add(rows, partials[0]) }
        result.ledger = ledger?.rows ?? []
        result.keptOut = keptOut
        var answers = try conflicting.answers(result.conflicts.flatMap(\.findings))[...]
        for i in result.conflicts.indices {
            let own = answers.prefix(result.conflicts[i].findings.count)
            answers = answers.dropFirst(own.count)
            result.conflicts[i].findings = own.compactMap(\.self)
        }
        result.partial = WorkerSums.partial(of: partials)
        result.series = WorkerSums.series(of: partials)
        return result
    }

    private var keptOut: KeptOut? { order.keptOut.sum }

    private var conflicting: ConflictingRecords {
        ConflictingRecords(
            tables, RecordCopies(tables, readings, rules, references), keyFields: order.keyFields)
    }

    private func read(jobs: Int) throws(PassInterruption) -> [Box<WorkerSums>] {
        let workers = max(1, jobs)
        let partials = (0..<workers).map { _ in Box(WorkerSums(plan, seriesPlan)) }
        if workers == 1 || tables.isEmpty {
            work(partials[0])
        } else {
            DispatchQueue.concurrentPerform(iterations: workers) { work(partials[$0]) }
        }
        if let interruption = order.interruption { throw interruption }
        return partials
    }

    /// One worker: takes pieces until there are none.
    private func work(_ sum: Box<WorkerSums>) {
        while !order.isStopped, let (ticket, table, taken) = take() {
            let admitted: [AdmittedRows]
            switch taken {
            case .own(let piece):
                let checked = piece.flatMap { piece in check(piece, table) }
                admitted = order.enter(ticket: ticket, table: table, checked)
            case .foreign(let claims): admitted = order.enter(ticket: ticket, foreign: claims)
            }
            if order.keys.isNoting { continue }
            for rows in admitted { add(rows, sum) }
        }
    }

    private func add(_ rows: AdmittedRows, _ sum: Box<WorkerSums>) {
        let (batch, days) = (rows.piece.checked.batch, days[rows.table])
        sum.value.partial?.add(batch, standing: rows.standing, during: days, references: references)
        sum.value.series?.add(
            batch, standing: rows.standing, table: rows.table, sheetRows: rows.piece.decoded.block.rows,
            firstRow: rows.base.row)
        observer?.add(
            batch, standing: rows.standing, during: days, references: references, cells: rows.piece.decoded.block,
            base: rows.base)
        ledger?.add(batch, standing: rows.standing, cells: rows.piece.decoded.block, base: rows.base)
    }

    private func check(_ piece: Piece, _ table: Int) -> Result<CheckedPiece, FileProblem> {
        do throws(FileProblem) {
            let end = piece.fileOffset + (piece.source?.count ?? 0)
            var decoded = readings[table].tidied(try piece.decode())
            var normalizer = readings[table].normalizer
            let changed = changes[table]?.rows(of: decoded.block, piece: piece.ordinal)
            if let changed, !changed.corrected.isEmpty {
                (decoded.block, normalizer) = readings[table].corrected(decoded.block, changed.corrected)
            }
            let normalized = normalizer.normalize(decoded.block)
            let checked = rules.evaluate(normalized, references: references, table: readings[table].context)
            let contents = comparesVersions ? normalized.batch.contents(columns: fieldCount) : nil
            let waiting = authority?.waiting(checked.batch, sender: tables[table].sender) ?? []
            var piece = CheckedPiece(
                decoded: decoded, normalized: normalized, checked: checked,
                keys: order.prepareKeys(
                    checked.batch, sheetRows: decoded.block.rows, besides: waiting.flatMap(\.rows), contents),
                evidence: readings[table].checks.look(at: decoded, normalized, readings[table]))
            piece.end = end
            piece.errors = PieceErrors(checked, catalogue)
            if authority != nil {
                piece.allKeys =
                    waiting.isEmpty
                    ? piece.keys : order.prepareKeys(checked.batch, sheetRows: decoded.block.rows, nil)
            }
            piece.changed = changed
            piece.waiting = waiting.map { turn, rows in
                let keys = order.prepareKeys(
                    checked.batch.gather(rows), sheetRows: rows.map { decoded.block.rows[$0] },
                    contents.map { contents in rows.map { contents[$0] } })
                return WaitingRows(turn: turn, rows: rows, piece: piece.gather(rows, keys: keys), table: table)
            }
            return .success(piece)
        } catch {
            return .failure(error)
        }
    }

    private enum Taken {
        case own(Result<Piece, FileProblem>)
        case foreign(PieceClaims)
    }

    /// The next piece in order, with its ticket; a reader's problem takes a ticket too, so that it is heard in order.
    private func take() -> (ticket: Int, table: Int, piece: Taken)? {
        supply.lock()
        defer { supply.unlock() }
        func ticket() -> Int {
            nextTicket += 1
            return nextTicket - 1
        }
        while !isExhausted, position < tables.count {
            let table = position
            let segments = share?.segments[table] ?? [.own(bytes: nil)]
            guard segment < segments.count else {
                position += 1
                segment = 0
                continue
            }
            switch segments[segment] {
            case .foreign(let pieces):
                if foreign < pieces.count {
                    foreign += 1
                    return (ticket(), table, .foreign(pieces[foreign - 1]))
                }
            case .own(let bytes):
                do throws(FileProblem) {
                    if let piece = try next(of: table, bytes) { return (ticket(), table, .own(.success(piece))) }
                } catch {
                    isExhausted = true
                    return (ticket(), table, .own(.failure(error)))
                }
            }
            foreign = 0
            segment += 1
        }
        return nil
    }

    /// The next piece of a table that is read here; nil behind the last.
    private func next(of table: Int, _ bytes: Range<Int>?) throws(FileProblem) -> Piece? {
        if reader == nil, wide?.holds(tables[table]) != true {
            let next = table + 1 < tables.count ? tables[table + 1] : nil
            wide = try WideReading(tables[table], followedBy: next)
        }
        if let wide, wide.holds(tables[table]) {
            guard let piece = wide.piece(widePiece, for: tables[table].binding) else {
                widePiece = 0
                return nil
            }
            widePiece += 1
            return piece
        }
        if reader == nil {
            reader = try TableReader(
                file: tables[table].input, survey: tables[table].survey, binding: tables[table].binding,
                mode: tables[table].mode, bytes: bytes)
        }
        let piece = try reader?.next()
        if piece == nil { reader = nil }
        return piece
    }
}
