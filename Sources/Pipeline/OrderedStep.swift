import Aggregate
import Definitions
import Expressions
import Foundation
import Ingest
import Model
import Publish
import Synchronization
import Tabular
import Validate

/// The short sequential step between the two parallel ones. Pieces pass it in their order in the files, newest delivery
/// first: row numbers get their base, keys are claimed, findings and counts are written down.
///
/// `@unchecked Sendable`: everything below `turn` is touched by the holder of the current ticket only.
final class OrderedStep: @unchecked Sendable {
    let dataset: Int
    let catalogue: RuleCatalogue
    let rules: RowRules
    private let own: [ReferenceTable]
    let tables: [BoundTable]
    private let readings: [TableReading]
    var keys: KeyBook
    let keyFields: [Int]
    let preparation: KeyPreparation
    let fresh: () -> KeyRegister
    /// Where copies of rows go that do not fit into memory.
    let pages: EvidencePages?

    private let turn = NSCondition()
    private var current = 0

    var result = DatasetResult()
    /// By position in the catalogue less the dataset's first rule: added to once a piece, so no table of hashes.
    private var counts: [RuleCount]
    var interruption: PassInterruption?
    private let stopped = Atomic<Bool>(false)
    /// Nothing more is taken in.
    var isStopped: Bool { stopped.load(ordering: .relaxed) }
    var openTable = -1
    private var account: TableAccount?
    private let isSnapshot: Bool
    /// By table: whether other datasets refer to its records.
    private let isCurrent: [Bool]
    private var restated: RestatedRecords?
    var waiting: [Waiter] = []
    /// Rows that hold other values than another version of their record, with its place.
    var conflicts: [Finding] = []
    var keptOut: KeptOutRows
    /// Where rows of one file claim their keys at different times.
    private var repeatedRows: RepeatedRows?
    private(set) var reviewed = ReviewedRows()
    private var stated: StatedRows?
    private let statementMonths: StatementMonths?
    var rowBase: Int64 = 0
    var lineBase: Int64 = 0
    private var notRecords: [RowClass: Int64] = [:]
    var notes: [TableNoteKey: TableNote] = [:]
    /// Of the open table.
    var statements: TableStatements?
    /// nil: everything is read here.
    var share: ShareRecord?

    init(
        dataset: Int, compiled: CompiledPipeline, rules: RowRules, own: [ReferenceTable], tables: [BoundTable],
        readings: [TableReading], days: [ClosedRange<CivilDate>?], share: DatasetShare? = nil,
        references: References, keys spilled: (keys: SpilledKeys, isNoting: Bool)? = nil,
        ceiling: MemoryCeiling? = nil
    ) {
        self.share = share.map { ShareRecord($0) }
        self.dataset = dataset
        catalogue = compiled.catalogue
        self.rules = rules
        counts = Array(repeating: RuleCount(), count: rules.ruleCount)
        self.own = own
        self.tables = tables
        self.readings = readings
        let definition = compiled.pipeline.datasets[dataset]
        keyFields = definition.primaryKey.compactMap { rules.schema.index(of: $0) }
        let (schema, fields) = (rules.schema, keyFields)
        fresh = { KeyRegister(schema: schema, keyFields: fields) }
        keys = KeyBook(spilled?.keys, isNoting: spilled?.isNoting == true, share == nil ? ceiling : nil, fresh)
        preparation = KeyRegister(schema: schema, keyFields: fields).preparation
        keptOut = KeptOutRows(
            compiled.plan.plan(forDataset: dataset), areaField: definition.area.flatMap { schema.index(of: $0) },
            references: references, ceiling)
        pages = spilled?.isNoting == true ? nil : ceiling.map { EvidencePages($0) }
        isSnapshot = definition.history == .snapshot
        if definition.authority != nil {
            repeatedRows = RepeatedRows(fresh)
        }
        let lastDay = compiled.range.last.lastMonth.lastDay
        isCurrent = days.map { $0?.contains(lastDay) ?? true }
        statementMonths = StatementMonths(definition, compiled.pipeline, rules.schema)
        restated = RestatedRecords(
            definition.history, date: definition.date.flatMap { rules.schema.index(of: $0) }, tables)
        result.bases = tables.map { _ in [] }
        stated = StatedRows(dataset, definition, rules.schema)
    }

    /// Waits for the ticket's turn.
    func inTurn<Answer>(_ ticket: Int, _ body: () -> Answer) -> Answer {
        turn.lock()
        while current != ticket { turn.wait() }
        turn.unlock()
        defer {
            turn.lock()
            current += 1
            turn.broadcast()
            turn.unlock()
        }
        return body()
    }

    /// Waits for the ticket's turn, then takes the piece in. Answers the rows that enter the figures, of this piece and of
    /// older ones that have waited; none where the attempt has been stopped.
    func enter(ticket: Int, table: Int, _ piece: Result<CheckedPiece, FileProblem>) -> [AdmittedRows] {
        inTurn(ticket) {
            let admitted = take(piece, table)
            if interruption != nil || keys.isFull { stopped.store(true, ordering: .relaxed) }
            return admitted
        }
    }

    private func take(_ piece: Result<CheckedPiece, FileProblem>, _ table: Int) -> [AdmittedRows] {
        guard interruption == nil, !keys.isFull else { return [] }
        switch piece {
        case .failure(let problem):
            interruption = PassInterruption(file: tables[table].file, problem: problem)
            return []
        case .success(let found):
            let released = table == openTable ? [] : open(table)
            if let problem = state(found, table) ?? found.misfit(tables[table], base: place(table)) {
                interruption = PassInterruption(file: tables[table].file, problem: problem)
                return []
            }
            mark([table, 0, Int(rowBase)])
            let piece = withoutRepeated(found, table)
            return released + (isClaiming(piece, table) ? [] : [take(piece, table)])
        }
    }

    /// Rows that repeat an earlier one of their file claim no key.
    private func withoutRepeated(_ found: CheckedPiece, _ table: Int) -> CheckedPiece {
        guard let all = found.allKeys,
            let repeated = repeatedRows?.found(all, source: source(table, place(of: found.decoded, table)))
        else { return found }
        var piece = found
        piece.leaveOut(repeated) { prepareKeys($0, sheetRows: $1, besides: $2, $3) }
        return piece
    }

    func open(_ table: Int) -> [AdmittedRows] {
        close()
        var released: [AdmittedRows] = []
        if openTable >= 0, tables[openTable].delivery != tables[table].delivery {
            // The register of a day is made of what was sent for it: nothing waits any longer.
            let isDone = isSnapshot && tables[openTable].lastDay != tables[table].lastDay
            released = release(upTo: isDone ? Authority.last : Authority.last - 1)
        }
        // A table without any piece still has its account.
        for skipped in (openTable + 1)..<table { openAccount(skipped); close() }
        openAccount(table)
        return released
    }

    func source(_ table: Int, _ base: Place) -> KeySource {
        KeySource(delivery: tables[table].delivery, file: tables[table].file, turn: tables[table].turn, base: base)
    }

    /// Of the next piece's first row.
    func place(_ table: Int) -> Place {
        Place(file: Int32(tables[table].file), sheet: Int32(tables[table].placeSheet), row: rowBase + 1)
    }

    private func place(of piece: DecodedPiece, _ table: Int) -> Place {
        var base = place(table)
        base.line = piece.hasLines ? lineBase + 1 : 0
        return base
    }

    private func openAccount(_ table: Int) {
        // Snapshots of other days do not revise each other: for each day keys are claimed anew.
        if isSnapshot, table > 0, tables[table].lastDay != tables[table - 1].lastDay {
            settleKeptOut(jobs: 1)
            keys.beginAnew()
        }
        restated?.open(tables[table])
        openTable = table
        rowBase = Int64(tables[table].layout.firstRow - 1)
        lineBase = Int64(tables[table].layout.linesAbove)
        // What a table that is cut states is held to it where its parts come together.
        statements = share?.share.isCut[table] == true ? nil : TableStatements(readings[table].checks)
        account = TableAccount(
            file: tables[table].file, sheet: tables[table].placeSheet, table: tables[table].ordinal, dataset: dataset)
        account?.column = tables[table].column
    }

    private func close() {
        guard var finished = account else { return }
        mark([openTable, 1])
        if let statements { result.add(statements, dataset, catalogue, readings[openTable].context) }
        statements = nil
        finished.notRecords = RowClass.allCases.compactMap { kind in
            notRecords[kind].map { RowClassCount(name: kind.rawValue, count: $0) }
        }
        result.accounts.append(finished)
        account = nil
        notRecords = [:]
    }

    private func take(_ piece: CheckedPiece, _ table: Int) -> AdmittedRows {
        let decoded = piece.decoded
        let context = readings[table].context
        let base = place(of: decoded, table)
        piece.checked.evidence?.base = base
        if let note = tables[table].reconstruction(decoded, catalogue) { result.findings.append(note) }
        if let note = tables[table].covered(decoded, catalogue) { result.findings.append(note) }
        result.bases[table].append(base.row)
        let ragged = Set(decoded.ragged.map(\.record))
        for (offset, count) in piece.checked.counts.enumerated() { counts[offset] += count }
        keep(piece.checked.findings, besides: ragged, flagged: piece.checked.flagged)
        for note in piece.checked.notes {
            add(rule: note.rule, field: note.field, note.kind, note.count, decoded.block.rows[note.firstRow], table)
        }
        if decoded.looseQuotes > 0 {
            let rule = catalogue.index(.looseQuote)
            add(rule: rule, field: -1, "", decoded.looseQuotes, decoded.looseQuoteRow, table)
        }

        var rejected = rejectRagged(piece, context, base)
        if let changed = piece.changed { rejected.subtract(changed.excluded) }
        for var rows in piece.waiting {
            rows.base = base
            rows.piece.checked.rejected = rejected.gather(rows.rows)
            waiting.append(Waiter(turn: rows.turn, table: table, base: base, content: .own(rows)))
        }
        let admitted = admit(piece, rejected, table, base)
        if share == nil { keys.expect(table, after: piece.end, of: tables[table].input) }
        account?.read += Int64(decoded.rowCount)
        for (kind, count) in decoded.notRecords { notRecords[kind, default: 0] += Int64(count) }
        if let pages { piece.checked.evidence?.page(to: pages) }
        if keys.isNoting { forget() }
        rowBase += Int64(decoded.rowCount)
        lineBase += Int64(decoded.lineCount)
        return admitted
    }

    /// Lets the rows of a piece, less those that wait, claim their keys; accounts for what becomes of them.
    private func admit(_ piece: CheckedPiece, _ rejected: Bitmap, _ table: Int, _ base: Place) -> AdmittedRows {
        var claims = claim(piece.keys, rejected, table, base)
        claims.add(repeated: piece.repeated)
        let later = piece.waiting.flatMap(\.rows)
        for row in later { claims.standing.set(row, false) }
        let judged = rules.judge(
            claims, normalized: piece.normalized, checked: piece.checked, table: readings[table].context, base: base)
        if let pages { for finding in judged.findings { finding.evidence?.page(to: pages) } }
        result.findings += judged.findings
        conflicts += judged.conflicts
        for (offset, count) in judged.counts.enumerated() { counts[offset] += count }
        // What a review takes out has its key all the same: no older version comes back.
        let excluded = piece.changed?.excluded ?? Bitmap(count: judged.standing.count)
        let gone = withdraw(judged.standing.subtracting(excluded), claims, piece, table, base)
        let kept = judged.standing.subtracting(excluded).subtracting(gone)
        if stated != nil {
            var flags: [RowFlag] = []
            let rule = catalogue.index(.figureUnusable, dataset: dataset)
            let value = rules.schema.index(of: "value") ?? -1
            kept.forEachSet { flags.append(RowFlag(row: $0, rule: rule, field: value)) }
            let evidence = rules.flag(
                flags, normalized: piece.normalized, checked: piece.checked, table: readings[table].context, base: base)
            stated?.take(piece.checked.batch, kept: kept, table: tables[table], evidence: evidence)
        }
        if isCurrent[table], !keys.isNoting {
            for other in own { other.append(piece.checked.batch, schema: rules.schema, rows: kept) }
        }

        keepOut(piece, claims, rejected, kept: kept, later, table)
        if let changed = piece.changed, !keys.isNoting {
            reviewed.add(changed, piece.checked.batch, kept: kept, standing: judged.standing, rules, table: table)
        }
        let fates = RowFates(claims, kept: kept, withdrawn: gone, excluded: excluded, waiting: later)
        let months = statementMonths?.months(piece.checked.batch, rows: kept) ?? []
        settle(table) { $0.add(fates, months) }
        return AdmittedRows(piece: piece, standing: kept, table: table, base: base)
    }

    /// Changes the account of the open table, or of one before it.
    private func settle(_ table: Int, _ change: (inout TableAccount) -> Void) {
        guard var open = account, table == openTable else {
            change(&result.accounts[table])
            return
        }
        change(&open)
        account = open
    }

    /// Lets rows claim their keys that have waited until now, the nearest to their areas first.
    private func release(upTo turn: UInt8) -> [AdmittedRows] {
        let due = waiting.enumerated().filter { $0.element.turn <= turn }
            .sorted { ($0.element.turn, $0.offset) < ($1.element.turn, $1.offset) }.map(\.element)
        waiting.removeAll { $0.turn <= turn }
        return due.compactMap { waiter in
            mark([openTable, 2, Int(waiter.turn), waiter.table, Int(waiter.base.row)])
            switch waiter.content {
            case .own(let rows): return admit(rows.piece, rows.piece.checked.rejected, rows.table, waiter.base)
            case .foreign(let rows):
                _ = claim(rows.keys, rows.rejected, waiter.table, waiter.base)
                return nil
            }
        }
    }

    /// The standing rows that a later delivery of their sender has restated without, each listed.
    private func withdraw(
        _ standing: Bitmap, _ claims: Claims, _ piece: CheckedPiece, _ table: Int, _ base: Place
    ) -> Bitmap {
        guard let restated else { return Bitmap(count: standing.count) }
        let gone = restated.withdrawn(
            piece.checked.batch, standing: standing, besides: claims.revisions, tables[table])
        let rule = catalogue.index(.withdrawn, dataset: dataset)
        count(rule, evaluated: standing.ones, failed: gone.ones)
        var flags: [RowFlag] = []
        gone.forEachSet { flags.append(RowFlag(row: $0, rule: rule, field: keyFields.first ?? -1)) }
        result.findings += rules.flag(
            flags, normalized: piece.normalized, checked: piece.checked, table: readings[table].context, base: base)
        return gone
    }

    /// Writes down the findings of the row rules. A ragged row's cells may stand in any column: that it is ragged is all
    /// that can be said of it, so what the rules made of it does not count.
    private func keep(_ findings: [Finding], besides ragged: Set<Int>, flagged: Bitmap) {
        guard !ragged.isEmpty else {
            result.findings += findings
            return
        }
        var rows: [Int] = []
        flagged.forEachSet { rows.append($0) }
        for finding in findings {
            if ragged.contains(rows[Int(finding.evidenceRow)]) {
                counts[Int(finding.rule) - rules.firstRule].failed -= 1
                counts[Int(finding.rule) - rules.firstRule].evaluated -= 1
            } else {
                result.findings.append(finding)
            }
        }
    }

    /// A rule of the dataset that this step judges.
    func count(_ rule: Int, evaluated: Int, failed: Int) {
        counts[rule - rules.firstRule].evaluated += Int64(evaluated)
        counts[rule - rules.firstRule].failed += Int64(failed)
        counts[rule - rules.firstRule].passed += Int64(evaluated - failed)
    }

    private func add(rule: Int, field: Int, _ kind: String, _ count: Int, _ firstRow: UInt32, _ table: Int) {
        let key = TableNoteKey(rule: rule, table: table, kind: kind)
        var place = place(table)
        place.row += Int64(firstRow)
        if field >= 0 { place.column = readings[table].context.columns[field] }
        notes[key, default: TableNote(count: 0, place: place, field: field)].count += Int64(count)
    }

    /// The end of the pass: the last account, and the notes in the order of rule, file and place.
    func finish(jobs: Int) -> (DatasetResult, [AdmittedRows]) {
        close()
        let released = release(upTo: Authority.last)
        settleKeptOut(jobs: jobs)
        result.stated = stated?.rows ?? []
        for (offset, count) in counts.enumerated() {
            result.counts[rules.firstRule + offset, default: RuleCount()] += count
        }
        for table in (openTable + 1)..<max(openTable + 1, tables.count) { openAccount(table); close() }
        if share == nil { result.add(notes) }
        return (result, released)
    }
}
