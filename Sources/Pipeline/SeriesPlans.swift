import Aggregate
import Definitions
import Model
import Tabular
import Validate

extension CompiledPipeline {
    /// What is kept of a dataset's accepted records beside the sums: the spread of what is summed; of statements, which a
    /// subject makes again and again, their values too, so that each can be held against those before; what rules over time
    /// and over the whole ask for.
    func seriesPlan(_ dataset: Int) -> RecordSeriesPlan {
        var plan = RecordSeriesPlan()
        let definition = pipeline.datasets[dataset]
        guard definition.gives == nil else { return plan }
        let schema = rules[dataset].schema
        plan.values = self.plan.plan(forDataset: dataset)?.operands ?? []
        plan.subject = definition.subject.flatMap { schema.index(of: $0) }
        plan.time = definition.date.flatMap { schema.index(of: $0) }
        if let time = plan.time { plan.isPeriod = schema.fields[time].type == .period }
        let isStatement =
            [definition.subject, definition.date].allSatisfy { role in role.map(definition.primaryKey.contains) ?? false
            }
        plan.isOfStatements = isStatement && !plan.values.isEmpty
        plan.keepsRecords = plan.isOfStatements
        func keep(_ name: String?) {
            guard let field = name.flatMap({ schema.index(of: $0) }), !plan.values.contains(field) else { return }
            plan.values.append(field)
        }
        for rule in definition.rules {
            guard let series = rule.series else { continue }
            plan.keepsRecords = true
            if [.change, .outlier, .falls].contains(series.kind) { keep(rule.field) }
            if series.kind == .completeness { keep(definition.area) }
            let together = (series.kind == .repeated ? series.fields : series.by).compactMap { schema.index(of: $0) }
            if !together.isEmpty, !plan.combinations.contains(together) { plan.combinations.append(together) }
        }
        for asking in pipeline.datasets.flatMap(\.rules).compactMap(\.series) where asking.register == definition.name {
            plan.keepsRecords = true
            keep(definition.area)
            keep(asking.until)
        }
        return plan
    }

    /// Mistakes in rules over time and over the whole that only show beside the other definitions.
    static func seriesMistakes(_ pipeline: PipelineDefinition, _ schemas: [Schema]) -> [Diagnostic] {
        var mistakes: [Diagnostic] = []
        for (dataset, schema) in zip(pipeline.datasets, schemas) {
            for rule in dataset.rules {
                guard let series = rule.series else { continue }
                func mistake(_ text: String, _ suggestion: String? = nil) {
                    mistakes.append(Diagnostic("\(rule.id): \(text)", at: rule.place, suggestion: suggestion))
                }
                if dataset.gives != nil { mistake("figures that are stated have no rules over time") }
                let isOverTime = series.kind != .repeated && !(series.kind == .outlier && series.base == .group)
                if isOverTime, dataset.subject == nil || dataset.date == nil {
                    mistake("over time a dataset needs 'subject' and 'date': who a record is about, and when")
                }
                if let field = rule.field.flatMap({ schema.index(of: $0) }), series.kind != .repeated,
                    series.kind != .completeness
                {
                    if case .number = schema.fields[field].type {
                    } else {
                        mistake("'\(rule.field ?? "")' is no number")
                    }
                }
                guard let name = series.register else { continue }
                guard let other = pipeline.datasetIndex(name) else {
                    mistake("no dataset is named '\(name)'", nearest(name, among: pipeline.datasets.map(\.name)))
                    continue
                }
                if pipeline.datasets[other].subject == nil { mistake("'\(name)' has no subject: it is no register") }
                guard let until = series.until else { continue }
                if let field = schemas[other].index(of: until) {
                    if schemas[other].fields[field].type != .date { mistake("'\(until)' is no date") }
                } else {
                    mistake(
                        "'\(name)' has no field '\(until)'",
                        nearest(until, among: schemas[other].fields.map(\.name)))
                }
            }
        }
        return mistakes
    }
}
