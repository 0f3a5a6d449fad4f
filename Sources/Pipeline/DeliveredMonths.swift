import Aggregate
import Definitions
import Model
import Publish
import Tabular

/// Which months of which dataset have been delivered. A table covers the months that its delivery covers; a register (a
/// dataset of which any indicator takes stock) every month up to its delivery's last.
struct DeliveredMonths {
    /// As aggregation asks it.
    let coverage: Aggregate.Coverage
    /// As reports show it.
    let summary: [Publish.Coverage]
    private let missing: [Int]

    init(pipeline: PipelineDefinition, deliveries: Deliveries, discovery: TableDiscovery) {
        var months: [Set<Month>] = []
        var summary: [Publish.Coverage] = []
        var missing: [Int] = []
        for (d, dataset) in pipeline.datasets.enumerated() {
            var delivered: Set<Month> = []
            let isRegister = pipeline.indicators.contains { $0.dataset == dataset.name && $0.timing == .stock }
            for delivery in Set(discovery.tables[d].map(\.delivery)).sorted() {
                let covers = deliveries.list[delivery].covers
                let first = isRegister ? Month(year: 1900, month: 1) : covers.lowerBound
                for month in min(first, covers.lowerBound)...covers.upperBound { delivered.insert(month) }
                summary.append(
                    Publish.Coverage(dataset: d, sender: nil, months: covers, state: .delivered))
            }
            if delivered.isEmpty { missing.append(d) }
            months.append(delivered)
        }
        coverage = Aggregate.Coverage(months: months)
        self.summary = summary
        self.missing = missing
    }

    /// One finding for each dataset of which no table was delivered.
    func missingDatasets(catalogue: RuleCatalogue, pipeline: PipelineDefinition) -> [Finding] {
        missing.map { dataset in
            Finding(
                rule: catalogue.index(.notDelivered, dataset: dataset),
                value: pipeline.datasets[dataset].title[pipeline.language])
        }
    }
}
