import Definitions
import Model

extension Evaluation {
    /// The periods of an indicator's figures in a run over `range`, each once, in order.
    func periods(_ indicator: Int, _ range: PeriodRange) -> [Period] {
        Set(range.periods.compactMap { reference(indicator, $0) }).sorted()
    }

    /// The period that a figure of the run's period is of; nil where there is none so fine.
    func reference(_ indicator: Int, _ period: Period) -> Period? {
        let candidates = plan.indicators[indicator].candidates(period)
        guard candidates.count > 1, let quantity = plan.indicators[indicator].quantities.last else {
            return candidates.first
        }
        let key = Reference(indicator: indicator, period: period)
        if let known = references[key] { return known }
        // Who has delivered nothing of all these periods is not waited for.
        let delivered = candidates.map { candidate in
            plan.units.areas.indices.filter { area in
                let site = Site(
                    indicator: indicator, area: area, window: Window(quantity: quantity, period: candidate))
                let amount = amount(site).whole
                return amount.status != .notDelivered && (amount.value != nil || amount.status == .cannotExist)
            }
        }
        let expected = Set(delivered.joined()).count
        let latest = delivered.firstIndex { !$0.isEmpty && $0.count == expected }
        let chosen = candidates[latest ?? delivered.firstIndex { !$0.isEmpty } ?? 0]
        references[key] = chosen
        return chosen
    }
}
