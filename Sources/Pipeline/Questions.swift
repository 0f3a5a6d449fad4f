import Aggregate
import Definitions
import Expressions
import Model
import Publish
import Tabular
import Validate

/// What the exceptions of a run ask about records: the rows that they are about, which fields they doubt, and how much. Made
/// while they are gone through, one batch of rows after the other.
final class Questions: Sequence {
    /// By dataset that has questions.
    private(set) var anticipations: [Int: Anticipation] = [:]
    /// By finding: the value that is likely meant, as the field holds it; of what has been gone through.
    private var proposals: [Int: Int64] = [:]
    let references: References
    private var findings: [Finding]
    private let counts: [RuleCount]
    private let compiled: CompiledPipeline
    private let discovery: TableDiscovery
    /// Rows of one piece with the positions of the findings about them, in order of rows.
    private var parts: [(evidence: Evidence, findings: [Int32])] = []
    /// By dataset and field the fields that an error keeps out, where they have been asked for.
    private var affected: [[Int: Set<Int>]]
    private var numbers: [SheetRecord: Int32] = [:]

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
        self.discovery = discovery
        self.findings = findings
        self.counts = counts
        references = References(tables)
        affected = compiled.pipeline.datasets.map { _ in [:] }

        guard
            compiled.pipeline.outputs.contains(where: \.showsImpact)
                || findings.contains(where: {
                    $0.evidence != nil && compiled.catalogue[Int($0.rule)].severity == .query
                })
        else { return }
        var positions: [ObjectIdentifier: Int] = [:]
        for (at, finding) in findings.enumerated() where !settled.contains(at) {
            guard let evidence = finding.evidence, compiled.plan.plan(forDataset: Int(evidence.dataset)) != nil,
                compiled.catalogue[Int(finding.rule)].severity != .note
            else { continue }
            let key = ObjectIdentifier(evidence)
            if let known = positions[key] {
                parts[known].findings.append(Int32(at))
            } else {
                positions[key] = parts.count
                parts.append((evidence, [Int32(at)]))
            }
        }
        for dataset in Set(parts.map { Int($0.evidence.dataset) }) {
            guard let series = results[dataset].series else {
                anticipations[dataset] = Anticipation(RecordSeries(RecordSeriesPlan()), months: [])
                continue
            }
            var months: Set<Int32> = []
            for part in parts where Int(part.evidence.dataset) == dataset {
                let typed = part.evidence.typed
                for row in part.evidence.rows.indices { months.insert(series.month(typed, row)) }
            }
            anticipations[dataset] = Anticipation(series, months: months)
        }
    }

    func makeIterator() -> AnyIterator<QuestionedRecords> {
        var next = 0
        return AnyIterator { [self] in
            guard next < parts.count else { return nil }
            next += 1
            return records(parts[next - 1].evidence, parts[next - 1].findings)
        }
    }

    /// All have been gone through: from now on findings may change without a copy.
    func close() { (findings, parts) = ([], []) }

    private func records(_ evidence: Evidence, _ own: [Int32]) -> QuestionedRecords {
        let dataset = Int(evidence.dataset)
        let sorted = own.map { Int($0) }.sorted { (findings[$0].evidenceRow, $0) < (findings[$1].evidenceRow, $1) }
        let corrected = CorrectedRecords(sorted.map { findings[$0] }, evidence, compiled)
        var failed = [Set<Int>](repeating: [], count: evidence.rows.count)
        for at in sorted {
            let (finding, rule) = (findings[at], compiled.catalogue[Int(findings[at].rule)])
            guard rule.severity == .error, finding.field >= 0 else { continue }
            let fields = affected(dataset, Int(finding.field))
            let row = Int(finding.evidenceRow)
            failed[row] = failed[row].isEmpty ? fields : failed[row].union(fields)
        }
        let table = discovery.tables[dataset].first {
            $0.file == Int(evidence.base.file) && $0.placeSheet == Int(evidence.base.sheet)
        }
        let typed = evidence.typed
        var records = QuestionedRecords(
            dataset: dataset, typed: typed, fates: evidence.fates, failed: failed,
            origin: ErrorRows.Origin(
                sender: table.flatMap { $0.sender < 0 ? nil : $0.sender },
                month: table?.months.upperBound ?? compiled.range.last.lastMonth),
            questions: sorted.map { at in
                var question = question(findings[at], at, evidence, typed)
                question.record = number(evidence, question.row)
                question.correctedField = corrected.field(findings[at])
                return question
            })
        records.corrected = corrected.batches(compiled.rules[dataset], references)
        return records
    }

    /// One number a record, however many copies of it travel with findings.
    private func number(_ evidence: Evidence, _ row: Int) -> Int {
        let record = SheetRecord(
            dataset: evidence.dataset, row: Review.SheetRow(evidence.place(row: row, field: -1)),
            columns: evidence.columns)
        let number = numbers[record] ?? Int32(numbers.count)
        numbers[record] = number
        return Int(number)
    }

    private func affected(_ dataset: Int, _ field: Int) -> Set<Int> {
        if let known = affected[dataset][field] { return known }
        let fields = compiled.rules[dataset].affected(by: [field])
        affected[dataset][field] = fields
        return fields
    }

    private func question(_ finding: Finding, _ at: Int, _ evidence: Evidence, _ typed: Batch) -> Question {
        let rule = compiled.catalogue[Int(finding.rule)]
        let row = Int(finding.evidenceRow)
        let isOut = evidence.fates[row] == .keptOut
        let fields =
            isOut || finding.field < 0
            ? nil : affected(Int(evidence.dataset), Int(finding.field))
        let count = counts[Int(finding.rule)]
        let rate = count.evaluated > 0 ? Double(count.failed) / Double(count.evaluated) : 0
        var question = Question(
            finding: at, row: row, fields: fields, doubt: Questions.doubt * (1 - rate),
            isError: rule.severity == .error)
        if finding.field >= 0, case .integers(let column) = typed.columns[Int(finding.field)],
            column.validity[row],
            let expected = anticipations[Int(evidence.dataset)]?.value(
                typed, row: row, field: Int(finding.field)),
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
            return (AnticipatedValue(value: value, spread: Swift.max(spread, 1), isOwn: false), false)
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
    func impacts(_ assessed: FindingImpacts, of publication: Publication) -> FindingImpacts {
        var impacts = assessed.scaling { at, value in
            let finding = publication.findings[at]
            guard let evidence = finding.evidence, finding.field >= 0,
                case .number(let scale) = publication.schemas[Int(evidence.dataset)].fields[Int(finding.field)].type
            else { return nil }
            return Decimal(mantissa: value.mantissa, scale: scale)
        }
        for (at, finding) in publication.findings.enumerated() {
            if let figures = finding.figures { impacts[at] = FindingImpact(comparing: figures) }
        }
        return impacts
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
