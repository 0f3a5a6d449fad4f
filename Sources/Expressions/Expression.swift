public import Definitions
public import Model
public import Tabular

/// What compiling an expression gives.
public enum CompilationResult: Sendable {
    case success(Expression)
    /// At least one, by place.
    case failure([Diagnostic])

    /// nil where there are mistakes.
    public var expression: Expression? {
        if case .success(let expression) = self { return expression }
        return nil
    }

    /// Empty where there are none.
    public var diagnostics: [Diagnostic] {
        if case .failure(let diagnostics) = self { return diagnostics }
        return []
    }
}

/// Parses and types an expression; every mistake is collected with its place.
public func compile(_ source: SourceText, in scope: ExpressionScope) -> CompilationResult {
    let syntax: Syntax
    do {
        syntax = try Parser.parse(source.text, as: .expression)
    } catch {
        return .failure([diagnostic(error, in: source)])
    }
    var checker = Checker(scope: scope)
    guard let checked = checker.check(syntax), checker.mistakes.isEmpty else {
        return .failure(diagnostics(checker.mistakes, in: source))
    }
    return .success(Expression(checked, checker, source: source.text))
}

/// The same for a condition: an expression of another type is a mistake.
public func compileCondition(_ source: SourceText, in scope: ExpressionScope) -> CompilationResult {
    let result = compile(source, in: scope)
    guard let expression = result.expression, expression.type != .boolean, expression.type != .null else {
        return result
    }
    return .failure([
        Diagnostic("a condition is expected here, not \(expression.type.noun)", at: source.place(atOffset: 0))
    ])
}

func diagnostic(_ mistake: Mistake, in source: SourceText) -> Diagnostic {
    Diagnostic(mistake.message, at: source.place(atOffset: mistake.offset), suggestion: mistake.suggestion)
}

func diagnostics(_ mistakes: [Mistake], in source: SourceText) -> [Diagnostic] {
    mistakes.enumerated().sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }
        .map { diagnostic($0.element, in: source) }
}

/// A typed expression, ready to run over batches of its scope's schema. Holds no state: many workers share one.
public final class Expression: Sendable {
    /// As written.
    public let source: String
    /// Of its values.
    public let type: ExpressionType
    /// Positions in the schema of the fields it reads, ascending.
    public let fields: [Int]
    /// Other datasets it reads, by name.
    public let references: [ReferenceUse]
    /// Indicators whose subjects it asks for, by id.
    public let counted: [String]
    private let node: Node

    init(_ checked: Checked, _ checker: Checker, source: String) {
        self.source = source
        fields = checker.fields.sorted()
        counted = checker.counted.sorted()
        references = checker.lookups.keys.sorted { $0.table < $1.table }.map { lookup in
            let schema = checker.scope.references[lookup.dataset] ?? Schema([])
            let primary = checker.scope.pipeline.datasetIndex(lookup.dataset).map {
                checker.scope.pipeline.datasets[$0].primaryKey
            }
            let key = lookup.by.isEmpty ? primary ?? [] : lookup.by
            let wanted = checker.lookups[lookup] ?? []
            return ReferenceUse(
                dataset: lookup.dataset, table: lookup.table,
                keyFields: key.compactMap { schema.index(of: $0).map { schema.fields[$0] } },
                valueFields: schema.fields.filter { wanted.contains($0.name) })
        }
        if let literal = checked.literal {
            type = .code(CodeDictionary([literal]))
            node = .integers(IntegerConstant(value: 0))
        } else if checked.isNull {
            type = .null
            node = .texts(TextConstant(value: nil))
        } else {
            type = checked.type
            node = checked.node
        }
    }

    /// The type of the column that `evaluate` gives, with the dictionary where it holds codes: texts that are all stated
    /// in the expression come out as codes, so that they can be a breakdown.
    public var resultField: (ValueType, CodeDictionary?) {
        switch type {
        case .number(let scale): (.number(scale: scale), nil)
        case .date: (.date, nil)
        case .boolean: (.boolean, nil)
        case .area: (.area, nil)
        case .period: (.period, nil)
        case .code(let dictionary): (.code, dictionary)
        case .text, .null: (.text, nil)
        }
    }

    /// One value a row. What arithmetic could not answer is missing, and added to `counters`.
    public func evaluate(_ batch: Batch, references: References, counters: inout EvaluationCounters) -> Column {
        var frame = Frame(batch: batch, references: references)
        defer { counters += frame.counters }
        switch node {
        case .integers(let node): return .integers(node.evaluate(&frame).column(&frame))
        case .texts(let node): return .texts(node.evaluate(&frame).column(count: frame.rowCount))
        case .truths(let node):
            return .integers(IntegersOfTruths(inner: node).evaluate(&frame).column(&frame))
        }
    }

    /// One value a row, without the counts.
    public func evaluate(_ batch: Batch, references: References) -> Column {
        var counters = EvaluationCounters()
        return evaluate(batch, references: references, counters: &counters)
    }

    /// For conditions: the rows where it holds and those where it is unknown, never both; the others do not hold. An
    /// expression that is no condition is unknown everywhere.
    public func evaluateCondition(
        _ batch: Batch, references: References, counters: inout EvaluationCounters
    ) -> (yes: Bitmap, missing: Bitmap) {
        guard case .truths(let node) = node else {
            return (Bitmap(count: batch.rowCount), Bitmap(count: batch.rowCount, repeating: true))
        }
        var frame = Frame(batch: batch, references: references)
        let truths = node.evaluate(&frame)
        counters += frame.counters
        return (truths.yes, truths.missing)
    }

    /// The same, without the counts.
    public func evaluateCondition(_ batch: Batch, references: References) -> (yes: Bitmap, missing: Bitmap) {
        var counters = EvaluationCounters()
        return evaluateCondition(batch, references: references, counters: &counters)
    }
}
