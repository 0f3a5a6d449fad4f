import Aggregate
import Definitions
import Expressions
import Model
import Publish
import Tabular
import Validate

/// What the exceptions of a run ask about records: the rows that they are about, which fields they doubt, and how much.
struct Questions {
    private(set) var records: [QuestionedRecords] = []
    /// By dataset that has questions.
    private(set) var anticipations: [Int: Anticipation] = [:]
    /// By finding: the value that is likely meant, as the field holds it.
    private(set) var proposals: [Int: Int64] = [:]
    let references: References
    private let compiled: CompiledPipeline
    private var numbers: [SheetRecord: Int] = [:]

    /// A record where it stands; several tables may lie side by side in one row.
    private struct SheetRecord: Hashable {
        var dataset: Int32
        var row: Review.SheetRow
        var columns: [Int32]
    }

    /// How likely a record is wrong that a query asks about for another reason than its value, where the rule fails once in a
    /// while; the more often it fails, the less a failure says.
    private static let doubt = 0.5
    /// The same once more under another key.
    private static let doubtOfRepeated = 0.9

    /// `settled`: positions of findings that have been answered, so that nothing is in question any more. Where no
    /// output shows what exceptions mean and no query can hold a figure back, nothing is asked.
    init(
        _ findings: [Finding], _ counts: [RuleCount], _ compiled: CompiledPipeline, _ discovery: TableDiscovery,
        _ results: [DatasetResult], tables: [String: ReferenceTable], settled: Set<Int> = []
    ) {
        self.compiled = compiled
        references = References(tables)

        guard
            compiled.pipeline.outputs.contains(where: \.showsImpact)
                || findings.contains(where: {
                    $0.evidence != nil && compiled.catalogue[Int($0.rule)].severity == .query
                })
        else { return }
        var positions: [ObjectIdentifier: Int] = [:]
        var parts: [(evidence: Evidence, findings: [Int])] = []
        for (at, finding) in findings.enumerated() where !settled.contains(at) {
            guard let evidence = finding.evidence, compiled.plan.plan(forDataset: Int(evidence.dataset)) != nil,
                compiled.catalogue[Int(finding.rule)].severity != .note
            else { continue }
            let key = ObjectIdentifier(evidence)
            if let known = positions[key] {
                parts[known].findings.append(at)
            } else {
                positions[key] = parts.count
                parts.append((evidence, [at]))
            }
        }
        for dataset in Set(parts.map { Int($0.evidence.dataset) }) {
            guard let series = results[dataset].series else {
                anticipations[dataset] = Anticipation(RecordSeries(RecordSeriesPlan()), months: [])
                continue
            }
            var months: Set<Int32> = []
            for part in parts where Int(part.evidence.dataset) == dataset {
                for row in part.evidence.rows.indices { months.insert(series.month(part.evidence.typed, row)) }
            }
            anticipations[dataset] = Anticipation(series, months: months)
        }
        for (evidence, own) in parts {
            let dataset = Int(evidence.dataset)
            let sorted = own.sorted { (findings[$0].evidenceRow, $0) < (findings[$1].evidenceRow, $1) }
            let corrected = CorrectedRecords(sorted.map { findings[$0] }, evidence, compiled)
            var failed = [Set<Int>](repeating: [], count: evidence.rows.count)
            for at in own {
                let (finding, rule) = (findings[at], compiled.catalogue[Int(findings[at].rule)])
                guard rule.severity == .error, finding.field >= 0 else { continue }
                failed[Int(finding.evidenceRow)].formUnion(
                    compiled.rules[dataset].affected(by: [Int(finding.field)]))
            }
            let table = discovery.tables[dataset].first {
                $0.file == Int(evidence.base.file) && $0.placeSheet == Int(evidence.base.sheet)
            }
            records.append(
                QuestionedRecords(
                    dataset: dataset, typed: evidence.typed, fates: evidence.fates, failed: failed,
                    origin: ErrorRows.Origin(
                        sender: table.flatMap { $0.sender < 0 ? nil : $0.sender },
                        month: table?.months.upperBound ?? compiled.range.last.lastMonth),
                    questions: sorted.map { at in
                        var question = question(findings[at], at, counts, evidence)
                        question.record = number(evidence, question.row)
                        question.correctedField = corrected.field(findings[at])
                        return question
                    }))
            records[records.count - 1].corrected = corrected.batches(compiled.rules[dataset], references)
        }
    }

    /// One number a record, however many copies of it travel with findings.
    private mutating func number(_ evidence: Evidence, _ row: Int) -> Int {
        let record = SheetRecord(
            dataset: evidence.dataset, row: Review.SheetRow(evidence.place(row: row, field: -1)),
            columns: evidence.columns)
        let number = numbers[record] ?? numbers.count
        numbers[record] = number
        return number
    }

    private mutating func question(_ finding: Finding, _ at: Int, _ counts: [RuleCount], _ evidence: Evidence)
        -> Question
    {
        let rule = compiled.catalogue[Int(finding.rule)]
        let row = Int(finding.evidenceRow)
        let isOut = evidence.fates[row] == .keptOut
        let fields =
            isOut || finding.field < 0
            ? nil : compiled.rules[Int(evidence.dataset)].affected(by: [Int(finding.field)])
        let count = counts[Int(finding.rule)]
        let rate = count.evaluated > 0 ? Double(count.failed) / Double(count.evaluated) : 0
        var question = Question(
            finding: at, row: row, fields: fields, doubt: Questions.doubt * (1 - rate),
            isError: rule.severity == .error)
        if finding.field >= 0, case .integers(let column) = evidence.typed.columns[Int(finding.field)],
            column.validity[row],
            let expected = anticipations[Int(evidence.dataset)]?.value(
                evidence.typed, row: row, field: Int(finding.field)),
            let proposed = expected.candidate(for: column.values[row])
        {
            question.expected = AnticipatedValue(value: proposed, spread: 1, isOwn: true)
            proposals[at] = proposed
        } else if let known = known(finding, compiled.schemas[Int(evidence.dataset)], rule) {
            question.expected = known.value
            question.isStated = known.isStated
        }
        if compiled.pipeline.series(rule)?.kind == .repeated {
            question.fields = nil
            question.doubt = Questions.doubtOfRepeated
        }
        if case .record(let other, let otherRow) = finding.context {
            question.fields = nil
            question.other = Question.Other(typed: other.typed, row: otherRow)
        }
        return question
    }

    /// What the rule itself says of the value: that it follows from the record's others, or what is usual in its group.
    private func known(
        _ finding: Finding, _ schema: Schema, _ rule: Rule
    ) -> (value: AnticipatedValue, isStated: Bool)? {
        guard finding.field >= 0, case .number(let scale) = schema.fields[Int(finding.field)].type,
            case .number(let number) = finding.expected, case .expression = rule.kind,
            let mantissa = Fraction(mantissa: number.mantissa, scale: number.scale).rounded(scale: scale),
            let value = Int64(exactly: mantissa), value >= 0
        else { return nil }
        if let spread = finding.spread {
            return (AnticipatedValue(value: value, spread: max(spread, 1), isOwn: false), false)
        }
        guard compiled.pipeline.series(rule) == nil else { return nil }
        return (AnticipatedValue(value: value, spread: 1, isOwn: true), true)
    }

    /// The findings with the values that are likely meant.
    func suggesting(_ findings: [Finding]) -> [Finding] {
        guard !proposals.isEmpty else { return findings }
        var findings = findings
        for (at, value) in proposals where findings[at].suggestion == nil {
            guard let evidence = findings[at].evidence,
                case .number(let scale) = compiled.schemas[Int(evidence.dataset)].fields[Int(findings[at].field)].type
            else { continue }
            findings[at].suggestion = Decimal(mantissa: Int128(value), scale: scale).shortest
        }
        return findings
    }

    /// By finding of the publication: those about records as they were assessed, those about figures by how far these are
    /// apart.
    func impacts(_ assessed: Impacts, of publication: Publication) -> [FindingImpact] {
        publication.findings.enumerated().map { at, finding in
            if let figures = finding.figures { return FindingImpact(comparing: figures) }
            guard var impact = assessed.byFinding[at] else { return FindingImpact() }
            if let anticipated = impact.anticipated, let evidence = finding.evidence, finding.field >= 0 {
                let field = publication.schemas[Int(evidence.dataset)].fields[Int(finding.field)]
                if case .number(let scale) = field.type {
                    impact.anticipated = Decimal(mantissa: anticipated.mantissa, scale: scale)
                } else {
                    impact.anticipated = nil
                }
            }
            return impact
        }
    }
}

extension FindingImpact {
    /// Of two figures that should be alike: their distance, in parts of the larger.
    fileprivate init(comparing figures: ComparedFigures) {
        func double(_ value: Fraction) -> Double { Double(value.numerator) / Double(value.denominator) }
        let (left, right) = (double(figures.left), double(figures.right))
        let whole = max(left.magnitude, right.magnitude)
        let share = whole > 0 ? ((left - right).magnitude / whole * 1e9).rounded() / 1e9 : 0
        let site = FigureSite(
            indicator: figures.indicator, area: figures.area, period: figures.period, quantity: figures.quantity)
        self.init(score: share, effects: share > 0 ? [Effect(figure: site, share: share)] : [])
    }
}
