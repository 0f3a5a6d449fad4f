public import Definitions
public import Expressions
public import Model
public import Tabular

/// An output of kind `list` with its expressions compiled.
public struct ListPlan: Sendable {
    /// Position in the pipeline's outputs.
    public let output: Int
    public let definition: ListDefinition
    /// Position in the pipeline's indicators.
    public let indicator: Int
    /// Position in the pipeline's datasets.
    public let dataset: Int
    public let filter: Expression?
    /// With the definition's `order`.
    public let order: [Expression]
    /// By column of the definition; nil for what is no field of the record.
    public let columns: [Expression?]
    /// Position in the dataset's schema of the field whose subjects are listed once each; nil: every record is a line.
    public let subject: Int?

    /// What the expressions read of other datasets.
    public var references: [ReferenceUse] { expressions.flatMap(\.references) }
    /// Indicators whose subjects they ask for, by id.
    public var counted: [String] { Array(Set(expressions.flatMap(\.counted))).sorted() }

    private var expressions: [Expression] { order + columns.compactMap { $0 } + [filter].compactMap { $0 } }

    /// The lists of a pipeline, or every mistake in them.
    /// - Parameter schemas: by dataset, derived fields included.
    public static func compile(
        _ pipeline: PipelineDefinition, schemas: [Schema], _ plan: AggregationPlan
    ) -> (lists: [ListPlan], diagnostics: [Diagnostic]) {
        var lists: [ListPlan] = []
        var diagnostics: [Diagnostic] = []
        for (position, output) in pipeline.outputs.enumerated() {
            guard let definition = output.list else { continue }
            var compilation = ListCompilation(pipeline, schemas, plan, place: output.place)
            if let list = compilation.list(definition, output: position) { lists.append(list) }
            diagnostics += compilation.diagnostics
        }
        return (lists, diagnostics)
    }

    init(
        output: Int, definition: ListDefinition, indicator: Int, dataset: Int, filter: Expression?,
        order: [Expression], columns: [Expression?], subject: Int?
    ) {
        self.output = output
        self.definition = definition
        self.indicator = indicator
        self.dataset = dataset
        self.filter = filter
        self.order = order
        self.columns = columns
        self.subject = subject
    }
}

/// Finds what the names in one list mean.
private struct ListCompilation {
    let pipeline: PipelineDefinition
    let schemas: [Schema]
    let plan: AggregationPlan
    let place: SourcePlace
    var diagnostics: [Diagnostic] = []

    init(_ pipeline: PipelineDefinition, _ schemas: [Schema], _ plan: AggregationPlan, place: SourcePlace) {
        self.pipeline = pipeline
        self.schemas = schemas
        self.plan = plan
        self.place = place
    }

    mutating func list(_ definition: ListDefinition, output: Int) -> ListPlan? {
        guard let indicator = pipeline.indicators.firstIndex(where: { $0.id == definition.indicator }) else {
            diagnostics.append(
                Diagnostic(
                    "no indicator is named '\(definition.indicator)'", at: place,
                    suggestion: nearest(definition.indicator, among: pipeline.indicators.map(\.id))))
            return nil
        }
        guard case .measured(let measure) = plan.indicators[indicator].source else {
            diagnostics.append(
                Diagnostic(
                    "a list is of an indicator that is counted from records; '\(definition.indicator)' is computed from others, or stated",
                    at: place))
            return nil
        }
        if let quantity = definition.quantity, !plan.indicators[indicator].quantities.contains(quantity) {
            let known = plan.indicators[indicator].quantities.map(\.rawValue).joined(separator: ", ")
            diagnostics.append(
                Diagnostic("'\(definition.indicator)' has no quantity \(quantity.rawValue): it has \(known)", at: place)
            )
        }
        let scope = scope(measure.dataset)
        let filter = definition.filter.flatMap { take(compileCondition($0, in: scope)) }
        let order = definition.order.compactMap { take(compile($0.expression, in: scope)) }
        let columns = definition.columns.map { column -> Expression? in
            guard case .expression(let source) = column.source, let expression = take(compile(source, in: scope)) else {
                return nil
            }
            check(column, source, expression, measure.dataset)
            return expression
        }
        guard diagnostics.isEmpty else { return nil }
        let subject =
            measure.kind == .countDistinct
            ? pipeline.indicators[indicator].measure?.field.flatMap { schemas[measure.dataset].index(of: $0) } : nil
        return ListPlan(
            output: output, definition: definition, indicator: indicator, dataset: measure.dataset, filter: filter,
            order: order, columns: columns, subject: subject)
    }

    private mutating func take(_ result: CompilationResult) -> Expression? {
        diagnostics += result.diagnostics
        return result.expression
    }

    /// A column with a unit holds numbers, of the dimension of its field.
    private mutating func check(_ column: ListColumn, _ source: SourceText, _ expression: Expression, _ dataset: Int) {
        guard column.unit != nil || column.decimals != nil else { return }
        guard case .number = expression.type else {
            diagnostics.append(Diagnostic("only numbers have a unit and digits", at: column.place))
            return
        }
        guard let unit = column.unit, let own = pipeline.datasets[dataset].field(named: source.text)?.unit,
            own.dimension != unit.dimension
        else { return }
        diagnostics.append(
            Diagnostic("'\(source.text)' is in \(own.symbol), which is no \(unit.symbol)", at: column.place))
    }

    private func scope(_ dataset: Int) -> ExpressionScope {
        var references: [String: Schema] = [:]
        for (position, other) in pipeline.datasets.enumerated() where position != dataset && other.gives == nil {
            references[other.name] = schemas[position]
        }
        var scope = ExpressionScope(
            dataset: pipeline.datasets[dataset], schema: schemas[dataset], pipeline: pipeline, references: references)
        scope.period = plan.range.last
        for position in pipeline.indicators.indices {
            if let field = plan.subjectField(position, pipeline, schemas) {
                scope.counted[pipeline.indicators[position].id] = field
            }
        }
        return scope
    }
}

extension AggregationPlan {
    /// The field that says who is who, of an indicator that counts distinct subjects named by texts; nil: it counts others.
    func subjectField(_ indicator: Int, _ pipeline: PipelineDefinition, _ schemas: [Schema]) -> SchemaField? {
        switch indicators[indicator].source {
        case .measured(let measure):
            guard measure.kind == .countDistinct, let name = pipeline.indicators[indicator].measure?.field,
                let position = schemas[measure.dataset].index(of: name),
                schemas[measure.dataset].fields[position].type == .text
            else { return nil }
            return schemas[measure.dataset].fields[position]
        case .formula(let formula) where formula.isUnion:
            let fields = formula.operands.map { subjectField($0.indicator, pipeline, schemas) }
            return fields.contains(nil) ? nil : fields.first.flatMap { $0 }
        case .formula, .stated: return nil
        }
    }
}

extension DatasetDefinition {
    /// A field by its name as an expression of nothing else writes it.
    fileprivate func field(named name: String) -> FieldDefinition? {
        fieldIndex(String(name.drop { $0 == " " })).map { fields[$0] }
    }
}
