import Definitions
import Expressions
import Model

/// What the kinds of rules share while a dataset's rules are compiled.
struct RuleCompilation {
    let position: Int
    let dataset: DatasetDefinition
    let pipeline: PipelineDefinition
    let catalogue: RuleCatalogue
    /// Fields of the definition; derived ones are appended as they are compiled.
    var schema: Schema
    /// Schemas of the datasets that expressions may name: all others, as far as they are known.
    let schemas: [String: Schema]
    var diagnostics: [Diagnostic] = []
    private(set) var uses: [ReferenceUse] = []

    init(position: Int, pipeline: PipelineDefinition, catalogue: RuleCatalogue, schemas: [String: Schema]) {
        self.position = position
        self.dataset = pipeline.datasets[position]
        self.pipeline = pipeline
        self.catalogue = catalogue
        self.schemas = schemas.filter { $0.key != pipeline.datasets[position].name }
        schema = pipeline.schema(of: dataset)
    }

    /// Compiles an expression over the fields known so far; nil after a mistake.
    mutating func expression(_ source: SourceText) -> Expression? { take(compile(source, in: scope)) }

    /// The same for a condition.
    mutating func condition(_ source: SourceText) -> Expression? { take(compileCondition(source, in: scope)) }

    private var scope: ExpressionScope {
        ExpressionScope(dataset: dataset, schema: schema, pipeline: pipeline, references: schemas)
    }

    private mutating func take(_ result: CompilationResult) -> Expression? {
        diagnostics.append(contentsOf: result.diagnostics)
        guard let expression = result.expression else { return nil }
        for use in expression.references { merge(use) }
        return expression
    }

    private mutating func merge(_ use: ReferenceUse) {
        guard let at = uses.firstIndex(where: { $0.table == use.table }) else {
            uses.append(use)
            return
        }
        for field in use.valueFields where !uses[at].valueFields.contains(field) { uses[at].valueFields.append(field) }
    }

    /// What findings of a built-in rule of a field need to know.
    func rule(_ kind: BuiltInRule, field: Int) -> JudgedRule {
        JudgedRule(catalogue, catalogue.index(kind, dataset: position, field: field))
    }
}

/// A rule of the catalogue, as far as judging needs it.
struct JudgedRule: Hashable, Sendable {
    /// In the catalogue.
    let position: Int
    /// The field it is filed under, −1 none.
    let field: Int
    let isError: Bool
    let rejects: Rejects

    /// `field`: where findings are filed if the rule itself is of no field.
    init(_ catalogue: RuleCatalogue, _ position: Int, field: Int? = nil) {
        let rule = catalogue[position]
        self.position = position
        self.field = rule.field < 0 ? field ?? -1 : rule.field
        isError = rule.severity == .error
        rejects = rule.rejects
    }
}
