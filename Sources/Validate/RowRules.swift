public import Definitions
public import Expressions
public import Model
public import Tabular

/// All rules of a dataset that are judged row by row, compiled. Workers share it.
public final class RowRules: Sendable {
    /// Position of the dataset in the pipeline.
    public let dataset: Int
    /// Fields of the definition, derived ones behind.
    public let schema: Schema
    /// Other datasets that the rules and derived fields read, by their position in the pipeline.
    public let references: [ReferenceUse]
    /// Position in the catalogue of the dataset's first rule: `counts` begin there.
    public let firstRule: Int
    /// Rules of the dataset.
    public let ruleCount: Int

    private let rules: [any RuleKind]
    private let derived: [Derive]
    let claims: KeyClaims

    init(_ compilation: RuleCompilation, rules: [any RuleKind]) {
        let catalogue = compilation.catalogue
        dataset = compilation.position
        schema = compilation.schema
        references = compilation.uses.sorted {
            (compilation.pipeline.datasetIndex($0.dataset) ?? 0) < (compilation.pipeline.datasetIndex($1.dataset) ?? 0)
        }
        firstRule = catalogue.rules.firstIndex { $0.dataset == compilation.position } ?? 0
        ruleCount = catalogue.rules.count { $0.dataset == compilation.position }
        self.rules = rules
        derived = rules.compactMap { $0 as? Derive }
        claims = RuleKinds.keys(compilation)
    }

    /// Compiles the rules of one dataset. Without rules there is at least one diagnostic.
    public static func compile(
        dataset: Int, pipeline: PipelineDefinition, catalogue: RuleCatalogue
    ) -> (RowRules?, [Diagnostic]) {
        compile(dataset, pipeline, catalogue, DatasetSchemas.resolve(pipeline, catalogue))
    }

    /// Compiles the rules of all datasets, in their order. A dataset with a mistake has none, and a diagnostic.
    public static func compile(
        _ pipeline: PipelineDefinition, catalogue: RuleCatalogue
    ) -> (rules: [RowRules?], diagnostics: [Diagnostic]) {
        let schemas = DatasetSchemas.resolve(pipeline, catalogue)
        let results = pipeline.datasets.indices.map { compile($0, pipeline, catalogue, schemas) }
        return (results.map(\.0), results.flatMap(\.1))
    }

    private static func compile(
        _ dataset: Int, _ pipeline: PipelineDefinition, _ catalogue: RuleCatalogue, _ schemas: [String: Schema]
    ) -> (RowRules?, [Diagnostic]) {
        var compilation = RuleCompilation(
            position: dataset, pipeline: pipeline, catalogue: catalogue, schemas: schemas)
        let rules = RuleKinds.compile(&compilation)
        guard compilation.diagnostics.isEmpty else { return (nil, compilation.diagnostics) }
        return (RowRules(compilation, rules: rules), [])
    }

    /// Judges a batch.
    public func evaluate(_ normalized: NormalizedBatch, references: References, table: TableContext) -> CheckedBatch {
        var rows = RowEvaluation(
            normalized, references: references, rules: firstRule..<(firstRule + ruleCount),
            unreadable: table.unreadable)
        for rule in rules { rule.evaluate(&rows) }

        var checked = CheckedBatch(
            batch: rows.batch, rejected: rows.rejected, flagged: Bitmap(count: rows.rowCount), evidence: nil,
            findings: [], counts: rows.counts, notes: rows.notes, counters: rows.counters)
        guard !rows.failures.isEmpty else { return checked }

        for failure in rows.failures { checked.flagged.formUnion(failure.rows) }
        var list: [Int] = []
        var positions = [Int32](repeating: -1, count: rows.rowCount)
        checked.flagged.forEachSet { row in
            positions[row] = Int32(list.count)
            list.append(row)
        }
        let evidence = builder(normalized, rows.columns, table).build(list)
        checked.evidence = evidence
        checked.findings = EvidenceBuilder.findings(rows.failures, evidence: evidence, positions: positions)
        if !rows.withheld.isEmpty { checked.batch = withhold(&rows) }
        return checked
    }

    /// Values as reported stand in evidence, whatever became missing for the rules.
    func builder(_ normalized: NormalizedBatch, _ columns: [Column], _ table: TableContext) -> EvidenceBuilder {
        EvidenceBuilder(
            dataset: dataset, normalized: normalized,
            columns: normalized.batch.columns + columns[normalized.batch.columns.count...], table: table)
    }

    /// The fields given and those derived from them.
    public func affected(by fields: Set<Int>) -> Set<Int> {
        var fields = fields
        for derive in derived where !fields.isDisjoint(with: derive.expression.fields) { fields.insert(derive.field) }
        return fields
    }

    /// A batch with fields that were changed, and what is derived from them made anew.
    public func deriving(_ batch: Batch, references: References) -> Batch {
        var batch = batch
        for derive in derived {
            batch.columns[derive.field] = derive.expression.evaluate(batch, references: references)
        }
        return batch
    }

    /// Copies of rows as they were reported, with what is derived from them.
    public func copy(
        _ rows: [Int], of normalized: NormalizedBatch, references: References, table: TableContext, base: Place
    ) -> Evidence {
        let checked = evaluate(normalized, references: references, table: table)
        let evidence = builder(normalized, checked.batch.columns, table).build(rows)
        evidence.base = base
        return evidence
    }

    /// The batch without the cells that errors reject; what is derived from them is computed again.
    private func withhold(_ rows: inout RowEvaluation) -> Batch {
        var touched: Set<Int> = []
        func apply() {
            for (field, cells) in rows.withheld { rows.columns[field] = rows.columns[field].missing(on: cells) }
        }
        apply()
        for (field, _) in rows.withheld { touched.insert(field) }
        var isChanged = false
        for derive in derived where derive.expression.fields.contains(where: { touched.contains($0) }) {
            derive.evaluate(&rows)
            touched.insert(derive.field)
            isChanged = true
        }
        // A derived field that was computed again may itself have been rejected.
        if isChanged { apply() }
        return rows.batch
    }
}
