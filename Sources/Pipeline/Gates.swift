import Definitions
import Model
import Publish

/// Decides whether a return may leave the office.
struct Gates {
    /// Every gate of the pipeline, once per dataset it speaks of.
    static func evaluate(
        _ pipeline: PipelineDefinition, accounts: [TableAccount], delivered: DeliveredMonths
    ) -> [GateResult] {
        pipeline.gates.flatMap { gate -> [GateResult] in
            let datasets = gate.dataset.map { name in
                pipeline.datasets.indices.filter { pipeline.datasets[$0].name == name }
            }
            return (datasets ?? Array(pipeline.datasets.indices)).map { dataset in
                let tables = accounts.filter { $0.dataset == dataset }
                let observed: Fraction
                switch gate.kind {
                case .rejectedRows:
                    let rejected = tables.reduce(0) { $0 + $1.rejected }
                    let records = tables.reduce(0) { $0 + $1.read - $1.notRecordCount }
                    observed = Fraction(Int128(rejected), over: Int128(max(records, 1))) ?? .zero
                case .missingDataset:
                    observed = Fraction(tables.isEmpty ? 1 : 0)
                case .missingSenders:
                    let months = delivered.expected[dataset]
                    observed = Fraction(Int128(months.missing), over: Int128(max(months.all, 1))) ?? .zero
                }
                return GateResult(gate: gate, dataset: dataset, observed: observed, passed: !(gate.maximum < observed))
            }
        }
    }

    /// One line a gate that was not met.
    static func reasons(_ results: [GateResult], _ pipeline: PipelineDefinition) -> [String] {
        results.filter { !$0.passed }.map { result in
            let name = result.dataset >= 0 ? pipeline.datasets[result.dataset].name : "all datasets"
            switch result.gate.kind {
            case .rejectedRows:
                return
                    "\(name): \(percent(result.observed)) of the records are rejected, more than the \(percent(result.gate.maximum)) that the gate rejected_rows allows"
            case .missingDataset:
                return "\(name): no table was delivered, and the gate missing_dataset asks for one"
            case .missingSenders:
                return
                    "\(name): \(percent(result.observed)) of the months that its senders owe were not delivered, more than the \(percent(result.gate.maximum)) that the gate missing_senders allows"
            }
        }
    }

    private static func percent(_ share: Fraction) -> String {
        Decimal(mantissa: share.rounded(scale: 4) ?? 0, scale: 2).shortest + "%"
    }
}
