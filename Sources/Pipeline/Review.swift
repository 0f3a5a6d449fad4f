import Definitions
import Model
import Publish
import Tabular
import Validate

/// What the filled reviews do to the records: worked out of the exceptions as they were reported, before any figure is made.
struct Review: Sendable {
    /// By dataset and table.
    private(set) var changes: [[Int: TableChanges]]
    /// Answers that want to do different things to one record.
    private(set) var conflicts: [Finding] = []
    /// Sheet rows of records that it changes: their exceptions stand as they were reported.
    private(set) var touched: Set<SheetRow> = []

    struct SheetRow: Hashable {
        var file: Int32
        var sheet: Int32
        var row: Int64

        init(_ place: Place) { (file, sheet, row) = (place.file, place.sheet, place.row) }

        /// Of a row of a piece.
        /// - Parameter base: place of the piece's first row.
        init(_ base: Place, offset: UInt32) {
            self.init(base)
            row += Int64(offset)
        }
    }

    var isEmpty: Bool { changes.allSatisfy(\.isEmpty) }

    /// Changes nothing.
    init(datasets: Int) { changes = Array(repeating: [:], count: datasets) }

    init(
        _ answers: [GivenAnswer], _ results: [DatasetResult], _ discovery: TableDiscovery, _ compiled: CompiledPipeline,
        files: [PublishedFile], asOf: CivilDate
    ) {
        self.init(datasets: compiled.pipeline.datasets.count)
        guard answers.contains(where: \.decides) else { return }
        let findings = compiled.order.flatMap { results[$0].findings }
        let match = ReviewMatching(answers: answers, compiled: compiled, files: files, asOf: asOf).match(findings)
        var effects: [Effect] = []
        var lost: Set<SheetRow> = []
        for (position, finding) in findings.enumerated() {
            guard let evidence = finding.evidence else { continue }
            let row = SheetRow(evidence.place(row: Int(finding.evidenceRow), field: -1))
            let rule = compiled.catalogue[Int(finding.rule)]
            if rule.severity == .error, rule.rejects == .record { lost.insert(row) }
            guard let review = match.reviews[position], review.state == .answered, let answer = review.answer,
                answer.disposition == .corrected || answer.disposition == .excluded
            else { continue }
            effects.append(Effect(finding: finding, row: row, evidence: evidence, answer: answer))
        }
        guard !effects.isEmpty else { return }
        apply(effects, lost, results, discovery, compiled)
    }

    private struct Effect {
        var finding: Finding
        var row: SheetRow
        var evidence: Evidence
        var answer: ReviewAnswer
    }

    private mutating func apply(
        _ effects: [Effect], _ lost: Set<SheetRow>, _ results: [DatasetResult], _ discovery: TableDiscovery,
        _ compiled: CompiledPipeline
    ) {
        // Exclusions first: a record that is taken out has nothing to correct. Then by date, so that the latest counts.
        let ordered = effects.enumerated().sorted { a, b in
            let x = (a.element.answer.disposition == .excluded, b.element.answer.disposition == .excluded)
            if x.0 != x.1 { return x.0 }
            let y = (a.element.answer.date?.days ?? .min, b.element.answer.date?.days ?? .min)
            return y.0 != y.1 ? y.1 < y.0 : a.offset < b.offset
        }.map(\.element)
        var columns: [[[Int32]]] = compiled.pipeline.datasets.map { _ in [] }
        for effect in ordered {
            let dataset = Int(effect.evidence.dataset)
            let definition = compiled.pipeline.datasets[dataset]
            let tables = discovery.tables[dataset]
            if columns[dataset].isEmpty {
                columns[dataset] = tables.map {
                    TableReading($0, definition: definition, compiled.pipeline).context.columns
                }
            }
            touched.insert(effect.row)
            for (table, bound) in tables.enumerated()
            where Int32(bound.file) == effect.row.file && Int32(bound.placeSheet) == effect.row.sheet
                && columns[dataset][table] == effect.evidence.columns
            {
                var change = changes[dataset][table] ?? TableChanges(bases: results[dataset].bases[table])
                apply(effect, to: &change, wasRejected: lost.contains(effect.row), definition, compiled.catalogue)
                changes[dataset][table] = change
            }
        }
    }

    private mutating func apply(
        _ effect: Effect, to change: inout TableChanges, wasRejected: Bool, _ definition: DatasetDefinition,
        _ catalogue: RuleCatalogue
    ) {
        let row = effect.row.row
        if effect.answer.disposition == .excluded {
            change.excluded[row] = wasRejected
            return
        }
        guard change.excluded[row] == nil else {
            conflict(
                effect, catalogue, zh: "该记录已由另一答复剔除，更正未采用",
                en: "another answer excludes the record, so it is not corrected")
            return
        }
        guard
            let cell = CorrectedCell(
                effect.answer.correctedValue, field: effect.finding.filedUnder(catalogue), definition)
        else { return }
        var correction = change.corrected[row] ?? RowCorrection(wasRejected: wasRejected)
        if let other = correction.texts[cell.field], other != cell.text {
            conflict(
                effect, catalogue, zh: "同一单元格已由另一答复更正为“\(other)”，“\(cell.text)”未采用",
                en: "another answer corrects the same cell to “\(other)”, so “\(cell.text)” was not taken")
            return
        }
        correction.texts[cell.field] = cell.text
        change.corrected[row] = correction
    }

    private mutating func conflict(_ effect: Effect, _ catalogue: RuleCatalogue, zh: String, en: String) {
        var finding = Finding(
            rule: catalogue.index(.answerContradiction), place: effect.answer.place, value: effect.answer.exceptionID)
        finding.detail = LocalizedText(zh: zh, en: en)
        guard !conflicts.contains(where: { $0.place == finding.place && $0.value == finding.value }) else { return }
        conflicts.append(finding)
    }

    /// Datasets whose records it changes, and those that refer to them; all, where it changes figures that are stated, which
    /// decide what is kept of records.
    func reread(_ compiled: CompiledPipeline) -> Set<Int> {
        let datasets = compiled.pipeline.datasets
        var chosen = Set(datasets.indices.filter { !changes[$0].isEmpty })
        if chosen.contains(where: { datasets[$0].gives != nil }) { return Set(datasets.indices) }
        for dataset in compiled.order where compiled.referred(by: dataset).contains(where: chosen.contains) {
            chosen.insert(dataset)
        }
        return chosen
    }
}

extension DatasetResult {
    private struct Subject: Hashable {
        var rule: Int32
        var field: Int32
        var place: Place
        var text: String

        init(_ finding: Finding) {
            (rule, field, place) = (finding.rule, finding.field, finding.location)
            text = finding.evidence?.raw(row: Int(finding.evidenceRow), field: Int(finding.field)) ?? ""
        }
    }

    /// This result, made with a review's changes, with the exceptions as they were reported without them: those of records
    /// that the review changed stand; what has gone with a change elsewhere has gone; what the changes brought about comes
    /// behind. What tables state as a whole was said of what was reported.
    func reporting(_ first: DatasetResult, touched: Set<Review.SheetRow>) -> DatasetResult {
        var merged = self
        func isTouched(_ finding: Finding) -> Bool {
            guard let evidence = finding.evidence else { return true }
            return touched.contains(Review.SheetRow(evidence.place(row: Int(finding.evidenceRow), field: -1)))
        }
        let now = Set(findings.filter { !isTouched($0) }.map(Subject.init))
        let before = Set(first.findings.map(Subject.init))
        merged.findings = first.findings.filter { isTouched($0) || now.contains(Subject($0)) }
        let after = Set(findings.map(Subject.init))
        for finding in merged.findings where finding.evidence != nil && !after.contains(Subject(finding)) {
            merged.counts[Int(finding.rule)]?.failed += finding.count
            merged.counts[Int(finding.rule)]?.passed -= finding.count
        }
        for var finding in findings where finding.evidence != nil && !before.contains(Subject(finding)) {
            finding.isOfCorrection = isTouched(finding)
            merged.findings.append(finding)
        }
        return merged
    }
}
