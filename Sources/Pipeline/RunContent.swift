import Aggregate
import Definitions
import Ingest
import Model
import Publish
import Tabular

/// Everything that a run's outputs are a function of: what was read, and what came of it.
struct RunContent {
    let request: RunRequest
    let compiled: CompiledPipeline
    let deliveries: Deliveries
    /// By file; empty where inputs are not identified by digests.
    let digests: [(digest: String, bytes: Int64)]
    let discovery: TableDiscovery
    let asOf: CivilDate
    let publication: Publication
    /// What the figures were made of, by dataset, and the months that had been delivered.
    let partials: [Partial?]
    let coverage: Aggregate.Coverage
    /// What expressions find in other datasets, by name.
    let tables: [String: ReferenceTable]
    /// By dataset, what errors keep out of the figures.
    let keptOut: [KeptOut?]
    /// By dataset, what a review changed in the figures.
    let reviewed: [ReviewedTallies?]
    /// By indicator.
    let leftOut: [LeftOut]
    /// What filled reviews said, what became of each answer, and what they changed.
    let answers: [GivenAnswer]
    let standings: [ReviewMatch.Standing]
    let review: Review

    init(
        request: RunRequest, compiled: CompiledPipeline, deliveries: Deliveries,
        digests: [(digest: String, bytes: Int64)], discovery: TableDiscovery, results: [DatasetResult],
        tables: [String: ReferenceTable], reviews: ReviewFiles, review: Review
    ) {
        self.request = request
        self.compiled = compiled
        self.deliveries = deliveries
        self.digests = digests
        self.discovery = discovery
        self.tables = tables
        self.review = review
        answers = reviews.answers
        asOf = deliveries.asOf(request)

        let pipeline = compiled.pipeline
        var accounts = discovery.accounts + results.flatMap(\.accounts)
        let delivered = DeliveredMonths(
            pipeline: pipeline, deliveries: deliveries, discovery: discovery, accounts: accounts, range: request.range)
        partials = results.map(\.partial)
        coverage = delivered.coverage
        keptOut = results.map(\.keptOut)
        reviewed = results.map(\.reviewed)
        var findings = RunContent.strays(deliveries, compiled) + discovery.findings
        var counts = Array(repeating: RuleCount(), count: compiled.catalogue.rules.count)
        for dataset in compiled.order {
            findings += suggesting(results[dataset].findings, compiled, references: results.map(\.reference))
            for (rule, count) in results[dataset].counts { counts[rule] += count }
        }
        let files = deliveries.published(discovery)
        let matching = ReviewMatching(answers: answers, compiled: compiled, files: files, asOf: asOf)
        let questions = Questions(
            findings, counts, compiled, discovery, results, tables: tables, settled: matching.settled(findings))
        let table = Aggregate.figures(
            compiled.plan, partials: partials, coverage: coverage, range: request.range,
            keptOut: keptOut, reviewed: reviewed, questioned: questions,
            anticipations: questions.anticipations, references: questions.references, ceiling: request.ceiling)
        questions.close()
        findings = questions.suggesting(findings)
        leftOut = table.leftOut

        let stated = compiled.stated.map {
            StatedFindings($0, results.flatMap(\.stated), table, catalogue: compiled.catalogue, compiled.schemas)
        }
        stated?.settle(&accounts)
        findings += stated?.findings ?? []
        for (rule, count) in stated?.counts ?? [:] { counts[rule] += count }
        findings += delivered.missingDatasets(catalogue: compiled.catalogue, pipeline: pipeline)
        findings += delivered.carriedForward(catalogue: compiled.catalogue)
        let macros = MacroFindings(table.macroAnswers, compiled.catalogue)
        findings += macros.findings
        for (rule, count) in macros.counts { counts[rule] += count }
        findings += review.conflicts
        let match = matching.match(&findings)
        standings = match.standings
        // Rules about files, headers and whole datasets are counted where they are found to fail; rows counted theirs.
        for finding in findings where finding.evidence == nil {
            guard case .builtIn(let kind) = compiled.catalogue[Int(finding.rule)].kind, !kind.isCountedByRow else {
                continue
            }
            counts[Int(finding.rule)].evaluated += finding.count
            counts[Int(finding.rule)].failed += finding.count
        }
        accounts.sort {
            ($0.file, $0.sheet, $0.table, $0.dataset, $0.column) < ($1.file, $1.sheet, $1.table, $1.dataset, $1.column)
        }
        var publication = Publication(
            pipeline: pipeline, catalogue: compiled.catalogue, schemas: compiled.schemas, range: request.range,
            asOf: asOf, figures: table.figures, findings: findings, counts: counts,
            files: files, accounts: accounts, coverage: delivered.summary,
            gates: Gates.evaluate(pipeline, accounts: accounts, delivered: delivered, figures: table.figures))
        publication.ledger = results.flatMap(\.ledger)
        publication.impacts = questions.impacts(table.impacts.byFinding, of: publication)
        publication.responses = results.flatMap(\.responses)
        publication.reviewCut = table.impacts.cut
        publication.reviews = match.reviews
        self.publication = publication
    }

    private static func strays(_ deliveries: Deliveries, _ compiled: CompiledPipeline) -> [Finding] {
        deliveries.strays.map {
            Finding(
                rule: compiled.catalogue.index(.fileUnmatched),
                value: "\($0): not a delivery's folder (2024-Q4, 2024-11, …)")
        }
    }

    /// Exceptions of a severity; `isOpen`: only those that no answer has closed.
    func count(_ severity: Severity, isOpen: Bool = false) -> Int64 {
        var count: Int64 = 0
        for (i, finding) in publication.findings.enumerated()
        where compiled.catalogue[Int(finding.rule)].severity == severity {
            if isOpen, publication.reviews[i]?.state.isOpen == false { continue }
            count += 1
        }
        return count
    }

    /// Digest over all that the outputs are a function of: equal digests, equal outputs.
    var digest: String {
        var digest = Digest()
        digest.update(text: ProgramVersion.current)
        digest.update(text: "\(request.range)")
        digest.update(text: "\(asOf)")
        for file in compiled.pipeline.files {
            digest.update(text: file.path)
            digest.update(text: Digest.of(file.bytes))
        }
        for (index, file) in deliveries.files.enumerated() {
            digest.update(text: file.input.name)
            digest.update(text: index < digests.count ? digests[index].digest : "")
            digest.update(number: index < digests.count ? digests[index].bytes : FileDigests.bytes(of: file.input.path))
        }
        for account in publication.accounts {
            for number in [
                Int64(account.file), Int64(account.sheet), Int64(account.dataset), account.read, account.accepted,
                account.rejected, account.excluded, account.superseded, account.withdrawn,
            ] { digest.update(number: number) }
        }
        for months in publication.coverage {
            digest.update(text: "\(months.dataset) \(months.sender ?? -1) \(months.months) \(months.state.rawValue)")
        }
        for figure in publication.figures { digest.update(figure) }
        // Which of two findings of different rules was met first depends on how files were cut.
        let found = publication.findings
        let order = found.indices.map { PlacedFinding(found[$0], Int32($0)) }.sorted()
        for entry in order {
            let finding = found[Int(entry.position)]
            for number in [
                Int64(finding.rule), Int64(finding.field), Int64(entry.file), Int64(entry.sheet), entry.row,
                Int64(entry.column), finding.count, Int64(finding.sender),
            ] { digest.update(number: number) }
            if let suggestion = finding.suggestion { digest.update(text: suggestion) }
            if let figures = finding.figures { digest.update(text: "\(figures)") }
            if let value = finding.value {
                digest.update(text: value)
            } else {
                let cell = finding.evidence?.cell(row: Int(finding.evidenceRow), field: Int(finding.field)) ?? []
                digest.update(number: Int64(cell.count))
                digest.update(cell)
            }
        }
        for (position, review) in publication.reviews.sorted(by: { $0.key < $1.key }) {
            digest.update(text: "\(position) \(review)")
        }
        return digest.hex
    }
}

extension BuiltInRule {
    /// Whether the stages that see rows count how often the rule was asked and held.
    fileprivate var isCountedByRow: Bool {
        switch self {
        case .unitMissing, .unitSilent, .columnMissing, .columnRepeated, .columnUnknown, .notDelivered: false
        default: scope != .file && scope != .review
        }
    }
}

extension Digest {
    /// What is published of a figure, and what tables may show beside it.
    fileprivate mutating func update(_ figure: Figure) {
        for number in [
            figure.indicator, figure.area, Int(figure.period.ordinal), figure.period.frequency.months,
            figure.among ?? 0, figure.category.count,
        ] { update(number: Int64(number)) }
        for text in [
            figure.quantity.rawValue, figure.statisticName, figure.status.rawValue, figure.qualifier ?? "",
            figure.baseSource ?? "",
        ] { update(text: text) }
        for code in figure.category { update(text: code) }
        update(number: figure.value == nil ? 0 : 1)
        if let value = figure.value {
            for half in [value.numerator, value.denominator] {
                update(number: Int64(truncatingIfNeeded: half))
                update(number: Int64(truncatingIfNeeded: half >> 64))
            }
        }
        if let keptOut = figure.keptOut {
            update(text: "\(keptOut.records) \(keptOut.unreadable) \(keptOut.share)")
        }
        if let reviewed = figure.reviewed { update(text: "\(reviewed)") }
    }
}

/// Where a finding comes among others: by rule and place.
private struct PlacedFinding: Comparable {
    let rule: Int32
    let file: Int32
    let sheet: Int32
    let column: Int32
    let row: Int64
    let position: Int32

    init(_ finding: Finding, _ position: Int32) {
        let place = finding.location
        rule = finding.rule
        (file, sheet, row, column) = (place.file, place.sheet, place.row, place.column)
        self.position = position
    }

    static func < (a: PlacedFinding, b: PlacedFinding) -> Bool {
        if a.rule != b.rule { return a.rule < b.rule }
        return (a.file, a.sheet, a.row, a.column, a.position) < (b.file, b.sheet, b.row, b.column, b.position)
    }
}
