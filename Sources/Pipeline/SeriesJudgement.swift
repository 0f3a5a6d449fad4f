import Aggregate
import Definitions
import Expressions
import Ingest
import Model
import Publish
import Tabular
import Validate

/// Asks the rules over time and over the whole, once all datasets have been read. The records that fail are read once more for
/// the exceptions to show; where none does, nothing is.
struct SeriesJudgement {
    let compiled: CompiledPipeline
    let discovery: TableDiscovery
    let references: References

    /// A record to be shown, with what the rule says of it.
    private struct Flag {
        var dataset: Int
        var table: Int32
        var row: Int64
        var finding: Finding
    }

    func judge(_ results: inout [DatasetResult]) throws(PassInterruption) {
        var flags: [Flag] = []
        for (d, dataset) in compiled.pipeline.datasets.enumerated() {
            for (r, rule) in dataset.rules.enumerated() {
                guard let series = rule.series, let records = results[d].series else { continue }
                let position = compiled.catalogue.index(expression: r, dataset: d)
                if series.kind == .completeness {
                    flags += complete(series, d, position, records, &results)
                } else {
                    flags += judge(series, rule, d, position, records, &results)
                }
            }
        }
        guard !flags.isEmpty else { return }
        try show(flags, &results)
    }

    private var months: ClosedRange<Month> {
        Month(year: compiled.range.first.firstMonth.year, month: 1)...compiled.range.last.lastMonth
    }

    private func judge(
        _ series: SeriesRuleDefinition, _ rule: RuleDefinition, _ d: Int, _ position: Int, _ records: RecordSeries,
        _ results: inout [DatasetResult]
    ) -> [Flag] {
        let schema = compiled.rules[d].schema
        let field = rule.field.flatMap { schema.index(of: $0) } ?? -1
        let grouped = (series.kind == .repeated ? series.fields : series.by).compactMap { schema.index(of: $0) }
        let answer = SeriesRules.judge(
            series, records, value: series.kind == .repeated ? -1 : records.plan.values.firstIndex(of: field) ?? -1,
            combination: grouped.isEmpty ? -1 : records.plan.combinations.firstIndex(of: grouped) ?? -1,
            months: months, step: compiled.pipeline.datasets[d].frequency.months)
        results[d].counts[position, default: RuleCount()] += answer.count
        if answer.degenerate > 0 {
            var finding = Finding(rule: position, field: field)
            finding.value = "\(answer.degenerate)/\(answer.groups)"
            finding.detail = LocalizedText(
                zh: "\(answer.groups) 组中有 \(answer.degenerate) 组未评估：单位少于 \(series.minimumCount) 个，或变动集中在一点",
                en:
                    "\(answer.degenerate) of \(answer.groups) groups not evaluated: fewer than \(series.minimumCount) units, or their quartiles fall together"
            )
            results[d].findings.append(finding)
        }
        return answer.failures.map { failure in
            var finding = Finding(rule: position, field: field)
            if let expected = failure.expected, field >= 0, case .number(let scale) = schema.fields[field].type {
                let own = records.values[records.plan.values.firstIndex(of: field) ?? 0][failure.record]
                finding.expected = .number(Decimal(mantissa: Int128(expected), scale: scale))
                finding.difference = .number(Decimal(mantissa: Int128(own) - Int128(expected), scale: scale))
                finding.spread = failure.spread
            }
            if let related = failure.related { finding.related = place(d, records, related) }
            return Flag(
                dataset: d, table: records.tables[failure.record], row: records.rows[failure.record], finding: finding)
        }
    }

    private func place(_ dataset: Int, _ series: RecordSeries, _ record: Int) -> Place {
        let table = discovery.tables[dataset][Int(series.tables[record])]
        return Place(file: Int32(table.file), sheet: Int32(table.placeSheet), row: series.rows[record])
    }

    // MARK: Who has not reported

    private func complete(
        _ series: SeriesRuleDefinition, _ d: Int, _ position: Int, _ records: RecordSeries,
        _ results: inout [DatasetResult]
    ) -> [Flag] {
        let other = series.register.flatMap { compiled.pipeline.datasetIndex($0) }
        let register = other.flatMap { results[$0].series }
        if other != nil, register == nil { return [] }
        let until = series.until.flatMap { name in
            other.flatMap { compiled.rules[$0].schema.index(of: name) }
        }.flatMap { register?.plan.values.firstIndex(of: $0) }
        let asked = Completeness(records, last: months.upperBound, register: register, until: until)
        guard let month = asked.month else { return [] }
        var rates: [Int: ResponseRate] = [:]
        var flags: [Flag] = []
        var count = RuleCount()
        for one in asked.expected {
            let (dataset, own) = one.isRegistered ? (other ?? d, register ?? records) : (d, records)
            let area = area(dataset, own, one.record)
            rates[
                area ?? -1,
                default: ResponseRate(rule: position, area: area, month: month, expected: 0, responded: 0)
            ].add(one.hasReported)
            count.evaluated += 1
            guard !one.hasReported else { count.passed += 1; continue }
            count.failed += 1
            var finding = Finding(rule: position)
            finding.value = month.description
            flags.append(
                Flag(dataset: dataset, table: own.tables[one.record], row: own.rows[one.record], finding: finding))
        }
        results[d].counts[position, default: RuleCount()] += count
        results[d].responses += rates.sorted { $0.key < $1.key }.map(\.value)
        return flags
    }

    private func area(_ dataset: Int, _ series: RecordSeries, _ record: Int) -> Int? {
        guard
            let field = compiled.pipeline.datasets[dataset].area.flatMap({
                compiled.rules[dataset].schema.index(of: $0)
            }),
            let value = series.plan.values.firstIndex(of: field)
        else { return nil }
        let area = series.values[value][record]
        return area == RecordSeries.missing ? nil : Int(area)
    }

    // MARK: Copies

    /// Findings stand with the dataset whose records they show.
    private func show(_ flags: [Flag], _ results: inout [DatasetResult]) throws(PassInterruption) {
        for dataset in Set(flags.map(\.dataset)).sorted() {
            let own = flags.filter { $0.dataset == dataset }
            let bound = discovery.tables[dataset]
            let readings = bound.map {
                TableReading($0, definition: compiled.pipeline.datasets[dataset], compiled.pipeline)
            }
            let copies = RecordCopies(bound, readings, compiled.rules[dataset], references)
            for table in Set(own.map(\.table)).sorted() {
                // In order of rows, whichever worker kept them.
                let here = own.filter { $0.table == table }
                    .sorted { ($0.row, $0.finding.rule) < ($1.row, $1.finding.rule) }
                let found: [Int64: [RecordCopies.Copy]]
                do throws(FileProblem) {
                    found = try copies.read(Set(here.map(\.row)), Int(table))
                } catch {
                    throw PassInterruption(file: bound[Int(table)].file, problem: error)
                }
                for flag in here {
                    guard let copy = found[flag.row]?.first else { continue }
                    var finding = flag.finding
                    finding.evidence = copy.evidence
                    finding.evidenceRow = Int32(copy.row)
                    copy.evidence.fates[copy.row] = .counted
                    results[dataset].findings.append(finding)
                }
            }
        }
    }
}
