import Definitions
import Model
import Tabular

/// `exceptions/summary.json`: exact totals of exceptions by every heading, what became of the rows, and the gates.
enum Summary {
    static func write(_ publication: Publication, to file: TextFile) throws(OutputError) {
        try file.write(json(publication).bytes)
    }

    static func json(_ publication: Publication) -> JSONValue {
        let totals = FindingTotals(FindingReader(publication))
        let pipeline = publication.pipeline
        return .object([
            ("pipeline", .string(pipeline.name)),
            ("title", .localized(pipeline.title)),
            ("period", .string(publication.range.description)),
            ("as_of", .string(publication.asOf.description)),
            ("rows", .object(rows(.sum(publication.accounts)))),
            ("exceptions", .object([("total", .integer(totals.all.total))] + members(totals.all))),
            ("review", review(publication)),
            ("by_rule", .array(rules(publication, totals))),
            (
                "by_dataset",
                .array(
                    pipeline.datasets.enumerated().map { d, dataset in
                        let accounts = publication.accounts.filter { $0.dataset == d }
                        return .object(
                            [("dataset", .string(dataset.name)), ("title", .localized(dataset.title))]
                                + members(totals.byDataset[d]) + [("rows", .object(rows(.sum(accounts))))])
                    })
            ),
            ("by_sender", .array(areas(totals.bySender, "sender", pipeline))),
            ("by_area", .array(areas(totals.byArea, "area", pipeline))),
            (
                "by_file",
                .array(
                    publication.files.enumerated().map { f, file in
                        .object(
                            [("file", .string(file.name)), ("delivery", .string(file.delivery))]
                                + members(totals.byFile[f]))
                    })
            ),
            ("tables", .array(publication.accounts.map { table($0, publication) })),
            (
                "response",
                .array(
                    publication.responses.map { rate in
                        let area = rate.area.map { pipeline.areas[$0] }
                        return .object([
                            ("rule", .string(publication.catalogue[rate.rule].id)), ("area", .optional(area?.code)),
                            ("name", area.map { .localized($0.name) } ?? .null),
                            ("month", .string(rate.month.description)), ("expected", .integer(rate.expected)),
                            ("responded", .integer(rate.responded)),
                        ])
                    })
            ),
            ("coverage", .array(publication.coverage.map { coverage($0, pipeline) })),
            ("gates", .array(publication.gates.map { gate($0, pipeline) })),
        ])
    }

    /// Down to which rank exceptions are worth a review for the figures' sake, and how much of a figure all below that rank
    /// together may change.
    private static func review(_ publication: Publication) -> JSONValue {
        let reader = FindingReader(publication)
        let scores = publication.findings.indices.lazy.map { publication.impacts.score($0) }
        let share = { (score: Double) -> JSONValue in
            .decimal(Decimal(mantissa: Int128((min(score, 1e15) * 1e6).rounded()), scale: 6))
        }
        return .object([
            ("with_effect", .integer(Int64(scores.count { $0 > 0 }))),
            ("largest_effect", share(scores.max() ?? 0)),
            ("cut_off_rank", .integer(Int64(reader.cutRank()))),
            ("remaining", publication.reviewCut.map { share($0.remaining) } ?? share(0)),
            ("limit", publication.reviewCut.map { share($0.limit) } ?? .null),
        ])
    }

    private static func members(_ count: SeverityCount) -> [(String, JSONValue)] {
        [("error", .integer(count.error)), ("query", .integer(count.query)), ("note", .integer(count.note))]
    }

    /// What became of rows; the same members for the whole, a dataset and a table.
    static func rows(_ account: TableAccount) -> [(String, JSONValue)] {
        [
            ("read", .integer(account.read)), ("accepted", .integer(account.accepted)),
            ("rejected", .integer(account.rejected)), ("excluded", .integer(account.excluded)),
            ("superseded", .integer(account.superseded)), ("withdrawn", .integer(account.withdrawn)),
            ("not_records", .integer(account.notRecordCount)),
            ("not_records_by_class", .object(account.notRecords.map { ($0.name, .integer($0.count)) })),
        ]
    }

    /// Rules that were asked, that failed, or that a definition states.
    private static func rules(_ publication: Publication, _ totals: FindingTotals) -> [JSONValue] {
        publication.catalogue.rules.enumerated().compactMap { i, rule in
            let count = publication.counts.indices.contains(i) ? publication.counts[i] : RuleCount()
            var stated = false
            switch rule.kind {
            case .expression, .macro: stated = true
            case .builtIn: break
            }
            guard stated || count.evaluated > 0 || totals.byRule[i] > 0 else { return nil }
            let dataset =
                publication.pipeline.datasets.indices.contains(rule.dataset)
                ? publication.pipeline.datasets[rule.dataset].name : nil
            let field = FindingReader.fieldName(publication, dataset: rule.dataset, rule.field)
            return .object([
                ("rule", .string(rule.id)), ("title", .localized(title(of: rule, publication.pipeline))),
                ("severity", .string(rule.severity.rawValue)), ("dataset", .optional(dataset)),
                ("field", .optional(field.isEmpty ? nil : field)), ("evaluated", .integer(count.evaluated)),
                ("passed", .integer(count.passed)), ("failed", .integer(count.failed)),
                ("missing", .integer(count.missing)), ("exceptions", .integer(totals.byRule[i])),
            ])
        }
    }

    private static func areas(_ counts: [Int: SeverityCount], _ name: String, _ pipeline: PipelineDefinition)
        -> [JSONValue]
    {
        counts.sorted { $0.key < $1.key }.map { index, count in
            let area = pipeline.areas.areas.indices.contains(index) ? pipeline.areas[index] : nil
            return .object(
                [(name, .optional(area?.code)), ("name", area.map { .localized($0.name) } ?? .null)] + members(count))
        }
    }

    private static func table(_ account: TableAccount, _ publication: Publication) -> JSONValue {
        let file = publication.files.indices.contains(account.file) ? publication.files[account.file] : nil
        let sheets = file?.sheets ?? []
        let datasets = publication.pipeline.datasets
        return .object(
            [
                ("file", .optional(file?.name)),
                ("sheet", .optional(sheets.indices.contains(account.sheet) ? sheets[account.sheet] : nil)),
                (
                    "dataset",
                    .optional(datasets.indices.contains(account.dataset) ? datasets[account.dataset].name : nil)
                ),
            ] + rows(account))
    }

    private static func coverage(_ coverage: Coverage, _ pipeline: PipelineDefinition) -> JSONValue {
        .object([
            ("dataset", .string(pipeline.datasets[coverage.dataset].name)),
            ("sender", .optional(coverage.sender.map { pipeline.areas[$0].code })),
            ("from", .string(coverage.months.lowerBound.description)),
            ("to", .string(coverage.months.upperBound.description)), ("state", .string(coverage.state.rawValue)),
        ])
    }

    private static func gate(_ result: GateResult, _ pipeline: PipelineDefinition) -> JSONValue {
        let decimal = { (share: Fraction) -> JSONValue in
            share.rounded(scale: 6).map { .decimal(Decimal(mantissa: $0, scale: 6)) } ?? .null
        }
        let dataset = pipeline.datasets.indices.contains(result.dataset) ? pipeline.datasets[result.dataset].name : nil
        return .object([
            ("gate", .string(result.gate.kind.rawValue)), ("dataset", .optional(dataset)),
            ("observed", decimal(result.observed)), ("maximum", decimal(result.gate.maximum)),
            ("passed", .boolean(result.passed)),
        ])
    }
}
