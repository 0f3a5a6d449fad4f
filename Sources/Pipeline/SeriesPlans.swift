import Aggregate
import Definitions
import Model
import Tabular
import Validate

extension CompiledPipeline {
    /// What is kept of a dataset's accepted records beside the sums: the spread of what is summed; of statements, which a
    /// subject makes again and again, their values too, so that each can be held against those before.
    func seriesPlan(_ dataset: Int) -> RecordSeriesPlan {
        var plan = RecordSeriesPlan()
        let definition = pipeline.datasets[dataset]
        guard definition.gives == nil, let operands = self.plan.plan(forDataset: dataset)?.operands else { return plan }
        plan.values = operands
        let schema = rules[dataset].schema
        plan.subject = definition.subject.flatMap { schema.index(of: $0) }
        plan.time = definition.date.flatMap { schema.index(of: $0) }
        if let time = plan.time { plan.isPeriod = schema.fields[time].type == .period }
        let isStatement =
            [definition.subject, definition.date].allSatisfy { role in role.map(definition.primaryKey.contains) ?? false
            }
        plan.keepsRecords = isStatement && !operands.isEmpty
        return plan
    }
}
