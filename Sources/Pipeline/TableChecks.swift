import Definitions
import Ingest
import Model
import Publish
import Tabular
import Validate

/// What a table states about itself as a whole, and is held to: the sums in its total rows, the period in its title.
struct TableChecks: Sendable {
    let totalled: TotalledFields
    let period: StatedPeriodCheck?
    let stubs: [StubCheck]
    let percents: PercentCheck?

    init(_ dataset: DatasetDefinition, _ table: BoundTable, _ pipeline: PipelineDefinition) {
        totalled = TotalledFields(dataset, table)
        period = StatedPeriodCheck(dataset, table, pipeline)
        stubs = StubCheck.checks(dataset, table)
        percents = PercentCheck(dataset, table)
    }

    /// The part of the work that needs no order.
    func look(at decoded: DecodedPiece, _ normalized: NormalizedBatch, _ reading: TableReading) -> TableEvidence {
        TableEvidence(
            footing: totalled.footing(decoded, normalized, reading),
            outside: period.map { $0.look(at: normalized.batch, rows: decoded.block.rows) },
            stubs: stubs.map { $0.look(at: decoded.block) },
            percents: percents?.look(at: decoded.block, normalized.batch) ?? [])
    }
}

/// What one piece says to the statements of its table.
struct TableEvidence: Sendable {
    var footing: Footing?
    var outside: StatedPeriodCheck.Found?
    var stubs: [StubCheck.Found] = []
    var percents: [PercentCheck.Count] = []
}

/// The statements of the table under way, piece after piece.
struct TableStatements {
    private let checks: TableChecks
    private var totals: StatedSums
    private var dates = StatedPeriodCheck.Found()
    private var places: [(place: Place, date: CivilDate)] = []
    private var stubs: [StubCheck.Total]
    private var percents = PercentCheck.Total()

    init(_ checks: TableChecks) {
        self.checks = checks
        stubs = checks.stubs.map { _ in StubCheck.Total() }
        totals = StatedSums(fields: checks.totalled.fields.count)
    }

    /// Takes in a piece whose first row stands at `base`.
    mutating func add(_ evidence: TableEvidence, base: Place) {
        if let footing = evidence.footing { totals.add(footing, base: base) }
        for (at, found) in evidence.stubs.enumerated() { stubs[at].add(found, base: base) }
        percents.add(evidence.percents, base: base)
        guard let outside = evidence.outside else { return }
        dates.evaluated += outside.evaluated
        dates.count += outside.count
        for (row, date) in outside.first where places.count < StatedPeriodCheck.shown {
            var place = base
            place.row += Int64(row)
            places.append((place, date))
        }
    }

    fileprivate func findings(
        _ dataset: Int, _ catalogue: RuleCatalogue, _ context: TableContext
    ) -> [(rule: Int, count: RuleCount, findings: [Finding])] {
        var results: [(rule: Int, count: RuleCount, findings: [Finding])] = []
        func finding(_ rule: Int, _ mismatch: StatedSums.Mismatch) -> Finding {
            let field = checks.totalled.fields[mismatch.field]
            var place = mismatch.place
            place.column = context.columns[field]
            return Finding(
                rule: rule, field: field, place: place, value: mismatch.text,
                expected: .number(checks.totalled.decimal(mismatch.sum, mismatch.field)),
                difference: .number(
                    checks.totalled.decimal(Int128(mismatch.stated) - mismatch.sum, mismatch.field)))
        }
        let sums = totals.judge()
        if sums.checked + sums.unproven > 0 {
            let rule = catalogue.index(.controlTotal, dataset: dataset)
            results.append(
                (
                    rule,
                    RuleCount(evaluated: sums.checked, failed: sums.mismatches.count, missing: sums.unproven),
                    sums.mismatches.map { finding(rule, $0) }
                ))
        }
        if totals.parts + totals.partsWithoutWhole > 0 {
            let rule = catalogue.index(.ofWhich, dataset: dataset)
            let wrong = totals.partMismatches
            results.append(
                (
                    rule,
                    RuleCount(evaluated: totals.parts, failed: wrong.count, missing: totals.partsWithoutWhole),
                    wrong.map { finding(rule, $0) }
                ))
        }
        for (check, stub) in zip(checks.stubs, stubs) {
            guard let first = stub.first else { continue }
            let rule = catalogue.index(.stubUnproven, dataset: dataset)
            var place = first.place
            place.column = context.columns[check.field]
            results.append(
                (
                    rule, RuleCount(evaluated: stub.records, failed: stub.blanks),
                    [
                        Finding(
                            rule: rule, field: check.field, place: place, value: first.text, count: Int64(stub.blanks))
                    ]
                ))
        }
        for (field, column) in percents.columns.sorted(by: { $0.key < $1.key }) where column.marked + column.plain > 0 {
            let rule = catalogue.index(.mixedPercent, dataset: dataset, field: field)
            let isMixed = column.marked > 0 && column.plain > 0
            var found: [Finding] = []
            if isMixed, var place = column.place {
                place.column = context.columns[field]
                found.append(
                    Finding(
                        rule: rule, field: field, place: place, value: column.text, count: Int64(column.plain)))
            }
            results.append(
                (rule, RuleCount(evaluated: column.marked + column.plain, failed: isMixed ? column.plain : 0), found))
        }
        guard let period = checks.period, dates.evaluated > 0 else { return results }
        if period.isOfDelivery, dates.count < dates.evaluated { return results }
        let rule = catalogue.index(.statedPeriod, dataset: dataset)
        var outside: [Finding] = []
        if let (first, _) = places.first {
            var place = first
            place.column = context.columns[period.field]
            var finding = Finding(
                rule: rule, field: period.field, place: place,
                value: places.map { "\($0.place.row): \($0.date)" }.joined(separator: ", "),
                expected: .text(period.words), count: Int64(dates.count))
            if period.isOfDelivery { finding.detail = late(places.map { $0.date }, period, dates.count) }
            outside.append(finding)
        }
        results.append((rule, RuleCount(evaluated: dates.evaluated, failed: dates.count), outside))
        return results
    }
}

extension TableStatements {
    /// Of a table that restates other years than its delivery says.
    private func late(_ dates: [CivilDate], _ period: StatedPeriodCheck, _ count: Int) -> LocalizedText {
        let years = dates.map(\.month.year)
        let covers = "covers: \(years.min() ?? 0)-01..\(years.max() ?? 0)-12"
        let named = dates.map(\.description).joined(separator: ", ")
        return LocalizedText(
            zh:
                "本表整年重报，按报送期重报的是 \(period.words) 年，但 \(count) 条记录的日期全部不在其中（\(named)）：原先报送、本表已不列的记录仍然计入。如系重报以前年度，请在该次报送的 delivery.yaml 中写明时期，如 \(covers)。",
            en:
                "By its delivery this table restates \(period.words) whole, but none of its \(count) records is of that time (\(named)): records sent before that it no longer has still count. If it restates earlier years, say so in the delivery.yaml of the delivery, as \(covers)."
        )
    }
}

extension DatasetResult {
    /// Writes down what a table's statements came to.
    mutating func add(
        _ statements: TableStatements, _ dataset: Int, _ catalogue: RuleCatalogue, _ context: TableContext
    ) {
        for (rule, count, found) in statements.findings(dataset, catalogue, context) {
            counts[rule, default: RuleCount()] += count
            findings += found
        }
    }
}

extension RuleCount {
    fileprivate init(evaluated: Int, failed: Int, missing: Int = 0) {
        self.init()
        self.evaluated = Int64(evaluated + missing)
        self.missing = Int64(missing)
        self.failed = Int64(failed)
        passed = Int64(evaluated - failed)
    }
}
