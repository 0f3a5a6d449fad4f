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
    private let sums: Bool

    init(_ dataset: DatasetDefinition, _ table: BoundTable, _ pipeline: PipelineDefinition) {
        totalled = TotalledFields(dataset, table)
        period = StatedPeriodCheck(dataset, table, pipeline)
        sums = table.mode.sums
    }

    /// The part of the work that needs no order. Costs nothing where a table has neither totals nor a stated period.
    func look(at decoded: DecodedPiece, _ normalized: NormalizedBatch, _ reading: TableReading) -> TableEvidence {
        TableEvidence(
            footing: totalled.footing(decoded, normalized, reading, always: sums),
            outside: period.map { $0.look(at: normalized.batch, rows: decoded.block.rows) })
    }
}

/// What one piece says to the statements of its table.
struct TableEvidence: Sendable {
    var footing: Footing?
    var outside: StatedPeriodCheck.Found?
}

/// The statements of the table under way, piece after piece.
struct TableStatements {
    private let checks: TableChecks
    /// Every piece brings its sums.
    private let sums: Bool
    private var pieces = 0
    private var totals: ControlTotals
    private var dates = StatedPeriodCheck.Found()
    private var places: [(place: Place, date: CivilDate)] = []

    init(_ checks: TableChecks, sums: Bool) {
        self.checks = checks
        self.sums = sums
        totals = ControlTotals(fields: checks.totalled.fields.count)
    }

    /// Takes in a piece whose first row stands at `base`. Answers with a problem where a total turns up in a table of
    /// several pieces that have not been summed: then the file is read again with their sums.
    mutating func add(_ evidence: TableEvidence, base: Place) -> FileProblem? {
        pieces += 1
        if let footing = evidence.footing { totals.add(footing, base: base) }
        if totals.hasTotals, pieces > 1, !sums {
            return FileProblem(
                .controlTotal, at: base, zh: "合计行之前的记录尚未求和，重新读取", en: "records above a total are yet to be summed",
                retry: .sums)
        }
        guard let outside = evidence.outside else { return nil }
        dates.evaluated += outside.evaluated
        dates.count += outside.count
        for (row, date) in outside.first where places.count < StatedPeriodCheck.shown {
            var place = base
            place.row += Int64(row)
            places.append((place, date))
        }
        return nil
    }

    fileprivate func findings(
        _ dataset: Int, _ catalogue: RuleCatalogue, _ context: TableContext
    ) -> [(rule: Int, count: RuleCount, findings: [Finding])] {
        var results: [(rule: Int, count: RuleCount, findings: [Finding])] = []
        var totals = totals
        totals.finish()
        if totals.checked > 0 {
            let rule = catalogue.index(.controlTotal, dataset: dataset)
            results.append(
                (
                    rule, RuleCount(evaluated: totals.checked, failed: totals.mismatches.count),
                    totals.mismatches.map { mismatch in
                        let field = checks.totalled.fields[mismatch.field]
                        var place = mismatch.place
                        place.column = context.columns[field]
                        return Finding(
                            rule: rule, field: field, place: place, value: mismatch.text,
                            expected: .number(checks.totalled.decimal(mismatch.sum, mismatch.field)),
                            difference: .number(
                                checks.totalled.decimal(Int128(mismatch.stated) - mismatch.sum, mismatch.field)))
                    }
                ))
        }
        guard let period = checks.period, dates.evaluated > 0 else { return results }
        let rule = catalogue.index(.statedPeriod, dataset: dataset)
        var finding: [Finding] = []
        if let (first, _) = places.first {
            var place = first
            place.column = context.columns[period.field]
            finding.append(
                Finding(
                    rule: rule, field: period.field, place: place,
                    value: places.map { "\($0.place.row): \($0.date)" }.joined(separator: ", "),
                    expected: .text(period.words), count: Int64(dates.count)))
        }
        results.append((rule, RuleCount(evaluated: dates.evaluated, failed: dates.count), finding))
        return results
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
    fileprivate init(evaluated: Int, failed: Int) {
        self.init()
        self.evaluated = Int64(evaluated)
        self.failed = Int64(failed)
        passed = Int64(evaluated - failed)
    }
}
