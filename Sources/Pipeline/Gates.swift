import Definitions
import Model
import Publish

/// Decides whether a return may leave the office.
struct Gates {
    /// Every gate of the pipeline, once per dataset it speaks of.
    static func evaluate(
        _ pipeline: PipelineDefinition, accounts: [TableAccount], delivered: DeliveredMonths, figures: [Figure]
    ) -> [GateResult] {
        pipeline.gates.flatMap { gate -> [GateResult] in
            if gate.kind == .effect { return [effect(gate, figures)] }
            let datasets = gate.dataset.map { name in
                pipeline.datasets.indices.filter { pipeline.datasets[$0].name == name }
            }
            return (datasets ?? Array(pipeline.datasets.indices)).map { dataset in
                let tables = accounts.filter { $0.dataset == dataset }
                let observed: Fraction
                switch gate.kind {
                case .effect: observed = .zero
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
            case .effect: return effect(result, pipeline)
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

    /// The figure that lacks the largest part of itself, or rests with it on values that are likely wrong; of equal ones the
    /// first. A few records weigh by what they report, but not by their number.
    private static func effect(_ gate: GateDefinition, _ figures: [Figure]) -> GateResult {
        var worst: (share: Fraction, figure: Figure)?
        // As targets and ranks do, by the year to date (or the stock): a single month has few records.
        // What was not delivered is no figure that could lack anything.
        for figure in figures where figure.quantity != .period && figure.status != .notDelivered {
            guard figure.keptOut != nil || figure.doubted != nil else { continue }
            let kept = figure.keptOut.map { $0.counted >= gate.records ? $0.share : $0.byValue } ?? .zero
            // All of it, where a value is larger than the figure will be without it.
            let doubted = Fraction(mantissa: Int128((min(figure.doubted ?? 0, 1) * 1e9).rounded()), scale: 9)
            let share = min(kept.adding(doubted) ?? kept, Fraction(1))
            guard (worst?.share ?? .zero) < share else { continue }
            worst = (share, figure)
        }
        return GateResult(
            gate: gate, dataset: -1, observed: worst?.share ?? .zero,
            passed: worst.map { !(gate.maximum < $0.share) } ?? true, figure: worst?.figure)
    }

    private static func effect(_ result: GateResult, _ pipeline: PipelineDefinition) -> String {
        guard let figure = result.figure else { return "" }
        let area = pipeline.areas[figure.area]
        var reasons: [String] = []
        if let kept = figure.keptOut { reasons.append("errors keep \(kept.records) records out") }
        if figure.doubted != nil { reasons.append("values that count are likely wrong") }
        return
            "\(pipeline.indicators[figure.indicator].id), \(area.code) \(area.name[pipeline.language]), \(figure.period) \(figure.quantity.rawValue): \(reasons.joined(separator: " and ")), \(percent(result.observed)) of the figure with them, more than the \(percent(result.gate.maximum)) that the gate effect allows"
    }

    private static func percent(_ share: Fraction) -> String {
        Decimal(mantissa: share.rounded(scale: 4) ?? 0, scale: 2).shortest + "%"
    }
}
